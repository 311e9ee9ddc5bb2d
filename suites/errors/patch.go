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

// oddUserPatches have nothing that could be an operation, or one that cannot be done. Whatever a kind server makes of them,
// the user is the same afterwards. The last one, a replace without a value, may clear the attribute.
func oddUserPatches() []oddPatch {
	same := map[string]any{"active": true}
	return []oddPatch{
		{"without Operations", map[string]any{"schemas": []any{okta.PatchSchema}}},
		{"with Operations that are no list", kit.PatchBody(map[string]any{"op": "replace"})},
		{"with an operation that is a text", kit.PatchBody([]any{"replace"})},
		{"with an operation that does not exist", operation(map[string]any{"op": "upsert", "value": same})},
		{"with an operation without op", operation(map[string]any{"value": same})},
		{"with a replace without a value", operation(map[string]any{"op": "replace", "path": "nickName"})},
	}
}

// oddGroupPatches leave the members alone, whatever a kind server makes of them.
func oddGroupPatches() []oddPatch {
	return []oddPatch{
		{"with a member path that is cut off", operation(map[string]any{"op": "remove", "path": `members[value eq "`})},
		{"with an operator in the member path that does not exist", operation(map[string]any{"op": "remove", "path": `members[value zz "x"]`})},
		{"with an operation that does not exist", operation(map[string]any{"op": "clear", "path": "members"})},
		{"that adds a text as members", operation(map[string]any{"op": "add", "path": "members", "value": "everyone"})},
	}
}

// patchChecks are about the PATCHes of catalog apps.
func patchChecks() []kit.Check {
	refs := []string{kit.RefPatch, refError + " invalidSyntax, invalidPath, invalidFilter"}
	checks := []kit.Check{
		{
			ID: "errors.patch.user", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A PATCH of a user that cannot be done causes no 5xx and leaves the user unchanged",
			Symptom: "«Internal Server Error» in the task, or a profile that is emptied.",
			Refs:    refs,
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				kit.Each(t, oddUserPatches(), oddPatch.name, func(t *kit.T, o oddPatch) {
					a := t.Raw(http.MethodPatch, kit.UserPath(p.ID), o.body)
					t.Report(check.NoCrash(a), kit.UserAsBefore(t, p, before))
				})
			},
		},
		{
			ID: "errors.patch.group", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A PATCH of a group that cannot be done causes no 5xx and leaves the members unchanged",
			Why:     "A server that passes over the part it cannot read removes everybody.",
			Symptom: "«Internal Server Error» in the Push Groups tab, or a group that is suddenly empty.",
			Refs:    refs,
			Body: func(t *kit.T) {
				g := t.NewGroup(t.NewUser())
				before := t.MustReadGroup(g.ID)
				kit.Each(t, oddGroupPatches(), oddPatch.name, func(t *kit.T, o oddPatch) {
					a := t.Raw(http.MethodPatch, kit.GroupPath(g.ID), o.body)
					t.Report(check.NoCrash(a), kit.GroupAsBefore(t, g, before))
				})
			},
		},
		{
			ID: "errors.patch.value", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedDeactivate},
			Title:   "A PATCH with null or a word for a value clears it or is refused, and leaves a well-formed user",
			Why:     "A server that stores null as a word shows None in the profile.",
			Symptom: "«Internal Server Error» in the task, «None» in profiles, or an account in no state at all.",
			Refs:    []string{"RFC 7643 §2.5, §2.3.2", kit.RefPatch, refError + " invalidValue"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				holds := func(t *kit.T, a okta.Answer, cleared bool) {
					t.Report(check.NoCrash(a), t.Holds(p.ID, func(r okta.Resource) []check.Problem {
						if cleared && a.OK() && r["active"] == nil {
							r = r.Clone()
							r["active"] = true // cleared, as RFC 7643 §2.5 has it
						}
						return check.All(check.UserShape(r), check.NoNullText(r, "displayName"), check.Text(r, "userName", p.Sent.UserName))
					}))
				}
				for _, members := range []map[string]any{
					{"op": "replace", "path": "displayName", "value": nil},
					{"op": "replace", "value": map[string]any{"displayName": nil}},
				} {
					holds(t, t.Raw(http.MethodPatch, kit.UserPath(p.ID), operation(members)), false)
				}
				for _, value := range []any{"perhaps", map[string]any{}, nil} {
					holds(t, t.Okta.PatchUser(t, p.ID, map[string]any{"active": value}), value == nil)
				}
			},
		},
		{
			ID: "errors.patch.unknown-path", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedDeactivate},
			Title:   "A PATCH of an attribute that the app does not have is refused with 400, or applied",
			Why:     "A success that changes nothing lets Okta and the app drift apart unseen.",
			Symptom: "No error in Okta: it reports the change as pushed.",
			Refs:    []string{kit.RefPatch, refError + " invalidPath"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := t.Raw(http.MethodPatch, kit.UserPath(p.ID), operation(map[string]any{"op": "replace", "path": "noSuchAttribute", "value": "changed"}))
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
			ID: "errors.patch.status", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Needs:   []kit.Need{kit.NeedDeactivate},
			Title:   "A PATCH that cannot be done is refused with 400 and a SCIM Error with a detail",
			Symptom: errorSymptom,
			Refs:    append([]string{refPlainText}, refs...),
			Body: func(t *kit.T) {
				p, odd := t.NewUser(), oddUserPatches()
				kit.Each(t, odd[:len(odd)-1], oddPatch.name, func(t *kit.T, o oddPatch) {
					a := t.Raw(http.MethodPatch, kit.UserPath(p.ID), o.body)
					t.Report(check.Status(a, http.StatusBadRequest))
					if a.Status >= 400 {
						t.Report(check.ErrorBody(a))
					}
				})
			},
		},
	}
	for i := range checks {
		checks[i].Only = []okta.Dialect{okta.OIN}
	}
	return checks
}

func (o oddPatch) name() string { return "a PATCH " + o.title }
