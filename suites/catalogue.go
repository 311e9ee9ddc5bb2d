package suites

import (
	"errors"
	"fmt"
	"slices"
)

// Catalogue lists every check in the order of reports: areas in the order of
// Areas, and within an area the order of its file.
func Catalogue() []Check {
	return slices.Concat(
		connectorChecks(),
		authChecks(),
		lookupChecks(),
		createChecks(),
		updateChecks(),
		deactivateChecks(),
		reactivateChecks(),
		groupChecks(),
		memberChecks(),
		importChecks(),
		errorChecks(),
		headerChecks(),
		roleChecks(),
		seatChecks(),
		robustnessChecks(),
	)
}

// Validate has an error for every incomplete check and every id that is used
// twice.
func Validate(checks []Check) error {
	var all []error
	seen := map[string]bool{}
	for _, c := range checks {
		all = append(all, c.Validate())
		if seen[c.ID] {
			all = append(all, fmt.Errorf("check %q: the id is used twice", c.ID))
		}
		seen[c.ID] = true
	}
	return errors.Join(all...)
}
