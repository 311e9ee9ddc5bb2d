package reports

import (
	"cmp"
	"slices"
)

// Slower is an operation whose median has grown.
type Slower struct {
	Method   string  `json:"method"`
	Resource string  `json:"resource"`
	WasMS    float64 `json:"was_ms"` // medians
	NowMS    float64 `json:"now_ms"`
	Ratio    float64 `json:"ratio"`
	WasCount int     `json:"was_count"`
	NowCount int     `json:"now_count"`
}

// The noise guard: an operation is slower when all three hold. Two runs of one
// build on one machine differ by less; a query that lost its index does not.
const (
	slowerSamples = 20  // at least so many requests in either run
	slowerRatio   = 1.5 // the median has grown to at least so many times
	slowerByMS    = 20  // and by at least so many milliseconds
)

// slower lists the operations that have become slower, the greatest growth first.
func slower(was, now []Operation) []Slower {
	var out []Slower
	for _, n := range now {
		i := slices.IndexFunc(was, func(o Operation) bool { return o.Method == n.Method && o.Resource == n.Resource })
		if i < 0 {
			continue
		}
		w := was[i]
		if min(w.Count, n.Count) < slowerSamples || n.P50MS-w.P50MS < slowerByMS || n.P50MS < w.P50MS*slowerRatio {
			continue
		}
		s := Slower{Method: n.Method, Resource: n.Resource, WasMS: w.P50MS, NowMS: n.P50MS, WasCount: w.Count, NowCount: n.Count}
		if w.P50MS > 0 {
			s.Ratio = n.P50MS / w.P50MS
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Slower) int { return cmp.Compare(b.NowMS-b.WasMS, a.NowMS-a.WasMS) })
	return out
}
