package members

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// unknownMemberChecks: a push that names somebody whom the app does not have. The app may refuse it as a whole, with
// nothing of it stored, or ignore the unknown one (RFC 7644 §3.5.2: a PATCH is atomic).
func unknownMemberChecks() []kit.Check {
	const change, pushNow, create = 0, 1, 2 // the changes of the journey
	refs := []string{"RFC 7644 §3.5.2: a PATCH that fails leaves the resource as it was", kit.RefPut, refChangeMembers, "RFC 7644 §3.12"}
	seen := func(i int) func(*kit.T) {
		return func(t *kit.T) {
			t.NeedVisibleMembers()
			t.ReportChange(i)
		}
	}
	return ofJourney(kit.PushUnknown, []kit.Check{
		{
			ID:    "members.unknown.change",
			Title: "A change with a member that does not exist is refused with a SCIM Error and changes nothing, or adds the others",
			Why: "Okta shows the detail of the Error to the admin. Half a change is worse than none: Okta repeats the push and takes the " +
				"app's state for what it was before.",
			Symptom: "«500» in the Push Groups tab, or half of the members are in the group, although Okta shows an error.",
			Refs:    refs,
			Body:    seen(change),
		},
		{
			ID:      "members.unknown.push-now",
			Title:   "Push Now with a member that does not exist is refused and changes nothing, or pushes the others",
			Symptom: "The group is empty after a failed push.",
			Refs:    refs,
			Body:    seen(pushNow),
		},
		{
			ID: "members.unknown.create", Only: []okta.Dialect{okta.AIW},
			Title:   "A create with a member that does not exist is refused and leaves no group behind, or stores the others",
			Symptom: "The push fails, and each repetition fails with a conflict because of the group that was left behind.",
			Refs:    append([]string{kit.RefPostGroup}, refs...),
			Body:    seen(create),
		},
		{
			ID:      "members.unknown.nobody",
			Title:   "A push that names a user whom the app does not have creates no user",
			Why:     "An app that makes an account of an unknown member gives access to somebody whom Okta did not assign.",
			Symptom: "Unexpected accounts exist in the app and may use seats.",
			Refs:    append([]string{kit.RefGroup + ": value is the id of a resource"}, refs...),
			Body: func(t *kit.T) {
				p := t.Carried().Person
				t.Report(check.FindsNone(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName))
				if a := t.Okta.ReadUser(t, p.ID); a.OK() {
					t.Failf(a.Op(), "", "404: no user has this id", "%d", a.Status)
				}
				first := t.Okta.ListUsers(t, 1, kit.ImportPage)
				pages := []okta.Answer{first}
				if last := (check.Total(first)-1)/kit.ImportPage*kit.ImportPage + 1; last > 1 { // new users are at one of the ends
					pages = append(pages, t.Okta.ListUsers(t, last, kit.ImportPage))
				}
				for _, a := range pages {
					list, _ := a.List()
					for _, u := range list {
						if name := u.String("userName"); strings.Contains(name, p.ID) || strings.EqualFold(name, p.Sent.UserName) || u.ID() == p.ID {
							t.Failf(a.Op(), "", "no user made of the unknown member", "the user %q, id %s", name, u.ID())
						}
					}
				}
			},
		},
		{
			ID: "members.unknown.not-listed", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user who does not exist is not listed as a member after a push",
			Symptom: "The group shows a member that no page of the app can open.",
			Refs:    []string{kit.RefGroup + ": value is the id of a resource", refChangeMembers},
			Body: func(t *kit.T) {
				if !t.MembersVisible() {
					t.Unsupported("groups do not show their members")
				}
				j := t.Journey()
				t.LookGroup(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.HasNoMember(r, j.Person.ID, "the unknown "+j.Person.ID)
				})
			},
		},
	})
}
