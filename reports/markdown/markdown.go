// Package markdown writes a report, or a comparison of two, for the summary of a CI
// job and for comments on merge requests.
package markdown

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/oktascim/oktascim/fixtures/oktatests"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// sizeLimit is the most that the markdown report has, in bytes, and restSize
// the most of it that is not about failures. GitHub takes 65,536 characters in a
// comment and 1 MiB in the summary of a job, GitLab 1,000,000 in a comment.
const (
	sizeLimit = 65_000
	restSize  = 28_000
)

// Write writes the report for the summary of a CI job and for a comment
// on a merge request: the verdict and the numbers, what failed in the words of
// an admin, then the rest, folded. What does not fit is counted.
func Write(w io.Writer, r *reports.Report) error {
	coverage, err := reports.CoverageOf(r)
	if err != nil {
		return err
	}
	var head, rest document
	head.summary(r)
	for _, part := range []struct {
		title string
		write func(*document)
	}{
		{"what has changed since the baseline", func(m *document) { m.regression(r.Baseline) }},
		{"the waivers", func(m *document) { m.waivers(r.Waivers) }},
		{"the warnings", func(m *document) { m.warnings(reports.Findings(r.Checks, reports.Warn)) }},
		{"what was not checked", func(m *document) { m.notRun(r.NotRun) }},
		{"Okta's own tests", func(m *document) { m.coverage(coverage) }},
		{"the results by area", func(m *document) { m.areas(r.ByArea()) }},
		{"the run and its app profile", func(m *document) { m.run(r) }},
	} {
		var one document
		if part.write(&one); rest.Len()+one.Len() > restSize {
			one.Reset()
			one.line("Too long to show here: %s.\n", Text(part.title))
		}
		rest.WriteString(one.String())
	}
	failed, causes := r.Failures()
	head.failures(failed, causes, r, sizeLimit-rest.Len())
	_, err = io.WriteString(w, head.String()+rest.String())
	return err
}

type document struct{ strings.Builder }

func (m *document) line(format string, args ...any) { fmt.Fprintf(m, format+"\n", args...) }

func (m *document) folded(title string, body func()) {
	m.line("<details><summary>%s</summary>\n", title)
	body()
	m.line("\n</details>\n")
}

func (m *document) row(cells ...string) { m.line("| %s |", strings.Join(cells, " | ")) }

// named is how many of what is left in the tenant are named.
const named = 3

func (m *document) summary(r *reports.Report) {
	m.line("## %s Okta SCIM conformance: %s\n", emoji(r.Verdict.Tone()), r.Verdict)
	m.line("**%s**: %s\n", prose.Count(r.Summary.Total, "check"), strings.Join(r.Summary.Parts(nil), " · "))
	target := code(prose.Clipped(r.Target.BaseURL, 300))
	if r.Target.Embedded {
		target += " (the reference provider that is built in)"
	}
	m.line("%s\n", target)
	facts := []string{"dialects " + strings.Join(r.Dialects, ", ")}
	if depth := r.DepthWords(); depth != "" {
		facts = append(facts, depth)
	}
	if r.Profile.Name != "" {
		facts = append(facts, "profile "+r.Profile.Name)
	}
	if r.Strict {
		facts = append(facts, "strict")
	}
	facts = append(facts, prose.Count(r.Requests, "request"), prose.Human(r.DurationMS))
	m.line("%s\n", Text(prose.Clipped(strings.Join(facts, " · "), 600)))
	for _, l := range r.CleanUp.Left[:min(len(r.CleanUp.Left), named)] {
		m.line("> ⚠️ Still in the tenant, remove it by hand: %s %s (id %s): %s\n", Text(l.Type), code(prose.Clipped(l.Name, 100)),
			code(prose.Clipped(l.ID, 100)), Text(prose.Clipped(l.Why, 200)))
	}
	if more := len(r.CleanUp.Left) - named; more > 0 {
		m.line("> ⚠️ And %s more.\n", prose.Grouped(more))
	}
	const notes = 6
	for _, n := range r.Notes[:min(len(r.Notes), notes)] {
		m.line("> %s\n", Text(prose.Clipped(n, 300)))
	}
	if more := len(r.Notes) - notes; more > 0 {
		m.line("> And %s.\n", prose.Count(more, "more note"))
	}
}

