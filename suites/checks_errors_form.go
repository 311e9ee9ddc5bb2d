package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// errorFormChecks: what an error looks like, wherever it comes from.
func errorFormChecks() []Check {
	return []Check{
		{
			ID: "errors.duplicate.group", Level: Must, Needs: []Need{NeedGroups},
			Title:   "Creating a group whose displayName is taken ends in no server error",
			Why:     "Group names need not be unique; a server that wants them so must say it with a 4xx.",
			Symptom: "«Internal Server Error» in the Push Groups tab.",
			Refs:    []string{refError, "RFC 7643 §4.2"},
			Body: func(t *T) {
				g := t.NewGroup()
				t.Report(check.NoCrash(t.Okta.CreateGroup(t, g.Name, nil)))
			},
		},
		{
			ID: "errors.media-type", Level: Must,
			Title:   "Errors are declared as JSON",
			Why:     "Okta parses what it gets as JSON; text and web pages end in a parse error.",
			Symptom: errorSymptom,
			Refs:    []string{"RFC 7644 §3.12", "RFC 7644 §3.1", refPlainText},
			Body: func(t *T) {
				for _, a := range t.errors() {
					t.Report(check.JSONKind(a))
				}
			},
		},
		{
			ID: "errors.media-type-scim", Level: Should,
			Title:   "Errors are declared as application/scim+json or application/json",
			Symptom: "None in Okta: it reads the body whatever kind of JSON it is declared as.",
			Refs:    []string{"RFC 7644 §3.1", "RFC 7644 §8.1"},
			Body: func(t *T) {
				for _, a := range t.errors() {
					t.Report(check.JSONMediaType(a))
				}
			},
		},
		{
			ID: "errors.status-text", Level: Should,
			Title:   "The status in an error body is text",
			Why:     "Okta's SPEC test compares it with the text «404»; Okta's own samples show numbers, too.",
			Symptom: "Okta's SPEC test may be red in its last step.",
			Refs:    []string{refError, "Okta SPEC step 12"},
			Body: func(t *T) {
				t.Report(check.ErrorStatusText(t.refusal(RefuseUnknown, t.Okta.ReadUser(t, t.unknownID()))))
			},
		},
		{
			ID: "errors.no-trace", Level: Should,
			Title:   "No error shows the inside of the server",
			Why:     "Stack traces and queries tell attackers what the server is made of, and admins nothing.",
			Symptom: "A page of code in Okta's task instead of a sentence.",
			Refs:    []string{refError + " detail: a human-readable message", "CWE-209"},
			Body: func(t *T) {
				_, odd := t.freshBody()
				odd["name"] = "x"
				for _, a := range append(t.errors(), t.createRaw(odd), t.filtered("/Users", `userName eq "`)) {
					t.Report(check.NoTrace(a))
				}
			},
		},
		{
			ID: "errors.endpoint", Level: Should,
			Title:   "A path that does not exist is answered 404 with a SCIM Error",
			Symptom: "With entitlements Okta takes any other answer for data.",
			Refs:    []string{refError, "RFC 9110 §15.5.5"},
			Body: func(t *T) {
				t.Report(check.Error(t.raw(http.MethodGet, "/NoSuchEndpoint", nil), http.StatusNotFound))
			},
		},
		{
			ID: "errors.syntax.status", Level: Should,
			Title:   "A body that is not JSON is refused with 400",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *T) {
				t.Report(check.Status(t.raw(http.MethodPost, "/Users", []byte(cutOff)), http.StatusBadRequest))
			},
		},
		{
			ID: "errors.scim-type.uniqueness", Level: Should,
			Title:   "The refusal of a userName that is taken has the scimType uniqueness",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{"RFC 7644 §3.3", refError + " uniqueness"},
			Body: func(t *T) {
				t.Report(check.ScimType(t.refusal(RefuseDuplicate, t.duplicate()), "uniqueness"))
			},
		},
		{
			ID: "errors.scim-type.invalid-syntax", Level: Should,
			Title:   "The refusal of a body that is not JSON has the scimType invalidSyntax",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *T) {
				a := t.refusal(RefuseSyntax, t.raw(http.MethodPost, "/Users", []byte(cutOff)))
				t.Report(check.ScimType(a, "invalidSyntax"))
			},
		},
		{
			ID: "errors.scim-type.invalid-value", Level: Should,
			Title:   "The refusal of a user without userName has the scimType invalidValue",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{refError + " invalidValue: a required value was missing"},
			Body: func(t *T) {
				// A request that lacks what its schema wants is invalidSyntax by the same table.
				t.Report(check.ScimType(t.refusal(RefuseNameless, t.userWithoutName()), "invalidValue", "invalidSyntax"))
			},
		},
	}
}

// duplicate creates a user whose userName is taken.
func (t *T) duplicate() okta.Answer {
	p := t.NewUser()
	t.Await(LookUpUser, "create user by lookup", func() []check.Problem {
		_, problems := t.ByLookup(p.Sent.UserName, p.ID)
		return problems
	})
	again := t.Person()
	again.UserName, again.Email = p.Sent.UserName, p.Sent.Email
	return t.Okta.CreateUser(t, again)
}

// errors are the answers to an unknown id, a taken userName, a body that is no
// JSON and a user without userName, as far as they are errors.
func (t *T) errors() []okta.Answer {
	var out []okta.Answer
	for _, a := range []okta.Answer{
		t.Okta.ReadUser(t, t.unknownID()), t.duplicate(),
		t.raw(http.MethodPost, "/Users", []byte(cutOff)), t.userWithoutName(),
	} {
		if a.Err == nil && a.Status >= 400 {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		t.Require(RefuseUnknown, check.Status(t.Okta.ReadUser(t, t.unknownID()), http.StatusNotFound))
	}
	return out
}
