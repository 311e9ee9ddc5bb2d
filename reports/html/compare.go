package html

import (
	"cmp"
	"io"
	"math"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

type regression struct {
	*reports.Baseline
	Tone   reports.Tone
	Parts  []part
	Slower []slowerRow
}

func regressionRows(b *reports.Baseline) *regression {
	if b == nil {
		return nil
	}
	v := &regression{Baseline: b, Tone: reports.ToneGood, Slower: slowerRows(b.Slower)}
	switch {
	case b.Worse():
		v.Tone = reports.ToneBad
	case b.Less() || len(b.NewWarnings)+len(b.Slower) > 0:
		v.Tone = reports.ToneWarn
	}
	for _, part := range b.Parts() {
		p := partOf(part)
		for i := range p.Rows {
			if row := &p.Rows[i]; row.Now != "" {
				row.Href = "#" + row.Key().Anchor()
			}
		}
		v.Parts = append(v.Parts, p)
	}
	return v
}

type waiverRow struct{ reports.Waiver }

// Tone returns how good the state of the waiver is.
func (w waiverRow) Tone() reports.Tone {
	switch w.State {
	case reports.WaiverExpired, reports.WaiverStale:
		return reports.ToneBad
	case reports.WaiverUsed:
		return reports.ToneWarn
	}
	return reports.ToneNote
}

// waiverRows puts first what fails the run.
func waiverRows(list []reports.Waiver) []waiverRow {
	var first, rest []waiverRow
	for _, w := range list {
		if row := (waiverRow{w}); row.Tone() == reports.ToneBad {
			first = append(first, row)
		} else {
			rest = append(rest, row)
		}
	}
	return append(first, rest...)
}

type diff struct {
	*reports.Diff
	Tiles  []partTile
	Runs   []reports.Difference
	Parts  []part
	Slower []slowerRow
	Cut    bool
}

type partTile struct {
	N                 int
	Label, Href, Sign string
	Tone              reports.Tone
}

// part is one list of changes: in full where the check fails, otherwise a
// line each.
type part struct {
	Kind, Title, What string
	Tone              reports.Tone
	N                 int
	Findings          []findingGroup
	Rows              []change
	Open              bool
}

type change struct {
	reports.ChangeGroup
	ShowProblem bool
	Href        string // the check's place in the page; empty when it has none
}

type slowerRow struct {
	reports.Slower
	Was, Now float64 // widths in percent
}

// unfolded is how many lines of what is not urgent are shown at once.
const unfolded = 12

// WriteDiff writes a comparison as one page for a browser.
func WriteDiff(w io.Writer, d *reports.Diff) error {
	heading, how := d.Heading()
	page := diff{Diff: d, Runs: d.Runs(), Slower: slowerRows(d.Slower)}
	links := []prose.Link{{Text: "Summary", Href: "#summary"}}
	builder := &findingBuilder{base: d.Now.Target.BaseURL}
	for _, part := range d.Parts() {
		p := diffPart(d, part, builder)
		page.Parts = append(page.Parts, p)
		page.Tiles = append(page.Tiles, partTile{p.N, prose.Plural(p.N, part.Noun), "#" + p.Kind, p.Tone.Mark(), p.Tone})
		links = append(links, prose.Link{Text: p.Title, Href: "#" + p.Kind})
	}
	if n := len(page.Slower); n > 0 {
		page.Tiles = append(page.Tiles, partTile{n, prose.Plural(n, "slower operation"), "#slower", reports.ToneWarn.Mark(), reports.ToneWarn})
		links = append(links, prose.Link{Text: "Slower operations", Href: "#slower"})
	}
	page.Cut = builder.cut
	name := cmp.Or(d.Now.Profile.Name, d.Now.TargetName())
	return WritePage(w, pageFile("diff.tmpl"), Page{
		Title:   prose.Clean(prose.Clipped(heading+" · "+name, 200)) + " · Okta SCIM conformance",
		Eyebrow: "Okta SCIM conformance: two runs compared", Heading: heading, Lead: diffLead(d), Tone: how,
		Facts: []Fact{{"Was", reports.StartedAt(d.Was)}, {"Now", reports.StartedAt(d.Now)}, {"Target", prose.Clean(prose.Clipped(d.Now.TargetName(), 300))}, {"Compared", d.Extent()}},
		Parts: append(links, prose.Link{Text: "The two runs", Href: "#runs"}), Tool: d.Now.Tool, Content: page,
	})
}

func diffLead(d *reports.Diff) string {
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

func diffPart(d *reports.Diff, part reports.ChangeList, b *findingBuilder) part {
	p := partOf(part)
	switch part.Kind {
	case "new":
		p.Findings, p.Rows = b.groups(reports.Findings(d.ChecksOf(part.List), reports.Fail)), nil
	case "changed":
		p.Findings = b.groups(reports.Findings(d.ChecksOf(part.List), reports.Fail))
	}
	return p
}

func partOf(list reports.ChangeList) part {
	p := part{Kind: list.Kind, Title: prose.Capital(prose.Plural(2, list.Noun)), What: list.What, Tone: list.Tone(), N: len(list.List)}
	for _, g := range reports.GroupChanges(list.List) {
		p.Rows = append(p.Rows, change{ChangeGroup: g, ShowProblem: list.ShowProblem})
	}
	p.Open = len(p.Rows) <= unfolded || list.Tone() == reports.ToneBad || list.Kind == "no-answer"
	return p
}

func slowerRows(list []reports.Slower) []slowerRow {
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
