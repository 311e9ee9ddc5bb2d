package reports

import (
	"fmt"
	"strings"
)

// changesShown is how many checks of one kind the console lists.
const changesShown = 12

// regression writes what has changed since the baseline.
func (p *page) regression(b *Baseline) {
	if b == nil {
		return
	}
	paint := p.good
	switch {
	case b.worse():
		paint = p.bad
	case b.less() || len(b.NewWarnings)+len(b.Slower)+len(b.StillFailing) > 0:
		paint = p.warn
	}
	p.section("REGRESSION", paint)
	p.para("  ", "  ", "Baseline: "+b.origin(), same)
	p.changes(b)
}

// changes writes the comparison itself.
func (p *page) changes(b *Baseline) {
	for _, d := range b.Differs {
		p.para("  "+p.warn("!")+" ", "    ", fmt.Sprintf("Another %s: %s, was %s", d.What, d.Now, d.Was), p.warn)
	}
	p.para("  ", "  ", b.extent()+": "+b.Headline(), p.dim)
	for _, part := range b.parts() {
		p.gap()
		p.line("  %s %s", p.mark(part.mark), p.bold(count(len(part.list), part.noun)))
		if part.what != "" {
			p.para("    ", "    ", part.what, p.dim)
		}
		groups := groupChanges(part.list)
		for i := range groups {
			if i == changesShown && len(groups) > changesShown+1 {
				p.line("      %s", p.dim(fmt.Sprintf("and %d more: see them with --report json=report.json", len(groups)-i)))
				break
			}
			p.change(&groups[i], part)
		}
	}
	p.slower(b.Slower)
}

func (p *page) change(g *changeGroup, part part) {
	id := clean(Key{ID: g.ID, Subject: g.Subject}.String())
	p.line("      %s  %s", id, p.dim(clean(g.tags())+wasBefore(g.Was, part)))
	if part.problem && g.Problem != "" {
		p.para("        ", "        ", g.Problem, same)
	}
	if part.kind == "changed" && g.Before != "" {
		p.para("        "+p.dim("before  "), "                ", g.Before, p.dim)
	}
}

// wasBefore says what the check was in the baseline, where the title of its part
// does not.
func wasBefore(was Outcome, part part) string {
	switch {
	case part.kind == "known" || part.kind == "changed" || part.kind == "added":
		return ""
	case was == "":
		return "  not in the baseline"
	}
	return "  was " + verbOf(was)
}

// verbOf returns the outcome of one check as it follows "was".
func verbOf(o Outcome) string {
	switch o {
	case Warn:
		return "a warning"
	case Fail:
		return "failing"
	case Pass:
		return "passing"
	}
	return wordOf(o, 1)
}

func (p *page) slower(list []Slower) {
	if len(list) == 0 {
		return
	}
	p.gap()
	p.line("  %s %s", p.mark(Warn), p.bold(count(len(list), "slower operation")))
	for i := range list {
		s := &list[i]
		lead := "      " + pad(clean(strings.TrimSpace(s.Method+" "+s.Resource)), 24) + " "
		p.para(lead, strings.Repeat(" ", 31), s.sentence(), same)
	}
}

// waivers writes what is waived, and first what fails the run about it.
func (p *page) waivers(list []Waiver) {
	if len(list) == 0 {
		return
	}
	broken := brokenWaivers(list)
	title, paint := fmt.Sprintf("WAIVERS %d", len(list)), p.warn
	if len(broken) > 0 {
		title, paint = fmt.Sprintf("WAIVERS %d · %d out of date", len(list), len(broken)), p.bad
	}
	p.section(title, paint)
	for _, w := range broken {
		p.waiver(&w, p.mark(Fail))
	}
	for i := range list {
		switch w := &list[i]; w.State {
		case WaiverUsed:
			p.waiver(w, p.mark(Known))
		case WaiverIdle:
			p.waiver(w, p.mark(Excluded))
		}
	}
}

func (p *page) waiver(w *Waiver, mark string) {
	p.line("  %s %s", mark, p.bold(clean(w.title())))
	p.para("    ", "    ", w.sentence(), same)
	p.para("    ", "    ", fmt.Sprintf("%s: %s (%s)", w.Owner, w.Reason, w.At), p.dim)
}
