// Package errors has the checks of error responses: status, SCIM Error body, and that nothing of a refused request
// is stored. It is imported as scimerrors where the standard library's errors is needed too.
package errors

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refError     = "RFC 7644 §3.12"
	refPlainText = "Okta's System Log shows «Unrecognized token» when an error is no JSON"
)

// errorSymptom is what an admin sees of an error that Okta cannot read.
const errorSymptom = "«Unrecognized token …» or an empty message in the task instead of the reason."

// Checks: every refusal is a SCIM Error that says why, and changes nothing.
func Checks() []kit.Check {
	return slices.Concat(
		kit.InArea(kit.Errors, nil, unknownUserChecks()),
		kit.InArea(kit.Errors, []kit.Need{kit.NeedGroups}, unknownGroupChecks()),
		kit.InArea(kit.Errors, nil, syntaxErrorChecks()),
		kit.InArea(kit.Errors, nil, wrongTypeChecks()),
		kit.InArea(kit.Errors, nil, requiredValueChecks()),
		kit.InArea(kit.Errors, nil, filterErrorChecks()),
		kit.InArea(kit.Errors, nil, patchErrorChecks()),
		kit.InArea(kit.Errors, []kit.Need{kit.NeedGroups}, groupPatchErrorChecks()),
		kit.InArea(kit.Errors, nil, refusedWriteChecks()),
		kit.InArea(kit.Errors, nil, bodyChecks()),
		kit.InArea(kit.Errors, nil, formChecks()),
	)
}

func unknownUserChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.unknown.user-read", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Reading a user that does not exist is answered 404 with a SCIM Error",
			Why:     "Okta learns from it that an account is gone. Ids of any form are tried: one that does not parse is unknown, too.",
			Symptom: "Okta's SPEC test is red in its fourth step; a deleted account is retried for ever.",
			Refs:    []string{"Okta SPEC step 4", refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs() {
					t.ReportAt("id "+id, check.Error(t.Okta.Send(t, "read-user-spec", okta.Vars{"id": id}), http.StatusNotFound))
				}
			},
		},
		{
			ID: "errors.unknown.status", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The error body of a 404 says its status",
			Why:     "Okta's SPEC test compares it with 404.",
			Symptom: "Okta's SPEC test is red in its last step.",
			Refs:    []string{"Okta SPEC step 12", refError},
			Body: func(t *kit.T) {
				t.Report(check.ErrorStatusSaid(refusal(t, kit.RefuseUnknown, t.Okta.Send(t, "read-user-spec", okta.Vars{"id": t.UnknownID()}))))
			},
		},
		{
			ID: "errors.unknown.user-put", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "Replacing a user that does not exist is answered 404",
			Why:     "PUT makes no new resources; a success would leave Okta with an account that is not there.",
			Symptom: "Okta reports the profile as pushed, and nobody has it; or a second account appears.",
			Refs:    []string{"RFC 7644 §3.5.1", refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs()[1:] {
					_, body := freshBody(t)
					body["id"] = id
					a := readable(t, t.Okta.PutUser(t, id, body))
					t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					kit.CleanStrayUser(t, a, id)
				}
			},
		},
		{
			ID: "errors.unknown.user-patch", Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "Changing a user that does not exist by PATCH is answered 404",
			Symptom: "Okta takes a deactivation for done that reached nobody.",
			Refs:    []string{kit.RefPatch, refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs()[1:] {
					t.ReportAt("id "+id, check.Status(readable(t, t.Okta.PatchUser(t, id, map[string]any{"active": true})), http.StatusNotFound))
				}
			},
		},
	}
}

func unknownGroupChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.unknown.group-read", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Reading a group that does not exist is answered 404",
			Symptom: "A group that was deleted in the app is pushed in vain for ever.",
			Refs:    []string{refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs() {
					t.ReportAt("id "+id, check.Status(t.Okta.ReadGroup(t, id), http.StatusNotFound))
				}
			},
		},
		{
			ID: "errors.unknown.group-put", Level: kit.Should, Evidence: kit.Assumed, Only: []okta.Dialect{okta.AIW},
			Title:   "Replacing a group that does not exist is answered 404",
			Why:     "Okta creates the group anew when it learns that it is gone.",
			Symptom: "The Push Groups tab says Active, and the app has no such group.",
			Refs:    []string{"RFC 7644 §3.5.1", refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs()[1:] {
					a := readable(t, t.Okta.PutGroup(t, id, t.GroupName(), nil))
					t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					kit.CleanStrayGroup(t, a, id)
				}
			},
		},
		{
			ID: "errors.unknown.group-patch", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.OIN},
			Title:   "Changing a group that does not exist by PATCH is answered 404",
			Why:     "Okta creates the group anew when it learns that it is gone.",
			Symptom: "The Push Groups tab says Active, and the app has no such group.",
			Refs:    []string{kit.RefPatch, refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs()[1:] {
					a := readable(t, t.Okta.PatchGroup(t, id, okta.RenameOp(id, t.GroupName())))
					t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					kit.CleanStrayGroup(t, a, id)
				}
			},
		},
		{
			ID: "errors.unknown.group-delete", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Deleting a group that does not exist ends in no server error, and a refusal is 404",
			Symptom: "Unlinking a group that is gone already fails again and again.",
			Refs:    []string{"RFC 7644 §3.6", refError},
			Body: func(t *kit.T) {
				for _, id := range kit.UnknownIDs()[1:] {
					a := t.Okta.DeleteGroup(t, id)
					t.ReportAt("id "+id, check.NoCrash(a))
					if !a.OK() && a.Status < 500 {
						t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					}
				}
			},
		},
		{
			ID: "errors.unknown.group-delete-status", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Deleting a group that does not exist is answered 404",
			Why:     "A success for something that was not there hides mistakes; Okta itself goes on.",
			Symptom: "None in Okta.",
			Refs:    []string{"RFC 7644 §3.6"},
			Body: func(t *kit.T) {
				a := t.Okta.DeleteGroup(t, t.UnknownID())
				t.Require(kit.Setup{Check: "errors.unknown.group-delete", Doing: "deleting an unknown group"}, check.NoCrash(a))
				t.Report(check.Status(a, http.StatusNotFound))
			},
		},
	}
}

// refusal is an answer that must be an error; the check is blocked otherwise:
// that the request is refused has a check of its own.
func refusal(t *kit.T, s kit.Setup, a okta.Answer) okta.Answer {
	t.Require(s, check.Answered(a))
	if a.Status < http.StatusBadRequest {
		t.Require(s, check.Refused(a))
	}
	return a
}

