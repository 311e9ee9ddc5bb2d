package reports

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// A normalizer writes the problems of one run so that they can be set against those
// of another: without what is new in every run, which is its run id, its address,
// generated ids and names, dates and times.
type normalizer struct{ names *strings.Replacer }

func newNormalizer(r *Report) normalizer {
	var pairs []string
	if base := strings.TrimSuffix(r.Target.BaseURL, "/"); base != "" {
		pairs = append(pairs, base, "{base}")
		if u, err := url.Parse(base); err == nil && u.Host != "" {
			pairs = append(pairs, u.Host, "{host}")
		}
	}
	// A shorter one could be part of a word. What stands for it reads as a
	// generated name, with all that is joined to it.
	if len(r.RunID) >= 4 {
		pairs = append(pairs, r.RunID, "run000")
	}
	return normalizer{strings.NewReplacer(pairs...)}
}

// same tells whether two checks fail with the same problems, in any order, or
// give no answer for the same reason: the same cause or, in reports that do not name
// one, the same words.
func (n normalizer) same(a *Check, other normalizer, b *Check) bool {
	causes := a.Cause != nil && b.Cause != nil
	return slices.Equal(n.problems(a, causes), other.problems(b, causes))
}

func (n normalizer) problems(c *Check, causes bool) []string {
	var out []string
	for _, p := range c.Problems {
		out = append(out, n.problem(p))
	}
	if len(out) == 0 && !c.Outcome.Ran() {
		if !causes {
			return []string{n.text(c.Reason)}
		}
		out = append(out, c.Cause.Check)
		if c.Cause.Problem != nil {
			out = append(out, n.problem(*c.Cause.Problem))
		}
		return out
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (n normalizer) problem(p Problem) string {
	return n.text(p.Expected) + "\x00" + n.text(p.Actual) + "\x00" + n.text(p.At())
}

// moments are points in time (RFC 3339, RFC 9110 §5.6.7) and spans with a unit.
var moments = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?` +
	`|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT` +
	`|\b\d+(?:\.\d+)? ?(?:ns|µs|us|ms|s|min|seconds?)\b`)

func (n normalizer) text(s string) string {
	return withoutIDs(moments.ReplaceAllString(n.names.Replace(s), "~"))
}
