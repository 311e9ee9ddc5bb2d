package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Compare sets the report against an earlier one, which was read from file. A
// check that fails in the same way as there becomes Known, and so do not only
// failures: a must that is blocked for the same reason as there leaves the run
// complete. Both reports must be concluded and without secrets; r is concluded
// anew. It may be called again with another baseline.
func (r *Report) Compare(base *Report, file string) {
	r.forget(ByBaseline)
	r.Conclude()
	b := &Baseline{
		File: file, RunID: base.RunID, Started: base.Started, ToolVersion: base.Tool.Version,
		Differs: differences(base, r), Slower: slower(base.Latency, r.Latency),
	}
	was := map[Key]*Check{}
	for i := range base.Checks {
		was[base.Checks[i].Key()] = &base.Checks[i]
	}
	c := comparison{Baseline: b, before: newNormalizer(base), after: newNormalizer(r), known: fmt.Sprintf("fails as in the baseline, run %s of %s", base.RunID, base.Started.UTC().Format("2006-01-02"))}
	for i := range r.Checks {
		now := &r.Checks[i]
		then := was[now.Key()]
		delete(was, now.Key())
		if then == nil {
			c.added(now)
			continue
		}
		b.Compared++
		c.both(then, now)
	}
	for i := range base.Checks {
		then := &base.Checks[i]
		switch {
		case was[then.Key()] == nil:
		case r.Depth == base.Depth && r.holds(then):
			b.GoneChecks = append(b.GoneChecks, changed(then, then.Outcome, ""))
		default:
			b.NotSelected++
		}
	}
	b.fill()
	r.Baseline = b
	r.Conclude()
}

// forget takes back what an earlier comparison or list of waivers has decided.
func (r *Report) forget(by KnownBy) {
	for i := range r.Checks {
		c := &r.Checks[i]
		if c.KnownBy != by {
			continue
		}
		c.KnownBy = ""
		if c.Outcome == Known {
			c.Outcome, c.Reason = Fail, "" // Conclude makes a warning of it where it is one
		}
	}
}

// comparison sorts checks into the lists of a Baseline.
type comparison struct {
	*Baseline
	before, after normalizer
	known         string // the reason of a known failure
}

// added takes a check that is not in the baseline.
func (c *comparison) added(now *Check) {
	change := changed(now, "", now.Outcome)
	switch now.Outcome {
	case Fail:
		c.NewFailures = append(c.NewFailures, change)
	case Warn:
		c.NewWarnings = append(c.NewWarnings, change)
	default:
		c.NewChecks = append(c.NewChecks, change)
	}
}

// both takes a check that is in both runs. Somebody answers for what a waiver
// covers, so it is nothing new.
func (c *comparison) both(then, now *Check) {
	if now.KnownBy == ByWaiver {
		return
	}
	change := changed(now, then.Outcome, now.Outcome)
	same := c.before.same(then, c.after, now)
	if !same {
		change.Before = gist(then)
	}
	switch {
	case now.Outcome == Fail && !then.Failing():
		c.NewFailures = append(c.NewFailures, change)
	case now.Outcome == Fail && !same:
		c.Changed = append(c.Changed, change)
	case now.Outcome == Fail:
		now.Outcome, now.KnownBy, now.Reason = Known, ByBaseline, c.known
		change.Now = Known
		c.StillFailing = append(c.StillFailing, change)
	case now.Outcome == Blocked && then.Outcome == Blocked && !same:
		c.Changed = append(c.Changed, change)
	case now.Outcome == Blocked && then.Outcome == Blocked:
		now.KnownBy = ByBaseline
		c.StillFailing = append(c.StillFailing, change)
	case now.Outcome == Warn && !(then.Failing() && same):
		c.NewWarnings = append(c.NewWarnings, change)
	case now.Outcome == Pass && (then.Failing() || then.Outcome == Blocked || then.Outcome == Lost):
		c.Fixed = append(c.Fixed, change)
	case now.Outcome == Excluded:
		if then.Outcome != Excluded {
			c.NotSelected++
		}
	case then.Outcome.Ran() && !now.Outcome.Ran():
		c.NoAnswer = append(c.NoAnswer, change)
	}
}

// changed describes a check of this run; of the baseline for one that is gone.
func changed(c *Check, was, now Outcome) Change {
	change := Change{ID: c.ID, Area: c.Area, Level: c.Level, Dialect: c.Dialect, Subject: c.Subject, Title: c.Title, Was: was, Now: now}
	if now != "" {
		change.Problem = gist(c)
	}
	return change
}

// gist is the first problem of a check in one sentence, or why it has no answer.
func gist(c *Check) string {
	switch {
	case len(c.Problems) > 0 && c.Outcome != Pass:
		p := c.Problems[0]
		text := "expected " + p.Expected + ", got " + p.Actual
		if p.At() != "" {
			text += " (" + p.At() + ")"
		}
		if n := len(c.Problems) - 1; n > 0 {
			text += " and " + prose.Count(n, "more problem")
		}
		return text
	case c.Outcome.Ran():
		return ""
	}
	return c.Reason
}

func (b *Baseline) fill() {
	for _, list := range b.lists() {
		*list = filled(*list)
	}
	b.Differs, b.Slower = filled(b.Differs), filled(b.Slower)
}

// lists are all lists of checks.
func (b *Baseline) lists() []*[]Change {
	return []*[]Change{&b.NewFailures, &b.Changed, &b.StillFailing, &b.Fixed, &b.NewWarnings, &b.NoAnswer, &b.NewChecks, &b.GoneChecks}
}

// differences are the circumstances that were not the same.
func differences(was, now *Report) []Difference {
	var out []Difference
	add := func(what, was, now string) {
		if was != now {
			out = append(out, Difference{what, orNone(was), orNone(now)})
		}
	}
	add("version", was.Tool.Version, now.Tool.Version)
	add("target", was.TargetName(), now.TargetName())
	add("profile", was.Profile.Name, now.Profile.Name)
	add("dialects", strings.Join(slices.Sorted(slices.Values(was.Dialects)), ", "), strings.Join(slices.Sorted(slices.Values(now.Dialects)), ", "))
	add("strictness", strictness(was.Strict), strictness(now.Strict))
	add("selection", was.Selection.String(), now.Selection.String())
	add("depth", was.Depth, now.Depth)
	add("settle time", prose.Human(was.Settle.LimitMS), prose.Human(now.Settle.LimitMS))
	add("shard", was.Shard.String(), now.Shard.String())
	return out
}

// TargetName is the base URL, without the port of the moment for the embedded provider.
func (r *Report) TargetName() string {
	if r.Target.Embedded {
		return "embedded reference provider"
	}
	return strings.TrimSuffix(r.Target.BaseURL, "/")
}

func strictness(strict bool) string {
	if strict {
		return "strict"
	}
	return "not strict"
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

// String is the selection as the flags that make it; "all checks" for none.
func (s *Selection) String() string {
	if s == nil {
		return "all checks"
	}
	var parts []string
	for _, part := range []struct {
		flag string
		list []string
	}{{"--area", s.Areas}, {"--check", s.Checks}, {"--dialect", s.Dialects}} {
		if len(part.list) > 0 {
			parts = append(parts, part.flag+" "+strings.Join(part.list, ","))
		}
	}
	if len(parts) == 0 {
		return "all checks"
	}
	return strings.Join(parts, " ")
}

// String is "2 of 4"; "whole run" for none.
func (s *Shard) String() string {
	if s == nil {
		return "whole run"
	}
	return fmt.Sprintf("%d of %d", s.Index, s.Count)
}
