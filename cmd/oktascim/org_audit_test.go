package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// With each planted problem the right check fails with the right words, and none about something else.
func TestOrgAuditFindsProblems(t *testing.T) {
	table := map[string]struct{ check, words string }{
		"app-inactive":            {"org.app.active", "INACTIVE. Set the app to Active"},
		"provisioning-off":        {"org.provisioning.on", "provisioning is off. Switch it on"},
		"create-off":              {"org.provisioning.create", "DISABLED. Provisioning > To App > Edit: enable «Create"},
		"update-off":              {"org.provisioning.update", "enable «Update User Attributes»"},
		"deactivate-off":          {"org.provisioning.deactivate", "enable «Deactivate Users»"},
		"connection-disabled":     {"org.connection.enabled", "DISABLED. Provisioning > Integration"},
		"connection-auth-scheme":  {"org.connection.scheme", "HTTP Header"},
		"email-not-mapped":        {"org.mapping.email", "map email"},
		"display-name-not-mapped": {"org.mapping.display-name", "map displayName"},
		"push-inactive":           {"org.push.active", "INACTIVE. Push Groups"},
		"push-error":              {"org.push.no-error", "the role is unknown"},
		"member-unassigned":       {"org.push.members", "not assigned: not.assigned@example.com"},
		"sync-failed":             {"org.users.synced", "syncState ERROR"},
		"create-failed":           {"org.log.provisioning", "buy seats"},
		"app-refuses-token":       {"org.log.auth", "Generate a new token"},
		"app-rate-limits":         {"org.log.rate-limit", "higher limits"},
		"email-create-only":       {"org.mapping.updates", "on create only (DONT_PUSH)"},
	}
	elsewhere := []string{"token-expired", "token-read-only", "rate-limited", "endless-pages"} // TestOrgRefuses
	for _, p := range orgsim.Problems() {
		if _, here := table[p.Name]; !here && !slices.Contains(elsewhere, p.Name) {
			t.Errorf("the problem %s is not tried", p.Name)
		}
	}
	for problem, tc := range table {
		t.Run(problem, func(t *testing.T) {
			code, r, out := newLab(t, with(problem)).audit(t)
			outcome, exit := reports.Fail, exitFails
			if tc.check == "org.log.rate-limit" || tc.check == "org.mapping.updates" { // a should
				outcome, exit = reports.Warn, exitConforms
			}
			if code != exit {
				t.Errorf("exit %d, want %d\n%s", code, exit, out)
			}
			i := slices.IndexFunc(r.Checks, func(c reports.Check) bool { return c.ID == tc.check && c.Outcome == outcome })
			if i < 0 {
				t.Fatalf("%s does not fail; %v", tc.check, bad(r))
			}
			if text := fmt.Sprint(r.Checks[i].Problems); !strings.Contains(text, tc.words) {
				t.Errorf("%s says %s, which lacks %q", tc.check, text, tc.words)
			}
			for _, id := range bad(r) {
				consequence := strings.HasSuffix(id, ": blocked") || strings.HasPrefix(id, "org.log.provisioning") ||
					strings.HasPrefix(id, "org.users.")
				if !strings.HasPrefix(id, tc.check) && !consequence {
					t.Errorf("%s with %s planted", id, problem)
				}
			}
		})
	}
}
