package selftest

import (
	"net/http"
	"slices"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

// The checks of --read-only send GET alone, whatever the tenant holds, and
// every other check would send more to some tenant.
func TestReadersOnlyRead(t *testing.T) {
	writes := map[string]bool{}
	for _, seed := range []int{0, 5, 150} {
		out := lab{readOnly: true, seed: seed, before: func(r *http.Request) {
			if r.Method != http.MethodGet {
				t.Errorf("%s %s was sent although only reads are allowed", r.Method, r.URL.Path)
			}
		}}.run(t)
		for _, c := range out.checks {
			if c.Outcome != reports.Pass {
				writes[c.ID] = true
			}
		}
	}
	for _, c := range suites.Catalogue() {
		// In some tenants these find out by reading that there is nothing to do.
		byLuck := slices.Contains([]string{"users.lookup.listed", "users.lookup.email", "users.create.local-account",
			"import.users.found-by-lookup", "roles.existing-admin.lock-out"}, c.ID)
		switch {
		case c.Reads() && writes[c.ID]:
			t.Errorf("%s is said to send GET alone, and does not get through with it", c.ID)
		case !c.Reads() && !writes[c.ID] && !byLuck:
			t.Errorf("%s sends GET alone: it can be one of the readers", c.ID)
		}
	}
}
