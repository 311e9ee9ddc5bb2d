package errors

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// badFilter is a filter that nothing can match. NAME stands for the attribute
// that identifies a resource, VALUE for a name nobody has.
type badFilter struct{ title, filter string }

// unreadableFilters are no filters by the grammar of RFC 7644 §3.4.2.2.
func unreadableFilters() []badFilter {
	return []badFilter{
		{"with an operator that does not exist", `NAME zz "VALUE"`},
		{"without a value", `NAME eq`},
		{"with an open quote", `NAME eq "VALUE`},
		{"with an open bracket", `(NAME eq "VALUE"`},
	}
}

func (f badFilter) forName(attribute, value string) string {
	return strings.NewReplacer("NAME", attribute, "VALUE", value).Replace(f.filter)
}

// filtered asks for the first two resources that a filter matches.
func filtered(t *kit.T, endpoint, filter string) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: endpoint,
		Query: [][2]string{{"filter", filter}, {"startIndex", "1"}, {"count", "2"}}})
}

func filterErrorChecks() []kit.Check {
	const why = "A server that passes over a filter it cannot read gives the first user of the tenant as the hit; Okta would link and overwrite it."
	const symptom = "The wrong account is linked, or «Internal Server Error» in the task."
	return []kit.Check{
		{
			ID: "errors.filter.unreadable", Level: kit.Should, Evidence: kit.Assumed,
			Title: "A filter that cannot be read lists nobody and ends in no server error",
			Why:   why, Symptom: symptom,
			Refs: []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *kit.T) { matchNothing(t, unreadableFilters()...) },
		},
		{
			ID: "errors.filter.unknown-attribute", Level: kit.Should, Evidence: kit.Assumed,
			Title: "A filter by an attribute that does not exist lists nobody and ends in no server error",
			Why:   why, Symptom: symptom,
			Refs: []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *kit.T) { matchNothing(t, badFilter{"by noSuchAttribute", `noSuchAttribute eq "VALUE"`}) },
		},
		{
			ID: "errors.filter.status", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A filter that cannot be read is refused with 400 and invalidFilter",
			Symptom: "None in Okta: it sends well-formed filters.",
			Refs:    []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *kit.T) {
				for _, f := range unreadableFilters() {
					a := filtered(t, "/Users", f.forName("userName", t.Person().UserName))
					t.ReportAt("a filter "+f.title, check.Status(a, http.StatusBadRequest), check.ScimType(a, "invalidFilter"))
				}
			},
		},
	}
}

// matchNothing reports every filter that lists something or ends in a crash.
func matchNothing(t *kit.T, filters ...badFilter) {
	judge := func(f badFilter, a okta.Answer) {
		t.ReportAt("a filter "+f.title, check.NoCrash(a), check.NothingFound(a))
	}
	t.NewUser()
	for _, f := range filters {
		judge(f, filtered(t, "/Users", f.forName("userName", t.Person().UserName)))
	}
	if !kit.HasFeature(t, kit.NeedGroups) {
		return
	}
	t.NewGroup()
	for _, f := range filters {
		judge(f, filtered(t, "/Groups", f.forName("displayName", t.GroupName())))
	}
}

const cutOff = `{"schemas":["` + okta.UserSchema + `"],"userName":`

func syntaxErrorChecks() []kit.Check {
	kinds := []struct {
		id, title string
		bodies    []kit.BrokenBody
	}{
		{"malformed", "A body that is not JSON is refused", []kit.BrokenBody{{Title: "cut off", Octets: cutOff}, {Title: "a form", Octets: "userName=x&active=true"}}},
		{"empty", "An empty body is refused, or changes nothing where it could only be an update", []kit.BrokenBody{{Title: "empty", Octets: ""}}},
		{"no-object", "A body that is JSON but no object is refused", []kit.BrokenBody{
			{Title: "an array", Octets: `[{"userName":"x"}]`}, {Title: "a text", Octets: `"userName"`}, {Title: "null", Octets: `null`}}},
	}
	var out []kit.Check
	for _, k := range kinds {
		out = append(out, kit.Check{
			ID: "errors.syntax." + k.id, Level: kit.Should, Evidence: kit.Assumed,
			Title:   k.title,
			Why:     "Proxies cut bodies off. A server error makes Okta repeat the request.",
			Symptom: "«Internal Server Error» in the task, or an account without any data.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *kit.T) {
				s := &kit.Users{T: t}
				for _, b := range k.bodies {
					s.SendBroken(b)
				}
			},
		})
	}
	return out
}

