package reports

import (
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/internal/prose"
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

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Time     string       `xml:"time,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name       string          `xml:"name,attr"`
	Tests      int             `xml:"tests,attr"`
	Failures   int             `xml:"failures,attr"`
	Errors     int             `xml:"errors,attr"`
	Skipped    int             `xml:"skipped,attr"`
	Time       string          `xml:"time,attr"`
	Timestamp  string          `xml:"timestamp,attr"`
	Properties []junitProperty `xml:"properties>property"`
	Cases      []junitCase     `xml:"testcase"`
	ms         float64
}

type junitProperty struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

type junitCase struct {
	Class   string       `xml:"classname,attr"`
	Name    string       `xml:"name,attr"`
	Time    string       `xml:"time,attr"`
	Skipped *junitResult `xml:"skipped"`
	Error   *junitResult `xml:"error"`
	Failure *junitResult `xml:"failure"`
	Out     *junitText   `xml:"system-out"`
}

type junitResult struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",cdata"`
}

type junitText struct {
	Text string `xml:",cdata"`
}

// WriteJUnit writes the report as JUnit XML, one test suite an area, one test
// case a check and dialect.
func WriteJUnit(w io.Writer, r *Report) error {
	doc := junitSuites{Name: "oktascim", Time: seconds(r.DurationMS)}
	properties := junitProperties(r)
	for i := range r.Checks {
		c := &r.Checks[i]
		if n := len(doc.Suites); n == 0 || doc.Suites[n-1].Name != prose.Clean(c.Area) {
			doc.Suites = append(doc.Suites, junitSuite{Name: prose.Clean(c.Area), Timestamp: timestamp(r.Started), Properties: properties})
		}
		doc.Suites[len(doc.Suites)-1].add(junitCaseOf(c, r), c.DurationMS)
	}
	doc.Suites = append(doc.Suites, junitRegression(r, properties)...)
	if r.Verdict == Incomplete && !doc.hasErrors() {
		suite := junitSuite{Name: "run", Timestamp: timestamp(r.Started), Properties: properties}
		suite.add(junitCase{Class: "oktascim.run", Name: "verdict", Time: seconds(0),
			Error: &junitResult{Type: string(Incomplete), Message: "the run is incomplete: no check gave an answer"}}, 0)
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

func (d *junitSuites) hasErrors() bool {
	for i := range d.Suites {
		if d.Suites[i].Errors > 0 {
			return true
		}
	}
	return false
}

func (s *junitSuite) add(c junitCase, ms float64) {
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

func junitCaseOf(c *Check, r *Report) junitCase {
	out := junitCase{Class: "oktascim." + prose.Clean(c.Area), Name: prose.Clean(c.Key().String()), Time: seconds(c.DurationMS)}
	result := &junitResult{Type: string(c.Outcome), Message: prose.Clean(c.Reason)}
	switch c.Outcome {
	case Fail:
		result.Type = string(c.Level)
		result.Message = prose.Clean(failureMessage(c))
		result.Text = findingText(c)
		out.Failure = result
		out.Out = exchangesText(c, r.Target.BaseURL)
	case Warn:
		out.Out = &junitText{"WARNING: a should is not kept\n" + findingText(c)}
	case Lost, Blocked:
		if c.Level != Should && c.KnownBy == "" && (c.Outcome == Lost || r.Verdict == Incomplete) {
			out.Error = result
		} else {
			out.Skipped = result
		}
		out.Out = exchangesText(c, r.Target.BaseURL)
	case Unsupported, Excluded, Known:
		out.Skipped = result
	}
	return out
}

func junitProperties(r *Report) []junitProperty {
	out := []junitProperty{
		{"tool", r.Tool.Name}, {"version", r.Tool.Version}, {"verdict", string(r.Verdict)},
		{"target", r.Target.BaseURL}, {"embedded", strconv.FormatBool(r.Target.Embedded)}, {"profile", r.Profile.Name},
		{"dialects", strings.Join(r.Dialects, ",")}, {"seed", strconv.FormatInt(r.Seed, 10)}, {"run_id", r.RunID},
		{"strict", strconv.FormatBool(r.Strict)}, {"requests", strconv.Itoa(r.Requests)},
		{"started", r.Started.Format(time.RFC3339)}, {"checks", strings.Join(r.Summary.Parts(nil), ", ")},
	}
	for _, s := range r.Profile.Settings {
		out = append(out, junitProperty{"profile." + s.Key, s.Value})
	}
	if b := r.Baseline; b != nil {
		out = append(out, junitProperty{"baseline", b.Origin()}, junitProperty{"baseline_result", b.Headline()})
	}
	for i := range out {
		out[i].Name, out[i].Value = prose.Clean(out[i].Name), prose.Clean(out[i].Value)
	}
	return out
}

// findingText is a failed check in plain text, without its exchanges.
func findingText(c *Check) string {
	p := newPage(prose.Style{}, plainWidth)
	bare := *c
	bare.Exchanges = nil
	p.Failure(&Finding{Check: bare, Dialects: dialectsOf(c)}, "", "")
	return strings.TrimSpace(p.String()) + "\n"
}

// exchangesText is what was sent and answered, in plain text.
func exchangesText(c *Check, base string) *junitText {
	if len(c.Exchanges) == 0 {
		return nil
	}
	p := newPage(prose.Style{}, plainWidth)
	p.Exchanges(c.Exchanges, base, "")
	return &junitText{strings.Trim(p.String(), "\n") + "\n"}
}

func dialectsOf(c *Check) []string {
	if c.Dialect == "" {
		return nil
	}
	return []string{c.Dialect}
}

func seconds(ms float64) string { return strconv.FormatFloat(ms/1000, 'f', 3, 64) }

// timestamp is in UTC and without a zone, which is what the readers' schemas take.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05") }

// junitRegression are suites for what fails a run beside its checks: waivers
// that are out of date, and under Strict what lost its answer since the
// baseline. A reader of the file would not know otherwise why the run is red.
func junitRegression(r *Report, properties []junitProperty) []junitSuite {
	var out []junitSuite
	add := func(name string) *junitSuite {
		out = append(out, junitSuite{Name: name, Timestamp: timestamp(r.Started), Properties: properties})
		return &out[len(out)-1]
	}
	if len(r.Waivers) > 0 {
		suite := add("waivers")
		for i := range r.Waivers {
			suite.add(junitWaiver(&r.Waivers[i]), 0)
		}
	}
	if b := r.Baseline; b != nil && b.Less() {
		suite := add("baseline")
		for _, c := range append(append([]Change{}, b.NoAnswer...), b.GoneChecks...) {
			suite.add(junitChange(c, r.Strict), 0)
		}
	}
	return out
}

func junitWaiver(w *Waiver) junitCase {
	c := junitCase{Class: "oktascim.waivers", Name: prose.Clean(w.Title()), Time: seconds(0)}
	text := prose.Clean(w.At + ": " + w.Sentence() + " (" + w.Owner + ": " + w.Reason + ")")
	if w.State == WaiverExpired || w.State == WaiverStale {
		c.Failure = &junitResult{Type: string(w.State), Message: text, Text: text + "\n"}
	} else {
		c.Out = &junitText{text + "\n"}
	}
	return c
}

// junitChange is a check without an answer that the baseline has one to.
func junitChange(change Change, strict bool) junitCase {
	c := junitCase{Class: "oktascim.baseline", Name: prose.Clean(change.Key().String()), Time: seconds(0)}
	text := "the baseline has an answer to this check (" + prose.VerbOf(change.Was) + "), and this run does not know it"
	if change.Now != "" {
		text = "the baseline has an answer to this check (" + prose.VerbOf(change.Was) + "), and now it is " + prose.VerbOf(change.Now) + ": " + change.Problem
	}
	text = prose.Clean(text)
	if strict {
		c.Failure = &junitResult{Type: "no answer", Message: text, Text: text + "\n"}
	} else {
		c.Out = &junitText{"WARNING: " + text + "\n"}
	}
	return c
}
