package reports

import (
	"fmt"
	"strings"
)

// fullFindings is how many failures are printed in full; a screen of fifty is
// read by nobody.
const fullFindings = 15

// listedFindings is how many of the others get a line each.
const listedFindings = 100

// head writes what runs against what.
func (p *page) head(r *Report, checks int) {
	name := strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)
	if name == "" {
		name = "oktascim"
	}
	p.para(p.bold(clean(name))+"  ", strings.Repeat(" ", width(name)+2), r.Target.BaseURL, same)
	facts := []string{count(checks, "check")}
	if r.Target.Embedded {
		facts = append(facts, "embedded reference provider")
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
	p.para("", "", strings.Join(facts, " · "), p.dim)
	p.gap()
}

// area writes the line of one area.
func (p *page) area(a *areaProgress) {
	parts := a.summary.parts(p.style)
	if missing := a.planned - a.summary.Total; missing > 0 {
		parts = append(parts, p.warn(fmt.Sprintf("%d not reached", missing)))
	}
	counts := strings.Join(parts, ", ")
	name := clean(a.name)
	cost := ""
	if a.requests > 0 {
		cost = count(a.requests, "request")
	}
	if a.ms > 0 {
		cost += fmt.Sprintf(" %9s", human(a.ms))
	}
	room := min(p.width, 100) - 2
	line := fmt.Sprintf("  %s %s ", p.mark(a.summary.worst()), pad(p.bold(name), 13)) + counts
	if cost = strings.TrimLeft(cost, " "); width(line)+width(cost)+1 > room && a.ms > 0 {
		cost = human(a.ms) // many kinds of outcomes take the room
	}
	if cost != "" {
		line = pad(line, room-width(cost)-1) + " " + p.dim(cost)
	}
	p.line("%s", line)
}

// report writes everything that follows the areas.
func (p *page) report(r *Report, tokenEnv string) {
	failed, causes := r.failures()
	if len(failed) > 0 {
		p.failures(r, failed, causes, tokenEnv)
	}
	p.warnings(findings(r.Checks, Warn))
	p.known(findings(r.Checks, Known))
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
func (p *page) failures(r *Report, failed []finding, causes []rootCause, tokenEnv string) {
	p.section(headline("FAILED", failed), p.bad)
	p.causes(causes)
	if len(failed) > 3 {
		p.symptoms(failed)
	}
	for i := range failed {
		if i == fullFindings {
			break
		}
		p.failure(&failed[i], r.Target.BaseURL, tokenEnv)
	}
	if len(failed) <= fullFindings {
		return
	}
	rest := failed[fullFindings:]
	p.gap()
	p.line("%s", p.bold(fmt.Sprintf("And %d more:", len(rest))))
	for i := range rest {
		if i == listedFindings {
			p.line("  %s", p.dim(fmt.Sprintf("and %s more", grouped(len(rest)-i))))
			break
		}
		f := &rest[i]
		lead := fmt.Sprintf("  %s %s", p.mark(Fail), clean(f.ID))
		if len(f.subjects) > 0 {
			lead += "  " + clean(f.about())
		}
		p.line("%s", shorten(lead+p.dim("  "+f.tags()+"  "+clean(f.short())), p.width))
	}
	p.para("  ", "  ", "All of them in full: --report json=report.json", p.note)
	if r.Command == "" {
		p.para("  ", "  ", "One of them: oktascim run --check ID", p.note)
	}
}

// causes writes what to fix first.
func (p *page) causes(causes []rootCause) {
	if len(causes) == 0 {
		return
	}
	p.gap()
	p.line("%s", p.bold(causesTitle))
	p.para("  ", "  ", causesAbout+":", p.dim)
	for i := range causes {
		c := &causes[i]
		lead := fmt.Sprintf("  %d. %11s  ", i+1, count(c.Checks(), "check"))
		indent := strings.Repeat(" ", width(lead))
		p.para(lead, indent, c.What(), same)
		p.para(indent, indent, c.Of(), p.dim)
	}
}

// headline counts as the summary does, once a dialect, and says how many
// findings that makes.
func headline(word string, list []finding) string {
	results := 0
	for i := range list {
		results += list[i].results
	}
	if results == len(list) {
		return fmt.Sprintf("%s %d", word, results)
	}
	return fmt.Sprintf("%s %d · %d distinct", word, results, len(list))
}

// short is the first problem in a few words.
func (f *finding) short() string {
	if len(f.Problems) == 0 {
		return f.Title
	}
	return f.Problems[0].Actual
}

// symptoms writes what an Okta admin would see, each symptom once.
func (p *page) symptoms(failed []finding) {
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
		groups[j].count += failed[i].people()
	}
	if len(groups) == 0 {
		return
	}
	const most = 8
	p.gap()
	p.line("%s", p.admin("What an Okta admin would see"))
	for i, g := range groups {
		if i == most {
			p.line("  %s", p.dim(fmt.Sprintf("and %d more, below", len(groups)-most)))
			break
		}
		p.para(fmt.Sprintf("  %3d× ", g.count), "       ", g.text, same)
	}
}

// warnings writes the warned checks, shorter than failures.
func (p *page) warnings(warned []finding) {
	if len(warned) == 0 {
		return
	}
	p.section(headline("WARNINGS", warned), p.warn)
	for i := range warned {
		if i == fullFindings {
			p.gap()
			p.para("  ", "  ", fmt.Sprintf("And %s: see them with --report json=report.json", count(len(warned)-i, "more warning")), p.dim)
			break
		}
		f := &warned[i]
		p.findingTitle(f)
		for _, problem := range f.Problems {
			text := "expected " + problem.Expected + ", got " + problem.Actual
			if problem.At() != "" {
				text += " (" + problem.At() + ")"
			}
			p.para("  ", "    ", text, same)
		}
		if len(f.Problems) == 0 && f.Reason != "" {
			p.para("  ", "    ", f.Reason, same)
		}
		if f.Symptom != "" {
			p.para("  "+p.admin("In Okta")+"  ", "           ", f.Symptom, same)
		}
	}
}

// known writes the failures that are known, one line each.
func (p *page) known(list []finding) {
	if len(list) == 0 {
		return
	}
	p.section(fmt.Sprintf("KNOWN %d", len(list)), p.warn)
	for i := range list {
		f := &list[i]
		text := f.ID + " · " + f.tags()
		if f.Reason != "" {
			text += ": " + f.Reason
		}
		p.para("  ", "    ", text, same)
	}
}
