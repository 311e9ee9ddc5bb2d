package reports

import (
	"cmp"
	"io"
	"math"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// htmlRegression is what the page of a run shows of its baseline.
type htmlRegression struct {
	*Baseline
	Tone   Tone
	Parts  []htmlPart
	Slower []slowerRow
}

func regressionRows(b *Baseline) *htmlRegression {
	if b == nil {
		return nil
	}
	v := &htmlRegression{Baseline: b, Tone: ToneGood, Slower: slowerRows(b.Slower)}
	switch {
	case b.Worse():
		v.Tone = ToneBad
	case b.Less() || len(b.NewWarnings)+len(b.Slower) > 0:
		v.Tone = ToneWarn
	}
	for _, part := range b.Parts() {
		p := htmlPartOf(part)
		for i := range p.Rows {
			if row := &p.Rows[i]; row.Now != "" {
				row.Href = "#" + row.Key().Anchor()
			}
		}
		v.Parts = append(v.Parts, p)
	}
	return v
}

// waiverRow is a waiver in the page of a run.
type waiverRow struct{ Waiver }

// Tone is how good the state of the waiver is.
func (w waiverRow) Tone() Tone {
	switch w.State {
	case WaiverExpired, WaiverStale:
		return ToneBad
	case WaiverUsed:
		return ToneWarn
	}
	return ToneNote
}

// waiverRows puts first what fails the run.
func waiverRows(list []Waiver) []waiverRow {
	var first, rest []waiverRow
	for _, w := range list {
		if row := (waiverRow{w}); row.Tone() == ToneBad {
			first = append(first, row)
		} else {
			rest = append(rest, row)
		}
	}
	return append(first, rest...)
}

// htmlDiffPage is what the page of a comparison shows.
type htmlDiffPage struct {
	*Diff
	Tiles  []partTile
	Runs   []Difference
	Parts  []htmlPart
	Slower []slowerRow
	Cut    bool
}

// partTile is the number of changes of one kind.
type partTile struct {
	N                 int
	Label, Href, Sign string
	Tone              Tone
}

// htmlPart is one list of changes: in full where the check fails, otherwise a
// line each.
type htmlPart struct {
	Kind, Title, What string
	Tone              Tone
	N                 int
	Findings          []findingGroup
	Rows              []htmlChange
	Open              bool
}

type htmlChange struct {
	ChangeGroup
	ShowProblem bool
	Href        string // the check's place in the page; empty when it has none
}

type slowerRow struct {
	Slower
	Was, Now float64 // widths in percent
}

// unfolded is how many lines of what is not urgent are shown at once.
const unfolded = 12

// writeDiffHTML writes a comparison as one page for a browser.
func writeDiffHTML(w io.Writer, d *Diff) error {
	heading, how := d.Heading()
	page := htmlDiffPage{Diff: d, Runs: d.Runs(), Slower: slowerRows(d.Slower)}
	links := []prose.Link{{Text: "Summary", Href: "#summary"}}
	builder := &findingBuilder{base: d.Now.Target.BaseURL}
	for _, part := range d.Parts() {
		p := diffPart(d, part, builder)
		page.Parts = append(page.Parts, p)
		page.Tiles = append(page.Tiles, partTile{p.N, prose.Plural(p.N, part.Noun), "#" + p.Kind, p.Tone.Mark(), p.Tone})
		links = append(links, prose.Link{Text: p.Title, Href: "#" + p.Kind})
	}
	if n := len(page.Slower); n > 0 {
		page.Tiles = append(page.Tiles, partTile{n, prose.Plural(n, "slower operation"), "#slower", ToneWarn.Mark(), ToneWarn})
		links = append(links, prose.Link{Text: "Slower operations", Href: "#slower"})
	}
	page.Cut = builder.cut
	name := cmp.Or(d.Now.Profile.Name, d.Now.TargetName())
	return writeHTML(w, "diff.tmpl", htmlPage{
		Title:   prose.Clean(prose.Clipped(heading+" · "+name, 200)) + " · Okta SCIM conformance",
		Eyebrow: "Okta SCIM conformance: two runs compared", Heading: heading, Lead: diffLead(d), Tone: how,
		Facts: []htmlFact{{"Was", StartedAt(d.Was)}, {"Now", StartedAt(d.Now)}, {"Target", prose.Clean(prose.Clipped(d.Now.TargetName(), 300))}, {"Compared", d.Extent()}},
		Parts: append(links, prose.Link{Text: "The two runs", Href: "#runs"}), Tool: d.Now.Tool, Content: page,
	})
}

// lead says what the comparison means.
func diffLead(d *Diff) string {
	switch {
	case d.Worse():
		return "Something that worked in the earlier run, or failed there in another way, fails now. It comes first."
	case d.Less():
		return "Nothing fails that did not fail before. But some checks have no answer any more, so nobody knows whether they still hold."
	case len(d.StillFailing) > 0:
		return "Nothing fails that did not fail before. What failed in the earlier run still fails in the same way."
	}
	return "Nothing fails that did not fail before."
}

func diffPart(d *Diff, part ChangeList, b *findingBuilder) htmlPart {
	p := htmlPartOf(part)
	switch part.Kind {
	case "new":
		p.Findings, p.Rows = b.groups(Findings(d.ChecksOf(part.List), Fail)), nil
	case "changed":
		p.Findings = b.groups(Findings(d.ChecksOf(part.List), Fail))
	}
	return p
}

// htmlPartOf is a list of changes with a line each.
func htmlPartOf(part ChangeList) htmlPart {
	p := htmlPart{Kind: part.Kind, Title: prose.Capital(prose.Plural(2, part.Noun)), What: part.What, Tone: part.Tone(), N: len(part.List)}
	for _, g := range GroupChanges(part.List) {
		p.Rows = append(p.Rows, htmlChange{ChangeGroup: g, ShowProblem: part.ShowProblem})
	}
	p.Open = len(p.Rows) <= unfolded || part.Tone() == ToneBad || part.Kind == "no-answer"
	return p
}

func slowerRows(list []Slower) []slowerRow {
	longest := 0.0
	for _, s := range list {
		longest = max(longest, s.NowMS, 0.001)
	}
	var out []slowerRow
	for _, s := range list {
		out = append(out, slowerRow{s, math.Round(1000*s.WasMS/longest) / 10, math.Round(1000*s.NowMS/longest) / 10})
	}
	return out
}
