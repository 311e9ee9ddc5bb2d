package robustness

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// sizeChecks: groups as large as test_data.max_members says. Each request must
// be answered within the minute that Okta waits.
func sizeChecks() []kit.Check {
	const people = 1000 // of the default profile; the checks share them
	groups := []kit.Need{kit.NeedGroups}
	out := []kit.Check{
		{
			ID: "robustness.size.group", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: groups,
			Title:   "A large group has exactly the members that Okta pushes, adds and removes",
			Symptom: "The push of a large group never ends, some of its people lack their rights, or people who left keep them.",
			Refs: []string{refMembers, refMinute, "RFC 7644 §3.5.2.2", "OIN C9316, C9333",
				"https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
			Body: func(t *kit.T) {
				all := kit.MembersOfLargestGroup(t)
				g := t.NewGroup()
				step := func(operation string, run okta.Run, want, gone []kit.Person) {
					t.NeedComplete(operation, run)
					kit.SeeLargeGroup(t, operation, g, want, gone)
					t.StopIfFailed()
				}
				step("fill a large group", t.Change(g, all, nil, all), all, nil)
				t.SeeGroup("fill a large group", g.ID, g.Name, []kit.View{kit.ViewLookup, kit.ViewList}, kit.HasDisplayName(g.Name))
				last := len(all) - 1
				step("take one of many members out", t.Change(g, nil, all[last:], all[:last]), all[:last], all[last:])
				// From the middle: whoever counts positions goes wrong there.
				n := min(150, last/2)
				from := last/2 - n/2
				gone, stay := all[from:from+n], slices.Concat(all[:from], all[from+n:last])
				step("take many members out", t.Change(g, nil, gone, stay), stay, gone)
				half := all[:len(all)/2]
				step("push now half the members", t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(half...)), half, all[len(all)/2:])
				step("push now no members", t.Okta.PushNow(t, g.ID, g.Name, nil), nil, all)
				step("push now all members", t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers(all...)), all, nil)
			},
		},
		{
			ID: "robustness.size.create", Level: kit.Should, Evidence: kit.RFC, Needs: groups,
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
			ID: "robustness.size.users", Level: kit.Must, Evidence: kit.Recorded, Needs: groups,
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
		out[i].Creates, out[i].Exclusive, out[i].Depth = people, kit.Crowd, kit.Full
	}
	return out
}
