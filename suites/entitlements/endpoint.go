package entitlements

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// endpointChecks: the pages of an entitlement endpoint.
func endpointChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "entitlements.endpoint.okta-test", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "An entitlement endpoint answers ?count=1&startIndex=1 with one value and itemsPerPage 1",
			Why:     "Okta's Entitlements test has one such request for each endpoint, and its result is handed in.",
			Symptom: "The Entitlements test is red, and the submission cannot be sent.",
			Refs:    []string{refOktaTest, refGuide, "RFC 7644 §3.4.2.4"},
			Body: func(t *kit.T) {
				for _, k := range kinds(t) {
					a := t.Okta.ListEntitlements(t, k.Endpoint, 1, 1)
					t.Report(check.List(a), check.NotEmpty(a), check.PageNumbers(a, 1), check.AtMost(a, 1))
					if n, is := check.Int(a.Resource["itemsPerPage"]); is && n != 1 {
						t.Failf(a.Op(), "itemsPerPage", "1", "%d", n)
					}
				}
			},
		},
		{
			ID: readValues.Check, Level: kit.Must, Evidence: kit.Documented,
			Title:   "All pages of an entitlement endpoint have each value once, and totalResults is their number",
			Why:     "Okta imports every value as an entitlement and stops at totalResults.",
			Symptom: "Okta offers some entitlements twice or not at all.",
			Refs:    []string{refGuide, "OIN C9370"},
			Body: func(t *kit.T) {
				for _, k := range kinds(t) {
					values, pages := k.walk(t)
					for _, a := range pages {
						t.Report(check.List(a))
					}
					distinct := map[string]bool{}
					for _, v := range values {
						if v.id == "" {
							t.Failf(pages[0].Op(), k.ID, "a text that identifies the value", "none")
						} else if distinct[v.id] {
							t.Failf(pages[0].Op(), k.ID, "each value once", "%s is there twice", v.id)
						}
						distinct[v.id] = true
					}
					if total := check.Total(pages[0]); total != len(distinct) || total == 0 {
						t.Failf(pages[0].Op(), "totalResults", fmt.Sprintf("%d, the number of values, and one at least", len(distinct)), "%d", total)
					}
				}
			},
		},
		{
			ID: "entitlements.endpoint.second-page", Level: kit.Must, Evidence: kit.Documented,
			Title:   "startIndex=2 leads to the second value of an entitlement endpoint",
			Why:     "Okta reads endpoints page by page.",
			Symptom: "Okta offers only the first page of entitlements.",
			Refs:    []string{refGuide, "RFC 7644 §3.4.2.4"},
			Body: func(t *kit.T) {
				each(t, 2, func(k kind, v []value) {
					a := t.Okta.ListEntitlements(t, k.Endpoint, 2, 1)
					t.Report(check.List(a), check.NotEmpty(a), check.PageNumbers(a, 2), check.AtMost(a, 1))
					if list, _ := a.List(); len(list) > 0 && k.valueOf(list[0]).id != v[1].id {
						t.Failf(a.Op(), k.ID, v[1].id+", the second in the list of all", "%s", k.valueOf(list[0]).id)
					}
				})
			},
		},
		{
			ID: "entitlements.endpoint.names", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Each value of an entitlement endpoint has a display name",
			Why:     "The admin picks entitlements by it. The profile names the field when it is not displayName.",
			Symptom: "Okta offers entitlements without a name, or does not import them.",
			Refs:    []string{refGuide, "OIN C9370"},
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, values []value) {
					for _, v := range values {
						if v.display == "" {
							t.Failf("GET "+k.Endpoint, k.DisplayName, "a text", "none, of the value %s", v.id)
						}
					}
				})
			},
		},
		{
			ID: "entitlements.endpoint.descriptions", Level: kit.Should, Evidence: kit.Documented,
			Title:   "No description of a value is longer than 1,000 characters",
			Symptom: "Okta cuts the description or leaves the entitlement out.",
			Refs:    []string{refGuide},
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, values []value) {
					for _, v := range values {
						if n := len([]rune(v.description)); n > 1000 {
							t.Failf("GET "+k.Endpoint, k.Description, "1,000 characters at most", "%d, of the value %s", n, v.id)
						}
					}
				})
			},
		},
	}
}
