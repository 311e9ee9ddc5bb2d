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

// filtered asks for the first two resources that a filter matches.
func filtered(t *kit.T, endpoint, attribute, value string, f badFilter) okta.Answer {
	filter := strings.NewReplacer("NAME", attribute, "VALUE", value).Replace(f.filter)
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: endpoint,
		Query: [][2]string{{"filter", filter}, {"startIndex", "1"}, {"count", "2"}}})
}

// unreadable asks for users with each of unreadableFilters.
var unreadable = kit.Sequence{Name: "unreadable filters", Step: kit.ListUsers, Carry: func(t *kit.T, j *kit.Journey) {
	for _, f := range unreadableFilters() {
		j.Run.Answers = append(j.Run.Answers, filtered(t, "/Users", "userName", t.Person().UserName, f))
	}
}}

func filterChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.filter.matches-nothing", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A filter that cannot be read, or names an unknown attribute, lists nobody and causes no 5xx",
			Why:     "A server that passes over a filter it cannot read gives the first user of the tenant as the hit; Okta would link and overwrite it.",
			Symptom: "The wrong account is linked, or «Internal Server Error» in the task.",
			Refs:    []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *kit.T) {
				filters := append(unreadableFilters(), badFilter{"by noSuchAttribute", `noSuchAttribute eq "VALUE"`})
				kit.Bystanders(t) // somebody and a group to find by mistake
				kit.Each(t, filters, func(f badFilter) string { return "a filter " + f.title }, func(t *kit.T, f badFilter) {
					a := filtered(t, "/Users", "userName", t.Person().UserName, f)
					t.Report(check.NoCrash(a), check.NothingFound(a))
					if kit.HasFeature(t, kit.NeedGroups) {
						a := filtered(t, "/Groups", "displayName", t.GroupName(), f)
						t.Report(check.NoCrash(a), check.NothingFound(a))
					}
				})
			},
		},
		{
			ID: "errors.filter.status", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick, Journey: unreadable,
			Title:   "A filter that cannot be read is refused with 400 and invalidFilter",
			Symptom: "None in Okta: it sends well-formed filters.",
			Refs:    []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *kit.T) {
				for i, a := range all(t.Carried()) {
					t.ReportAt("a filter "+unreadableFilters()[i].title, check.Status(a, http.StatusBadRequest), check.ScimType(a, "invalidFilter"))
				}
			},
		},
		bodyCheck("filter", "a filter that cannot be read", kit.Should, "", unreadable),
	}
}
