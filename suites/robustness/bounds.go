package robustness

import (
	"net/http"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// sizeChecks: groups as large as test_data.max_members says. Each request must
// be answered within the minute that Okta waits.
func sizeChecks() []kit.Check {
	const people = 1000 // of the default profile; the checks share them
	out := []kit.Check{
		{
			ID: "robustness.size.build", Evidence: kit.Recorded, PerDialect: true,
			Title:   "A large group, filled as Okta does it, has every member once",
			Symptom: "The push of a large group never ends, or some of its people lack their rights.",
			Refs:    []string{refMembers, refMinute, "https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				g := t.NewGroup()
				t.NeedComplete("filling a group of many members", t.Change(g, all, nil, all))
				kit.SeeLargeGroup(t, "fill a large group", g, all, nil)
			},
		},
		{
			ID: "robustness.size.create", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A large group that is created with its members has every one of them once",
			Symptom: "The push of a large group fails, or some of its people lack their rights.",
			Refs:    []string{refMembers, refMinute, "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				g, _ := kit.MustCreateGroup(t, all...)
				kit.SeeLargeGroup(t, "create a large group", g, all, nil)
			},
		},
		{
			ID: "robustness.size.push-now", Evidence: kit.Recorded, Only: []okta.Dialect{okta.OIN},
			Title:   "Push Now of many members makes exactly them the group",
			Symptom: "Push Now of a large group fails or loses people.",
			Refs:    []string{refMembers, refMinute, "OIN C9316"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				g := t.NewGroup(all[:len(all)/2]...)
				pushNow(t, g, all)
				kit.SeeLargeGroup(t, "push now all members", g, all, nil)
			},
		},
		{
			ID: "robustness.size.push-now-half", Evidence: kit.Recorded, PerDialect: true,
			Title:   "Push Now of half of a large group's members takes the others out",
			Symptom: "People who left a large group keep its rights.",
			Refs:    []string{refMembers, refMinute, "OIN C9316"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				g := t.NewGroup(all...)
				pushNow(t, g, all[:len(all)/2])
				kit.SeeLargeGroup(t, "push now half the members", g, all[:len(all)/2], all[len(all)/2:])
			},
		},
		{
			ID: "robustness.size.push-now-none", Evidence: kit.Recorded, PerDialect: true,
			Title:   "Push Now of no members empties a large group",
			Symptom: "People of a large group that was emptied keep its rights.",
			Refs:    []string{refMembers, refMinute, "OIN C9316"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				g := t.NewGroup(all...)
				pushNow(t, g, nil)
				kit.SeeLargeGroup(t, "push now no members", g, nil, all)
			},
		},
		{
			ID: "robustness.size.remove", Evidence: kit.Recorded, PerDialect: true,
			Title:   "Taking 150 members out of a large group at one time leaves exactly the others",
			Symptom: "People who left a large group keep its rights, or others lose theirs.",
			Refs:    []string{refMembers, refMinute, "RFC 7644 §3.5.2.2", "OIN C9333"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				n := min(150, len(all)/2)
				g := t.NewGroup(all...)
				// From the middle: whoever counts positions goes wrong there.
				from := len(all)/2 - n/2
				gone := all[from : from+n]
				stay := append(append([]kit.Person(nil), all[:from]...), all[from+n:]...)
				t.NeedComplete("taking many members out", t.Change(g, nil, gone, stay))
				kit.SeeLargeGroup(t, "remove many members", g, stay, gone)
			},
		},
		{
			ID: "robustness.size.remove-one", Evidence: kit.Recorded, PerDialect: true,
			Title:   "Taking one member out of a large group leaves exactly the others",
			Symptom: "With one person a whole department loses the rights, or nobody does.",
			Refs:    []string{refMembers, "RFC 7644 §3.5.2.2", "OIN C9333"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				last := len(all) - 1
				g := t.NewGroup(all...)
				t.NeedComplete("taking one of many members out", t.Change(g, nil, all[last:], all[:last]))
				kit.SeeLargeGroup(t, "remove one of many members", g, all[:last], all[last:])
			},
		},
		{
			ID: "robustness.size.lookup", Evidence: kit.Recorded,
			Title:   "The lookup finds a large group, and the list of groups has it",
			Symptom: "The import of groups, or each push of the large group, ends in a time-out.",
			Refs:    []string{refMinute, "RFC 7644 §3.4.2"},
			Body: func(t *kit.T) {
				g := t.NewGroup(kit.MembersOfLargestGroup(t)...)
				t.SeeGroup("create a large group", g.ID, g.Name, []kit.View{kit.ViewLookup, kit.ViewList}, kit.HasDisplayName(g.Name))
			},
		},
		{
			ID: "robustness.size.users", Evidence: kit.Recorded,
			Title:   "A page of users is listed within a minute when the tenant has many",
			Symptom: "Imports end in a time-out.",
			Refs:    []string{refMinute, "https://github.com/keycloak/keycloak/issues/46705"},
			Body: func(t *kit.T) {
				kit.MembersOfLargestGroup(t)
				a := t.Okta.ListUsers(t, 1, kit.ImportPage)
				t.Report(check.List(a))
				if total := check.Total(a); total > kit.ImportPage {
					t.Report(check.List(t.Okta.ListUsers(t, (total-1)/kit.ImportPage*kit.ImportPage+1, kit.ImportPage)))
				}
			},
		},
	}
	for i := range out {
		out[i].Creates, out[i].Exclusive = people, kit.Crowd
		if out[i].Level == "" {
			out[i].Level = kit.Must
		}
	}
	return out
}

// pushNow sends the dialect's Push Now and reports where Okta would stop.
func pushNow(t *kit.T, g kit.Group, members []kit.Person) {
	t.NeedComplete("Push Now of a large group", t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(members...)))
}

