package suites

import "github.com/oktascim/oktascim/suites/check"

// largeGroup is how many members a large group has, unless the profile allows
// fewer.
const largeGroup = 1000

// largeGroupChecks: the group of the whole company. The area robustness has
// more on its size.
func largeGroupChecks() []Check {
	return []Check{{
		ID: "members.large.push-now", Level: Must, PerDialect: true, Creates: largeGroup,
		Title:   "Push Now of as many members as the profile allows, up to 1000, is answered in time and has them all",
		Why:     "The whole list goes out in one request.",
		Symptom: "Push Now of a large group ends with a time-out or an error.",
		Refs: []string{refPushNow, "Okta SCIM FAQ: the connection is closed after 60 s",
			"https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
		Body: func(t *T) {
			if !t.MembersVisible() {
				t.Unsupported("groups do not show their members")
			}
			n := min(largeGroup, t.Env().Profile.TestData.MaxMembers)
			people := t.people(n)[:n]
			g := t.NewGroup()
			a := t.Okta.PushNow(t, g.ID, g.Name, AsMembers(people...)).Last()
			if refused(a) && t.Env().Profile.Seats != nil {
				t.Unsupported("the app refuses inactive users as members (%d); there are no seats for so many active ones", a.Status)
			}
			t.acceptedOrStop(a)
			t.Eventually("Push Now of many members", func() []check.Problem { return t.MembersOf(g.ID, IDs(people...)) })
		},
	}}
}
