package html

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Write writes the report as one page for a browser, complete in itself:
// it loads nothing, and everything in it can be read without its script.
func Write(w io.Writer, r *reports.Report) error {
	coverage, err := reports.CoverageOf(r)
	if err != nil {
		return err
	}
	return WritePage(w, pageFile("report.tmpl"), runPage(r, coverage))
}

type run struct {
	*reports.Report
	Tiles    []tile
	Sections []findingSection
	Areas    []areaView
	Coverage []coverageView
	Latency  latencyView
	Settle   settleView
	Filter   filterView
	Cut      bool
	Next     []reports.Step

	Regression *regression
	WaiverRows []waiverRow
}

type tile struct {
	Outcome reports.Outcome
	N       int
	Href    string
}

type findingSection struct {
	ID, Title string
	Outcome   reports.Outcome
	Results   int // checks, counted once a dialect
	Causes    []reports.Cause
	Groups    []findingGroup
}

// Distinct returns the number of findings.
func (s findingSection) Distinct() int {
	n := 0
	for _, g := range s.Groups {
		n += len(g.Findings)
	}
	return n
}

// tocShown is how many symptoms the overview of a section lists at once.
const tocShown = 8

// symptomToc is the overview of a section: the most frequent symptoms first.
type symptomToc struct{ First, Rest []findingGroup }

// Common returns the overview of a section that is long enough to need one.
func (s findingSection) Common() *symptomToc {
	if len(s.Groups) <= 4 || len(s.Causes) > 0 {
		return nil
	}
	all := slices.Clone(s.Groups)
	slices.SortStableFunc(all, func(a, b findingGroup) int { return len(b.Findings) - len(a.Findings) })
	n := min(len(all), tocShown)
	return &symptomToc{First: all[:n], Rest: all[n:]}
}

func runPage(r *reports.Report, coverage []reports.Coverage) Page {
	b := &findingBuilder{base: r.Target.BaseURL}
	failed, causes := r.Failures()
	c := run{Report: r, Latency: latencyRows(r.Latency), Settle: settleRows(r), Filter: filterFor(r.Checks)}
	for i := range coverage {
		c.Coverage = append(c.Coverage, coverageView{&coverage[i]})
	}
	for _, a := range r.ByArea() {
		c.Areas = append(c.Areas, areaView{a})
	}
	parts := []prose.Link{{Text: "Summary", Href: "#summary"}}
	for _, s := range []findingSection{
		{ID: "failed", Title: "What failed", Outcome: reports.Fail},
		{ID: "warnings", Title: "Warnings", Outcome: reports.Warn},
		{ID: "known", Title: "Known failures", Outcome: reports.Known},
	} {
		s.Results = r.Summary.Of(s.Outcome)
		if s.Results == 0 {
			continue
		}
		list := failed
		if s.Outcome == reports.Fail {
			s.Causes = causes
		} else {
			list = reports.Findings(r.Checks, s.Outcome)
		}
		s.Groups = b.groups(list)
		c.Sections = append(c.Sections, s)
		parts = append(parts, prose.Link{Text: s.Title, Href: "#" + s.ID})
	}
	c.Cut = b.cut
	if c.Regression = regressionRows(r.Baseline); c.Regression != nil {
		parts = append(parts, prose.Link{Text: "Since the baseline", Href: "#regression"})
	}
	if c.WaiverRows = waiverRows(r.Waivers); len(c.WaiverRows) > 0 {
		parts = append(parts, prose.Link{Text: "Waivers", Href: "#waivers"})
	}
	if len(r.NotRun) > 0 {
		parts = append(parts, prose.Link{Text: "Not checked", Href: "#not-run"})
	}
	parts = append(parts, prose.Link{Text: "Okta's own tests", Href: "#coverage"})
	if len(c.Latency.Rows) > 0 {
		parts = append(parts, prose.Link{Text: "Latency", Href: "#latency"})
	}
	parts = append(parts, prose.Link{Text: "All checks", Href: "#checks"}, prose.Link{Text: "This run", Href: "#run"})
	c.Tiles = tiles(r)
	c.Next = r.Next(failed, causes)
	name := r.Profile.Name
	if name == "" {
		name = r.Target.BaseURL
	}
	return Page{
		Title:   prose.Clean(prose.Clipped(string(r.Verdict)+" · "+name, 200)) + " · Okta SCIM conformance",
		Eyebrow: "Okta SCIM conformance report",
		Heading: prose.Capital(string(r.Verdict)), Lead: lead(r), Tone: r.Verdict.Tone(),
		Facts: Facts(r), Parts: parts, Tool: r.Tool, Content: c,
	}
}

func lead(r *reports.Report) string {
	s := r.Summary
	switch r.Verdict {
	case reports.Conforms:
		return "Okta provisioning works with this app: every requirement that could be checked holds."
	case reports.ConformsWithWarnings:
		return leadWithWarnings(r)
	case reports.DoesNotConform:
		if s.Fail == 0 {
			return "No check failed that is not known, but a waiver is out of date, or checks that the baseline has an answer to have none now."
		}
		return fmt.Sprintf("%s of %s failed. What an Okta admin would see of it comes before the details.", prose.Capital(prose.Count(s.Fail, "check")), prose.Grouped(s.Pass+s.Fail+s.Warn+s.Known))
	}
	return "Something that matters could not be checked, so this run does not tell whether Okta provisioning works."
}

