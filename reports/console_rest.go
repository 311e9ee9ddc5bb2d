package reports

import (
	"fmt"
	"strings"
)

// notRun writes what gave no answer and why.
func (p *consolePage) notRun(groups []NotRun) {
	if len(groups) == 0 {
		return
	}
	total := 0
	for _, g := range groups {
		total += g.Count
	}
	p.Section(fmt.Sprintf("DID NOT RUN %d", total), p.Note)
	for i, g := range groups {
		if i == 0 || groups[i-1].Outcome != g.Outcome {
			p.Gap()
		}
		lead := fmt.Sprintf("  %s %s ", p.Mark(g.Outcome), pad(fmt.Sprintf("%d %s", g.Count, wordOf(g.Outcome, g.Count)), 17))
		p.Para(lead, strings.Repeat(" ", width(lead)), g.Reason, same)
		ids, more := g.Checks, 0
		if len(ids) > 6 {
			ids, more = ids[:5], len(ids)-5
		}
		text := strings.Join(ids, ", ")
		if more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		indent := strings.Repeat(" ", width(lead))
		p.Para(indent, indent, text, p.Dim)
	}
}

const slowestShown = 5

// slowest writes the operations that take longest.
func (p *consolePage) slowest(operations []Operation) {
	if len(operations) == 0 {
		return
	}
	p.Section("SLOWEST OPERATIONS", p.Bold)
	p.Gap()
	p.Line("  %s", p.Dim(fmt.Sprintf("%-32s %7s %10s %10s %10s", "", "calls", "median", "95 %", "longest")))
	worst := 0.0
	for i, o := range operations {
		worst = max(worst, o.MaxMS)
		if i >= slowestShown {
			continue
		}
		name := pad(shorten(clean(fmt.Sprintf("%-6s %s", o.Method, o.Resource)), 32), 32)
		longest := fmt.Sprintf("%10s", human(o.MaxMS))
		if o.MaxMS >= SlowMS {
			longest = p.Warn(longest)
		}
		p.Line("  %s %7s %10s %10s %s", name, grouped(o.Count), human(o.P50MS), human(o.P95MS), longest)
	}
	if worst >= SlowMS {
		p.Para("  ", "  ", fmt.Sprintf("The longest took %s. Okta gives up on a request after %s.", human(worst), human(OktaTimeoutMS)), p.Warn)
	}
}

// settle tells when writes take a notable time to show: half of what is allowed.
func (p *consolePage) settle(s Settle) {
	if s.LimitMS <= 0 || s.LongestMS < s.LimitMS/2 {
		return
	}
	p.Section("SETTLE TIME", p.Warn)
	p.Para("  ", "  ", fmt.Sprintf("A write took up to %s to show in reads (%s); the profile allows %s.",
		human(s.LongestMS), s.Check, human(s.LimitMS)), same)
}

// cleanUp writes what is left in the target.
func (p *consolePage) cleanUp(c CleanUp) {
	if len(c.Left) == 0 {
		return
	}
	p.Section(fmt.Sprintf("LEFT BEHIND %d", len(c.Left)), p.Warn)
	p.Para("  ", "  ", "These could not be cleaned up. Remove them by hand:", same)
	for i, l := range c.Left {
		if i == fullFindings {
			p.Line("  %s", p.Dim(fmt.Sprintf("and %d more: see them with --report json=report.json", len(c.Left)-i)))
			break
		}
		text := strings.TrimSpace(l.Type + " " + l.Name)
		if l.ID != "" {
			text += " (id " + l.ID + ")"
		}
		if l.Why != "" {
			text += ": " + l.Why
		}
		p.Para("  "+p.Mark(Warn)+" ", "    ", text, same)
	}
}

func (p *consolePage) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.Section("NOTES", p.Note)
	for _, n := range notes {
		p.Para("  ", "    ", n, same)
	}
}

// verdict writes the verdict with the numbers.
func (p *consolePage) verdict(r *Report) {
	paint, mark := p.Good, "✓"
	switch r.Verdict {
	case DoesNotConform:
		paint, mark = p.Bad, "✗"
	case Incomplete:
		paint, mark = p.Warn, "?"
	case ConformsWithWarnings:
		paint, mark = p.Warn, "✓"
	}
	p.Section("VERDICT", p.Bold)
	p.Gap()
	p.Line("%s", paint(mark+" "+strings.ToUpper(string(r.Verdict))))
	p.List("  ", count(r.Summary.Total, "check")+":", r.Summary.Parts(p.Outcome))
	facts := []string{count(r.Requests, "request"), human(r.DurationMS), "started " + moment(r.Started), fmt.Sprintf("seed %d", r.Seed)}
	if r.RequestsSent > r.Requests {
		facts[0] += fmt.Sprintf(" of the checks, %s in all", grouped(r.RequestsSent))
	}
	if c := r.CleanUp; c.Deactivated+c.Deleted+c.Purged > 0 {
		facts = append(facts, "cleaned up: "+c.String())
	}
	p.Para("  ", "  ", strings.Join(facts, " · "), p.Dim)
}

// next writes what to do now.
func (p *consolePage) next(r *Report, failed []Finding, causes []Cause) {
	steps := r.Next(failed, causes)
	if len(steps) == 0 {
		return
	}
	p.Gap()
	p.Line("%s", p.Bold("Next"))
	for _, s := range steps {
		p.Para("  ", "  ", s.Text, same)
		if s.Command != "" {
			p.Line("    %s", p.Note(s.Command))
		}
	}
}
