package errors

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// oddPatch is a PATCH body that says nothing a server can do.
type oddPatch struct {
	title string
	body  any
}

func operation(members map[string]any) any { return kit.PatchBody([]any{members}) }

// withoutOperations have nothing that could be an operation; withBadOperation
// have one that cannot be done. Whatever a kind server makes of them, the user
// is the same afterwards.
func withoutOperations() []oddPatch {
	return []oddPatch{
		{"without Operations", map[string]any{"schemas": []any{okta.PatchSchema}}},
		{"with Operations that are no list", kit.PatchBody(map[string]any{"op": "replace"})},
		{"with an operation that is a text", kit.PatchBody([]any{"replace"})},
	}
}

func withBadOperation() []oddPatch {
	same := map[string]any{"active": true}
	return []oddPatch{
		{"with an operation that does not exist", operation(map[string]any{"op": "upsert", "value": same})},
		{"with an operation without op", operation(map[string]any{"value": same})},
		{"with a replace without a value", operation(map[string]any{"op": "replace", "path": "nickName"})},
	}
}

// patchErrorChecks are about the PATCH that deactivates users of catalog apps.
func patchErrorChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "errors.patch.no-operations", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A PATCH without operations ends in no server error and keeps the user whole",
			Symptom: "«Internal Server Error» in the task, or a profile that is emptied.",
			Refs:    []string{kit.RefPatch, refError + " invalidSyntax"},
			Body:    func(t *kit.T) { patchesNothing(t, withoutOperations()) },
		},
		{
			ID: "errors.patch.bad-operation", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A PATCH with an operation that cannot be done ends in no server error and keeps the user whole",
			Symptom: "«Internal Server Error» in the task, or a profile that is emptied.",
			Refs:    []string{kit.RefPatch, refError + " invalidSyntax"},
			Body:    func(t *kit.T) { patchesNothing(t, withBadOperation()) },
		},
		{
			ID: "errors.patch.null", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A replace with null, with and without a path, clears the value or is refused",
			Why:     "Okta sends null for a value that was cleared. A server that stores it as a word shows None in the profile.",
			Symptom: "«Internal Server Error» in the task, or «None» and «null» in profiles.",
			Refs:    []string{"RFC 7643 §2.5", kit.RefPatch},
			Body: func(t *kit.T) {
				p := t.NewUser()
				for _, members := range []map[string]any{
					{"op": "replace", "path": "displayName", "value": nil},
					{"op": "replace", "value": map[string]any{"displayName": nil}},
				} {
					t.Report(check.NoCrash(t.Raw(http.MethodPatch, kit.UserPath(p.ID), operation(members))))
					t.Report(t.Holds(p.ID, func(r okta.Resource) []check.Problem {
						return check.All(check.UserShape(r), check.NoNullText(r, "displayName"), check.Text(r, "userName", p.Sent.UserName))
					}))
				}
			},
		},
		{
			ID: "errors.patch.active", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A PATCH with null or a word for active ends in no server error, and active stays true or false, or is cleared by null",
			Symptom: "«Internal Server Error» in the task, or an account in no state at all.",
			Refs:    []string{"RFC 7643 §2.3.2", refError + " invalidValue"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				for _, value := range []any{"perhaps", map[string]any{}, nil} {
					a := t.Okta.PatchUser(t, p.ID, map[string]any{"active": value})
					t.Report(check.NoCrash(a))
					t.Report(t.Holds(p.ID, func(r okta.Resource) []check.Problem {
						if value == nil && a.OK() && r["active"] == nil {
							r = r.Clone()
							r["active"] = true // cleared, as RFC 7643 §2.5 has it
						}
						return check.UserShape(r)
					}))
				}
			},
		},
		{
			ID: "errors.patch.unknown-path", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A PATCH of an attribute that the app does not have is refused with 400, or applied",
			Why:     "A success that changes nothing lets Okta and the app drift apart unseen.",
			Symptom: "None: Okta reports the change as pushed.",
			Refs:    []string{kit.RefPatch, refError + " invalidPath"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := t.Raw(http.MethodPatch, kit.UserPath(p.ID), operation(
					map[string]any{"op": "replace", "path": "noSuchAttribute", "value": "changed"}))
				if !a.OK() {
					t.Report(check.Status(a, http.StatusBadRequest))
					return
				}
				t.See("patch", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "noSuchAttribute", "changed")
				})
			},
		},
		{
			ID: "errors.patch.status", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A PATCH that says nothing a server can do is refused with 400",
			Symptom: "A generic error in the task.",
			Refs:    []string{kit.RefPatch, refError + " invalidSyntax"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				// The last one, a replace without a value, may clear the attribute.
				for _, o := range append(withoutOperations(), withBadOperation()[:2]...) {
					t.ReportAt("a PATCH "+o.title, check.Status(t.Raw(http.MethodPatch, kit.UserPath(p.ID), o.body), http.StatusBadRequest))
				}
			},
		},
	}
	for i := range checks {
		checks[i].Needs, checks[i].Only = []kit.Need{kit.NeedDeactivate}, []okta.Dialect{okta.OIN}
	}
	return checks
}

// patchesNothing reports crashes, and what has become of the user.
func patchesNothing(t *kit.T, patches []oddPatch) {
	p := t.NewUser()
	before := t.MustReadUser(p.ID)
	for _, o := range patches {
		t.ReportAt("a PATCH "+o.title, check.NoCrash(t.Raw(http.MethodPatch, kit.UserPath(p.ID), o.body)), kit.UserAsBefore(t, p, before))
	}
}

// oddGroupPatches leave the members alone, whatever a kind server makes of them.
func oddGroupPatches() (paths, values []oddPatch) {
	paths = []oddPatch{
		{"with a member path that is cut off", operation(map[string]any{"op": "remove", "path": `members[value eq "`})},
		{"with an operator in the member path that does not exist", operation(map[string]any{"op": "remove", "path": `members[value zz "x"]`})},
		{"with an operation that does not exist", operation(map[string]any{"op": "clear", "path": "members"})},
	}
	return paths, []oddPatch{
		{"that adds a text as members", operation(map[string]any{"op": "add", "path": "members", "value": "everyone"})},
		{"that adds null as members", operation(map[string]any{"op": "add", "path": "members", "value": nil})},
	}
}

// groupPatchErrorChecks: a PATCH of a group that cannot be done changes nothing.
func groupPatchErrorChecks() []kit.Check {
	paths, values := oddGroupPatches()
	harmless := func(id, title string, patches []oddPatch) kit.Check {
		return kit.Check{
			ID: id, Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.OIN},
			Title:   title,
			Why:     "A server that passes over the part it cannot read removes everybody.",
			Symptom: "«Internal Server Error» in the Push Groups tab, or a group that is suddenly empty.",
			Refs:    []string{kit.RefPatch, refError + " invalidPath, invalidFilter"},
			Body: func(t *kit.T) {
				g := t.NewGroup(t.NewUser())
				before := t.MustReadGroup(g.ID)
				for _, o := range patches {
					t.ReportAt("a PATCH "+o.title, check.NoCrash(t.Raw(http.MethodPatch, kit.GroupPath(g.ID), o.body)), kit.GroupAsBefore(t, g, before))
				}
			},
		}
	}
	return []kit.Check{
		harmless("errors.patch.group-path", "A PATCH of a group whose path or op cannot be read ends in no server error and leaves the members alone", paths),
		harmless("errors.patch.group-value", "A PATCH that adds members that are none ends in no server error and leaves the members alone", values),
	}
}