// formChecks: what an error looks like, wherever it comes from.
func formChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.duplicate.group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Creating a group whose displayName is taken ends in no server error",
			Why:     "Group names need not be unique; a server that wants them so must say it with a 4xx.",
			Symptom: "«Internal Server Error» in the Push Groups tab.",
			Refs:    []string{refError, "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				t.Report(check.NoCrash(t.Okta.CreateGroup(t, g.Name, nil)))
			},
		},
		{
			ID: "errors.media-type", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "Errors are declared as JSON",
			Why:     "Okta parses what it gets as JSON; text and web pages end in a parse error.",
			Symptom: errorSymptom,
			Refs:    []string{"RFC 7644 §3.12", "RFC 7644 §3.1", refPlainText},
			Body: func(t *kit.T) {
				for _, a := range errors(t) {
					t.Report(check.JSONKind(a))
				}
			},
		},
		{
			ID: "errors.media-type-scim", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Errors are declared as application/scim+json or application/json",
			Symptom: "None in Okta: it reads the body whatever kind of JSON it is declared as.",
			Refs:    []string{"RFC 7644 §3.1", "RFC 7644 §8.1"},
			Body: func(t *kit.T) {
				for _, a := range errors(t) {
					t.Report(check.JSONMediaType(a))
				}
			},
		},
		{
			ID: "errors.status-text", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The status in an error body is text",
			Why:     "Okta's SPEC test compares it with the text «404»; Okta's own samples show numbers, too.",
			Symptom: "Okta's SPEC test may be red in its last step.",
			Refs:    []string{refError, "Okta SPEC step 12"},
			Body: func(t *kit.T) {
				t.Report(check.ErrorStatusText(refusal(t, kit.RefuseUnknown, t.Okta.ReadUser(t, t.UnknownID()))))
			},
		},
		{
			ID: "errors.no-trace", Level: kit.Should, Evidence: kit.RFC,
			Title:   "No error shows the inside of the server",
			Why:     "Stack traces and queries tell attackers what the server is made of, and admins nothing.",
			Symptom: "A page of code in Okta's task instead of a sentence.",
			Refs:    []string{refError + " detail: a human-readable message", "CWE-209"},
			Body: func(t *kit.T) {
				_, odd := freshBody(t)
				odd["name"] = "x"
				for _, a := range append(errors(t), createRaw(t, odd), filtered(t, "/Users", `userName eq "`)) {
					t.Report(check.NoTrace(a))
				}
			},
		},
		{
			ID: "errors.endpoint", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A path that does not exist is answered 404 with a SCIM Error",
			Symptom: "With entitlements Okta takes any other answer for data.",
			Refs:    []string{refError, "RFC 9110 §15.5.5"},
			Body: func(t *kit.T) {
				t.Report(check.Error(t.Raw(http.MethodGet, "/NoSuchEndpoint", nil), http.StatusNotFound))
			},
		},
		{
			ID: "errors.syntax.status", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A body that is not JSON is refused with 400",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *kit.T) {
				t.Report(check.Status(t.Raw(http.MethodPost, "/Users", []byte(cutOff)), http.StatusBadRequest))
			},
		},
		{
			ID: "errors.scim-type.uniqueness", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The refusal of a userName that is taken has the scimType uniqueness",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{"RFC 7644 §3.3", refError + " uniqueness"},
			Body: func(t *kit.T) {
				t.Report(check.ScimType(refusal(t, kit.RefuseDuplicate, duplicate(t)), "uniqueness"))
			},
		},
		{
			ID: "errors.scim-type.invalid-syntax", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The refusal of a body that is not JSON has the scimType invalidSyntax",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *kit.T) {
				a := refusal(t, kit.RefuseSyntax, t.Raw(http.MethodPost, "/Users", []byte(cutOff)))
				t.Report(check.ScimType(a, "invalidSyntax"))
			},
		},
		{
			ID: "errors.scim-type.invalid-value", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The refusal of a user without userName has the scimType invalidValue",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{refError + " invalidValue: a required value was missing"},
			Body: func(t *kit.T) {
				// A request that lacks what its schema wants is invalidSyntax by the same table.
				t.Report(check.ScimType(refusal(t, kit.RefuseNameless, userWithoutName(t)), "invalidValue", "invalidSyntax"))
			},
		},
	}
}

// duplicate creates a user whose userName is taken.
func duplicate(t *kit.T) okta.Answer {
	p := t.NewUser()
	t.Await(kit.LookUpUser, "create user by lookup", func() []check.Problem {
		_, problems := t.ByLookup(p.Sent.UserName, p.ID)
		return problems
	})
	again := t.Person()
	again.UserName, again.Email = p.Sent.UserName, p.Sent.Email
	return t.Okta.CreateUser(t, again)
}

// errors are the answers to an unknown id, a taken userName, a body that is no
// JSON and a user without userName, as far as they are errors.
func errors(t *kit.T) []okta.Answer {
	var out []okta.Answer
	for _, a := range []okta.Answer{
		t.Okta.ReadUser(t, t.UnknownID()), duplicate(t),
		t.Raw(http.MethodPost, "/Users", []byte(cutOff)), userWithoutName(t),
	} {
		if a.Err == nil && a.Status >= 400 {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		t.Require(kit.RefuseUnknown, check.Status(t.Okta.ReadUser(t, t.UnknownID()), http.StatusNotFound))
	}
	return out
}
