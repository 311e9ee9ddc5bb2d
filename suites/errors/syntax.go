package errors

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const cutOff = `{"schemas":["` + okta.UserSchema + `"],"userName":`

// The answers of malformed.
const (
	notJSON = iota
	noBody
	notJSONGroup
	namelessUser  // userName missing, null and empty
	namelessGroup = namelessUser + 3
	oddFilter     = namelessGroup + 3
)

// malformed are creates that Okta never sends: bodies that are no JSON, and resources without the name by which Okta finds them.
var malformed = kit.Sequence{Name: "malformed bodies", Step: kit.RefuseSyntax, Carry: func(t *kit.T, j *kit.Journey) {
	a := make([]okta.Answer, oddFilter+1)
	j.Run.Answers = a
	a[notJSON], a[noBody] = t.Raw(http.MethodPost, "/Users", []byte(cutOff)), t.Raw(http.MethodPost, "/Users", []byte{})
	for i, w := range withoutValue {
		_, body := freshBody(t)
		w.spoil(body, "userName")
		a[namelessUser+i] = createRaw(t, body)
	}
	a[oddFilter] = filtered(t, "/Users", "userName", "", badFilter{filter: `NAME eq "`})
	if !kit.HasFeature(t, kit.NeedGroups) {
		return
	}
	a[notJSONGroup] = t.Raw(http.MethodPost, "/Groups", []byte(cutOff))
	for i, w := range withoutValue {
		name, made := createGroupRaw(t, func(body okta.Resource) { w.spoil(body, "displayName") })
		a[namelessGroup+i] = made
		dropNameless(t, name, made)
	}
}}

func syntaxChecks() []kit.Check {
	everywhere := func(id string, depth kit.Depth, title string, bodies ...kit.BrokenBody) kit.Check {
		return kit.Check{
			ID: id, Level: kit.Should, Evidence: kit.Assumed, Depth: depth,
			Title:   title,
			Why:     "Proxies cut bodies off. A server error makes Okta repeat the request.",
			Symptom: "«Internal Server Error» in the task, or an account without any data.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *kit.T) {
				s := &kit.Users{T: t}
				for _, b := range bodies {
					s.SendBroken(b)
				}
			},
		}
	}
	return []kit.Check{
		everywhere("errors.syntax.malformed", "", "A body that is not JSON is refused, and an empty one is refused or changes nothing",
			kit.BrokenBody{Title: "cut off", Octets: cutOff}, kit.BrokenBody{Title: "empty", Octets: ""}),
		everywhere("errors.syntax.no-object", kit.Full, "A body that is no JSON object is refused",
			kit.BrokenBody{Title: "a form", Octets: "userName=x&active=true"}, kit.BrokenBody{Title: "an array", Octets: `[{"userName":"x"}]`},
			kit.BrokenBody{Title: "a text", Octets: `"userName"`}, kit.BrokenBody{Title: "null", Octets: `null`}),
		{
			ID: "errors.syntax.status", Level: kit.Should, Evidence: kit.RFC, Journey: malformed,
			Title:   "A body that is not JSON is refused with 400",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidSyntax"},
			Body:    func(t *kit.T) { t.Report(check.Status(t.Carried().Run.Answers[notJSON], http.StatusBadRequest)) },
		},
		{
			ID: "errors.scim-type.invalid-syntax", Level: kit.Should, Evidence: kit.RFC, Journey: malformed,
			Title:   "The refusal of a body that is not JSON has the scimType invalidSyntax",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *kit.T) {
				t.Report(check.ScimType(refusal(t, kit.RefuseSyntax, t.Carried().Run.Answers[notJSON]), "invalidSyntax"))
			},
		},
		{
			ID: "errors.no-trace", Level: kit.Should, Evidence: kit.RFC, Journey: malformed,
			Title:   "No error shows the inside of the server",
			Why:     "Stack traces and queries tell attackers what the server is made of, and admins nothing.",
			Symptom: "A page of code in Okta's task instead of a sentence.",
			Refs:    []string{refError + " detail: a human-readable message", "CWE-209"},
			Body: func(t *kit.T) {
				eachError(check.NoTrace)(t)
				t.Require(kit.RefuseSyntax, check.Answered(t.Carried().Run.Answers[notJSON]))
			},
		},
		bodyCheck("syntax", "a body that is not JSON", kit.Should, "", malformed, notJSON, noBody, notJSONGroup),
		bodyCheck("required", "a missing name", kit.Should, "", malformed, namelessUser, namelessGroup),
	}
}
