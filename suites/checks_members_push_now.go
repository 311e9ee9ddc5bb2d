package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// wholePush is a Push Now: who is in the group before, and who is pushed, by
// index into people made for it.
type wholePush struct {
	id, title, symptom string
	people             int
	before, pushed     []int
}

func wholePushes() []wholePush {
	keeps := "None: people who are not in the Okta group keep their access."
	lacks := "People who are in the Okta group have no access."
	return []wholePush{
		{"fill", "Push Now fills an empty group", lacks, 2, nil, []int{0, 1}},
		{"more", "Push Now with more people than the group has adds the missing ones", lacks, 3, []int{0}, []int{0, 1, 2}},
		{"fewer", "Push Now with fewer people than the group has removes those who are not pushed", keeps, 3, []int{0, 1, 2}, []int{0, 2}},
		{"one", "Push Now with one person leaves that person alone in the group", keeps, 3, []int{0, 1, 2}, []int{1}},
		{"others", "Push Now with quite other people exchanges the whole membership", keeps, 4, []int{0, 1}, []int{2, 3}},
		{"overlap", "Push Now removes those who left, adds those who joined and keeps the rest", keeps, 3, []int{0, 1}, []int{1, 2}},
		{"same", "Push Now with the people who are in the group changes nothing", lacks, 2, []int{0, 1}, []int{1, 0}},
		{"empty", "Push Now of a group without people empties that group in the app and no other", keeps, 2, []int{0, 1}, nil},
		{"empty-again", "Push Now of a group without people is accepted for a group that is empty already", "The Push Groups tab shows an error for empty groups.", 0, nil, nil},
	}
}

// pushNowChecks: the button Push Now makes the app's group equal to Okta's. It
// is also how a paused push catches up.
func pushNowChecks() []Check {
	var checks []Check
	for _, w := range wholePushes() {
		checks = append(checks, Check{
			ID: "members.push-now." + w.id, Level: Must, PerDialect: true,
			Title:   w.title,
			Why:     "OIN: PATCH replace members with the whole list. AIW: PUT with the whole list.",
			Symptom: w.symptom,
			Refs:    []string{refPushNow, refPatchReplace, refPut, refUserGroups, "OIN C9316, C9319, C9320, C9328, C9329"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				g, pushed, gone := w.setUp(t)
				untouched := func(string) {}
				if w.id == "empty" {
					untouched = t.watchBystanders()
				}
				t.pushNowAccepted(g, pushed...)
				t.seeMembership("Push Now", g, pushed, gone...)
				untouched("Push Now")
			},
		})
	}
	return append(checks, Check{
		ID: "members.push-now.keeps-name", Level: Must, PerDialect: true,
		Title:   "Push Now keeps the group's id and name",
		Symptom: "The group loses its name, and Okta no longer finds it.",
		Refs:    []string{refPushNow, refPatchReplace, refPut},
		Body: func(t *T) {
			p := t.NewUser()
			g := t.NewGroup()
			before := t.mustReadGroup(g.ID)
			t.pushNowAccepted(g, p)
			t.awaitMembers(PushNow, "Push Now", g, p)
			t.SeeGroup("Push Now", g.ID, g.Name, []View{ViewByID}, likeBefore(before, "members"))
		},
	})
}

// setUp makes the people and the group; gone are those who must be out of it
// after the push.
func (w wholePush) setUp(t *T) (g Group, pushed, gone []Person) {
	people := t.NewUsers(w.people)
	g = t.NewGroup(pick(people, w.before...)...)
	stay := map[int]bool{}
	for _, i := range w.pushed {
		stay[i] = true
	}
	for _, i := range w.before {
		if !stay[i] {
			gone = append(gone, people[i])
		}
	}
	return g, pick(people, w.pushed...), gone
}

// pathlessPushNowChecks: some catalog apps get Push Now as a replace without a
// path.
func pathlessPushNowChecks() []Check {
	const ref = "recorded: https://github.com/jelhub/scimgateway/issues/113 and https://github.com/Metatavu/keycloak-scim-server/issues/100"
	whole := func(members []Person) map[string]any {
		list := AsMembers(members...)
		return map[string]any{"members": list}
	}
	var checks []Check
	for _, c := range []struct {
		id, title string
		push      wholePush
		value     func(g Group, members []Person) map[string]any
	}{
		{"pathless", "A replace without a path whose value holds members makes them the whole membership",
			wholePush{people: 3, before: []int{0, 1}, pushed: []int{1, 2}},
			func(_ Group, members []Person) map[string]any { return whole(members) }},
		{"pathless-named", "A replace without a path whose value holds id, displayName and members makes those members the whole membership",
			wholePush{people: 3, before: []int{0, 1}, pushed: []int{2}},
			func(g Group, members []Person) map[string]any {
				value := whole(members)
				value["id"], value["displayName"] = g.ID, g.Name
				return value
			}},
		{"pathless-empty", "A replace without a path whose value holds members [] empties the group",
			wholePush{people: 2, before: []int{0, 1}},
			func(_ Group, members []Person) map[string]any { return whole(members) }},
	} {
		checks = append(checks, Check{
			ID: "members.push-now." + c.id, Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   c.title,
			Why:     "Recorded exchanges show Push Now in this form too.",
			Symptom: "«Unrecognized token 'Unsupported'», or people who left keep their access.",
			Refs:    []string{ref, refPatchReplace + ": without a path the value holds the attributes to replace"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				g, pushed, gone := c.push.setUp(t)
				t.acceptedOrStop(t.Okta.PatchGroup(t, g.ID, okta.Operation{Op: "replace", Value: c.value(g, pushed)}))
				t.seeMembership("Push Now without a path", g, pushed, gone...)
				t.SeeGroup("Push Now without a path", g.ID, g.Name, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "displayName", g.Name)
				})
			},
		})
	}
	return checks
}
