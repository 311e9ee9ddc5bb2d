// Package lifecycle has the checks of deactivation and reactivation: a user who leaves stays, inactive, and comes
// back as the same user.
package lifecycle

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// whole and anybody are the subjects of the life cycle.
var (
	whole   = []kit.Subject{kit.WholeUser}
	anybody = []kit.Subject{kit.WholeUser, kit.RenamedUser, kit.UserWithoutEmail}
)

// DeactivateChecks: unassigning a user in Okta, or deactivating it there, sets active to false and nothing else. The
// account is never deleted.
func DeactivateChecks() []kit.Check {
	return kit.InArea(kit.Deactivate, []kit.Need{kit.NeedDeactivate}, []kit.Check{
		{
			ID: "users.deactivate.accepted", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "Deactivating a user is answered with success",
			Why:     "Okta sends it once when a user is unassigned and does not fall back to another request.",
			Symptom: "A deprovisioning task on the Okta dashboard: «Automatic deprovisioning of user … failed»; the user keeps access to the app.",
			Refs:    []string{kit.RefOktaDeactivate, "Okta CRUD step 7", "OIN C9292, C9294", kit.RefPatch, kit.RefOktaURL},
			Journey: kit.DeactivatePerson, For: anybody,
			Body: func(t *kit.T) { acceptedOrUndone(t, t.Carried(), check.Active) },
		},
		{
			ID: "users.deactivate.answer", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "A response that shows the deactivated user shows it inactive",
			Why:     "Okta takes the answer for the new state.",
			Symptom: "Okta takes the user for still active and may link it again.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch},
			Journey: kit.DeactivatePerson, For: whole,
			Body: func(t *kit.T) { answerShows(t, check.Inactive) },
		},
		{
			ID: "users.deactivate.by-id", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "A deactivated user, read by id, is still there and inactive",
			Why:     "A server that answers 200 and changes nothing leaves the leaver's access open; one that deletes loses the account.",
			Symptom: "No error in Okta: it shows the user as deprovisioned, but they can still sign in to the app, or the account is gone.",
			Refs:    []string{kit.RefOktaDeactivate, "Okta CRUD step 8", "Okta CRUD step 13", "OIN C9292, C9311"},
			Journey: kit.DeactivatePerson, For: anybody,
			Body: func(t *kit.T) { t.Look(t.Journey(), []kit.View{kit.ViewByID}, check.Inactive) },
		},
		{
			ID: "users.deactivate.by-lookup", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title: "The lookup by userName still finds a deactivated user, inactive and under the same id",
			Why: "When the user is assigned again, Okta looks it up; a miss makes Okta create a second account. " +
				"A cache that still has the active user keeps Okta from activating it.",
			Symptom: "Reassigning the user fails with a conflict, or the user gets a second, empty account.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefLookup, "Okta CRUD step 10", "OIN C9293"},
			Journey: kit.DeactivatePerson, For: whole,
			Body: func(t *kit.T) { t.Look(t.Journey(), []kit.View{kit.ViewLookup}, check.Inactive) },
		},
		{
			ID: "users.deactivate.by-lookup-case", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "The lookup by userName in another case still finds a deactivated user, inactive and under the same id",
			Why:     "userName is case-insensitive also while the user is inactive; a miss makes Okta create a second account.",
			Symptom: "Reassigning the user fails with a conflict, or the user gets a second, empty account.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.1.1 userName: caseExact false", "Okta SPEC: Username Case Sensitivity Check"},
			Journey: kit.DeactivatePerson, For: whole,
			Body: func(t *kit.T) {
				p := t.Journey().Person
				t.See("deactivate", p.ID, strings.ToUpper(p.Sent.UserName), []kit.View{kit.ViewLookup}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.in-list", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "An import still lists a deactivated user, as inactive",
			Why:     "Okta's import takes a user that is missing from the list for deleted.",
			Symptom: "The import shows the user as active, or loses the link to the account.",
			Refs:    []string{kit.RefOktaDeactivate, "OIN C9303, C9361"},
			Journey: kit.DeactivatePerson, For: whole,
			Body: func(t *kit.T) { t.Look(t.Journey(), []kit.View{kit.ViewList}, check.Inactive) },
		},
		{
			ID: "users.deactivate.keeps-attributes", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Depth: kit.Quick,
			Title:   "Deactivating changes active and no other attribute",
			Why:     "The account must come back whole when the user is assigned again. Groups and roles may be taken away: that is the app's policy.",
			Symptom: "After reassignment the profile in the app is empty or changed.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch, kit.RefPut},
			Journey: kit.DeactivatePerson, For: anybody,
			Body: func(t *kit.T) {
				j := t.Journey()
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return t.Unchanged(j.Before.User, r, kit.AttributesFreeOnDeactivation(t)...)
				})
			},
		},
		{
			ID: "users.deactivate.member", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating a member of two groups is answered with success, and the user is inactive in every view",
			Why:     "Okta deactivates a leaver before, or without, taking the account out of the pushed groups.",
			Symptom: "No error in Okta: it shows the user as deprovisioned, but members of groups can still sign in to the app.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.1.1 active", "https://github.com/NorthlandPositronics/Cogtrix/issues/122"},
			Journey: kit.DeactivateMember,
			Body: func(t *kit.T) {
				j := t.Carried()
				acceptedOrUndone(t, j, check.Active)
				t.StopIfFailed()
				t.Look(j, kit.AllViews, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.group-mates", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating a member leaves its groups and their other members in place, even the group of which it is the only member",
			Symptom: "When one user leaves, the colleagues lose the group, or pushes of the group fail with «not found».",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §4.2"},
			Journey: kit.DeactivateMember,
			Body: func(t *kit.T) {
				j := t.Journey()
				mate, lone := j.Mates[0], j.Groups[0]
				t.LookGroup(j, []kit.View{kit.ViewByID}, func(g okta.Resource) []check.Problem {
					problems := check.Text(g, "displayName", j.Group.Name)
					if t.MembersVisible() {
						problems = append(problems, check.HasMember(g, mate.ID, mate.Sent.UserName)...)
					}
					return problems
				})
				t.LookGroupAt(j, lone, kit.AllViews, kit.HasDisplayName(lone.Name))
			},
		},
		{
			ID: "users.deactivate.mates-active", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title: "Deactivating a user leaves users active and unchanged who share its name, mailbox name, address, group or manager relation",
			Why: "manager.value is an attribute of the people below. An app that finds the account to lock by a name, an address, " +
				"a group or a tree of managers locks others too.",
			Symptom: "A user who still works here is locked out when another one leaves.",
			Refs:    []string{kit.RefOktaDeactivate, "RFC 7643 §3.1 id, §4.3 manager", "https://github.com/kobotoolbox/kpi/pull/7076"},
			Journey: kit.DeactivateMember,
			Body:    matesAsBefore,
		},
		{
			ID: "users.deactivate.others", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Deactivating one user leaves every other user and group unchanged",
			Symptom: "Users who were not unassigned lose their access.",
			Refs:    []string{kit.RefOktaDeactivate},
			Journey: kit.DeactivateMember,
			Body:    func(t *kit.T) { t.LookOthers(t.Journey()) },
		},
		{
			ID: "users.deactivate.again", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title: "Another deactivation, a password that arrives late, or the push of a group leaves a deactivated user inactive",
			Why: "Okta repeats a deactivation after a lost response. Password sync, group push and deactivation are separate tasks, " +
				"and any may come last.",
			Symptom: "A deprovisioning task that fails again with every retry, or the leaver's access comes back with a password or a group.",
			Refs:    []string{"okta-requests: repeated deactivation is harmless", kit.RefPatch, "OIN C9301", "RFC 7643 §4.1.1 active, §4.2"},
			Body:    again,
		},
		{
			ID: "users.deactivate.with-change", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.AIW},
			Title: "A PUT that deactivates a user and changes its profile or its userName does both, or a new userName is rejected",
			Why: "Okta's PUT carries the whole profile, so a change made just before the unassignment arrives with it. " +
				"An app that looks for the account to lock by the name in the request finds the wrong one.",
			Symptom: "No error in Okta: it shows the user as deprovisioned, but a user whose login has just changed can still sign in.",
			Refs:    []string{kit.RefPut, kit.RefOktaDeactivate, "https://github.com/fleetdm/fleet/pull/49560"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				now := t.Person()
				off := func(r okta.Resource) { r["active"], r["displayName"] = false, now.DisplayName }
				a := kit.PutUser(t, p, func(r okta.Resource) { kit.PutUserName(t, r, now.UserName); off(r) })
				if kit.RefusedNote(a) { // a userName may be immutable
					now.UserName = p.Sent.UserName
					a = kit.PutUser(t, p, off)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.See("deactivate with a change", p.ID, now.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.All(check.Inactive(r), check.Text(r, "displayName", now.DisplayName))
				})
			},
		},
		{
			ID: "users.deactivate.unknown", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Deactivating a user that does not exist is answered 404 with a SCIM Error",
			Symptom: "Okta retries the task without end, or takes a typo for success.",
			Refs:    []string{"RFC 7644 §3.12", "Okta SPEC step 12"},
			Body: func(t *kit.T) {
				t.Report(check.Error(t.Okta.Deactivate(t, t.UnknownID()).Last(), http.StatusNotFound))
			},
		},
		{
			ID: "users.deactivate.created-inactive", Level: kit.Should, Evidence: kit.Assumed, PerDialect: true, Depth: kit.Full,
			Title:   "Deactivating a user who was created inactive is accepted and leaves it inactive",
			Symptom: "A deprovisioning task that fails for users who never started.",
			Refs:    []string{kit.RefOktaDeactivate, kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Inactive)
				t.Report(check.Accepted(t.Okta.Deactivate(t, p.ID).Last()))
				t.See("deactivate an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
			},
		},
		{
			ID: "users.deactivate.null-attributes", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.AIW}, Depth: kit.Full,
			Title:   "A deactivation by PUT with null attributes is accepted, takes effect, and stores no word such as None",
			Why:     "Profiles of users who left often have empty attributes.",
			Symptom: "The user keeps the access, or the profile says «None».",
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

// again sends what may follow a deactivation.
func again(t *kit.T) {
	p := t.Deactivated()
	before := t.MustReadUser(p.ID)
	both := []kit.View{kit.ViewByID, kit.ViewLookup}
	type later struct {
		name string
		need kit.Need
		send func(t *kit.T) []check.Problem
	}
	kit.Each(t, []later{
		{"the same deactivation", kit.NeedDeactivate, func(t *kit.T) []check.Problem { return check.Accepted(t.Okta.Deactivate(t, p.ID).Last()) }},
		{"a new password", kit.NeedPassword, func(t *kit.T) []check.Problem { return check.NoCrash(kit.SetPassword(t, p).Last()) }},
		{"the push of a group", kit.NeedGroups, func(t *kit.T) []check.Problem {
			g, _ := kit.MustCreateGroup(t)
			return check.NoCrash(t.Change(g, []kit.Person{p}, nil, []kit.Person{p}).Last())
		}},
	}, func(l later) string { return l.name }, func(t *kit.T, l later) {
		if !kit.HasFeature(t, l.need) {
			t.Unsupported("the app profile has no %s (okta.actions)", l.need)
		}
		t.Report(l.send(t))
		t.See(l.name+" for an inactive user", p.ID, p.Sent.UserName, both, func(r okta.Resource) []check.Problem {
			return check.All(check.Inactive(r), kit.LikeBefore(before, kit.AttributesFromGroups(t)...)(r))
		})
	})
}

// acceptedOrUndone reports whether the last step of a journey was accepted; when it was refused, the user must be as
// before.
func acceptedOrUndone(t *kit.T, j *kit.Journey, before func(okta.Resource) []check.Problem) {
	t.Report(check.All(check.Through(j.Run), check.Accepted(j.Run.Last())))
	if t.Failed() && kit.RefusedNote(j.Run.Last()) {
		t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem { return check.At("after the refusal", before(r)...) })
	}
}

// answerShows reports whether the answer to the last step shows the user in the new state, if it shows the user.
func answerShows(t *kit.T, want func(okta.Resource) []check.Problem) {
	j := t.Journey()
	if a := j.Run.Last(); a.Resource != nil {
		t.Report(check.InAnswer(a, want(a.Resource), check.Sent(a.Resource, j.Person.Sent.Resource(), "userName")))
	}
}

// matesAsBefore reports whether the mates of a journey are as they were.
func matesAsBefore(t *kit.T) {
	j := t.Journey()
	for i, mate := range j.Mates {
		t.LookAt(j, mate, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(j.Before.Mates[i], kit.AttributesFromGroups(t)...))
	}
}
