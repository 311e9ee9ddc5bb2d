package console

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// fullFindings is how many failures are printed in full; a screen of fifty is
// read by nobody.
const fullFindings = 15

// listedFindings is how many of the others get a line each.
const listedFindings = 100

func (p *page) head(r *reports.Report, checks int) {
	name := strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)
	if name == "" {
		name = "oktascim"
	}
	p.Para(p.Bold(prose.Clean(name))+"  ", strings.Repeat(" ", prose.Width(name)+2), r.Target.BaseURL, show.Same)
	facts := []string{prose.Count(checks, "check")}
	if r.Target.Embedded {
		facts = append(facts, "embedded reference provider")
	}
	if len(r.AppKinds) > 0 {
		facts = append(facts, "app kind "+strings.Join(r.AppKinds, ", "))
	}
	if len(r.Dialects) > 0 {
		facts = append(facts, "dialects "+strings.Join(r.Dialects, ", "))
	}
	if r.Profile.Name != "" {
		facts = append(facts, "profile "+r.Profile.Name)
	}
	if r.Strict {
		facts = append(facts, "strict")
	}
	if r.RunID != "" {
		facts = append(facts, "run "+r.RunID)
	}
	p.Para("", "", strings.Join(facts, " · "), p.Dim)
	p.Gap()
}

func (p *page) area(a *areaProgress) {
	parts := a.summary.Parts(p.Outcome)
	if missing := a.planned - a.summary.Total; missing > 0 {
		parts = append(parts, p.Warn(fmt.Sprintf("%d not reached", missing)))
	}
	counts := strings.Join(parts, ", ")
	name := prose.Clean(a.name)
	cost := ""
	if a.requests > 0 {
		cost = prose.Count(a.requests, "request")
	}
	if a.ms > 0 {
		cost += fmt.Sprintf(" %9s", prose.Human(a.ms))
	}
	room := min(p.Width, 100) - 2
	line := fmt.Sprintf("  %s %s ", p.Mark(a.summary.Worst()), prose.Pad(p.Bold(name), 13)) + counts
	if cost = strings.TrimLeft(cost, " "); prose.Width(line)+prose.Width(cost)+1 > room && a.ms > 0 {
		cost = prose.Human(a.ms) // many kinds of outcomes take the room
	}
	if cost != "" {
		line = prose.Pad(line, room-prose.Width(cost)-1) + " " + p.Dim(cost)
	}
	p.Line("%s", line)
}

// report writes everything that follows the areas.
func (p *page) report(r *reports.Report, tokenEnv string) {
	failed, causes := r.Failures()
	if len(failed) > 0 {
		p.failures(r, failed, causes, tokenEnv)
	}
	p.warnings(reports.Findings(r.Checks, reports.Warn))
	p.known(reports.Findings(r.Checks, reports.Known))
	p.notRun(r.NotRun)
	p.slowest(r.Latency)
	p.settle(r.Settle)
	p.cleanUp(r.CleanUp)
	p.notes(r.Notes)
	p.waivers(r.Waivers)
	p.regression(r.Baseline)
	p.verdict(r)
	p.next(r, failed, causes)
}

// failures writes the failed checks: what to fix first and what an admin would
// see, then each.
func (p *page) failures(r *reports.Report, failed []reports.Finding, causes []reports.Cause, tokenEnv string) {
	p.Section(show.Headline("FAILED", failed), p.Bad)
	p.causes(causes)
	full := min(len(failed), len(causes)) // one example of each
	if len(causes) == 0 {
		full = min(len(failed), fullFindings)
		if len(failed) > 3 {
			p.symptoms(failed)
		}
	}
	for i := range full {
		p.Failure(&failed[i], r.Target.BaseURL, tokenEnv)
	}
	if len(failed) == full {
		return
	}
	rest := failed[full:]
	p.Gap()
	more := fmt.Sprintf("And %d more:", len(rest))
	if len(causes) > 0 {
		more = fmt.Sprintf("And %s, most with the same causes:", prose.Count(len(rest), "further failure"))
	}
	p.Line("%s", p.Bold(more))
	for i := range rest {
		if i == listedFindings {
			p.Line("  %s", p.Dim(fmt.Sprintf("and %s more", prose.Grouped(len(rest)-i))))
			break
		}
		f := &rest[i]
		lead := fmt.Sprintf("  %s %s", p.Mark(reports.Fail), prose.Clean(f.ID))
		if len(f.Subjects) > 0 {
			lead += "  " + prose.Clean(f.About())
		}
		p.Line("%s", prose.Shorten(lead+p.Dim("  "+f.Tags()+"  "+prose.Clean(short(f))), p.Width))
	}
	p.Para("  ", "  ", "All of them in full: --report json=report.json", p.Note)
	if r.Command == "" {
		p.Para("  ", "  ", "One of them: oktascim run --check ID", p.Note)
	}
}

