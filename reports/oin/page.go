// Package oin writes what a run says about Okta's own tests, as evidence for a
// submission to the Okta Integration Network: a page and a table.
package oin

import (
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/html"
	"github.com/oktascim/oktascim/reports/internal/show"

	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

//go:embed oin.tmpl
var template string

// evidenceSize bounds the exchanges of the evidence page, in bytes.
const evidenceSize = 8_000_000

// Write writes the evidence for a submission to the Okta Integration Network
// as one HTML page: what to fill in, every step of Okta's SPEC, CRUD and Entitlements tests and every case of
// the manual test plan, with its outcome, the checks that stand for it, and
// what those sent and were answered.
func Write(w io.Writer, r *reports.Report) error {
	coverage, err := reports.CoverageOf(r)
	if err != nil {
		return err
	}
	parts := []prose.Link{{Text: "In numbers", Href: "#summary"}, {Text: "The form", Href: "#form"}}
	for _, c := range coverage {
		parts = append(parts, prose.Link{Text: c.Name, Href: "#" + c.ID})
	}
	heading, how := heading(coverage)
	facts := append(html.Facts(r), html.Fact{Label: "Verdict of the run", Value: string(r.Verdict)})
	return html.WritePage(w, template, html.Page{
		Title:   prose.Clean(prose.Clipped(heading+" · "+r.Profile.Name, 200)) + " · Okta's own tests",
		Eyebrow: "Evidence for Okta's own tests of a SCIM integration",
		Heading: heading, Lead: lead(coverage), Tone: how, Facts: facts,
		Parts: append(parts, prose.Link{Text: "Checks", Href: "#evidence"}, prose.Link{Text: "The run", Href: "#run"}),
		Tool:  r.Tool, Content: contentOf(r, coverage),
	})
}

type content struct {
	Form     form
	Coverage []reports.Coverage
	Evidence []evidence
	Kept     bool   // the exchanges of passed checks are there
	Left     string // what was left out
	Facts    []html.Fact
	Settings []reports.Setting
}

// evidence is a check with the tests that it stands for.
type evidence struct {
	*reports.Check
	Tests []string
	Flow  string // what was sent and answered, as text
}

// Anchor returns the place of the check in the page.
func (e evidence) Anchor() string { return e.Key().Anchor() }

func contentOf(r *reports.Report, coverage []reports.Coverage) content {
	out := content{Form: formOf(r), Coverage: coverage, Settings: r.Profile.Settings, Kept: true, Facts: []html.Fact{
		{Label: "Run", Value: r.RunID}, {Label: "Seed", Value: fmt.Sprint(r.Seed)}, {Label: "Profile file", Value: r.Profile.File},
		{Label: "Checks", Value: strings.Join(r.Summary.Parts(nil), ", ")}, {Label: "Tool", Value: strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)},
	}}
	tests := map[*reports.Check][]string{}
	for _, c := range coverage {
		for _, t := range c.Tests {
			for _, check := range t.Checks {
				tests[check] = append(tests[check], t.ID)
			}
		}
	}
	used := 0
	for i := range r.Checks {
		c := &r.Checks[i]
		if len(tests[c]) == 0 {
			continue
		}
		e := evidence{Check: c, Tests: tests[c]}
		if c.Outcome == reports.Pass && len(c.Exchanges) == 0 && c.Requests > 0 {
			out.Kept = false
		}
		if len(c.Exchanges) > 0 {
			if used < evidenceSize {
				e.Flow = show.Flow(c.Exchanges, r.Target.BaseURL)
				used += len(e.Flow)
			} else {
				out.Left = "There is more than a page can hold: later checks are shown without what they sent. The JSON report has everything."
			}
		}
		out.Evidence = append(out.Evidence, e)
	}
	return out
}

func heading(all []reports.Coverage) (string, reports.Tone) {
	against, open := 0, 0
	for i := range all {
		against += all[i].Count(reports.DoesNotHold)
		open += all[i].Count(reports.NotChecked)
	}
	switch {
	case against > 0:
		return prose.Capital(prose.Count(against, "test")) + " of Okta would fail", reports.ToneBad
	case open > 0:
		return "Nothing speaks against Okta's tests; " + prose.Count(open, "test") + " not checked", reports.ToneWarn
	}
	return "Nothing speaks against Okta's tests", reports.ToneGood
}

func lead(all []reports.Coverage) string {
	var whole reports.Coverage
	for _, c := range all {
		whole.Tests = append(whole.Tests, c.Tests...)
	}
	return fmt.Sprintf("Of %d steps and cases: %s.", len(whole.Tests), whole.InWords())
}