// Facts returns the run in a few words.
func Facts(r *reports.Report) []Fact {
	out := []Fact{{"Target", prose.Clean(prose.Clipped(r.Target.BaseURL, 300))}}
	if r.Target.Embedded {
		out[0].Value += " (embedded reference provider)"
	}
	if r.Profile.Name != "" {
		out = append(out, Fact{"Profile", prose.Clean(prose.Clipped(r.Profile.Name, 200))})
	}
	if len(r.Dialects) > 0 {
		out = append(out, Fact{"Dialects", prose.Clean(prose.Clipped(strings.Join(r.Dialects, ", "), 100))})
	}
	if depth := r.DepthWords(); depth != "" {
		out = append(out, Fact{"Depth", prose.Clean(prose.Clipped(strings.TrimPrefix(depth, "depth "), 100))})
	}
	if !r.Started.IsZero() {
		out = append(out, Fact{"Started", r.Started.Format("2 January 2006 15:04:05 MST")})
	}
	return append(out, Fact{"Duration", prose.Human(r.DurationMS)}, Fact{"Requests", prose.Grouped(r.Requests)})
}

// tiles are the numbers of the summary that are not zero, and always the
// passed and the failed ones.
func tiles(r *reports.Report) []tile {
	place := map[reports.Outcome]string{reports.Fail: "#failed", reports.Warn: "#warnings", reports.Known: "#known", reports.Pass: "#checks"}
	var out []tile
	for _, o := range []reports.Outcome{reports.Fail, reports.Warn, reports.Pass, reports.Known, reports.Blocked, reports.Lost, reports.Unsupported, reports.Excluded} {
		n := r.Summary.Of(o)
		if n == 0 && o != reports.Pass && o != reports.Fail {
			continue
		}
		href := place[o]
		switch {
		case n == 0:
			href = "#checks"
		case href == "":
			href = "#not-run"
		}
		out = append(out, tile{o, n, href})
	}
	return out
}

type areaView struct{ reports.AreaResult }

// Tone returns that of the worst outcome.
func (a areaView) Tone() reports.Tone { return reports.ToneOf(a.Summary.Worst()) }

// Counts returns the numbers in words.
func (a areaView) Counts() []string { return a.Summary.Parts(nil) }

// Bar returns the area as parts of a bar.
func (a areaView) Bar() []barPart {
	var out bar
	for _, o := range []reports.Outcome{reports.Pass, reports.Warn, reports.Known, reports.Fail, reports.Lost, reports.Blocked, reports.Unsupported, reports.Excluded} {
		class := string(reports.ToneOf(o))
		if o == reports.Blocked || o == reports.Lost {
			class = "void"
		}
		out.add(class, a.Summary.Of(o), a.Summary.Total)
	}
	return out
}

type barPart struct {
	Class    string
	X, Width float64
}

type bar []barPart

// add puts n of total at the end of the bar.
func (b *bar) add(class string, n, total int) {
	if n == 0 {
		return
	}
	part := barPart{Class: class, Width: 100 * float64(n) / float64(total)}
	if len(*b) > 0 {
		last := (*b)[len(*b)-1]
		part.X = last.X + last.Width
	}
	*b = append(*b, part)
}

type filterView struct {
	Outcomes                []reports.Outcome
	Areas, Levels, Dialects []string
	Total                   int
}

func filterFor(checks []reports.Check) filterView {
	f := filterView{Total: len(checks)}
	for i := range checks {
		c := &checks[i]
		f.Areas = addOnce(f.Areas, c.Area)
		f.Levels = addOnce(f.Levels, string(c.Level))
		if c.Dialect != "" {
			f.Dialects = addOnce(f.Dialects, c.Dialect)
		}
	}
	for _, o := range []reports.Outcome{reports.Fail, reports.Warn, reports.Known, reports.Blocked, reports.Lost, reports.Pass, reports.Unsupported, reports.Excluded} {
		if slices.ContainsFunc(checks, func(c reports.Check) bool { return c.Outcome == o }) {
			f.Outcomes = append(f.Outcomes, o)
		}
	}
	slices.Sort(f.Dialects)
	return f
}

func addOnce(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

type coverageView struct{ *reports.Coverage }

// Bar returns the states of the tests as parts of a bar.
func (c coverageView) Bar() []barPart {
	var out bar
	for _, s := range reports.States() {
		out.add(string(s.Tone()), c.Count(s), len(c.Tests))
	}
	return out
}

// Counts returns the numbers of tests by state, in words.
func (c coverageView) Counts() []string {
	var out []string
	for _, s := range reports.States() {
		if n := c.Count(s); n > 0 {
			out = append(out, prose.Grouped(n)+" "+string(s))
		}
	}
	return out
}

func leadWithWarnings(r *reports.Report) string {
	s := r.Summary
	switch {
	case s.Known > 0:
		return fmt.Sprintf("Nothing fails that was not known. %s known to fail; everything else that could be checked holds.", prose.Capital(prose.Are(s.Known)))
	case s.Warn > 0:
		return fmt.Sprintf("Okta provisioning works with this app. %s of the standard, on which Okta does not depend, should be looked at.",
			prose.Capital(prose.Count(s.Warn, "finer point")))
	}
	return "Nothing fails, but some checks that had an answer before have none now, or are blocked as it was known."
}
