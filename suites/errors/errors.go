// Package errors has the checks of error responses: status, SCIM Error body, and that nothing of a refused request
// is stored. It is imported as scimerrors where the standard library's errors is needed too.
package errors

import (
	"net/http"
	"slices"
	"strings"

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

// Checks: every refusal is a SCIM Error that says why, and changes nothing. What Okta never sends, they send last of all, to
// people and groups of their own.
func Checks() []kit.Check {
	ruins := slices.Concat(syntaxChecks(), typeChecks(), requiredChecks(), patchChecks(), refusedWriteChecks())
	for i := range ruins {
		ruins[i].Ruins = true
	}
	return kit.InArea(kit.Errors, nil, slices.Concat(unknownChecks(), filterChecks(), takenChecks(), ruins))
}

// all are the answers of a journey that were sent, at these places; all of them when there are none.
func all(j *kit.Journey, places ...int) (out []okta.Answer) {
	for i, a := range j.Run.Answers {
		if a.Method != "" && (len(places) == 0 || slices.Contains(places, i)) {
			out = append(out, a)
		}
	}
	return out
}

// bodyCheck is about the body of the errors of a journey, at these places.
func bodyCheck(id, what string, level kit.Level, depth kit.Depth, s kit.Sequence, places ...int) kit.Check {
	return kit.Check{
		ID: "errors.body." + id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed), Depth: depth, Journey: s,
		Title:   "An error about " + what + " is a SCIM Error with a detail",
		Why:     "Okta shows the detail to the admin, and a parse error when there is no JSON.",
		Symptom: errorSymptom,
		Refs:    []string{refError, refPlainText},
		Body: func(t *kit.T) {
			for _, a := range all(t.Carried(), places...) {
				t.Report(check.Answered(a), check.ErrorBody(a))
			}
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

// readable blocks the check when the app does not take Okta's media type:
// headers.request is about that.
func readable(t *kit.T, a okta.Answer) okta.Answer {
	if a.Status == http.StatusUnsupportedMediaType {
		resource := "users"
		if strings.Contains(a.Op(), "/Groups") {
			resource = "groups"
		}
		t.Require(kit.Setup{Check: "headers.request." + resource, Doing: "sending Okta's media type"}, check.Status(a, http.StatusOK))
	}
	return a
}

// createRaw posts a user that may be wrong on purpose. The answer is judged by
// the caller; what it made is cleaned up like everything else.
func createRaw(t *kit.T, body okta.Resource) okta.Answer {
	return t.Raw(http.MethodPost, "/Users", body)
}

// freshBody is what Okta would send for a new person, to be spoilt.
func freshBody(t *kit.T) (okta.User, okta.Resource) {
	u := t.Person()
	return u, u.Resource()
}

// createGroupRaw posts a group that may be wrong on purpose. externalId
// tells the group even when it has no name.
func createGroupRaw(t *kit.T, spoil func(okta.Resource)) (string, okta.Answer) {
	name := t.GroupName()
	body := okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": name, "externalId": name, "members": []any{}}
	spoil(body)
	return name, t.Raw(http.MethodPost, "/Groups", body)
}

// dropNameless deletes a group that a server made although it had to refuse it: it
// has no name by which the run's clean-up would know it. Only a group is
// deleted that a fresh read shows without a name, or with the externalId sent.
func dropNameless(t *kit.T, externalID string, made okta.Answer) {
	if t.Env().Keep || !made.OK() || made.Resource.ID() == "" {
		return
	}
	read := t.Okta.ReadGroup(t, made.Resource.ID())
	if !read.OK() || read.Resource == nil {
		return
	}
	if read.Resource.String("displayName") == "" || read.Resource["externalId"] == externalID {
		t.Okta.DeleteGroup(t, made.Resource.ID())
	}
}
