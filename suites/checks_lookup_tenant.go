package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// lookupTenantChecks: the lookup searches the whole tenant, whoever made the
// accounts and however many there are.
func lookupTenantChecks() []Check {
	return []Check{
		{
			ID: "users.lookup.of-many", Level: Must, Needs: []Need{NeedPushUsers}, Serial: true, Creates: twoPages + 1,
			Title:   "Among more than a hundred users the lookup finds the newest and an older one",
			Why:     "A server that searches only its first users works in a test and fails in a real tenant.",
			Symptom: linksNobody,
			Refs:    []string{refLookup, refUserFilter, "RFC 7644 §3.4.2.4: a page is taken of what matches"},
			Body: func(t *T) {
				older := t.crowd(twoPages)[0]
				for _, p := range []Person{t.NewUser(), older} {
					t.Eventually("look up one of many users", func() []check.Problem {
						_, problems := t.hit(p)
						return problems
					})
				}
			},
		},
		{
			ID: "users.lookup.listed", Level: Must,
			Title:   "The lookup finds active accounts that were in the app before Okta, when the list shows them",
			Why:     "Okta links existing accounts by userName; one that is listed and not found is created again.",
			Symptom: "People who had an account cannot be assigned: the create fails with a conflict, or they get a second account.",
			Refs:    []string{refLookup, refUserFilter, "https://github.com/wso2/product-is/issues/4415"},
			Body: func(t *T) {
				t.NeedUserNames()
				t.findsStrangers(func(r okta.Resource) bool {
					return r["active"] == true && plainAddress(r.String("userName")) && len(check.Complete(r)) == 0
				})
			},
		},
	}
}
