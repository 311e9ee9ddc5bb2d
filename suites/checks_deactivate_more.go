package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// deactivateMoreChecks: deactivation in company: with groups, namesakes, and
// what was pushed just before.
func deactivateMoreChecks() []Check {
	return inArea(Deactivate, []Need{NeedDeactivate}, []Check{
		{
			ID: "users.deactivate.member", Level: Must, PerDialect: true, Needs: []Need{NeedGroups},
			Title:   "Deactivating a user who is in a group is answered with success, and the user is inactive in every view",
			Why:     "Okta deactivates a leaver before, or without, taking the account out of the pushed groups.",
			Symptom: "None: Okta shows the user as deprovisioned, but whoever is in a group can still sign in to the app.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.1.1 active", "https://github.com/NorthlandPositronics/Cogtrix/issues/122"},
			Body: func(t *T) {
				p := t.NewUser()
				t.NewGroup(p, t.NewUser())
				t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
				t.StopIfFailed()
				t.See("deactivate a member", p.ID, p.Sent.UserName, allViews, check.Inactive)
			},
		},
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
				t.awaitInactive(leaver)
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
				// The same mailbox name in another domain is another person too.
				elsewhere := t.pushOr(t.Person(same, func(u *okta.User) {
					local, domain, _ := strings.Cut(p.Sent.UserName, "@")
					u.UserName = local + "@mail." + domain
					u.Email = u.UserName
				}), same)
				t.deactivateShown(p)
				t.See("deactivate a namesake", other.ID, other.Sent.UserName, []View{ViewByID, ViewLookup}, check.Active)
				t.See("deactivate a namesake", elsewhere.ID, elsewhere.Sent.UserName, []View{ViewByID}, check.Active)
			},
		},
		{
			ID: "users.deactivate.manager", Level: Must, PerDialect: true,
			Title:   "Deactivating a manager leaves the people below active, and their profile as it is",
			Why:     "manager.value is an attribute of theirs. An app that makes a tree of it must not take the branch with the leaver.",
			Symptom: "When a manager leaves, the team cannot sign in any more, or has no manager, which Okta does not push again.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.3 manager"},
			Body: func(t *T) {
				p := t.NewUser()
				report := t.NewUserIfAllowed("a manager", With(okta.EnterpriseSchema,
					map[string]any{"department": "Sales", "manager": map[string]any{"value": p.ID}}))
				before := t.mustReadUser(report.ID)
				t.deactivateShown(p)
				t.See("deactivate a manager", report.ID, report.Sent.UserName, []View{ViewByID}, likeBefore(before))
			},
		},
		{
			ID: "users.deactivate.shared-email", Level: Must, PerDialect: true,
			Title:   "Of two people who share an e-mail address only the one who is deactivated becomes inactive",
			Why:     "An app that finds the account to lock by the address locks both.",
			Symptom: "Somebody who still works here, and has the address of a team for instance, is locked out.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §3.1 id", "https://github.com/kobotoolbox/kpi/pull/7076"},
			Body: func(t *T) {
				t.NeedUserNames()
				p := t.NewUser()
				other := t.NewUserIfAllowed("two users with one e-mail address", func(u *okta.User) { u.Email = p.Sent.Email })
				t.deactivateShown(p)
				t.See("deactivate one of two with one address", other.ID, other.Sent.UserName, []View{ViewByID, ViewLookup}, check.Active)
			},
		},
		{
			ID: "users.deactivate.looked-up-before", Level: Must, PerDialect: true,
			Title:   "A lookup that found a user before the deactivation finds it inactive afterwards",
			Why:     "An app that keeps answers of lookups in a cache goes on showing the user as active, and Okta then does not activate it again.",
			Symptom: "A returning employee is assigned and cannot sign in.",
			Refs:    []string{refOktaDeactivate, refLookup, "OIN C9293"},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				t.deactivate(p)
				t.See("deactivate", p.ID, p.Sent.UserName, []View{ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.by-lookup-case", Level: Must, PerDialect: true,
			Title:   "The lookup by the userName in other case still finds a deactivated user, inactive and under the same id",
			Why:     "userName is case-insensitive also while its owner is inactive; a miss makes Okta create a second account.",
			Symptom: "Reassigning the user fails with a conflict, or the person gets a second, empty account.",
			Refs:    []string{refOktaDeactivate, "RFC 7643 §4.1.1 userName: caseExact false", "Okta SPEC: Username Case Sensitivity Check"},
			Body: func(t *T) {
				p := t.deactivated()
				t.See("deactivate", p.ID, strings.ToUpper(p.Sent.UserName), []View{ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.then-password", Level: Must, PerDialect: true, Needs: []Need{NeedPassword},
			Title:   "A password that arrives after the deactivation leaves the user inactive",
			Why:     "Password sync and deactivation are separate tasks in Okta, and either may come last.",
			Symptom: "None: the leaver's access comes back with a change of the password.",
			Refs:    []string{refOktaDeactivate, "OIN C9301", "RFC 7643 §4.1.1 active"},
			Body: func(t *T) {
				p := t.deactivated()
				t.Report(check.NoCrash(t.setPassword(p).Last()))
				t.See("set a password of an inactive user", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, check.Inactive)
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
