package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// withoutValue are the ways in which a required value can be missing.
var withoutValue = []struct {
	how   string
	spoil func(body okta.Resource, attribute string)
}{
	{"missing", func(body okta.Resource, attribute string) { delete(body, attribute) }},
	{"null", func(body okta.Resource, attribute string) { body[attribute] = nil }},
	{"empty", func(body okta.Resource, attribute string) { body[attribute] = "" }},
}

// requiredValueChecks: no write makes or leaves an account or a group without
// the name by which Okta finds it.
func requiredValueChecks() []Check {
	return []Check{
		{
			ID: "errors.required.user-name", Level: Must,
			Title:   "A user whose userName is missing, null or empty is refused",
			Why:     "An expression in Okta's mapping that yields nothing must not make an account that nobody can find again.",
			Symptom: "An account without a name appears in the app; Okta cannot link it.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: required, not empty", refError + " invalidValue"},
			Body: func(t *T) {
				for _, w := range withoutValue {
					_, body := t.freshBody()
					w.spoil(body, "userName")
					t.ReportAt("with userName "+w.how, check.Refused(t.createRaw(body)))
				}
			},
		},
		{
			ID: "errors.required.display-name", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A group whose displayName is missing or null is refused",
			Why:     "Okta finds groups by displayName only.",
			Symptom: "A group without a name appears in the app; nothing can be pushed to it.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", refError + " invalidValue"},
			Body: func(t *T) {
				for _, w := range withoutValue[:2] {
					t.refusedGroup(w.how, w.spoil)
				}
			},
		},
		{
			ID: "errors.required.display-name-empty", Level: Should, Needs: []Need{NeedGroups},
			Title:   "A group whose displayName is an empty text is refused",
			Why:     "The RFC calls displayName required, but only userName not empty. Nothing can be pushed to such a group.",
			Symptom: "A group without a name appears in the app; nothing can be pushed to it.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required"},
			Body: func(t *T) {
				w := withoutValue[2]
				t.refusedGroup(w.how, w.spoil)
			},
		},
		{
			ID: "errors.required.put-user-name", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "A PUT with null or nothing for userName leaves the user its userName",
			Why:     "A server may refuse it, or keep the old value; without a userName the account is lost to Okta.",
			Symptom: "The account cannot be found again; Okta makes a second one.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: required, not empty", refPut},
			Body: func(t *T) {
				p := t.NewUser()
				whole := t.mustReadUser(p.ID)
				for _, empty := range []any{nil, ""} {
					body := whole.Clone()
					body["userName"] = empty
					t.Report(check.NoCrash(t.Okta.PutUser(t, p.ID, body)))
					t.Report(t.holds(p.ID, func(r okta.Resource) []check.Problem {
						return check.Text(r, "userName", p.Sent.UserName)
					}))
				}
			},
		},
		{
			ID: "errors.required.put-display-name", Level: Must, Needs: []Need{NeedGroups}, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT with null for displayName leaves the group its name",
			Symptom: "The group cannot be found again; Okta makes a second one.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", refPut},
			Body: func(t *T) {
				g := t.NewGroup()
				body := okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": nil, "members": []any{}}
				t.keepsName(g, t.raw(http.MethodPut, groupPath(g.ID), body))
			},
		},
		{
			ID: "errors.required.patch-display-name", Level: Must, Needs: []Need{NeedGroups}, Only: []okta.Dialect{okta.OIN},
			Title:   "A replace with null for displayName, with and without a path, leaves the group its name",
			Why:     "Okta sends the name with each change of members; an empty one must not make a group that cannot be found.",
			Symptom: "«Internal Server Error» in the Push Groups tab, or a group without a name.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", refError + " invalidValue"},
			Body: func(t *T) {
				g := t.NewGroup()
				for _, operation := range []map[string]any{
					{"op": "replace", "path": "displayName", "value": nil},
					{"op": "replace", "value": map[string]any{"id": g.ID, "displayName": nil}},
				} {
					t.keepsName(g, t.raw(http.MethodPatch, groupPath(g.ID), patchBody([]any{operation})))
				}
			},
		},
		{
			ID: "errors.required.status", Level: Should,
			Title:   "A user or group without its required name is refused with 400",
			Why:     "400 with invalidValue or invalidSyntax is what the RFC has for it; 422 is a framework's own.",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidValue: a required value was missing"},
			Body: func(t *T) {
				t.Report(check.Status(t.refusal(RefuseNameless, t.userWithoutName()), http.StatusBadRequest))
				if t.does(NeedGroups) {
					t.Report(check.Status(t.refusal(RefuseNamelessGroup, t.groupWithoutName()), http.StatusBadRequest))
				}
			},
		},
	}
}

// refusedGroup reports whether a group with a spoilt displayName is refused.
func (t *T) refusedGroup(how string, spoil func(body okta.Resource, attribute string)) {
	body := t.groupBody()
	spoil(body, "displayName")
	a := t.raw(http.MethodPost, "/Groups", body)
	t.ReportAt("with displayName "+how, check.Refused(a))
	t.nameless(a, body)
}

// userWithoutName creates a user without userName.
func (t *T) userWithoutName() okta.Answer {
	_, body := t.freshBody()
	delete(body, "userName")
	return t.createRaw(body)
}

// groupWithoutName creates a group without displayName, and deletes it should
// the server have made it.
func (t *T) groupWithoutName() okta.Answer {
	body := t.groupBody()
	delete(body, "displayName")
	a := t.raw(http.MethodPost, "/Groups", body)
	t.nameless(a, body)
	return a
}

// keepsName reports whether a group still has its name after a write that
// takes it away, and gives it back when it has not, so that it can be cleaned up.
func (t *T) keepsName(g Group, a okta.Answer) {
	t.Report(check.NoCrash(a))
	read, problems := t.GroupByID(g.ID)
	t.Report(problems)
	if len(problems) > 0 {
		return
	}
	lost := check.Text(read, "displayName", g.Name)
	t.Report(check.In("GET /Groups/{id}", lost...))
	if len(lost) > 0 {
		t.Okta.PutGroup(t, g.ID, g.Name, nil)
		t.Okta.PatchGroup(t, g.ID, okta.RenameOp(g.ID, g.Name))
	}
}
