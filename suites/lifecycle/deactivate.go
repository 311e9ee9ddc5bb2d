// Package lifecycle has the checks of deactivation and reactivation: a user who leaves stays, inactive, and comes
// back as the same user.
package lifecycle

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// DeactivateChecks: unassigning a user in Okta, or deactivating it there, sets
// active to false and nothing else. The account is never deleted.
func DeactivateChecks() []kit.Check {
	return slices.Concat(deactivateFirstChecks(), deactivateMoreChecks())
}

func deactivateFirstChecks() []kit.Check {
	return kit.InArea(kit.Deactivate, []kit.Need{kit.NeedDeactivate}, []kit.Check{
		{
			ID: "users.deactivate.accepted", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating a user is answered with success",
			Why:     "Okta sends it once when a user is unassigned and does not fall back to another request.",
			Symptom: "A deprovisioning task on the Okta dashboard: «Automatic deprovisioning of user … failed»; the person keeps access to the app.",
			Refs:    []string{kit.RefOktaDeactivate, "Okta CRUD step 7", "OIN C9292, C9294", kit.RefPatch, kit.RefOktaURL},
			Journey: kit.DeactivatePerson,
			Body: func(t *kit.T) {
				t.Report(check.Accepted(t.Carried().Run.Last()))
			},
		},
		{
			ID: "users.deactivate.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "An answer that shows the deactivated user shows it inactive",
			Why:     "Okta takes the answer for the new state.",
			Symptom: "Okta takes the user for still active and may link it again.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch},
			Journey: kit.DeactivatePerson,
			Body: func(t *kit.T) {
				j := t.Journey()
				if a := j.Run.Last(); a.Resource != nil {
					t.Report(check.InAnswer(a, check.Inactive(a.Resource), check.Sent(a.Resource, j.Person.Sent.Resource(), "userName")))
				}
			},
		},
		{
			ID: "users.deactivate.by-id", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A deactivated user, read by id, is still there and inactive",
			Why:     "A server that answers 200 and changes nothing leaves the leaver's access open; one that deletes loses the account.",
			Symptom: "None: Okta shows the user as deprovisioned, but the person can still sign in to the app, or the account and its history are gone.",
			Refs:    []string{kit.RefOktaDeactivate, "Okta CRUD step 8", "Okta CRUD step 13", "OIN C9292, C9311"},
			Journey: kit.DeactivatePerson,
			Body: func(t *kit.T) {
				t.Look(t.Journey(), []kit.View{kit.ViewByID}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.by-lookup", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "The lookup by userName still finds a deactivated user, inactive and under the same id",
			Why:     "When the user is assigned again, Okta looks it up; a miss makes Okta create a second account.",
			Symptom: "Reassigning the user fails with a conflict, or the person gets a second, empty account.",
			Refs:    []string{kit.RefOktaDeactivate, "Okta CRUD step 10", "OIN C9293"},
			Journey: kit.DeactivatePerson,
			Body: func(t *kit.T) {
				t.Look(t.Journey(), []kit.View{kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.in-list", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Area: kit.Deactivate,
			Title:   "An import still lists a deactivated user, as inactive",
			Why:     "Okta's import takes a user that is missing from the list for deleted.",
			Symptom: "The import shows the person as active, or loses the link to the account.",
			Refs:    []string{kit.RefOktaDeactivate, "OIN C9303, C9361"},
			Journey: kit.DeactivatePerson,
			Body: func(t *kit.T) {
				t.Look(t.Journey(), []kit.View{kit.ViewList}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.keeps-attributes", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating changes active and no other attribute",
			Why:     "The account must come back whole when the user is assigned again. Groups and roles may be taken away: that is the app's policy.",
			Symptom: "After reassignment the profile in the app is empty or changed.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch},
			Journey: kit.DeactivatePerson,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return t.Unchanged(j.Before.User, r, kit.AttributesFreeOnDeactivation(t)...)
				})
			},
		},
		{
			ID: "users.deactivate.again", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating a user again is answered with success and changes nothing",
			Why:     "Okta repeats a deactivation after a lost answer and when a deactivated user is unassigned.",
			Symptom: "A deprovisioning task that fails again with every retry.",
			Refs:    []string{"okta-requests: repeated deactivation is harmless", kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				before := t.MustReadUser(p.ID)
				t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
				t.See("deactivate again", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return t.Unchanged(before, r)
				})
			},
		},
		{
			ID: "users.deactivate.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating one user leaves every other user and group alone",
			Symptom: "People who were not unassigned lose their access.",
			Refs:    []string{kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				untouched := t.WatchBystanders()
				t.Deactivate(p)
				untouched("deactivate")
			},
		},
		{
			ID: "users.deactivate.group-mates", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating a member leaves the group and its other members in place",
			Symptom: "When one person leaves, the colleagues lose the group.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.2"},
			Journey: kit.DeactivateMember,
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				j := t.Journey()
				mate := j.Mates[0]
				t.LookGroup(j, []kit.View{kit.ViewByID}, func(g okta.Resource) []check.Problem {
					problems := check.Text(g, "displayName", j.Group.Name)
					if t.MembersVisible() {
						problems = append(problems, check.HasMember(g, mate.ID, mate.Sent.UserName)...)
					}
					return problems
				})
			},
		},
		{
			ID: "users.deactivate.no-twin", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Creating a user whose userName a deactivated one has makes no second account",
			Why:     "userName is unique in the tenant also while its owner is inactive. A server may answer 409, or give the same account back.",
			Symptom: "A returning employee gets a second, empty account beside the old one.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "RFC 7644 §3.3", "OIN C9335"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				again := t.Person()
				again.UserName, again.Email = p.Sent.UserName, p.Sent.Email
				a := t.Okta.CreateUser(t, again)
				if a.OK() {
					t.Report(check.SameID(a, p.ID))
				} else {
					t.Report(check.Status(a, http.StatusConflict))
				}
				t.Eventually("create a deactivated userName", func() []check.Problem {
					_, problems := t.ByLookup(p.Sent.UserName, p.ID)
					return problems
				})
			},
		},
		{
			ID: "users.deactivate.with-change", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT that deactivates and changes the profile together does both",
			Why:     "Okta's PUT carries the whole profile, so a change made just before the unassignment arrives with it.",
			Symptom: "The user stays active, or keeps outdated data.",
			Refs:    []string{kit.RefPut, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				changed := t.Person().DisplayName
				run := t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) {
					r["active"] = false
					r["displayName"] = changed
				})
				t.Report(check.Accepted(run.Last()))
				t.See("deactivate with a change", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.Text(r, "displayName", changed))
				})
			},
		},
		{
			ID: "users.deactivate.with-rename", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT that deactivates and changes the userName together leaves the user inactive, or is refused",
			Why:     "An app that looks for the account to lock by the name in the request looks for the wrong one.",
			Symptom: "None: Okta shows the user as deprovisioned, but somebody whose login has just changed can still sign in.",
			Refs:    []string{kit.RefPut, kit.RefOktaDeactivate, "https://github.com/fleetdm/fleet/pull/49560"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				next := t.Person().UserName
				a := kit.PutUser(t, p, func(r okta.Resource) {
					kit.PutUserName(t, r, next)
					r["active"] = false
				})
				if kit.RefusedNote(a) {
					kit.KeepsUserNames(t, a)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.See("deactivate with a new userName", p.ID, next, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.stays", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A deactivated user stays inactive when a group it belongs to is pushed",
			Why:     "Okta goes on pushing the groups of people whose deactivation has just gone out.",
			Symptom: "None: the leaver's access silently comes back with the next group push.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver)
				t.Deactivate(leaver)
				t.AwaitInactive(leaver)
				t.Report(check.NoCrash(t.Change(g, []kit.Person{mate}, nil, []kit.Person{leaver, mate}).Last()))
				t.Eventually("push the group of a deactivated user", func() []check.Problem { return kit.InactiveByID(t, leaver) })
				further := t.NewGroup()
				t.Report(check.NoCrash(t.Change(further, []kit.Person{mate, leaver}, nil, []kit.Person{mate, leaver}).Last()))
				t.Eventually("put a deactivated user into a group", func() []check.Problem { return kit.InactiveByID(t, leaver) })
			},
		},
		{
			ID: "users.deactivate.unknown", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating a user that does not exist is answered 404 with a SCIM Error",
			Symptom: "Okta retries for ever, or takes a typo for success.",
			Refs:    []string{"RFC 7644 §3.12", "Okta SPEC step 12"},
			Body: func(t *kit.T) {
				t.Report(check.Error(t.Okta.Deactivate(t, t.UnknownID()).Last(), http.StatusNotFound))
			},
		},
	})
}

