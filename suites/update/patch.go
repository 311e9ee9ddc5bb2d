package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// patchChecks: the PATCH of a user in the OIN dialect, one replace
// operation without a path.
func patchChecks() []kit.Check {
	readOnly := func(p kit.Person, r okta.Resource) map[string]any {
		value := map[string]any{"id": p.ID, "schemas": r["schemas"], "userName": r["userName"], "active": true}
		if r["meta"] != nil {
			value["meta"] = r["meta"]
		}
		return value
	}
	return []kit.Check{
		{
			ID: "users.update.patch-read-only", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that repeats id, schemas, meta and userName beside active is accepted",
			Why:     "Values that are the server's own and the same as before ask for no change.",
			Symptom: "Pushes fail with «attribute id is read-only».",
			Refs:    []string{kit.RefPatch, "https://github.com/onyx-dot-app/onyx/issues/8568"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, readOnly(p, t.MustReadUser(p.ID)))))
			},
		},
		{
			ID: "users.update.patch-read-only-keeps", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that repeats id, schemas, meta and userName changes nothing",
			Symptom: "A push that asks for no change alters or empties the profile.",
			Refs:    []string{kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				a := t.Okta.PatchUser(t, p.ID, readOnly(p, before))
				t.Report(check.NoCrash(a))
				t.See("patch with nothing new", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.patch-no-change", Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of active to true for an active user is accepted",
			Why:     "Okta repeats an activation after a lost answer and with every new assignment.",
			Symptom: "A task that fails again with every retry: «no changes».",
			Refs:    []string{kit.RefPatch, "https://github.com/better-auth/better-auth/issues/8549"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"active": true})))
			},
		},
		{
			ID: "users.update.patch-no-change-keeps", Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of active to true for an active user changes nothing",
			Symptom: "The profile of an active user is emptied by a repeated activation.",
			Refs:    []string{kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				t.Require(kit.PatchUser, check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"active": true})))
				t.See("patch with nothing new", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.patch-body", Level: kit.Should, Evidence: kit.RFC, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that is answered 200 is answered with the resource",
			Why:     "Without it the status is 204.",
			Symptom: "«Unrecognized token» or an empty message in the task of a deactivation that went well.",
			Refs:    []string{kit.RefPatch + ": 200 with the resource, or 204", kit.RefOktaURL},
			Body: func(t *kit.T) {
				p := t.NewUser()
				if a := t.Okta.PatchUser(t, p.ID, map[string]any{"active": true}); a.Status == http.StatusOK {
					t.Report(check.WithResource(a))
				}
			},
		},
		{
			ID: "users.update.patch-unknown", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH whose path the app does not know is refused, or shown as applied",
			Why:     "A success that changes nothing lets Okta and the app drift apart unseen.",
			Symptom: "None: a change is reported as pushed and is not in the app.",
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
		},
		{
			ID: "users.update.patch-applied", Level: kit.Should, Evidence: kit.RFC, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of the display name that is answered with success is applied, and changes nothing else",
			Why:     "Okta patches active and password alone, but what is answered with success must be done.",
			Symptom: "None: a change is reported as pushed and is not in the app.",
			Refs:    []string{kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				display := t.Person().DisplayName
				a := t.Okta.PatchUser(t, p.ID, map[string]any{"displayName": display})
				if !a.OK() && (len(check.Refused(a)) == 0 || a.Status == http.StatusNotImplemented) {
					t.Unsupported("the app takes no PATCH of the profile: %d", a.Status)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.See("patch displayName", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "displayName", display), kit.LikeBefore(before, "displayName", "name.formatted")(r))
				})
			},
		},
	}
}

// passwordChecks: password sync, in the dialect's way.
func passwordChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.password", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A new password is accepted",
			Symptom: "Password sync fails: the person's old password still opens the app.",
			Refs:    []string{"OIN C9301, C9302", kit.RefPut, kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Accepted(kit.SetPassword(t, p).Last()))
			},
		},
		{
			ID: "users.update.password-keeps", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A new password changes no attribute that is shown",
			Symptom: "Password sync empties or changes the profile.",
			Refs:    []string{"OIN C9301", kit.RefPut, kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				t.Require(kit.SyncPassword, check.Through(kit.SetPassword(t, p)))
				t.See("set a password", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.password-hidden", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "A new password is shown in no answer and in no view",
			Symptom: "Anybody who may read users, and every log, has the password.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				run := kit.SetPassword(t, p)
				t.Require(kit.SyncPassword, check.Through(run))
				hides := func(r okta.Resource) []check.Problem {
					return check.All(check.NoSecrets(r), check.Hides(r, "the new password", kit.NextPassword(p)))
				}
				if shown := run.Last().Resource; shown != nil {
					t.Report(check.InAnswer(run.Last(), hides(shown)))
				}
				t.See("set a password", p.ID, p.Sent.UserName, kit.AllViews, hides)
			},
		},
	}
}

// patchAnswerChecks: what the answer to a PATCH says.
func patchAnswerChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.patch-answer", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.OIN},
			Title:   "The answer to a PATCH that was applied shows the new state, when it shows the user",
			Why:     "Okta takes the answer for the new state of the account.",
			Symptom: "Okta takes a user for active who is not, or pushes the same change again.",
			Refs:    []string{"RFC 7644 §3.5.2: 200 with the entire resource, or 204", "https://github.com/MicrosoftDocs/azure-docs/issues/60316"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				display := t.Person().DisplayName
				a := t.Okta.PatchUser(t, p.ID, map[string]any{"displayName": display})
				if !a.OK() {
					t.Unsupported("the app takes no PATCH of the profile: %d", a.Status)
				}
				if a.Status != http.StatusOK || !check.Has(a.Resource, "displayName") {
					return
				}
				if problems, ok := t.Wait("patch displayName by id", func() []check.Problem { return t.Holds(p.ID, kit.HasDisplayName(display)) }); !ok {
					t.Require(kit.PatchApplied, problems)
				}
				t.Report(check.InAnswer(a, check.Text(a.Resource, "displayName", display)))
			},
		},
	}
}

// atOnceChecks: two changes of one user at the same time that do not
// touch each other.
func atOnceChecks() []kit.Check {
	const people = 5 // which of the two comes last is chance
	return []kit.Check{
		{
			ID: "users.update.patch-at-once", Level: kit.Must, Evidence: kit.Safety,
			Only: []okta.Dialect{okta.OIN}, Creates: people,
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
				if !answers[0].OK() {
					t.Unsupported("the app takes no PATCH of the profile: %d", answers[0].Status)
				}
				for i, p := range all {
					t.Require(kit.DeactivateUser, check.Accepted(answers[2*i+1]))
					t.See("deactivate beside another change", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
					t.StopIfFailed()
				}
			},
		},
	}
}
