package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// contradictions are what cannot be in a report that oktascim wrote: words it
// does not know, negative times, one check twice, and a summary or a verdict
// that does not follow from the checks.
func contradictions(r *Report) []string {
	out := wrongInHead(r)
	seen := map[Key]bool{}
	for i := range r.Checks {
		c := &r.Checks[i]
		name := "check " + clip(c.Key().String())
		if c.ID == "" {
			name = fmt.Sprintf("check number %d", i+1)
		}
		for _, text := range wrongInCheck(c, r.Strict) {
			out = append(out, name+": "+text)
		}
		if seen[c.Key()] {
			out = append(out, name+" is there twice")
		}
		seen[c.Key()] = true
	}
	if len(out) > 0 {
		return out
	}
	// What Conclude derives from the same checks is what the report must say.
	derived := *r
	derived.Checks = slices.Clone(r.Checks)
	derived.Conclude()
	for _, o := range Outcomes() {
		if have, want := r.Summary.Of(o), derived.Summary.Of(o); have != want {
			out = append(out, fmt.Sprintf("summary.%s is %d, but the checks give %d", o, have, want))
		}
	}
	if have, want := r.Summary.Total, derived.Summary.Total; have != want {
		out = append(out, fmt.Sprintf("summary.total is %d, but there are %d checks", have, want))
	}
	if r.Verdict != derived.Verdict {
		out = append(out, fmt.Sprintf("the verdict is %q, but the checks give %q", r.Verdict, derived.Verdict))
	}
	return out
}

func wrongInHead(r *Report) []string {
	var out []string
	if verdicts := Verdicts(); !slices.Contains(verdicts, r.Verdict) {
		out = append(out, unknown("verdict", r.Verdict, verdicts))
	}
	for _, d := range r.Dialects {
		if !slices.Contains(dialects, d) {
			out = append(out, unknown("dialect", d, dialects))
		}
	}
	if r.Started.IsZero() {
		out = append(out, "started is not a time")
	}
	for i, w := range r.Waivers {
		if states := WaiverStates(); !slices.Contains(states, w.State) {
			out = append(out, fmt.Sprintf("waivers[%d]: %s", i, unknown("state", w.State, states)))
		}
	}
	if s := r.Shard; s != nil && (s.Index < 1 || s.Index > s.Count) {
		out = append(out, fmt.Sprintf("shard %s cannot be", s))
	}
	numbers := []number{
		{"duration_ms", r.DurationMS}, {"requests", float64(r.Requests)},
		{"settle.limit_ms", r.Settle.LimitMS}, {"settle.longest_ms", r.Settle.LongestMS},
		{"clean_up.deactivated", float64(r.CleanUp.Deactivated)}, {"clean_up.deleted", float64(r.CleanUp.Deleted)},
		{"clean_up.purged", float64(r.CleanUp.Purged)},
	}
	for i, o := range r.Latency {
		at := fmt.Sprintf("latency[%d].", i)
		numbers = append(numbers, number{at + "count", float64(o.Count)}, number{at + "p50_ms", o.P50MS},
			number{at + "p95_ms", o.P95MS}, number{at + "max_ms", o.MaxMS})
	}
	return append(out, negative(numbers)...)
}

func wrongInCheck(c *Check, strict bool) []string {
	var out []string
	for _, text := range []struct{ key, value string }{{"id", c.ID}, {"area", c.Area}} {
		if text.value == "" {
			out = append(out, text.key+" is missing")
		}
	}
	if levels := []Level{Must, Should}; !slices.Contains(levels, c.Level) {
		out = append(out, unknown("level", c.Level, levels))
	}
	if c.Dialect != "" && !slices.Contains(dialects, c.Dialect) {
		out = append(out, unknown("dialect", c.Dialect, dialects))
	}
	switch outcomes := Outcomes(); {
	case !slices.Contains(outcomes, c.Outcome):
		out = append(out, unknown("outcome", c.Outcome, outcomes))
	case c.Outcome == Pass && len(c.Problems) > 0:
		out = append(out, "it passed, but has "+prose.Count(len(c.Problems), "problem"))
	case c.Judged(strict).Outcome != c.Outcome:
		out = append(out, fmt.Sprintf("a %s with the outcome %s cannot be in a report with strict: %t", c.Level, c.Outcome, strict))
	}
	if c.KnownBy != "" {
		if by := []KnownBy{ByBaseline, ByWaiver}; !slices.Contains(by, c.KnownBy) {
			out = append(out, unknown("known_by", c.KnownBy, by))
		}
		if c.Outcome != Known && c.Outcome != Blocked {
			out = append(out, fmt.Sprintf("it is known by a %s, but its outcome is %s", clip(string(c.KnownBy)), c.Outcome))
		}
	}
	numbers := []number{{"duration_ms", c.DurationMS}, {"settle_ms", c.SettleMS}, {"requests", float64(c.Requests)},
		{"subjects", float64(c.Subjects)}}
	for i, x := range c.Exchanges {
		at := fmt.Sprintf("exchanges[%d].", i)
		numbers = append(numbers, number{at + "ms", x.MS}, number{at + "status", float64(x.Status)})
		if x.Status > 999 {
			out = append(out, fmt.Sprintf("%sstatus is %d, which is no HTTP status", at, x.Status))
		}
	}
	return append(out, negative(numbers)...)
}

// dialects are the two ways in which Okta writes updates.
var dialects = []string{"aiw", "oin"}

type number struct {
	key   string
	value float64
}

func negative(numbers []number) []string {
	var out []string
	for _, n := range numbers {
		if n.value < 0 {
			out = append(out, fmt.Sprintf("%s is negative: %v", n.key, n.value))
		}
	}
	return out
}

// unknown says that a word is none of those that are possible.
func unknown[T ~string](what string, have T, possible []T) string {
	if have == "" {
		return what + " is missing"
	}
	var words []string
	for _, word := range possible {
		words = append(words, string(word))
	}
	return fmt.Sprintf("%s %s is unknown; it is one of %s", what, prose.QuoteJSON(clip(string(have))), strings.Join(words, ", "))
}
