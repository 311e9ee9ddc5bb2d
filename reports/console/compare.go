package console

import (
	"fmt"
	"io"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

const changesShown = 12

func (p *page) regression(b *reports.Baseline) {
	if b == nil {
		return
	}
	paint := p.Good
	switch {
	case b.Worse():
		paint = p.Bad
	case b.Less() || len(b.NewWarnings)+len(b.Slower)+len(b.StillFailing) > 0:
		paint = p.Warn
	}
	p.Section("REGRESSION", paint)
	p.Para("  ", "  ", "Baseline: "+b.Origin(), show.Same)
	p.changes(b)
}

func (p *page) changes(b *reports.Baseline) {
	for _, d := range b.Differs {
		p.Para("  "+p.Warn("!")+" ", "    ", fmt.Sprintf("Another %s: %s, was %s", d.What, d.Now, d.Was), p.Warn)
	}
	p.Para("  ", "  ", b.Extent()+": "+b.Headline(), p.Dim)
	for _, part := range b.Parts() {
		p.Gap()
		p.Line("  %s %s", p.Mark(part.Mark), p.Bold(prose.Count(len(part.List), part.Noun)))
		if part.What != "" {
			p.Para("    ", "    ", part.What, p.Dim)
		}
		groups := reports.GroupChanges(part.List)
		for i := range groups {
			if i == changesShown && len(groups) > changesShown+1 {
				p.Line("      %s", p.Dim(fmt.Sprintf("and %d more: see them with --report json=report.json", len(groups)-i)))
				break
			}
			p.change(&groups[i], part)
		}
	}
	p.slower(b.Slower)
}

func (p *page) change(g *reports.ChangeGroup, part reports.ChangeList) {
	id := prose.Clean(reports.Key{ID: g.ID, Subject: g.Subject}.String())
	p.Line("      %s  %s", id, p.Dim(prose.Clean(g.Tags())+wasBefore(g.Was, part)))
	if part.ShowProblem && g.Problem != "" {
		p.Para("        ", "        ", g.Problem, show.Same)
	}
	if part.Kind == "changed" && g.Before != "" {
		p.Para("        "+p.Dim("before  "), "                ", g.Before, p.Dim)
	}
}

// wasBefore says what the check was in the baseline, where the title of its part
// does not.
func wasBefore(was reports.Outcome, part reports.ChangeList) string {
	switch {
	case part.Kind == "known" || part.Kind == "changed" || part.Kind == "added":
		return ""
	case was == "":
		return "  not in the baseline"
	}
	return "  was " + prose.VerbOf(was)
}

func (p *page) slower(list []reports.Slower) {
	if len(list) == 0 {
		return
	}
	p.Gap()
	p.Line("  %s %s", p.Mark(reports.Warn), p.Bold(prose.Count(len(list), "slower operation")))
	for i := range list {
		s := &list[i]
		lead := "      " + prose.Pad(prose.Clean(strings.TrimSpace(s.Method+" "+s.Resource)), 24) + " "
		p.Para(lead, strings.Repeat(" ", 31), s.Sentence(), show.Same)
	}
}

func (p *page) waivers(list []reports.Waiver) {
	if len(list) == 0 {
		return
	}
	broken := reports.BrokenWaivers(list)
	title, paint := fmt.Sprintf("WAIVERS %d", len(list)), p.Warn
	if len(broken) > 0 {
		title, paint = fmt.Sprintf("WAIVERS %d · %d out of date", len(list), len(broken)), p.Bad
	}
	p.Section(title, paint)
	for _, w := range broken {
		p.waiver(&w, p.Mark(reports.Fail))
	}
	for i := range list {
		switch w := &list[i]; w.State {
		case reports.WaiverUsed:
			p.waiver(w, p.Mark(reports.Known))
		case reports.WaiverIdle:
			p.waiver(w, p.Mark(reports.Excluded))
		}
	}
}

func (p *page) waiver(w *reports.Waiver, mark string) {
	p.Line("  %s %s", mark, p.Bold(prose.Clean(w.Title())))
	p.Para("    ", "    ", w.Sentence(), show.Same)
	p.Para("    ", "    ", fmt.Sprintf("%s: %s (%s)", w.Owner, w.Reason, w.At), p.Dim)
}

// ShowDiff writes a comparison for a terminal with these options.
func ShowDiff(w io.Writer, d *reports.Diff, options Options) error {
	c := New(w, options)
	p := newPage(c.style, c.width())
	p.diff(d)
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *page) diff(d *reports.Diff) {
	p.Line("%s", p.Bold("oktascim report diff"))
	p.Gap()
	for _, r := range []struct {
		name, file string
		report     *reports.Report
	}{{"was", d.File, d.Was}, {"now", d.NowFile, d.Now}} {
		lead := "  " + p.Bold(r.name) + "  "
		p.Para(lead, "       ", strings.Join([]string{r.file, "run " + r.report.RunID, reports.StartedAt(r.report), r.report.TargetName()}, " · "), show.Same)
		p.Para("       ", "       ", string(r.report.Verdict)+", "+r.report.Summary.Words(), p.Dim)
	}
	p.Gap()
	p.changes(d.Baseline)
	heading, how := d.Heading()
	paint := map[reports.Tone]func(string) string{reports.ToneGood: p.Good, reports.ToneBad: p.Bad, reports.ToneWarn: p.Warn}[how]
	p.Gap()
	p.Line("%s", paint(how.Mark()+" "+strings.ToUpper(heading)))
}
