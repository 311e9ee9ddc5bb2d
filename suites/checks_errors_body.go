package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// errorBodyChecks: every way in which a request can be refused ends in a SCIM
// Error. Servers make them in many places: the router, the parser, the filter,
// the validation, the store. Whether the request is refused at all, and with
// which status, is judged elsewhere.
func errorBodyChecks() []Check {
	sources := []struct {
		id, what string
		needs    []Need
		only     okta.Dialect
		provoke  func(*T) []okta.Answer
	}{
		{"unknown-user", "an unknown user", nil, "", func(t *T) []okta.Answer {
			out := []okta.Answer{}
			for _, id := range unknownIDs() {
				out = append(out, t.Okta.ReadUser(t, id))
			}
			if t.does(NeedUpdates) {
				_, body := t.freshBody()
				a := t.Okta.PutUser(t, t.unknownID(), body)
				t.strayUser(a, t.unknownID())
				out = append(out, a)
			}
			if t.speaks(okta.OIN) && t.does(NeedDeactivate) {
				out = append(out, t.Okta.PatchUser(t, t.unknownID(), map[string]any{"active": true}))
			}
			return out
		}},
		{"unknown-group", "an unknown group", []Need{NeedGroups}, "", func(t *T) []okta.Answer {
			id := t.unknownID()
			out := []okta.Answer{t.Okta.ReadGroup(t, id), t.Okta.DeleteGroup(t, id)}
			if t.speaks(okta.AIW) {
				a := t.Okta.PutGroup(t, id, t.GroupName(), nil)
				t.strayGroup(a, id)
				out = append(out, a)
			}
			if t.speaks(okta.OIN) {
				out = append(out, t.Okta.PatchGroup(t, id, okta.RenameOp(id, t.GroupName())))
			}
			return out
		}},
		{"duplicate", "a userName that is taken", nil, "", func(t *T) []okta.Answer { return []okta.Answer{t.duplicate()} }},
		{"duplicate-group", "a group's displayName that is taken", []Need{NeedGroups}, "", func(t *T) []okta.Answer {
			return []okta.Answer{t.Okta.CreateGroup(t, t.NewGroup().Name, nil)}
		}},
		{"syntax", "a body that is not JSON", nil, "", func(t *T) []okta.Answer {
			out := []okta.Answer{}
			for _, body := range []string{cutOff, "", "[]"} {
				out = append(out, t.raw(http.MethodPost, "/Users", []byte(body)))
			}
			if t.does(NeedGroups) {
				out = append(out, t.raw(http.MethodPost, "/Groups", []byte(cutOff)))
			}
			return out
		}},
		{"required", "a missing name", nil, "", func(t *T) []okta.Answer {
			out := []okta.Answer{t.userWithoutName()}
			if t.does(NeedGroups) {
				out = append(out, t.groupWithoutName())
			}
			return out
		}},
		{"type", "a value of a wrong type", nil, "", func(t *T) []okta.Answer {
			out := []okta.Answer{}
			strict, _ := wrongTypes()
			for _, family := range []string{"active", "emails", "user-name"} {
				_, a := t.createSpoilt(strict[family][0])
				out = append(out, a)
			}
			return out
		}},
		{"filter", "a filter that cannot be read", nil, "", func(t *T) []okta.Answer {
			out := []okta.Answer{}
			for _, f := range unreadableFilters() {
				out = append(out, t.filtered("/Users", f.forName("userName", t.Person().UserName)))
			}
			return out
		}},
		{"patch", "a PATCH that cannot be done", []Need{NeedDeactivate}, okta.OIN, func(t *T) []okta.Answer {
			out := []okta.Answer{}
			p := t.NewUser()
			for _, o := range append(withoutOperations(), withBadOperation()...) {
				out = append(out, t.raw(http.MethodPatch, userPath(p.ID), o.body))
			}
			if t.does(NeedGroups) {
				paths, values := oddGroupPatches()
				g := t.NewGroup()
				for _, o := range append(paths, values...) {
					out = append(out, t.raw(http.MethodPatch, groupPath(g.ID), o.body))
				}
			}
			return out
		}},
	}
	var out []Check
	for _, s := range sources {
		c := Check{
			ID: "errors.body." + s.id, Level: Must, Needs: s.needs,
			Title:   "An error about " + s.what + " is a SCIM Error with a detail",
			Why:     "Okta shows the detail to the admin, and a parse error when there is no JSON.",
			Symptom: errorSymptom,
			Refs:    []string{refError, refPlainText},
			Body: func(t *T) {
				for _, a := range s.provoke(t) {
					t.Report(check.Answered(a), check.ErrorBody(a))
				}
			},
		}
		if s.only != "" {
			c.Only = []okta.Dialect{s.only}
		}
		out = append(out, c)
	}
	return out
}
