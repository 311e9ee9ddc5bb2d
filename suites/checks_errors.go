package suites

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refError     = "RFC 7644 §3.12"
	refPlainText = "Okta's System Log shows «Unrecognized token» when an error is no JSON"
)

// errorSymptom is what an admin sees of an error that Okta cannot read.
const errorSymptom = "«Unrecognized token …» or an empty message in the task instead of the reason."

// errorChecks: every refusal is a SCIM Error that says why, and changes nothing.
func errorChecks() []Check {
	return slices.Concat(
		inArea(Errors, nil, unknownUserChecks()),
		inArea(Errors, []Need{NeedGroups}, unknownGroupChecks()),
		inArea(Errors, nil, syntaxErrorChecks()),
		inArea(Errors, nil, wrongTypeChecks()),
		inArea(Errors, nil, requiredValueChecks()),
		inArea(Errors, nil, filterErrorChecks()),
		inArea(Errors, nil, patchErrorChecks()),
		inArea(Errors, []Need{NeedGroups}, groupPatchErrorChecks()),
		inArea(Errors, nil, refusedWriteChecks()),
		inArea(Errors, nil, errorBodyChecks()),
		inArea(Errors, nil, errorFormChecks()),
	)
}

// unknownIDs are ids that no server has given out: the two of Okta's SPEC test,
// of which the longer is no number of 64 bits, and one that looks like a UUID.
func unknownIDs() []string {
	return []string{"010101001010101011001010101011", "00919288221112222", "0b4f7c1e-6d52-4f0a-9a67-1c2d3e4f5a6b"}
}

func unknownUserChecks() []Check {
	return []Check{
		{
			ID: "errors.unknown.user-read", Level: Must,
			Title:   "Reading a user that does not exist is answered 404 with a SCIM Error",
			Why:     "Okta learns from it that an account is gone. Ids of any form are tried: one that does not parse is unknown, too.",
			Symptom: "Okta's SPEC test is red in its fourth step; a deleted account is retried for ever.",
			Refs:    []string{"Okta SPEC step 4", refError},
			Body: func(t *T) {
				for _, id := range unknownIDs() {
					t.ReportAt("id "+id, check.Error(t.Okta.Send(t, "read-user-spec", okta.Vars{"id": id}), http.StatusNotFound))
				}
			},
		},
		{
			ID: "errors.unknown.status", Level: Must,
			Title:   "The error body of a 404 says its status",
			Why:     "Okta's SPEC test compares it with 404.",
			Symptom: "Okta's SPEC test is red in its last step.",
			Refs:    []string{"Okta SPEC step 12", refError},
			Body: func(t *T) {
				t.Report(check.ErrorStatusSaid(t.refusal(RefuseUnknown, t.Okta.Send(t, "read-user-spec", okta.Vars{"id": t.unknownID()}))))
			},
		},
		{
			ID: "errors.unknown.user-put", Level: Must, Needs: []Need{NeedUpdates},
			Title:   "Replacing a user that does not exist is answered 404",
			Why:     "PUT makes no new resources; a success would leave Okta with an account that is not there.",
			Symptom: "Okta reports the profile as pushed, and nobody has it; or a second account appears.",
			Refs:    []string{"RFC 7644 §3.5.1", refError},
			Body: func(t *T) {
				for _, id := range unknownIDs()[1:] {
					_, body := t.freshBody()
					body["id"] = id
					a := t.readable(t.Okta.PutUser(t, id, body))
					t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					t.strayUser(a, id)
				}
			},
		},
		{
			ID: "errors.unknown.user-patch", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "Changing a user that does not exist by PATCH is answered 404",
			Symptom: "Okta takes a deactivation for done that reached nobody.",
			Refs:    []string{refPatch, refError},
			Body: func(t *T) {
				for _, id := range unknownIDs()[1:] {
					t.ReportAt("id "+id, check.Status(t.readable(t.Okta.PatchUser(t, id, map[string]any{"active": true})), http.StatusNotFound))
				}
			},
		},
	}
}

func unknownGroupChecks() []Check {
	return []Check{
		{
			ID: "errors.unknown.group-read", Level: Must,
			Title:   "Reading a group that does not exist is answered 404",
			Symptom: "A group that was deleted in the app is pushed in vain for ever.",
			Refs:    []string{refError},
			Body: func(t *T) {
				for _, id := range unknownIDs() {
					t.ReportAt("id "+id, check.Status(t.Okta.ReadGroup(t, id), http.StatusNotFound))
				}
			},
		},
		{
			ID: "errors.unknown.group-put", Level: Must, Only: []okta.Dialect{okta.AIW},
			Title:   "Replacing a group that does not exist is answered 404",
			Why:     "Okta creates the group anew when it learns that it is gone.",
			Symptom: "The Push Groups tab says Active, and the app has no such group.",
			Refs:    []string{"RFC 7644 §3.5.1", refError},
			Body: func(t *T) {
				for _, id := range unknownIDs()[1:] {
					a := t.readable(t.Okta.PutGroup(t, id, t.GroupName(), nil))
					t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					t.strayGroup(a, id)
				}
			},
		},
		{
			ID: "errors.unknown.group-patch", Level: Must, Only: []okta.Dialect{okta.OIN},
			Title:   "Changing a group that does not exist by PATCH is answered 404",
			Why:     "Okta creates the group anew when it learns that it is gone.",
			Symptom: "The Push Groups tab says Active, and the app has no such group.",
			Refs:    []string{refPatch, refError},
			Body: func(t *T) {
				for _, id := range unknownIDs()[1:] {
					a := t.readable(t.Okta.PatchGroup(t, id, okta.RenameOp(id, t.GroupName())))
					t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					t.strayGroup(a, id)
				}
			},
		},
		{
			ID: "errors.unknown.group-delete", Level: Must,
			Title:   "Deleting a group that does not exist ends in no server error, and a refusal is 404",
			Symptom: "Unlinking a group that is gone already fails again and again.",
			Refs:    []string{"RFC 7644 §3.6", refError},
			Body: func(t *T) {
				for _, id := range unknownIDs()[1:] {
					a := t.Okta.DeleteGroup(t, id)
					t.ReportAt("id "+id, check.NoCrash(a))
					if !a.OK() && a.Status < 500 {
						t.ReportAt("id "+id, check.Status(a, http.StatusNotFound))
					}
				}
			},
		},
		{
			ID: "errors.unknown.group-delete-status", Level: Should,
			Title:   "Deleting a group that does not exist is answered 404",
			Why:     "A success for something that was not there hides mistakes; Okta itself goes on.",
			Symptom: "None in Okta.",
			Refs:    []string{"RFC 7644 §3.6"},
			Body: func(t *T) {
				a := t.Okta.DeleteGroup(t, t.unknownID())
				t.Require(Setup{"errors.unknown.group-delete", "deleting an unknown group"}, check.NoCrash(a))
				t.Report(check.Status(a, http.StatusNotFound))
			},
		},
	}
}

// refusal is an answer that must be an error; the check is blocked otherwise:
// that the request is refused has a check of its own.
func (t *T) refusal(s Setup, a okta.Answer) okta.Answer {
	t.Require(s, check.Answered(a))
	if a.Status < http.StatusBadRequest {
		t.Require(s, check.Refused(a))
	}
	return a
}
