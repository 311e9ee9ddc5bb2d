package reports

import (
	"cmp"
	"slices"
	"strings"
)

// Areas returns the families of checks, in the order in which they are shown: the
// order in which an admin meets them.
func Areas() []string {
	return []string{
		"connector", "auth", "lookup", "create", "update", "deactivate", "reactivate", "groups", "members",
		"import", "errors", "headers", "roles", "seats", "robustness", "entitlements", "access", "pilot", "org",
	}
}

// CompareAreas orders two areas; unknown ones come last, by name.
func CompareAreas(a, b string) int {
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
		return cmp.Or(CompareAreas(a.Area, b.Area), strings.Compare(a.ID, b.ID),
			strings.Compare(a.Subject, b.Subject), strings.Compare(a.Dialect, b.Dialect))
	})
}

// AreaResult is one area with its checks.
type AreaResult struct {
	Name    string
	Summary Summary
	MS      float64
	Checks  []*Check
}

// ByArea returns the checks, which are in report order, under their areas.
func (r *Report) ByArea() []AreaResult {
	var out []AreaResult
	for i := range r.Checks {
		c := &r.Checks[i]
		if n := len(out); n == 0 || out[n-1].Name != c.Area {
			out = append(out, AreaResult{Name: c.Area})
		}
		a := &out[len(out)-1]
		a.Checks = append(a.Checks, c)
		a.Summary.Add(c.Outcome, c.Weight())
		a.MS += c.DurationMS
	}
	return out
}