// deactivateMoreChecks: deactivation in company: with groups, namesakes, and
// what was pushed just before.
func deactivateMoreChecks() []kit.Check {
	return kit.InArea(kit.Deactivate, []kit.Need{kit.NeedDeactivate}, []kit.Check{
		{
			ID: "users.deactivate.member", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating a user who is in a group is answered with success, and the user is inactive in every view",
			Why:     "Okta deactivates a leaver before, or without, taking the account out of the pushed groups.",
			Symptom: "None: Okta shows the user as deprovisioned, but whoever is in a group can still sign in to the app.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.1.1 active", "https://github.com/NorthlandPositronics/Cogtrix/issues/122"},
			Journey: kit.DeactivateMember,
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Report(check.Accepted(j.Run.Last()))
				t.StopIfFailed()
				t.Look(j, kit.AllViews, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.lone-member", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating the only member of a group leaves the group in place",
			Symptom: "Pushes of the group fail with «not found» once its last member has left.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup(p)
				kit.DeactivateAndSee(t, p)
				t.SeeGroup("deactivate a lone member", g.ID, g.Name, kit.AllViews, kit.HasDisplayName(g.Name))
			},
		},
		{
			ID: "users.deactivate.mates-active", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating a member leaves the other members of the group active",
			Why:     "An app that takes access away by the group takes it from everybody in it.",
			Symptom: "When one person leaves, the colleagues cannot sign in any more.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.1.1"},
			Journey: kit.DeactivateMember,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.LookAt(j, j.Mates[0], []kit.View{kit.ViewByID}, check.Active)
			},
		},
		{
			ID: "users.deactivate.then-leave", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Taking a deactivated user out of a group is accepted and leaves exactly the others",
			Why:     "Okta removes a leaver from the pushed groups after, or before, it deactivates the account.",
			Symptom: "The group push fails until somebody cleans up by hand, or the leaver stays in the group.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7644 §3.5.2.2", "OIN C9333"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				leaver, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(leaver, mate)
				kit.DeactivateAndSee(t, leaver)
				t.Report(check.Accepted(t.Change(g, nil, []kit.Person{leaver}, []kit.Person{mate}).Last()))
				t.StopIfFailed()
				t.SeeMembers("take a deactivated user out", g, []kit.Person{mate}, leaver)
			},
		},
		{
			ID: "users.deactivate.namesake", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Of two people of the same name only the one who is deactivated becomes inactive",
			Symptom: "A namesake who still works here is locked out.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §3.1 id"},
			Body: func(t *kit.T) {
				same := kit.Named("Jane", "Doe", "Jane Doe")
				p, other := t.NewUser(same), t.NewUser(same)
				// The same mailbox name in another domain is another person too.
				elsewhere := kit.PushOrPlain(t, t.Person(same, func(u *okta.User) {
					local, domain, _ := strings.Cut(p.Sent.UserName, "@")
					u.UserName = local + "@mail." + domain
					u.Email = u.UserName
				}), same)
				kit.DeactivateAndSee(t, p)
				t.See("deactivate a namesake", other.ID, other.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Active)
				t.See("deactivate a namesake", elsewhere.ID, elsewhere.Sent.UserName, []kit.View{kit.ViewByID}, check.Active)
			},
		},
		{
			ID: "users.deactivate.manager", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating a manager leaves the people below active, and their profile as it is",
			Why:     "manager.value is an attribute of theirs. An app that makes a tree of it must not take the branch with the leaver.",
			Symptom: "When a manager leaves, the team cannot sign in any more, or has no manager, which Okta does not push again.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.3 manager"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				report := t.NewUserIfAllowed("a manager", kit.With(okta.EnterpriseSchema,
					map[string]any{"department": "Sales", "manager": map[string]any{"value": p.ID}}))
				before := t.MustReadUser(report.ID)
				kit.DeactivateAndSee(t, p)
				t.See("deactivate a manager", report.ID, report.Sent.UserName, []kit.View{kit.ViewByID}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.deactivate.shared-email", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Of two people who share an e-mail address only the one who is deactivated becomes inactive",
			Why:     "An app that finds the account to lock by the address locks both.",
			Symptom: "Somebody who still works here, and has the address of a team for instance, is locked out.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §3.1 id", "https://github.com/kobotoolbox/kpi/pull/7076"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				p := t.NewUser()
				other := t.NewUserIfAllowed("two users with one e-mail address", func(u *okta.User) { u.Email = p.Sent.Email })
				kit.DeactivateAndSee(t, p)
				t.See("deactivate one of two with one address", other.ID, other.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Active)
			},
		},
		{
			ID: "users.deactivate.looked-up-before", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A lookup that found a user before the deactivation finds it inactive afterwards",
			Why:     "An app that keeps answers of lookups in a cache goes on showing the user as active, and Okta then does not activate it again.",
			Symptom: "A returning employee is assigned and cannot sign in.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefLookup, "OIN C9293"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				t.Deactivate(p)
				t.See("deactivate", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.by-lookup-case", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "The lookup by the userName in other case still finds a deactivated user, inactive and under the same id",
			Why:     "userName is case-insensitive also while its owner is inactive; a miss makes Okta create a second account.",
			Symptom: "Reassigning the user fails with a conflict, or the person gets a second, empty account.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.1.1 userName: caseExact false", "Okta SPEC: Username Case Sensitivity Check"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.See("deactivate", p.ID, strings.ToUpper(p.Sent.UserName), []kit.View{kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.then-password", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedPassword},
			Title:   "A password that arrives after the deactivation leaves the user inactive",
			Why:     "Password sync and deactivation are separate tasks in Okta, and either may come last.",
			Symptom: "None: the leaver's access comes back with a change of the password.",
			Refs:    []string{kit.RefOktaDeactivate, "OIN C9301", "RFC 7643 §4.1.1 active"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.Report(check.NoCrash(kit.SetPassword(t, p).Last()))
				t.See("set a password of an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.after-update", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A deactivation right after a profile update keeps the new profile",
			Symptom: "A returning employee finds the profile of before the last change.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				display := kit.Redisplay(t, p).Resource.String("displayName")
				kit.DeactivateAndSee(t, p)
				t.See("deactivate after an update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.Text(r, "displayName", display))
				})
			},
		},
		{
			ID: "users.deactivate.created-inactive", Level: kit.Should, Evidence: kit.Assumed, PerDialect: true,
			Title:   "Deactivating a user who was created inactive is accepted and leaves it inactive",
			Symptom: "A deprovisioning task that fails for people who never started.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Inactive)
				t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
				t.See("deactivate an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.null-attributes", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.AIW},
			Title:   "A deactivation by PUT with null attributes is accepted, takes effect, and stores no word such as None",
			Why:     "Profiles of people who left often have empty fields.",
			Symptom: "The person keeps the access, or the profile says «None».",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefOktaEmpty, "RFC 7643 §2.5"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) {
					r["active"], r["title"], r["nickName"] = false, nil, nil
					r.Set(nil, "name", "middleName")
				})))
				t.StopIfFailed()
				t.See("deactivate with null attributes", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.NoNullText(r, "title", "nickName", "name"))
				})
			},
		},
	})
}
