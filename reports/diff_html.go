package reports

import (
	"io"
	"math"
	"slices"
)

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
	Tone              tone
}

// htmlPart is one list of changes: in full where the check fails, otherwise a
// line each.
type htmlPart struct {
	Kind, Title, What string
	Tone              tone
	N                 int
	Findings          []findingGroup
	Rows              []htmlChange
	Open              bool
}

type htmlChange struct {
	changeGroup
	ShowProblem bool
	Href        string // the check's place in the page; empty when it has none
}

// Tags, Step and About are for the template.
func (c htmlChange) Tags() string { return c.tags() }
func (c htmlChange) Step() string { return c.step() }

type slowerRow struct {
	Slower
	Was, Now float64 // widths in percent
}

// Times is the growth.
func (s slowerRow) Times() string { return s.times() }

// unfolded is how many lines of what is not urgent are shown at once.
const unfolded = 12

// writeDiffHTML writes a comparison as one page for a browser.
func writeDiffHTML(w io.Writer, d *Diff) error {
	heading, how := d.heading()
	page := htmlDiffPage{Diff: d, Runs: d.runs(), Slower: slowerRows(d.Slower)}
	links := []htmlLink{{"Summary", "#summary"}}
	builder := &findingBuilder{base: d.Now.Target.BaseURL}
	for _, part := range d.parts() {
		p := d.htmlPart(part, builder)
		page.Parts = append(page.Parts, p)
		page.Tiles = append(page.Tiles, partTile{p.N, plural(p.N, part.noun), "#" + p.Kind, p.Tone.Mark(), p.Tone})
		links = append(links, htmlLink{p.Title, "#" + p.Kind})
	}
	if n := len(page.Slower); n > 0 {
		page.Tiles = append(page.Tiles, partTile{n, plural(n, "slower operation"), "#slower", toneWarn.Mark(), toneWarn})
		links = append(links, htmlLink{"Slower operations", "#slower"})
	}
	page.Cut = builder.cut
	name := first(d.Now.Profile.Name, d.Now.targetName())
	return writeHTML(w, "diff.tmpl", htmlPage{
		Title:   clean(clipped(heading+" · "+name, 200)) + " · Okta SCIM conformance",
		Eyebrow: "Okta SCIM conformance: two runs compared", Heading: heading, Lead: d.lead(), Tone: how,
		Facts: []htmlFact{{"Was", startedAt(d.Was)}, {"Now", startedAt(d.Now)}, {"Target", clean(clipped(d.Now.targetName(), 300))}, {"Compared", d.extent()}},
		Parts: append(links, htmlLink{"The two runs", "#runs"}), Tool: d.Now.Tool, Content: page,
	})
}

// lead says what the comparison means.
func (d *Diff) lead() string {
	switch {
	case d.worse():
		return "Something that worked in the earlier run, or failed there in another way, fails now. It comes first."
	case d.less():
		return "Nothing fails that did not fail before. But some checks have no answer any more, so nobody knows whether they still hold."
	case len(d.StillFailing) > 0:
		return "Nothing fails that did not fail before. What failed in the earlier run still fails in the same way."
	}
	return "Nothing fails that did not fail before."
}

func (d *Diff) htmlPart(part part, b *findingBuilder) htmlPart {
	p := htmlPartOf(part)
	switch part.kind {
	case "new":
		p.Findings, p.Rows = b.groups(findings(d.checksOf(part.list), Fail)), nil
	case "changed":
		p.Findings = b.groups(findings(d.checksOf(part.list), Fail))
	}
	return p
}

// htmlPartOf is a list of changes with a line each.
func htmlPartOf(part part) htmlPart {
	p := htmlPart{Kind: part.kind, Title: capital(plural(2, part.noun)), What: part.what, Tone: part.tone(), N: len(part.list)}
	for _, g := range groupChanges(part.list) {
		p.Rows = append(p.Rows, htmlChange{changeGroup: g, ShowProblem: part.problem})
	}
	p.Open = len(p.Rows) <= unfolded || part.tone() == toneBad || part.kind == "no-answer"
	return p
}

// checksOf are the checks of the later run that have changed so.
func (d *Diff) checksOf(list []Change) []Check {
	var out []Check
	for _, check := range d.judged.Checks {
		if slices.ContainsFunc(list, func(c Change) bool { return c.Key() == check.Key() }) {
			out = append(out, check)
		}
	}
	return out
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

// first is the first text that is not empty.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