// bodyChecks: every way in which a request can be refused ends in a SCIM
// Error. Servers make them in many places: the router, the parser, the filter,
// the validation, the store. Whether the request is refused at all, and with
// which status, is judged elsewhere.
func bodyChecks() []kit.Check {
	sources := []struct {
		id, what string
		needs    []kit.Need
		only     okta.Dialect
		provoke  func(*kit.T) []okta.Answer
	}{
		{"unknown-user", "an unknown user", nil, "", func(t *kit.T) []okta.Answer {
			out := []okta.Answer{}
			for _, id := range kit.UnknownIDs() {
				out = append(out, t.Okta.ReadUser(t, id))
			}
			if kit.HasFeature(t, kit.NeedUpdates) {
				_, body := freshBody(t)
				a := t.Okta.PutUser(t, t.UnknownID(), body)
				kit.CleanStrayUser(t, a, t.UnknownID())
				out = append(out, a)
			}
			if kit.UsesDialect(t, okta.OIN) && kit.HasFeature(t, kit.NeedDeactivate) {
				out = append(out, t.Okta.PatchUser(t, t.UnknownID(), map[string]any{"active": true}))
			}
			return out
		}},
		{"unknown-group", "an unknown group", []kit.Need{kit.NeedGroups}, "", func(t *kit.T) []okta.Answer {
			id := t.UnknownID()
			out := []okta.Answer{t.Okta.ReadGroup(t, id), t.Okta.DeleteGroup(t, id)}
			if kit.PutsGroups(t) {
				a := t.Okta.PutGroup(t, id, t.GroupName(), nil)
				kit.CleanStrayGroup(t, a, id)
				out = append(out, a)
			}
			if kit.PatchesGroups(t) {
				out = append(out, t.Okta.PatchGroup(t, id, okta.RenameOp(id, t.GroupName())))
			}
			return out
		}},
		{"duplicate", "a userName that is taken", nil, "", func(t *kit.T) []okta.Answer { return []okta.Answer{duplicate(t)} }},
		{"duplicate-group", "a group's displayName that is taken", []kit.Need{kit.NeedGroups}, "", func(t *kit.T) []okta.Answer {
			return []okta.Answer{t.Okta.CreateGroup(t, t.NewGroup().Name, nil)}
		}},
		{"syntax", "a body that is not JSON", nil, "", func(t *kit.T) []okta.Answer {
			out := []okta.Answer{}
			for _, body := range []string{cutOff, "", "[]"} {
				out = append(out, t.Raw(http.MethodPost, "/Users", []byte(body)))
			}
			if kit.HasFeature(t, kit.NeedGroups) {
				out = append(out, t.Raw(http.MethodPost, "/Groups", []byte(cutOff)))
			}
			return out
		}},
		{"required", "a missing name", nil, "", func(t *kit.T) []okta.Answer {
			out := []okta.Answer{userWithoutName(t)}
			if kit.HasFeature(t, kit.NeedGroups) {
				out = append(out, groupWithoutName(t))
			}
			return out
		}},
		{"type", "a value of a wrong type", nil, "", func(t *kit.T) []okta.Answer {
			out := []okta.Answer{}
			strict, _ := wrongTypes()
			for _, family := range []string{"active", "emails", "user-name"} {
				_, a := createSpoilt(t, strict[family][0])
				out = append(out, a)
			}
			return out
		}},
		{"filter", "a filter that cannot be read", nil, "", func(t *kit.T) []okta.Answer {
			out := []okta.Answer{}
			for _, f := range unreadableFilters() {
				out = append(out, filtered(t, "/Users", f.forName("userName", t.Person().UserName)))
			}
			return out
		}},
		{"patch", "a PATCH that cannot be done", []kit.Need{kit.NeedDeactivate}, okta.OIN, func(t *kit.T) []okta.Answer {
			out := []okta.Answer{}
			p := t.NewUser()
			for _, o := range append(withoutOperations(), withBadOperation()...) {
				out = append(out, t.Raw(http.MethodPatch, kit.UserPath(p.ID), o.body))
			}
			if kit.HasFeature(t, kit.NeedGroups) {
				paths, values := oddGroupPatches()
				g := t.NewGroup()
				for _, o := range append(paths, values...) {
					out = append(out, t.Raw(http.MethodPatch, kit.GroupPath(g.ID), o.body))
				}
			}
			return out
		}},
	}
	var out []kit.Check
	for _, s := range sources {
		level := kit.Should // about requests that Okta never sends
		switch s.id {
		case "unknown-user", "unknown-group", "duplicate", "duplicate-group":
			level = kit.Must
		}
		c := kit.Check{
			ID: "errors.body." + s.id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed), Needs: s.needs,
			Title:   "An error about " + s.what + " is a SCIM Error with a detail",
			Why:     "Okta shows the detail to the admin, and a parse error when there is no JSON.",
			Symptom: errorSymptom,
			Refs:    []string{refError, refPlainText},
			Body: func(t *kit.T) {
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
