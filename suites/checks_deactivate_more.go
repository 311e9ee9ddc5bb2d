package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// deactivateMoreChecks: deactivation in company: with groups, namesakes, and
// what was pushed just before.
func deactivateMoreChecks() []Check {
	return inArea(Deactivate, []Need{NeedDeactivate}, []Check{
		{
			ID: "users.deactivate.lone-member", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Deactivating the only member of a group leaves the group in place",
			Symptom: "Pushes of the group fail with «not found» once its last member has left.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.2"},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				t.deactivateShown(p)
				t.SeeGroup("deactivate a lone member", g.ID, g.Name, allViews, called(g.Name))
			},
		},
		{
			ID: "users.deactivate.mates-active", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Deactivating a member leaves the other members of the group active",
			Why:     "An app that takes access away by the group takes it from everybody in it.",
			Symptom: "When one person leaves, the colleagues cannot sign in any more.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.1.1"},
			Body: func(t *T) {
				leaver, mate := t.NewUser(), t.NewUser()
				t.NewGroup(leaver, mate)
				t.deactivate(leaver)
				t.Await("deactivate by id", func() []check.Problem { return t.inactiveByID(leaver) })
				t.See("deactivate a member: mate", mate.ID, mate.Sent.UserName, []View{ViewByID}, check.Active)
			},
		},
		{
			ID: "users.deactivate.then-leave", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Taking a deactivated user out of a group is accepted and leaves exactly the others",
			Why:     "Okta removes a leaver from the pushed groups after, or before, it deactivates the account.",
			Symptom: "The group push fails until somebody cleans up by hand, or the leaver stays in the group.",
			Refs:    []string{refOktaDeactivate, "RFC 7644 §3.5.2.2", "OIN C9333"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, mate)
				t.deactivateShown(leaver)
				t.Report(check.Accepted(t.change(g, nil, []Person{leaver}, []Person{mate}).Last()))
				t.StopIfFailed()
				t.SeeMembers("take a deactivated user out", g, []Person{mate}, leaver)
			},
		},
		{
			ID: "users.deactivate.namesake", Level: Must, PerDialect: true,
			Title:   "Of two people of the same name only the one who is deactivated becomes inactive",
			Symptom: "A namesake who still works here is locked out.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §3.1 id"},
			Body: func(t *T) {
				same := Named("Jane", "Doe", "Jane Doe")
				p, other := t.NewUser(same), t.NewUser(same)
				t.deactivateShown(p)
				t.See("deactivate a namesake", other.ID, other.Sent.UserName, []View{ViewByID, ViewLookup}, check.Active)
			},
		},
		{
			ID: "users.deactivate.after-update", Level: Must, PerDialect: true, Needs: []Need{NeedUpdates},
			Title:   "A deactivation right after a profile update keeps the new profile",
			Symptom: "A returning employee finds the profile of before the last change.",
			Refs:    []string{refOktaDeactivate, refPatch, refPut},
			Body: func(t *T) {
				p := t.NewUser()
				display := t.redisplay(p).Resource.String("displayName")
				t.deactivateShown(p)
				t.See("deactivate after an update", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.Text(r, "displayName", display))
				})
			},
		},
		{
			ID: "users.deactivate.created-inactive", Level: Must, PerDialect: true,
			Title:   "Deactivating a user who was created inactive is accepted and leaves it inactive",
			Symptom: "A deprovisioning task that fails for people who never started.",
			Refs:    []string{refOktaDeactivate, refPatch},
			Body: func(t *T) {
				p := t.NewUser(Inactive)
				t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
				t.See("deactivate an inactive user", p.ID, p.Sent.UserName, []View{ViewByID}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.null-attributes", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "A deactivation by PUT with null attributes is accepted, takes effect, and stores no word such as None",
			Why:     "Profiles of people who left often have empty fields.",
			Symptom: "The person keeps the access, or the profile says «None».",
			Refs:    []string{refOktaDeactivate, refOktaEmpty, "RFC 7643 §2.5"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) {
					r["active"], r["title"], r["nickName"] = false, nil, nil
					r.Set(nil, "name", "middleName")
				})))
				t.StopIfFailed()
				t.See("deactivate with null attributes", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.NoNullText(r, "title", "nickName", "name"))
				})
			},
		},
	})
}
