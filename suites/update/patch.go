package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// patchActive: the PATCH of a user in the OIN dialect, one replace operation without a path, with active true for an active one.
var patchActive = kit.Sequence{Name: "patch", Step: kit.PatchUser, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser(kit.With("title", "Engineer"))
	j.Before.User = t.MustReadUser(j.Person.ID)
	j.Run.Answers = append(j.Run.Answers, t.Okta.PatchUser(t, j.Person.ID, map[string]any{"active": true}))
}}

// patchProfile: a PATCH of what was read, and one of the displayName, which j.Next has.
var patchProfile = kit.Sequence{Name: "patch profile", Step: kit.PatchApplied, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser(kit.With("title", "Engineer"))
	j.Before.User = t.MustReadUser(j.Person.ID)
	j.Next = t.Person()
	same := map[string]any{"id": j.Person.ID, "schemas": j.Before.User["schemas"], "userName": j.Before.User["userName"], "active": true}
	if j.Before.User["meta"] != nil {
		same["meta"] = j.Before.User["meta"]
	}
	for _, value := range []map[string]any{same, {"displayName": j.Next.DisplayName}} {
		j.Run.Answers = append(j.Run.Answers, t.Okta.PatchUser(t, j.Person.ID, value))
	}
}}

// patchChecks: deactivation and reactivation are checks of their own.
func patchChecks() []kit.Check {
	looks := func(want func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem, views ...kit.View) func(*kit.T) {
		return func(t *kit.T) {
			j := t.Carried()
			t.Require(kit.PatchUser, check.Accepted(j.Run.Answers[0]))
			t.Look(j, views, func(r okta.Resource) []check.Problem { return want(t, j, r) })
		}
	}
	checks := inJourney(patchActive, []kit.Check{
		{
			ID: kit.PatchUser.Check, Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "A PATCH of active to true for an active user is accepted",
			Why:     "Okta repeats an activation after a lost answer and with every new assignment.",
			Symptom: "A task that fails again with every retry: «no changes».",
			Refs:    []string{kit.RefPatch, "https://github.com/better-auth/better-auth/issues/8549"},
			Body:    func(t *kit.T) { t.Report(check.Accepted(t.Carried().Run.Answers[0])) },
		},
		{
			ID: "users.update.patch-no-change-keeps", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "A PATCH of active to true for an active user changes nothing",
			Symptom: "The profile of an active user is emptied by a repeated activation.",
			Refs:    []string{kit.RefPatch},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return kit.LikeBefore(j.Before.User)(r)
			}, kit.ViewByID, kit.ViewLookup),
		},
		{
			ID: "users.update.patch-body", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "A PATCH that is answered 200 is answered with the resource",
			Why:     "Without it the status is 204.",
			Symptom: "«Unrecognized token» or an empty message in the task of a deactivation that went well.",
			Refs:    []string{kit.RefPatch + ": 200 with the resource, or 204", kit.RefOktaURL},
			Body: func(t *kit.T) {
				if a := t.Carried().Run.Answers[0]; a.Status == http.StatusOK {
					t.Report(check.WithResource(a))
				}
			},
		},
	})
	checks = append(checks, inJourney(patchProfile, []kit.Check{
		{
			ID: "users.update.patch-read-only", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A PATCH that repeats id, schemas, meta and userName beside active is accepted",
			Why:     "Values that are the server's own and the same as before ask for no change.",
			Symptom: "Pushes fail with «attribute id is read-only».",
			Refs:    []string{kit.RefPatch, "https://github.com/onyx-dot-app/onyx/issues/8568"},
			Body:    func(t *kit.T) { t.Report(check.Accepted(t.Carried().Run.Answers[0])) },
		},
		{
			ID: "users.update.patch-meta", Level: kit.Should, Evidence: kit.RFC,
			Title:   "After a PATCH meta.created and meta.location are as before, and lastModified has not gone back",
			Symptom: "None in Okta; other clients that follow lastModified miss the change.",
			Refs:    []string{"RFC 7643 §3.1 meta"},
			Body: func(t *kit.T) {
				j := t.Carried()
				if a := j.Run.Last(); !a.OK() {
					t.Unsupported("the app takes no PATCH of the profile: %d", a.Status)
				}
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem { return check.MetaKept(j.Before.User, r) })
			},
		},
		{
			ID: kit.PatchApplied.Check, Level: kit.Should, Evidence: kit.RFC,
			Title:   "A PATCH of the display name that is answered with success is applied, changes nothing else, and shows in the answer",
			Why:     "Okta patches active and password alone, but what is answered with success must be done.",
			Symptom: "No error in Okta: a change is reported as pushed and is not in the app.",
			Refs: []string{kit.RefPatch, "RFC 7644 §3.5.2: 200 with the entire resource, or 204",
				"https://github.com/MicrosoftDocs/azure-docs/issues/60316"},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Answers[1]
				if !a.OK() && (len(check.Refused(a)) == 0 || a.Status == http.StatusNotImplemented) {
					t.Unsupported("the app takes no PATCH of the profile: %d", a.Status)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "displayName", j.Next.DisplayName), kit.LikeBefore(j.Before.User, "displayName", "name.formatted")(r))
				})
				if t.StopIfFailed(); a.Status == http.StatusOK && check.Has(a.Resource, "displayName") {
					t.Report(check.InAnswer(a, check.Text(a.Resource, "displayName", j.Next.DisplayName)))
				}
			},
		},
	})...)
	checks = append(checks, kit.Check{
		ID: "users.update.patch-unknown", Level: kit.Should, Evidence: kit.Assumed,
		Title:   "A PATCH whose path the app does not know is refused, or shown as applied",
		Why:     "A success that changes nothing lets Okta and the app drift apart unseen.",
		Symptom: "No error in Okta: a change is reported as pushed and is not in the app.",
		Refs:    []string{kit.RefPatch, "RFC 7644 §3.12 invalidPath", "https://github.com/better-auth/better-auth/issues/10421"},
		Body: func(t *kit.T) {
			p := t.NewUser()
			a := t.Raw(http.MethodPatch, kit.UserPath(p.ID), kit.PatchBody([]any{
				map[string]any{"op": "replace", "path": "favouriteColour", "value": "blue"}}))
			if !a.OK() {
				if a.Status != http.StatusNotImplemented {
					t.Report(check.NoCrash(a))
				}
				return
			}
			t.See("patch an unknown path", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
				return check.Text(r, "favouriteColour", "blue")
			})
		},
	}, patchAtOnce())
	for i := range checks {
		checks[i].Only = []okta.Dialect{okta.OIN}
	}
	return checks
}

