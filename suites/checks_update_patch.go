package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updatePatchChecks: the PATCH of a user in the OIN dialect, one replace
// operation without a path.
func updatePatchChecks() []Check {
	readOnly := func(p Person, r okta.Resource) map[string]any {
		value := map[string]any{"id": p.ID, "schemas": r["schemas"], "userName": r["userName"], "active": true}
		if r["meta"] != nil {
			value["meta"] = r["meta"]
		}
		return value
	}
	return []Check{
		{
			ID: "users.update.patch-read-only", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that repeats id, schemas, meta and userName beside active is accepted",
			Why:     "Values that are the server's own and the same as before ask for no change.",
			Symptom: "Pushes fail with «attribute id is read-only».",
			Refs:    []string{refPatch, "https://github.com/onyx-dot-app/onyx/issues/8568"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, readOnly(p, t.mustReadUser(p.ID)))))
			},
		},
		{
			ID: "users.update.patch-read-only-keeps", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that repeats id, schemas, meta and userName changes nothing",
			Symptom: "A push that asks for no change alters or empties the profile.",
			Refs:    []string{refPatch},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				before := t.mustReadUser(p.ID)
				a := t.Okta.PatchUser(t, p.ID, readOnly(p, before))
				t.Report(check.NoCrash(a))
				t.See("patch with nothing new", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.patch-no-change", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of active to true for an active user is accepted",
			Why:     "Okta repeats an activation after a lost answer and with every new assignment.",
			Symptom: "A task that fails again with every retry: «no changes».",
			Refs:    []string{refPatch, "https://github.com/better-auth/better-auth/issues/8549"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"active": true})))
			},
		},
		{
			ID: "users.update.patch-no-change-keeps", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of active to true for an active user changes nothing",
			Symptom: "The profile of an active user is emptied by a repeated activation.",
			Refs:    []string{refPatch},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				before := t.mustReadUser(p.ID)
				t.Require(PatchUser, check.Accepted(t.Okta.PatchUser(t, p.ID, map[string]any{"active": true})))
				t.See("patch with nothing new", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.patch-body", Level: Should, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH that is answered 200 is answered with the resource",
			Why:     "Without it the status is 204.",
			Symptom: "«Unrecognized token» or an empty message in the task of a deactivation that went well.",
			Refs:    []string{refPatch + ": 200 with the resource, or 204", refOktaURL},
			Body: func(t *T) {
				p := t.NewUser()
				if a := t.Okta.PatchUser(t, p.ID, map[string]any{"active": true}); a.Status == http.StatusOK {
					t.Report(check.WithResource(a))
				}
			},
		},
		{
			ID: "users.update.patch-unknown", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH whose path the app does not know is refused, or shown as applied",
			Why:     "A success that changes nothing lets Okta and the app drift apart unseen.",
			Symptom: "None: a change is reported as pushed and is not in the app.",
			Refs:    []string{refPatch, "RFC 7644 §3.12 invalidPath", "https://github.com/better-auth/better-auth/issues/10421"},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.raw(http.MethodPatch, userPath(p.ID), patchBody([]any{
					map[string]any{"op": "replace", "path": "favouriteColour", "value": "blue"}}))
				if !a.OK() {
					if a.Status != http.StatusNotImplemented {
						t.Report(check.NoCrash(a))
					}
					return
				}
				t.See("patch an unknown path", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "favouriteColour", "blue")
				})
			},
		},
		{
			ID: "users.update.patch-applied", Level: Should, Only: []okta.Dialect{okta.OIN},
			Title:   "A PATCH of the display name that is answered with success is applied, and changes nothing else",
			Why:     "Okta patches active and password alone, but what is answered with success must be done.",
			Symptom: "None: a change is reported as pushed and is not in the app.",
			Refs:    []string{refPatch},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				before := t.mustReadUser(p.ID)
				display := t.Person().DisplayName
				a := t.Okta.PatchUser(t, p.ID, map[string]any{"displayName": display})
				if !a.OK() && (len(check.Refused(a)) == 0 || a.Status == http.StatusNotImplemented) {
					t.Unsupported("the app takes no PATCH of the profile: %d", a.Status)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.See("patch displayName", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "displayName", display), likeBefore(before, "displayName", "name.formatted")(r))
				})
			},
		},
	}
}

// updatePasswordChecks: password sync, in the dialect's way.
func updatePasswordChecks() []Check {
	return []Check{
		{
			ID: "users.update.password", Level: Must, PerDialect: true,
			Title:   "A new password is accepted",
			Symptom: "Password sync fails: the person's old password still opens the app.",
			Refs:    []string{"OIN C9301, C9302", refPut, refPatch},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Accepted(t.setPassword(p).Last()))
			},
		},
		{
			ID: "users.update.password-keeps", Level: Must, PerDialect: true,
			Title:   "A new password changes no attribute that is shown",
			Symptom: "Password sync empties or changes the profile.",
			Refs:    []string{"OIN C9301", refPut, refPatch},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				before := t.mustReadUser(p.ID)
				t.Require(SyncPassword, check.Through(t.setPassword(p)))
				t.See("set a password", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.password-hidden", Level: Must, PerDialect: true,
			Title:   "A new password is shown in no answer and in no view",
			Symptom: "Anybody who may read users, and every log, has the password.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *T) {
				p := t.NewUser()
				run := t.setPassword(p)
				t.Require(SyncPassword, check.Through(run))
				hides := func(r okta.Resource) []check.Problem {
					return check.All(check.NoSecrets(r), check.Hides(r, "the new password", nextPassword(p)))
				}
				if shown := run.Last().Resource; shown != nil {
					t.Report(check.InAnswer(run.Last(), hides(shown)))
				}
				t.See("set a password", p.ID, p.Sent.UserName, allViews, hides)
			},
		},
	}
}

// setPassword is password sync with a new password.
func (t *T) setPassword(p Person) okta.Run {
	next := nextPassword(p)
	t.Env().Redactor.Add(next)
	return t.Okta.SetPassword(t, p.ID, next)
}

// nextPassword is one that satisfies the usual rules.
func nextPassword(p Person) string { return "Xy7!" + password(p.ID+" next") + "Kq" }
