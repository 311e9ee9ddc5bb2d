package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// sizeChecks: groups as large as test_data.max_members says. Each request must
// be answered within the minute that Okta waits.
func sizeChecks() []Check {
	const people = 1000 // of the default profile; the checks share them
	out := []Check{
		{
			ID: "robustness.size.build", PerDialect: true,
			Title:   "A large group, filled as Okta does it, has every member once",
			Symptom: "The push of a large group never ends, or some of its people lack their rights.",
			Refs:    []string{refMembers, refMinute, "https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				g := t.NewGroup()
				t.wentThrough("filling a group of many members", t.change(g, all, nil, all))
				t.seeMany("fill a large group", g, all, nil)
			},
		},
		{
			ID: "robustness.size.create", Level: Should,
			Title:   "A large group that is created with its members has every one of them once",
			Symptom: "The push of a large group fails, or some of its people lack their rights.",
			Refs:    []string{refMembers, refMinute, "RFC 7644 §3.3"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				g, _ := t.createGroup(all...)
				t.seeMany("create a large group", g, all, nil)
			},
		},
		{
			ID: "robustness.size.push-now", Only: []okta.Dialect{okta.OIN},
			Title:   "Push Now of many members makes exactly them the group",
			Symptom: "Push Now of a large group fails or loses people.",
			Refs:    []string{refMembers, refMinute, "OIN C9316"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				g := t.NewGroup(all[:len(all)/2]...)
				t.pushNow(g, all)
				t.seeMany("push now all members", g, all, nil)
			},
		},
		{
			ID: "robustness.size.push-now-half", PerDialect: true,
			Title:   "Push Now of half of a large group's members takes the others out",
			Symptom: "People who left a large group keep its rights.",
			Refs:    []string{refMembers, refMinute, "OIN C9316"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				g := t.NewGroup(all...)
				t.pushNow(g, all[:len(all)/2])
				t.seeMany("push now half the members", g, all[:len(all)/2], all[len(all)/2:])
			},
		},
		{
			ID: "robustness.size.push-now-none", PerDialect: true,
			Title:   "Push Now of no members empties a large group",
			Symptom: "People of a large group that was emptied keep its rights.",
			Refs:    []string{refMembers, refMinute, "OIN C9316"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				g := t.NewGroup(all...)
				t.pushNow(g, nil)
				t.seeMany("push now no members", g, nil, all)
			},
		},
		{
			ID: "robustness.size.remove", PerDialect: true,
			Title:   "Taking 150 members out of a large group at one time leaves exactly the others",
			Symptom: "People who left a large group keep its rights, or others lose theirs.",
			Refs:    []string{refMembers, refMinute, "RFC 7644 §3.5.2.2", "OIN C9333"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				n := min(150, len(all)/2)
				g := t.NewGroup(all...)
				// From the middle: whoever counts positions goes wrong there.
				from := len(all)/2 - n/2
				gone := all[from : from+n]
				stay := append(append([]Person(nil), all[:from]...), all[from+n:]...)
				t.wentThrough("taking many members out", t.change(g, nil, gone, stay))
				t.seeMany("remove many members", g, stay, gone)
			},
		},
		{
			ID: "robustness.size.remove-one", PerDialect: true,
			Title:   "Taking one member out of a large group leaves exactly the others",
			Symptom: "With one person a whole department loses the rights, or nobody does.",
			Refs:    []string{refMembers, "RFC 7644 §3.5.2.2", "OIN C9333"},
			Body: func(t *T) {
				all := t.membersOfLargest()
				last := len(all) - 1
				g := t.NewGroup(all...)
				t.wentThrough("taking one of many members out", t.change(g, nil, all[last:], all[:last]))
				t.seeMany("remove one of many members", g, all[:last], all[last:])
			},
		},
		{
			ID:      "robustness.size.lookup",
			Title:   "The lookup finds a large group, and the list of groups has it",
			Symptom: "The import of groups, or each push of the large group, ends in a time-out.",
			Refs:    []string{refMinute, "RFC 7644 §3.4.2"},
			Body: func(t *T) {
				g := t.NewGroup(t.membersOfLargest()...)
				t.SeeGroup("create a large group", g.ID, g.Name, []View{ViewLookup, ViewList}, called(g.Name))
			},
		},
		{
			ID:      "robustness.size.users",
			Title:   "A page of users is listed within a minute when the tenant has many",
			Symptom: "Imports end in a time-out.",
			Refs:    []string{refMinute, "https://github.com/keycloak/keycloak/issues/46705"},
			Body: func(t *T) {
				t.membersOfLargest()
				a := t.Okta.ListUsers(t, 1, importPage)
				t.Report(check.List(a))
				if total := check.Total(a); total > importPage {
					t.Report(check.List(t.Okta.ListUsers(t, (total-1)/importPage*importPage+1, importPage)))
				}
			},
		},
	}
	for i := range out {
		out[i].Creates, out[i].Exclusive = people, Crowd
		if out[i].Level == "" {
			out[i].Level = Must
		}
	}
	return out
}

// pushNow sends the dialect's Push Now and reports where Okta would stop.
func (t *T) pushNow(g Group, members []Person) {
	t.wentThrough("Push Now of a large group", t.Okta.PushNow(t, g.ID, g.Name, AsMembers(members...)))
}
