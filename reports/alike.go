package reports

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// eye looks at problems of one run so that they can be set against those of
// another: without what is new in every run, which is its run id, its address,
// generated ids and names, dates and times.
type eye struct{ names *strings.Replacer }

func newEye(r *Report) eye {
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
	return eye{strings.NewReplacer(pairs...)}
}

// same tells whether two checks fail with the same problems, in any order, or
// give no answer for the same reason.
func (e eye) same(a *Check, other eye, b *Check) bool {
	return slices.Equal(e.sight(a), other.sight(b))
}

func (e eye) sight(c *Check) []string {
	var out []string
	for _, p := range c.Problems {
		out = append(out, e.text(p.Expected)+"\x00"+e.text(p.Actual)+"\x00"+e.text(p.At))
	}
	if len(out) == 0 && !c.Outcome.Ran() {
		out = append(out, e.text(c.Reason))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// moments are points in time (RFC 3339, RFC 9110 §5.6.7) and spans with a unit.
var moments = regexp.MustCompile(`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?` +
	`|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT` +
	`|\b\d+(?:\.\d+)? ?(?:ns|µs|us|ms|s|min|seconds?)\b`)

func (e eye) text(s string) string {
	return withoutIDs(moments.ReplaceAllString(e.names.Replace(s), "~"))
}
