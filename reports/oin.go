package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// evidenceSize bounds the exchanges of the evidence page, in bytes.
const evidenceSize = 8_000_000

// WriteOIN writes the evidence for a submission to the Okta Integration Network
// as one HTML page: every step of Okta's SPEC and CRUD tests and every case of
// the manual test plan, with its outcome, the checks that stand for it, and
// what those sent and were answered.
func WriteOIN(w io.Writer, r *Report) error {
	coverage, err := CoverageOf(r)
	if err != nil {
		return err
	}
	parts := []prose.Link{{Text: "In numbers", Href: "#summary"}}
	for _, c := range coverage {
		parts = append(parts, prose.Link{Text: c.Name, Href: "#" + c.ID})
	}
	heading, how := oinHeading(coverage)
	facts := append(facts(r), htmlFact{"Verdict of the run", string(r.Verdict)})
	return writeHTML(w, "oin.tmpl", htmlPage{
		Title:   prose.Clean(prose.Clipped(heading+" · "+r.Profile.Name, 200)) + " · Okta's own tests",
		Eyebrow: "Evidence for Okta's own tests of a SCIM integration",
		Heading: heading, Lead: oinLead(coverage), Tone: how, Facts: facts,
		Parts: append(parts, prose.Link{Text: "Checks", Href: "#evidence"}, prose.Link{Text: "The run", Href: "#run"}),
		Tool:  r.Tool, Content: oinPage(r, coverage),
	})
}

// oinContent is what the evidence page shows.
type oinContent struct {
	Coverage []Coverage
	Evidence []evidence
	Kept     bool   // the exchanges of passed checks are there
	Left     string // what was left out
	Facts    []htmlFact
	Settings []Setting
}

// evidence is a check with the tests that it stands for.
type evidence struct {
	*Check
	Tests []string
	Flow  string // what was sent and answered, as text
}

// Anchor is the place of the check in the page.
func (e evidence) Anchor() string { return e.Key().Anchor() }

func oinPage(r *Report, coverage []Coverage) oinContent {
	out := oinContent{Coverage: coverage, Settings: r.Profile.Settings, Kept: true, Facts: []htmlFact{
		{"Run", r.RunID}, {"Seed", fmt.Sprint(r.Seed)}, {"Profile file", r.Profile.File},
		{"Checks", strings.Join(r.Summary.Parts(nil), ", ")}, {"Tool", strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version)},
	}}
	tests := map[*Check][]string{}
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
		if c.Outcome == Pass && len(c.Exchanges) == 0 && c.Requests > 0 {
			out.Kept = false
		}
		if len(c.Exchanges) > 0 {
			if used < evidenceSize {
				e.Flow = flowText(c.Exchanges, r.Target.BaseURL)
				used += len(e.Flow)
			} else {
				out.Left = "There is more than a page can hold: later checks are shown without what they sent. The JSON report has everything."
			}
		}
		out.Evidence = append(out.Evidence, e)
	}
	return out
}

// oinHeading is the answer of the page.
func oinHeading(all []Coverage) (string, Tone) {
	against, open := 0, 0
	for i := range all {
		against += all[i].Count(DoesNotHold)
		open += all[i].Count(NotChecked)
	}
	switch {
	case against > 0:
		return prose.Capital(prose.Count(against, "test")) + " of Okta would fail", ToneBad
	case open > 0:
		return "Nothing speaks against Okta's tests; " + prose.Count(open, "test") + " not checked", ToneWarn
	}
	return "Nothing speaks against Okta's tests", ToneGood
}

// oinLead is the page in one sentence.
func oinLead(all []Coverage) string {
	var whole Coverage
	for _, c := range all {
		whole.Tests = append(whole.Tests, c.Tests...)
	}
	return fmt.Sprintf("Of %d steps and cases: %s.", len(whole.Tests), whole.InWords())
}