// slow is how long an answer may take before a busy day makes it fail: Okta
// waits 60 s.
const slow = 10 * time.Second

// timeChecks: how long answers take.
func timeChecks() []kit.Check {
	return []kit.Check{{
		ID: "robustness.time.users", Level: kit.Should, Evidence: kit.RFC,
		Title:   "Lookup, create, read, update and list of users are each answered within 10 s",
		Why:     "Okta gives up after 60 s. What takes a sixth of it now does not get through on a busy day.",
		Symptom: "Pushes and imports that fail now and then with a time-out.",
		Refs:    []string{refMinute},
		Body: func(t *kit.T) {
			sent := t.Person()
			answers := []okta.Answer{t.Okta.LookupUser(t, sent.UserName), t.Okta.CreateUser(t, sent)}
			if created := answers[1]; created.OK() {
				t.AwaitReadable(created)
				id := created.Resource.ID()
				answers = append(answers, t.Okta.UpdateProfile(t, id, func(okta.Resource) {}).Answers...)
			}
			promptly(t, append(answers, t.Okta.ListUsers(t, 1, kit.ImportPage)))
		},
	}}
}

func timeGroupChecks() []kit.Check {
	return []kit.Check{{
		ID: "robustness.time.groups", Level: kit.Should, Evidence: kit.RFC,
		Title:   "Lookup, create, change, list and delete of groups are each answered within 10 s",
		Symptom: "Group pushes that fail now and then with a time-out.",
		Refs:    []string{refMinute},
		Body: func(t *kit.T) {
			p := t.NewUser()
			g := kit.Group{Name: t.GroupName()}
			answers := []okta.Answer{t.Okta.LookupGroup(t, g.Name), t.Okta.CreateGroup(t, g.Name, nil)}
			if created := answers[1]; created.OK() {
				g.ID = created.Resource.ID()
				answers = append(answers, t.Change(g, []kit.Person{p}, nil, []kit.Person{p}).Answers...)
				answers = append(answers, t.Okta.DeleteGroup(t, g.ID))
			}
			promptly(t, append(answers, t.Okta.ListGroups(t, 1, kit.ImportPage)))
		},
	}}
}

func promptly(t *kit.T, answers []okta.Answer) {
	for _, a := range answers {
		t.Report(check.Prompt(a, slow))
	}
}

// queryChecks: query parameters that the server does not know.
func queryChecks() []kit.Check {
	const ref = "RFC 7644 §3.4.2: unknown query parameters should be ignored"
	return []kit.Check{
		{
			ID: "robustness.query.lookup", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A lookup with a query parameter that the server does not know finds the user",
			Symptom: "Lookups fail when a proxy or a base URL adds a parameter.",
			Refs:    []string{ref},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				t.Report(check.Hit(kit.FilterUsers(t, kit.NameFilter(p.Sent.UserName), [2]string{"startIndex", "1"}, [2]string{"count", "100"},
					[2]string{"source", "okta"}), p.Sent.UserName, p.ID))
			},
		},
		{
			ID: "robustness.query.read", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A read by id with a query parameter that the server does not know gives the user",
			Symptom: "Reads fail when a proxy or a base URL adds a parameter.",
			Refs:    []string{ref},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: kit.UserPath(p.ID), Query: [][2]string{{"source", "okta"}}})
				t.Report(check.Status(a, http.StatusOK))
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				}
			},
		},
	}
}
