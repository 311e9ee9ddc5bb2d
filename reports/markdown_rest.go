package reports

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/fixtures/oktatests"
)

// mdRows is how many rows one table of the markdown report has at most.
const mdRows = 25

// warnings writes the shoulds that do not hold.
func (m *markdown) warnings(list []Finding) {
	if len(list) == 0 {
		return
	}
	m.folded("⚠️ "+headline("Warnings:", list), func() {
		m.line("| check | expected | actual |\n|---|---|---|")
		for i := range list {
			if i == mdRows {
				m.line("\nAnd %d more.", len(list)-i)
				break
			}
			f, p := &list[i], Problem{}
			if len(f.Problems) > 0 {
				p = f.Problems[0]
			}
			m.row(mdCode(clipped(f.ID, 150))+"<br>"+mdText(clipped(f.Title, 200)), mdLines(p.Expected, 2, 100), mdLines(p.Actual, 2, 100))
		}
	})
}

// notRun writes what gave no answer and why.
func (m *markdown) notRun(groups []NotRun) {
	if len(groups) == 0 {
		return
	}
	total := 0
	for _, g := range groups {
		total += g.Count
	}
	m.folded("Not checked: "+grouped(total), func() {
		m.line("| | checks | why |\n|---|--:|---|")
		for i, g := range groups {
			if i == mdRows {
				m.line("\nAnd %s more.", count(len(groups)-i, "reason"))
				break
			}
			m.row(emoji(ToneOf(g.Outcome))+" "+wordOf(g.Outcome, g.Count), grouped(g.Count), mdText(clipped(firstLine(g.Reason, ""), 300)))
		}
	})
}

// coverage writes what the run says about Okta's own tests.
func (m *markdown) coverage(coverage []Coverage) {
	if !Covers(coverage) {
		return
	}
	m.folded("Okta's own tests", func() {
		head, rule := "| |", "|---|"
		for _, s := range States() {
			head += " " + string(s) + " |"
			rule += "--:|"
		}
		m.line("%s\n%s", head, rule)
		var against []string
		for i := range coverage {
			c := &coverage[i]
			cells := []string{fmt.Sprintf(`<a href="%s">%s</a>`, c.Source, c.Name)}
			for _, s := range States() {
				cells = append(cells, grouped(c.Count(s)))
			}
			m.row(cells...)
			for _, t := range c.Tests {
				if t.State == DoesNotHold {
					against = append(against, testLine(t.Test))
				}
			}
		}
		if len(against) > 0 {
			m.line("\n**Do not hold**\n")
			for i, line := range against {
				if i == mdRows {
					m.line("- and %d more", len(against)-i)
					break
				}
				m.line("- %s", line)
			}
		}
	})
}

// testLine names one of Okta's tests.
func testLine(t oktatests.Test) string { return "**" + t.ID + "** " + mdText(t.Title) }

// regression writes what has changed since the baseline.
func (m *markdown) regression(b *Baseline) {
	if b == nil {
		return
	}
	m.line("### Since the baseline\n\n%s, against the %s\n", mdText(b.Headline()), mdText(clipped(b.Origin(), 300)))
	for _, d := range b.Differs {
		m.line("> ⚠️ Another %s: %s, was %s\n", mdText(d.What), mdText(clipped(d.Now, 200)), mdText(clipped(d.Was, 200)))
	}
	for _, part := range b.Parts() {
		m.folded(emoji(ToneOf(part.Mark))+" "+count(len(part.List), part.Noun), func() {
			if part.What != "" {
				m.line("%s\n", mdText(part.What))
			}
			groups := GroupChanges(part.List)
			for i := range groups {
				if i == mdRows {
					m.line("- and %d more", len(groups)-i)
					break
				}
				g := &groups[i]
				line := mdCode(clipped(Key{ID: g.ID, Subject: g.Subject}.String(), 150)) + " " + mdText(clipped(g.Title, 200))
				if part.ShowProblem && g.Problem != "" {
					line += "<br>" + mdLines(g.Problem, 2, 200)
				}
				m.line("- %s", line)
			}
		})
	}
	for _, s := range b.Slower[:min(len(b.Slower), mdRows)] {
		m.line("- ⚠️ %s %s", mdCode(clipped(strings.TrimSpace(s.Method+" "+s.Resource), 100)), mdText(s.Sentence()))
	}
	m.line("")
}

// waivers writes those that fail the run, and counts the others.
func (m *markdown) waivers(list []Waiver) {
	broken := BrokenWaivers(list)
	for i, w := range broken {
		if i == mdRows {
			m.line("> ❌ And %d more waivers.\n", len(broken)-i)
			break
		}
		m.line("> ❌ Waiver %s %s (%s)\n", mdCode(clipped(w.Title(), 150)), mdText(w.Sentence()), mdText(clipped(w.At, 200)))
	}
	if rest := len(list) - len(broken); rest > 0 {
		m.line("Waivers that are up to date: %s\n", grouped(rest))
	}
}
