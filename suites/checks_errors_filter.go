package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
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
func (t *T) filtered(endpoint, filter string) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: endpoint,
		Query: [][2]string{{"filter", filter}, {"startIndex", "1"}, {"count", "2"}}})
}

func filterErrorChecks() []Check {
	const why = "A server that passes over a filter it cannot read gives the first user of the tenant as the hit; Okta would link and overwrite it."
	const symptom = "The wrong account is linked, or «Internal Server Error» in the task."
	return []Check{
		{
			ID: "errors.filter.unreadable", Level: Must,
			Title: "A filter that cannot be read lists nobody and ends in no server error",
			Why:   why, Symptom: symptom,
			Refs: []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *T) { t.matchNothing(unreadableFilters()...) },
		},
		{
			ID: "errors.filter.unknown-attribute", Level: Must,
			Title: "A filter by an attribute that does not exist lists nobody and ends in no server error",
			Why:   why, Symptom: symptom,
			Refs: []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *T) { t.matchNothing(badFilter{"by noSuchAttribute", `noSuchAttribute eq "VALUE"`}) },
		},
		{
			ID: "errors.filter.status", Level: Should,
			Title:   "A filter that cannot be read is refused with 400 and invalidFilter",
			Symptom: "None in Okta: it sends well-formed filters.",
			Refs:    []string{"RFC 7644 §3.4.2.2", refError + " invalidFilter"},
			Body: func(t *T) {
				for _, f := range unreadableFilters() {
					a := t.filtered("/Users", f.forName("userName", t.Person().UserName))
					t.ReportAt("a filter "+f.title, check.Status(a, http.StatusBadRequest), check.ScimType(a, "invalidFilter"))
				}
			},
		},
	}
}

// matchNothing reports every filter that lists something or ends in a crash.
func (t *T) matchNothing(filters ...badFilter) {
	judge := func(f badFilter, a okta.Answer) {
		t.ReportAt("a filter "+f.title, check.NoCrash(a), check.NothingFound(a))
	}
	t.NewUser()
	for _, f := range filters {
		judge(f, t.filtered("/Users", f.forName("userName", t.Person().UserName)))
	}
	if !t.does(NeedGroups) {
		return
	}
	t.NewGroup()
	for _, f := range filters {
		judge(f, t.filtered("/Groups", f.forName("displayName", t.GroupName())))
	}
}
