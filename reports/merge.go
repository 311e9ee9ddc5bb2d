package reports

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Part is a report of one shard of a run, and what its file is called.
type Part struct {
	Name string
	*Report
}

// Merge joins the parts of one run. It is an error when they are not of one
// run, target, tool version, profile, set of dialects, selection and
// strictness, or when a shard is missing. Of a check that is in more than one
// part an answer beats none, and the worse answer counts. What was decided by a baseline or by waivers is taken back, because
// only the whole can be judged; Waivers are then those of the parts, to be
// applied again with Waive.
func Merge(parts []Part) (*Report, error) {
	if len(parts) == 0 {
		return nil, errors.New("there is nothing to join")
	}
	if err := oneRun(parts); err != nil {
		return nil, err
	}
	if err := allShards(parts); err != nil {
		return nil, err
	}
	head := parts[0].Report
	out := &Report{
		Tool: head.Tool, Target: head.Target, Profile: head.Profile, Started: head.Started, Dialects: slices.Clone(head.Dialects), AppKinds: head.AppKinds,
		Seed: head.Seed, RunID: head.RunID, Settle: Settle{LimitMS: head.Settle.LimitMS}, Strict: head.Strict, Selection: head.Selection,
		Depth: head.Depth, Deeper: head.Deeper,
	}
	joined := reducer{}
	seen, twice := map[Key]bool{}, 0
	var end time.Time
	for _, p := range parts {
		if p.Started.Before(out.Started) {
			out.Started = p.Started
		}
		if e := p.Started.Add(time.Duration(p.DurationMS * float64(time.Millisecond))); e.After(end) {
			end = e
		}
		whole := *p.Report
		whole.Checks = slices.Clone(p.Checks)
		whole.forget(ByBaseline)
		whole.forget(ByWaiver)
		for _, c := range whole.Checks {
			if seen[c.Key()] {
				twice++
			}
			seen[c.Key()] = true
			joined.add(c)
		}
		out.addBesideChecks(p.Report)
	}
	out.Checks = joined.checks()
	out.DurationMS = float64(end.Sub(out.Started).Microseconds()) / 1000
	if twice > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("%s in more than one part: an answer counts before none, and the worse answer before the better.", prose.Are(twice)))
	}
	if i := slices.IndexFunc(parts, func(p Part) bool { return p.Baseline != nil }); i >= 0 {
		out.Notes = append(out.Notes, parts[i].Name+" was set against a baseline, and this report is not unless report merge was given one.")
	}
	exact := true
	if out.Latency, exact = joinLatency(parts); !exact {
		out.Notes = append(out.Notes, "Some parts hold no times of single requests: the medians and 95 % of the latency are upper bounds.")
	}
	out.Conclude()
	return out, nil
}

// addBesideChecks adds what a part holds beside its checks and times.
func (r *Report) addBesideChecks(p *Report) {
	r.Requests += p.Requests
	r.RequestsSent += p.RequestsSent
	r.CleanUp.add(p.CleanUp)
	for _, w := range p.Waivers {
		w.State, w.Waived = "", 0
		if !slices.Contains(r.Waivers, w) {
			r.Waivers = append(r.Waivers, w)
		}
	}
	for _, note := range p.Notes {
		if !slices.Contains(r.Notes, note) {
			r.Notes = append(r.Notes, note)
		}
	}
}

// oneRun refuses parts that do not belong together.
func oneRun(parts []Part) error {
	head := parts[0]
	for _, p := range parts[1:] {
		var wrong []string
		compare := func(what, have, want string) {
			if have != want {
				wrong = append(wrong, fmt.Sprintf("%s %s, not %s", what, orNone(have), orNone(want)))
			}
		}
		compare("run", p.RunID, head.RunID)
		for _, d := range differences(head.Report, p.Report) {
			if d.What != "shard" {
				compare(d.What, d.Now, d.Was)
			}
		}
		if len(wrong) > 0 {
			return fmt.Errorf("%s and %s are not parts of one run: %s has the %s", head.Name, p.Name, p.Name, strings.Join(wrong, "; the "))
		}
	}
	return nil
}

// allShards refuses shards that are counted differently or are missing.
func allShards(parts []Part) error {
	count, have := 0, map[int]bool{}
	for _, p := range parts {
		switch s := p.Shard; {
		case s == nil && count == 0:
			continue
		case s == nil || count != 0 && s.Count != count:
			return fmt.Errorf("%s is %s, but other parts are shards of %d", p.Name, p.Shard, count)
		case s.Index < 1 || s.Index > s.Count:
			return fmt.Errorf("%s says that it is shard %s, which cannot be", p.Name, s)
		default:
			count, have[s.Index] = s.Count, true
		}
	}
	if count > 0 && parts[0].Shard == nil {
		return fmt.Errorf("%s is a whole run, but other parts are shards of %d", parts[0].Name, count)
	}
	var missing []string
	for i := 1; i <= count; i++ {
		if !have[i] {
			missing = append(missing, fmt.Sprintf("%d of %d", i, count))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("missing %s %s: name the reports of all shards, also of those that failed", prose.Plural(len(missing), "shard"), strings.Join(missing, ", "))
	}
	return nil
}

func (c *CleanUp) add(o CleanUp) {
	c.Deactivated += o.Deactivated
	c.Deleted += o.Deleted
	c.Purged += o.Purged
	c.Left = append(c.Left, o.Left...)
}

// joinLatency sums up the operations of all parts. It is exact to three digits
// when all parts hold their single times; otherwise median and 95 % are the
// largest of any part, which those of the whole cannot exceed.
func joinLatency(parts []Part) (out []Operation, exact bool) {
	type kind struct{ method, resource string }
	at := map[kind]int{}
	complete := map[kind]bool{}
	exact = true
	for _, p := range parts {
		for _, o := range p.Latency {
			k := kind{o.Method, o.Resource}
			i, known := at[k]
			if !known {
				i = len(out)
				at[k], complete[k] = i, true
				out = append(out, Operation{Method: o.Method, Resource: o.Resource, Times: Times{}})
			}
			sum := &out[i]
			sum.Count += o.Count
			sum.P50MS, sum.P95MS, sum.MaxMS = max(sum.P50MS, o.P50MS), max(sum.P95MS, o.P95MS), max(sum.MaxMS, o.MaxMS)
			for ms, n := range o.Times {
				sum.Times[ms] += n
			}
			complete[k] = complete[k] && o.Times.Count() == o.Count
		}
	}
	for i := range out {
		o := &out[i]
		if !complete[kind{o.Method, o.Resource}] {
			exact, o.Times = false, nil
			continue
		}
		o.P50MS, o.P95MS = o.Times.percentile(50), o.Times.percentile(95)
	}
	sortOperations(out)
	return out, exact
}
