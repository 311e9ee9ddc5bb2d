package selftest

import (
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
)

// An app may keep its last admin. With parallel workers no admin of another
// check may be there, and Okta's groups have taken over the one of the tenant.
func TestRolesNeedNoOtherAdmin(t *testing.T) {
	var checks []kit.Check
	for _, c := range suites.Catalogue() {
		switch {
		case c.ID == "roles.existing-admin.keeps": // after it nobody else is an admin
			checks = slices.Insert(checks, 0, c)
		case strings.HasPrefix(c.ID, "roles.reactivate."), strings.HasPrefix(c.ID, "roles.deactivate."):
			checks = append(checks, c)
		}
	}
	out := lab{checks: checks, variants: []string{"last-admin-protected"}}.run(t)
	if failing := out.ids(reports.Fail, reports.Blocked, reports.Lost, reports.Unsupported); len(failing) > 0 {
		t.Errorf("these do not pass: %v", failing)
	}
}
