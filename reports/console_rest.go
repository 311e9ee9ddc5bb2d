package reports

import (
	"fmt"
	"strings"
)

// notRun writes what gave no answer and why.
func (p *page) notRun(groups []NotRun) {
	if len(groups) == 0 {
		return
	}
	total := 0
	for _, g := range groups {
		total += g.Count
	}
	p.section(fmt.Sprintf("DID NOT RUN %d", total), p.note)
	for i, g := range groups {
		if i == 0 || groups[i-1].Outcome != g.Outcome {
			p.gap()
		}
		lead := fmt.Sprintf("  %s %s ", p.mark(g.Outcome), pad(fmt.Sprintf("%d %s", g.Count, wordOf(g.Outcome, g.Count)), 17))
		p.para(lead, strings.Repeat(" ", width(lead)), g.Reason, same)
		ids, more := g.Checks, 0
		if len(ids) > 6 {
			ids, more = ids[:5], len(ids)-5
		}
		text := strings.Join(ids, ", ")
		if more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		indent := strings.Repeat(" ", width(lead))
		p.para(indent, indent, text, p.dim)
	}
}

const (
	slowestShown = 5
	// oktaTimeoutMS is when Okta gives up on a request
	// (https://developer.okta.com/docs/concepts/scim/faqs/).
	oktaTimeoutMS = 60_000
	slowMS        = 10_000
)

// slowest writes the operations that take longest.
func (p *page) slowest(operations []Operation) {
	if len(operations) == 0 {
		return
	}
	p.section("SLOWEST OPERATIONS", p.bold)
	p.gap()
	p.line("  %s", p.dim(fmt.Sprintf("%-32s %7s %10s %10s %10s", "", "calls", "median", "95 %", "longest")))
	worst := 0.0
	for i, o := range operations {
		worst = max(worst, o.MaxMS)
		if i >= slowestShown {
			continue
		}
		name := pad(shorten(clean(fmt.Sprintf("%-6s %s", o.Method, o.Resource)), 32), 32)
		longest := fmt.Sprintf("%10s", human(o.MaxMS))
		if o.MaxMS >= slowMS {
			longest = p.warn(longest)
		}
		p.line("  %s %7s %10s %10s %s", name, grouped(o.Count), human(o.P50MS), human(o.P95MS), longest)
	}
	if worst >= slowMS {
		p.para("  ", "  ", fmt.Sprintf("The longest took %s. Okta gives up on a request after %s.", human(worst), human(oktaTimeoutMS)), p.warn)
	}
}

// settle tells when writes take a notable time to show: half of what is allowed.
func (p *page) settle(s Settle) {
	if s.LimitMS <= 0 || s.LongestMS < s.LimitMS/2 {
		return
	}
	p.section("SETTLE TIME", p.warn)
	p.para("  ", "  ", fmt.Sprintf("A write took up to %s to show in reads (%s); the profile allows %s.",
		human(s.LongestMS), s.Check, human(s.LimitMS)), same)
}

// cleanUp writes what is left in the target.
func (p *page) cleanUp(c CleanUp) {
	if len(c.Left) == 0 {
		return
	}
	p.section(fmt.Sprintf("LEFT BEHIND %d", len(c.Left)), p.warn)
	p.para("  ", "  ", "These could not be cleaned up. Remove them by hand:", same)
	for i, l := range c.Left {
		if i == fullFindings {
			p.line("  %s", p.dim(fmt.Sprintf("and %d more: see them with --report json=report.json", len(c.Left)-i)))
			break
		}
		text := strings.TrimSpace(l.Type + " " + l.Name)
		if l.ID != "" {
			text += " (id " + l.ID + ")"
		}
		if l.Why != "" {
			text += ": " + l.Why
		}
		p.para("  "+p.mark(Warn)+" ", "    ", text, same)
	}
}

func (p *page) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.section("NOTES", p.note)
	for _, n := range notes {
		p.para("  ", "    ", n, same)
	}
}

// verdict writes the verdict with the numbers.
func (p *page) verdict(r *Report) {
	paint, mark := p.good, "✓"
	switch r.Verdict {
	case DoesNotConform:
		paint, mark = p.bad, "✗"
	case Incomplete:
		paint, mark = p.warn, "?"
	case ConformsWithWarnings:
		paint, mark = p.warn, "✓"
	}
	p.section("VERDICT", p.bold)
	p.gap()
	p.line("%s", paint(mark+" "+strings.ToUpper(string(r.Verdict))))
	p.list("  ", count(r.Summary.Total, "check")+":", r.Summary.parts(p.style))
	facts := []string{count(r.Requests, "request"), human(r.DurationMS), "started " + moment(r.Started), fmt.Sprintf("seed %d", r.Seed)}
	if r.RequestsSent > r.Requests {
		facts[0] += fmt.Sprintf(" of the checks, %s in all", grouped(r.RequestsSent))
	}
	if c := r.CleanUp; c.Deactivated+c.Deleted+c.Purged > 0 {
		facts = append(facts, "cleaned up: "+c.String())
	}
	p.para("  ", "  ", strings.Join(facts, " · "), p.dim)
}

// String is what was cleaned up, in words.
func (c CleanUp) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		word string
	}{{c.Deactivated, "deactivated"}, {c.Deleted, "deleted"}, {c.Purged, "purged"}} {
		if part.n > 0 {
			parts = append(parts, grouped(part.n)+" "+part.word)
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}