// patchAtOnce: two changes of one user at the same time that do not
// touch each other.
func patchAtOnce() kit.Check {
	const people = 3 // which of the two comes last is chance
	return kit.Check{
		ID: "users.update.patch-at-once", Level: kit.Must, Evidence: kit.Safety, Creates: people,
		Title:   "A user who is deactivated while another attribute is patched is inactive afterwards",
		Why:     "Each PATCH names one attribute: in whatever order they come, both must hold.",
		Symptom: "Somebody who left is active again: the other change brought the old state back.",
		Refs:    []string{"RFC 7644 §3.5.2: a PATCH changes the attributes it names, atomically", "OIN C9307"},
		Body: func(t *kit.T) {
			all := t.NewUsers(people)
			answers := kit.ConcurrentlyOrLater(t, 2*people, func(i int) okta.Answer {
				p, value := all[i/2], map[string]any{"active": false}
				if i%2 == 0 {
					value = map[string]any{"displayName": "New " + p.Sent.DisplayName}
				}
				return t.Okta.PatchUser(t, p.ID, value)
			})
			if check.Answered(answers[0]) == nil && !answers[0].OK() {
				t.Unsupported("the app takes no PATCH of the profile: %d", answers[0].Status)
			}
			for i, p := range all {
				t.Require(kit.DeactivateUser, check.Accepted(answers[2*i+1]))
				t.See("deactivate beside another change", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
				t.StopIfFailed()
			}
		},
	}
}

// syncPassword is password sync in the dialect's way.
var syncPassword = kit.Sequence{Name: "set a password", Step: kit.SyncPassword, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser(kit.With("title", "Engineer"))
	j.Before.User = t.MustReadUser(j.Person.ID)
	j.Run = kit.SetPassword(t, j.Person)
}}

// passwordChecks: what comes of password sync.
func passwordChecks() []kit.Check {
	checks := inJourney(syncPassword, []kit.Check{
		{
			ID: kit.SyncPassword.Check, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new password is accepted",
			Symptom: "Password sync fails: the person's old password still opens the app.",
			Refs:    []string{"OIN C9301, C9302", kit.RefPut, kit.RefPatch},
			Body:    func(t *kit.T) { t.Report(check.Accepted(t.Carried().Run.Last())) },
		},
		{
			ID: "users.update.password-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new password changes no attribute that is shown",
			Symptom: "Password sync empties or changes the profile.",
			Refs:    []string{"OIN C9301", kit.RefPut, kit.RefPatch},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return kit.LikeBefore(j.Before.User)(r)
			}, kit.ViewByID, kit.ViewLookup),
		},
		{
			ID: "users.update.password-hidden", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new password is shown in no answer and in no view",
			Symptom: "Anybody who may read users, and every log, has the password.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *kit.T) {
				j := t.Journey()
				hides := func(r okta.Resource) []check.Problem {
					return check.All(check.NoSecrets(r), check.Hides(r, "the new password", kit.NextPassword(j.Person)))
				}
				if shown := j.Run.Last().Resource; shown != nil {
					t.Report(check.InAnswer(j.Run.Last(), hides(shown)))
				}
				t.Look(j, kit.AllViews, hides)
			},
		},
	})
	for i := range checks {
		checks[i].PerDialect = true
	}
	return checks
}