func (m *document) areas(areas []reports.AreaResult) {
	if len(areas) == 0 {
		return
	}
	m.folded("Results by area", func() {
		m.line("| | area | results |\n|---|---|---|")
		for _, a := range areas {
			m.row(emoji(reports.ToneOf(a.Summary.Worst())), Text(prose.Clipped(a.Name, 60)), strings.Join(a.Summary.Parts(nil), ", "))
		}
	})
}

func (m *document) run(r *reports.Report) {
	m.folded("This run and its app profile", func() {
		m.line("| | |\n|---|---|")
		row := func(name, value string) {
			if value != "" {
				m.row(Text(prose.Clipped(name, 100)), code(prose.Clipped(value, 200)))
			}
		}
		row("tool", strings.TrimSpace(r.Tool.Name+" "+r.Tool.Version))
		row("run", r.RunID)
		row("seed", fmt.Sprint(r.Seed))
		row("started", r.Started.UTC().Format(time.RFC3339))
		row("settle time allowed", prose.Human(r.Settle.LimitMS))
		row("profile file", r.Profile.File)
		for i, s := range r.Profile.Settings {
			if i == mostSettings {
				m.line("\nAnd %d more.", len(r.Profile.Settings)-i)
				break
			}
			row(s.Key, s.Value)
		}
	})
}

// mostSettings bounds the table of a profile with very many groups.
const mostSettings = 40

// mostRows is how many rows one table of the markdown report has at most.
const mostRows = 25

func (m *document) warnings(list []reports.Finding) {
	if len(list) == 0 {
		return
	}
	m.folded("⚠️ "+show.Headline("Warnings:", list), func() {
		m.line("| check | expected | actual |\n|---|---|---|")
		for i := range list {
			if i == mostRows {
				m.line("\nAnd %d more.", len(list)-i)
				break
			}
			f, p := &list[i], reports.Problem{}
			if len(f.Problems) > 0 {
				p = f.Problems[0]
			}
			m.row(code(prose.Clipped(f.ID, 150))+"<br>"+Text(prose.Clipped(f.Title, 200)), codeLines(p.Expected, 2, 100), codeLines(p.Actual, 2, 100))
		}
	})
}

func (m *document) notRun(groups []reports.NotRun) {
	if len(groups) == 0 {
		return
	}
	total := 0
	for _, g := range groups {
		total += g.Count
	}
	m.folded("Not checked: "+prose.Grouped(total), func() {
		m.line("| | checks | why |\n|---|--:|---|")
		for i, g := range groups {
			if i == mostRows {
				m.line("\nAnd %s more.", prose.Count(len(groups)-i, "reason"))
				break
			}
			m.row(emoji(reports.ToneOf(g.Outcome))+" "+prose.WordOf(g.Outcome, g.Count), prose.Grouped(g.Count), Text(prose.Clipped(prose.FirstLine(g.Reason, ""), 300)))
		}
	})
}

func (m *document) coverage(coverage []reports.Coverage) {
	if !reports.Covers(coverage) {
		return
	}
	m.folded("Okta's own tests", func() {
		head, rule := "| |", "|---|"
		for _, s := range reports.States() {
			head += " " + string(s) + " |"
			rule += "--:|"
		}
		m.line("%s\n%s", head, rule)
		var against []string
		for i := range coverage {
			c := &coverage[i]
			cells := []string{fmt.Sprintf(`<a href="%s">%s</a>`, c.Source, c.Name)}
			for _, s := range reports.States() {
				cells = append(cells, prose.Grouped(c.Count(s)))
			}
			m.row(cells...)
			for _, t := range c.Tests {
				if t.State == reports.DoesNotHold {
					against = append(against, testLine(t.Test))
				}
			}
		}
		if len(against) > 0 {
			m.line("\n**Do not hold**\n")
			for i, line := range against {
				if i == mostRows {
					m.line("- and %d more", len(against)-i)
					break
				}
				m.line("- %s", line)
			}
		}
	})
}

func testLine(t oktatests.Test) string { return "**" + t.ID + "** " + Text(t.Title) }