func (p *page) causes(causes []reports.Cause) {
	if len(causes) == 0 {
		return
	}
	p.Gap()
	p.Line("%s", p.Bold(reports.CausesTitle))
	p.Para("  ", "  ", reports.CausesAbout+":", p.Dim)
	for i := range causes {
		c := &causes[i]
		lead := fmt.Sprintf("  %d. %11s  ", i+1, prose.Count(c.Checks(), "check"))
		indent := strings.Repeat(" ", prose.Width(lead))
		p.Para(lead, indent, c.What(), show.Same)
		if c.First.Symptom != "" {
			p.Para(indent, indent, c.First.Symptom, p.Admin)
		}
		p.Para(indent, indent, c.Of(), p.Dim)
	}
}

func short(f *reports.Finding) string {
	if len(f.Problems) == 0 {
		return f.Title
	}
	return f.Problems[0].Actual
}

func (p *page) symptoms(failed []reports.Finding) {
	type group struct {
		text  string
		count int
	}
	var groups []group
	at := map[string]int{}
	for i := range failed {
		text := failed[i].Symptom
		if text == "" {
			continue
		}
		j, known := at[text]
		if !known {
			j = len(groups)
			at[text] = j
			groups = append(groups, group{text: text})
		}
		groups[j].count += failed[i].People()
	}
	if len(groups) == 0 {
		return
	}
	const most = 8
	p.Gap()
	p.Line("%s", p.Admin("What an Okta admin would see"))
	for i, g := range groups {
		if i == most {
			p.Line("  %s", p.Dim(fmt.Sprintf("and %d more, below", len(groups)-most)))
			break
		}
		p.Para(fmt.Sprintf("  %3d× ", g.count), "       ", g.text, show.Same)
	}
}

// warnings writes the warned checks, shorter than failures.
func (p *page) warnings(warned []reports.Finding) {
	if len(warned) == 0 {
		return
	}
	p.Section(show.Headline("WARNINGS", warned), p.Warn)
	for i := range warned {
		if i == fullFindings {
			p.Gap()
			p.Para("  ", "  ", fmt.Sprintf("And %s: see them with --report json=report.json", prose.Count(len(warned)-i, "more warning")), p.Dim)
			break
		}
		f := &warned[i]
		p.FindingTitle(f)
		for _, problem := range f.Problems {
			text := "expected " + problem.Expected + ", got " + problem.Actual
			if problem.At() != "" {
				text += " (" + problem.At() + ")"
			}
			p.Para("  ", "    ", text, show.Same)
		}
		if len(f.Problems) == 0 && f.Reason != "" {
			p.Para("  ", "    ", f.Reason, show.Same)
		}
		if f.Symptom != "" {
			p.Para("  "+p.Admin("In Okta")+"  ", "           ", f.Symptom, show.Same)
		}
	}
}

func (p *page) known(list []reports.Finding) {
	if len(list) == 0 {
		return
	}
	p.Section(fmt.Sprintf("KNOWN %d", len(list)), p.Warn)
	for i := range list {
		f := &list[i]
		text := f.ID + " · " + f.Tags()
		if f.Reason != "" {
			text += ": " + f.Reason
		}
		p.Para("  ", "    ", text, show.Same)
	}
}

