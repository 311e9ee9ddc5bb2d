// Package junit writes a report as JUnit XML, for CI systems.
package junit

import (
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// The shape is the intersection of what Jenkins (junit-10.xsd of its xunit
// plugin) and GitLab (https://docs.gitlab.com/ci/testing/unit_test_reports/)
// read: suites, cases, failure, error, skipped, system-out, suite properties.
//
// A reader of this file must come to the same conclusion as a reader of the
// exit code. So a warning is a case that passed, with the warning in
// system-out: as a failure it would turn a build red that conforms, and as
// skipped it would seem not to have run. And a blocked check is skipped beside
// the failure that explains it, but an error when the run is incomplete; a
// should that gave no answer is skipped, because no verdict hangs on it.

type document struct {
	XMLName  xml.Name    `xml:"testsuites"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Time     string      `xml:"time,attr"`
	Suites   []testSuite `xml:"testsuite"`
}

type testSuite struct {
	Name       string     `xml:"name,attr"`
	Tests      int        `xml:"tests,attr"`
	Failures   int        `xml:"failures,attr"`
	Errors     int        `xml:"errors,attr"`
	Skipped    int        `xml:"skipped,attr"`
	Time       string     `xml:"time,attr"`
	Timestamp  string     `xml:"timestamp,attr"`
	Properties []property `xml:"properties>property"`
	Cases      []testCase `xml:"testcase"`
	ms         float64
}

type property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type testCase struct {
	Class   string   `xml:"classname,attr"`
	Name    string   `xml:"name,attr"`
	Time    string   `xml:"time,attr"`
	Skipped *outcome `xml:"skipped"`
	Error   *outcome `xml:"error"`
	Failure *outcome `xml:"failure"`
	Out     *cdata   `xml:"system-out"`
}

type outcome struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",cdata"`
}

type cdata struct {
	Text string `xml:",cdata"`
}

// Write writes the report as JUnit XML, one test suite an area, one test
// case a check and dialect.
func Write(w io.Writer, r *reports.Report) error {
	doc := document{Name: "oktascim", Time: seconds(r.DurationMS)}
	properties := propertiesOf(r)
	for i := range r.Checks {
		c := &r.Checks[i]
		if n := len(doc.Suites); n == 0 || doc.Suites[n-1].Name != prose.Clean(c.Area) {
			doc.Suites = append(doc.Suites, testSuite{Name: prose.Clean(c.Area), Timestamp: timestamp(r.Started), Properties: properties})
		}
		doc.Suites[len(doc.Suites)-1].add(caseOf(c, r), c.DurationMS)
	}
	doc.Suites = append(doc.Suites, beside(r, properties)...)
	if r.Verdict == reports.Incomplete && !doc.hasErrors() {
		suite := testSuite{Name: "run", Timestamp: timestamp(r.Started), Properties: properties}
		suite.add(testCase{Class: "oktascim.run", Name: "verdict", Time: seconds(0),
			Error: &outcome{Type: string(reports.Incomplete), Message: "the run is incomplete: no check gave an answer"}}, 0)
		doc.Suites = append(doc.Suites, suite)
	}
	for i := range doc.Suites {
		s := &doc.Suites[i]
		s.Time = seconds(s.ms)
		doc.Tests += s.Tests
		doc.Failures += s.Failures
		doc.Errors += s.Errors
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (d *document) hasErrors() bool {
	return slices.ContainsFunc(d.Suites, func(s testSuite) bool { return s.Errors > 0 })
}

func (s *testSuite) add(c testCase, ms float64) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	s.ms += ms
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

func caseOf(c *reports.Check, r *reports.Report) testCase {
	out := testCase{Class: "oktascim." + prose.Clean(c.Area), Name: prose.Clean(c.Key().String()), Time: seconds(c.DurationMS)}
	result := &outcome{Type: string(c.Outcome), Message: prose.Clean(c.Reason)}
	switch c.Outcome {
	case reports.Fail:
		result.Type = string(c.Level)
		result.Message = prose.Clean(show.Message(c))
		result.Text = findingText(c)
		out.Failure = result
		out.Out = exchangesText(c, r.Target.BaseURL)
	case reports.Warn:
		out.Out = &cdata{"WARNING: a should is not kept\n" + findingText(c)}
	case reports.Lost, reports.Blocked:
		if c.Level != reports.Should && c.KnownBy == "" && (c.Outcome == reports.Lost || r.Verdict == reports.Incomplete) {
			out.Error = result
		} else {
			out.Skipped = result
		}
		out.Out = exchangesText(c, r.Target.BaseURL)
	case reports.Unsupported, reports.Excluded, reports.Known:
		out.Skipped = result
	}
	return out
}

func propertiesOf(r *reports.Report) []property {
	out := []property{
		{"tool", r.Tool.Name}, {"version", r.Tool.Version}, {"verdict", string(r.Verdict)},
		{"target", r.Target.BaseURL}, {"embedded", strconv.FormatBool(r.Target.Embedded)}, {"profile", r.Profile.Name},
		{"dialects", strings.Join(r.Dialects, ",")}, {"seed", strconv.FormatInt(r.Seed, 10)}, {"run_id", r.RunID},
		{"strict", strconv.FormatBool(r.Strict)}, {"requests", strconv.Itoa(r.Requests)},
		{"started", r.Started.Format(time.RFC3339)}, {"checks", strings.Join(r.Summary.Parts(nil), ", ")},
	}
	if r.Depth != "" {
		out = append(out, property{"depth", r.Depth})
	}
	for _, s := range r.Profile.Settings {
		out = append(out, property{"profile." + s.Key, s.Value})
	}
	if b := r.Baseline; b != nil {
		out = append(out, property{"baseline", b.Origin()}, property{"baseline_result", b.Headline()})
	}
	for i := range out {
		out[i].Name, out[i].Value = prose.Clean(out[i].Name), prose.Clean(out[i].Value)
	}
	return out
}

func findingText(c *reports.Check) string {
	p := show.NewPage(prose.Style{}, show.PlainWidth)
	bare := *c
	bare.Exchanges = nil
	p.Failure(&reports.Finding{Check: bare, Dialects: dialectsOf(c)}, "", "")
	return strings.TrimSpace(p.String()) + "\n"
}

func exchangesText(c *reports.Check, base string) *cdata {
	if len(c.Exchanges) == 0 {
		return nil
	}
	p := show.NewPage(prose.Style{}, show.PlainWidth)
	p.Exchanges(c.Exchanges, base, "")
	return &cdata{strings.Trim(p.String(), "\n") + "\n"}
}

func dialectsOf(c *reports.Check) []string {
	if c.Dialect == "" {
		return nil
	}
	return []string{c.Dialect}
}

func seconds(ms float64) string { return strconv.FormatFloat(ms/1000, 'f', 3, 64) }

// timestamp is in UTC and without a zone, which is what the readers' schemas take.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05") }

// beside are suites for what fails a run beside its checks: waivers
// that are out of date, and under Strict what lost its answer since the
// baseline. A reader of the file would not know otherwise why the run is red.
func beside(r *reports.Report, properties []property) []testSuite {
	var out []testSuite
	add := func(name string) *testSuite {
		out = append(out, testSuite{Name: name, Timestamp: timestamp(r.Started), Properties: properties})
		return &out[len(out)-1]
	}
	if len(r.Waivers) > 0 {
		suite := add("waivers")
		for i := range r.Waivers {
			suite.add(waiverCase(&r.Waivers[i]), 0)
		}
	}
	if b := r.Baseline; b != nil && b.Less() {
		suite := add("baseline")
		for _, c := range append(append([]reports.Change{}, b.NoAnswer...), b.GoneChecks...) {
			suite.add(changeCase(c, r.Strict), 0)
		}
	}
	return out
}

func waiverCase(w *reports.Waiver) testCase {
	c := testCase{Class: "oktascim.waivers", Name: prose.Clean(w.Title()), Time: seconds(0)}
	text := prose.Clean(w.At + ": " + w.Sentence() + " (" + w.Owner + ": " + w.Reason + ")")
	if w.State == reports.WaiverExpired || w.State == reports.WaiverStale {
		c.Failure = &outcome{Type: string(w.State), Message: text, Text: text + "\n"}
	} else {
		c.Out = &cdata{text + "\n"}
	}
	return c
}

// changeCase is a check without an answer that the baseline has one to.
func changeCase(change reports.Change, strict bool) testCase {
	c := testCase{Class: "oktascim.baseline", Name: prose.Clean(change.Key().String()), Time: seconds(0)}
	text := "the baseline has an answer to this check (" + prose.VerbOf(change.Was) + "), and this run does not know it"
	if change.Now != "" {
		text = "the baseline has an answer to this check (" + prose.VerbOf(change.Was) + "), and now it is " + prose.VerbOf(change.Now) + ": " + change.Problem
	}
	text = prose.Clean(text)
	if strict {
		c.Failure = &outcome{Type: "no answer", Message: text, Text: text + "\n"}
	} else {
		c.Out = &cdata{"WARNING: " + text + "\n"}
	}
	return c
}
