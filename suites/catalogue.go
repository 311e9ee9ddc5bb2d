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
// twice for one subject.
func Validate(checks []Check) error {
	var all []error
	type key struct{ id, subject string }
	seen := map[key]bool{}
	for _, c := range checks {
		if err := c.Validate(); err != nil {
			all = append(all, err)
		}
		k := key{c.ID, c.Subject}
		if seen[k] {
			all = append(all, fmt.Errorf("check %q: the id is used twice%s", c.ID, of(c.Subject)))
		}
		seen[k] = true
	}
	return errors.Join(all...)
}

func of(subject string) string {
	if subject == "" {
		return ""
	}
	return fmt.Sprintf(" for %q", subject)
}
