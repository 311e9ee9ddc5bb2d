package reports

import (
	"cmp"
	"slices"
	"strings"
)

// Areas are the families of checks, in the order in which they are shown: the
// order in which an admin meets them.
func Areas() []string {
	return []string{
		"connector", "auth", "lookup", "create", "update", "deactivate", "reactivate", "groups", "members",
		"import", "errors", "headers", "roles", "seats", "robustness", "entitlements", "pilot", "org",
	}
}

// compareAreas orders two areas; unknown ones come last, by name.
func compareAreas(a, b string) int {
	return cmp.Or(cmp.Compare(areaRank(a), areaRank(b)), strings.Compare(a, b))
}

func areaRank(area string) int {
	areas := Areas()
	if i := slices.Index(areas, area); i >= 0 {
		return i
	}
	return len(areas)
}

// sortChecks orders by area, id, subject and dialect.
func sortChecks(checks []Check) {
	slices.SortStableFunc(checks, func(a, b Check) int {
		return cmp.Or(compareAreas(a.Area, b.Area), strings.Compare(a.ID, b.ID),
			strings.Compare(a.Subject, b.Subject), strings.Compare(a.Dialect, b.Dialect))
	})
}
