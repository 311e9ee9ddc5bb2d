package suites

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// importFoundChecks: what an import lists can be linked.
func importFoundChecks() []Check {
	return []Check{
		{
			ID: "import.users.found-by-lookup", Level: Should,
			Title:   "A listed account, whoever made it, is found by the lookup of its userName",
			Why:     "Accounts of the app's own services that no lookup finds cannot be linked with anybody.",
			Symptom: "Junk among the users to import that an admin has to sort out by hand.",
			Refs:    []string{refImport, "RFC 7644 §3.4.2.2", "https://github.com/onyx-dot-app/onyx/pull/8959"},
			Body: func(t *T) {
				t.NeedUserNames()
				t.findsStrangers(func(r okta.Resource) bool {
					name := r.String("userName")
					return name != "" && !strings.ContainsAny(name, "\"\\\n\r\t")
				})
			},
		},
	}
}
