package suites

import (
	"slices"

	"github.com/oktascim/oktascim/suites/access"
	"github.com/oktascim/oktascim/suites/auth"
	"github.com/oktascim/oktascim/suites/connector"
	"github.com/oktascim/oktascim/suites/create"
	"github.com/oktascim/oktascim/suites/entitlements"
	scimerrors "github.com/oktascim/oktascim/suites/errors"
	"github.com/oktascim/oktascim/suites/field"
	"github.com/oktascim/oktascim/suites/groups"
	"github.com/oktascim/oktascim/suites/headers"
	"github.com/oktascim/oktascim/suites/imports"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/lifecycle"
	"github.com/oktascim/oktascim/suites/lookup"
	"github.com/oktascim/oktascim/suites/members"
	"github.com/oktascim/oktascim/suites/robustness"
	"github.com/oktascim/oktascim/suites/roles"
	"github.com/oktascim/oktascim/suites/seats"
	"github.com/oktascim/oktascim/suites/update"
)

// Catalogue returns every check in the order of reports: areas in the order of kit.Areas, and within an area the
// order of its package.
func Catalogue() []kit.Check {
	return slices.Concat(
		connector.Checks(),
		auth.Checks(),
		lookup.Checks(),
		create.Checks(),
		update.Checks(),
		lifecycle.DeactivateChecks(),
		lifecycle.ReactivateChecks(),
		groups.Checks(),
		members.Checks(),
		imports.Checks(),
		scimerrors.Checks(),
		headers.Checks(),
		roles.Checks(),
		seats.Checks(),
		robustness.Checks(),
		field.Checks(),
		entitlements.Checks(),
		access.Checks(),
	)
}