func (p *page) notRun(groups []reports.NotRun) {
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
		lead := fmt.Sprintf("  %s %s ", p.Mark(g.Outcome), prose.Pad(fmt.Sprintf("%d %s", g.Count, prose.WordOf(g.Outcome, g.Count)), 17))
		p.Para(lead, strings.Repeat(" ", prose.Width(lead)), g.Reason, show.Same)
		ids, more := g.Checks, 0
		if len(ids) > 6 {
			ids, more = ids[:5], len(ids)-5
		}
		text := strings.Join(ids, ", ")
		if more > 0 {
			text += fmt.Sprintf(" and %d more", more)
		}
		indent := strings.Repeat(" ", prose.Width(lead))
		p.Para(indent, indent, text, p.Dim)
	}
}

const slowestShown = 5

func (p *page) slowest(operations []reports.Operation) {
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
		name := prose.Pad(prose.Shorten(prose.Clean(fmt.Sprintf("%-6s %s", o.Method, o.Resource)), 32), 32)
		longest := fmt.Sprintf("%10s", prose.Human(o.MaxMS))
		if o.MaxMS >= reports.SlowMS {
			longest = p.Warn(longest)
		}
		p.Line("  %s %7s %10s %10s %s", name, prose.Grouped(o.Count), prose.Human(o.P50MS), prose.Human(o.P95MS), longest)
	}
	if worst >= reports.SlowMS {
		p.Para("  ", "  ", fmt.Sprintf("The longest took %s. Okta gives up on a request after %s.", prose.Human(worst), prose.Human(reports.OktaTimeoutMS)), p.Warn)
	}
}

// settle tells when writes take a notable time to show: half of what is allowed.
func (p *page) settle(s reports.Settle) {
	if s.LimitMS <= 0 || s.LongestMS < s.LimitMS/2 {
		return
	}
	p.Section("SETTLE TIME", p.Warn)
	p.Para("  ", "  ", fmt.Sprintf("A write took up to %s to show in reads (%s); the profile allows %s.",
		prose.Human(s.LongestMS), s.Check, prose.Human(s.LimitMS)), show.Same)
}

func (p *page) cleanUp(c reports.CleanUp) {
	if len(c.Left) == 0 {
		return
	}
	p.Section(fmt.Sprintf("LEFT BEHIND %d", len(c.Left)), p.Warn)
	p.Para("  ", "  ", "These could not be cleaned up. Remove them by hand:", show.Same)
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
		p.Para("  "+p.Mark(reports.Warn)+" ", "    ", text, show.Same)
	}
}

func (p *page) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	p.Section("NOTES", p.Note)
	for _, n := range notes {
		p.Para("  ", "    ", n, show.Same)
	}
}

func (p *page) verdict(r *reports.Report) {
	paint, mark := p.Good, "✓"
	switch r.Verdict {
	case reports.DoesNotConform:
		paint, mark = p.Bad, "✗"
	case reports.Incomplete:
		paint, mark = p.Warn, "?"
	case reports.ConformsWithWarnings:
		paint, mark = p.Warn, "✓"
	}
	p.Section("VERDICT", p.Bold)
	p.Gap()
	p.Line("%s", paint(mark+" "+strings.ToUpper(string(r.Verdict))))
	p.List("  ", prose.Count(r.Summary.Total, "check")+":", r.Summary.Parts(p.Outcome))
	facts := []string{prose.Count(r.Requests, "request"), prose.Human(r.DurationMS), "started " + prose.Moment(r.Started), fmt.Sprintf("seed %d", r.Seed)}
	if r.RequestsSent > r.Requests {
		facts[0] += fmt.Sprintf(" of the checks, %s in all", prose.Grouped(r.RequestsSent))
	}
	if c := r.CleanUp; c.Deactivated+c.Deleted+c.Purged > 0 {
		facts = append(facts, "cleaned up: "+c.String())
	}
	if depth := r.DepthWords(); depth != "" {
		facts = append(facts, depth)
	}
	p.Para("  ", "  ", strings.Join(facts, " · "), p.Dim)
}

func (p *page) next(r *reports.Report, failed []reports.Finding, causes []reports.Cause) {
	steps := r.Next(failed, causes)
	if len(steps) == 0 {
		return
	}
	p.Gap()
	p.Line("%s", p.Bold("Next"))
	for _, s := range steps {
		p.Para("  ", "  ", s.Text, show.Same)
		if s.Command != "" {
			p.Line("    %s", p.Note(s.Command))
		}
	}
}
