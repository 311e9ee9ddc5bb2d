package junit

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

// The elements and attributes that Jenkins' junit-10.xsd knows.
func schema() map[string][2][]string { // parents, attributes
	result := []string{"type", "message"}
	return map[string][2][]string{
		"testsuites": {{""}, {"name", "time", "tests", "failures", "errors"}},
		"testsuite":  {{"testsuites"}, {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"}},
		"properties": {{"testsuite"}, nil},
		"property":   {{"properties"}, {"name", "value"}},
		"testcase":   {{"testsuite"}, {"name", "time", "classname"}},
		"failure":    {{"testcase"}, result}, "error": {{"testcase"}, result}, "skipped": {{"testcase"}, result},
		"system-out": {{"testcase"}, nil},
	}
}

func TestJUnitIsValid(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*reports.Report{"sample": sample.Mixed(), "poisoned": sample.Poisoned(sample.Hostile), "incomplete": sample.Incomplete(), "empty": {Verdict: reports.Incomplete}} {
		var b bytes.Buffer
		if err := Write(&b, r); err != nil {
			t.Fatal(err)
		}
		decoder, stack := xml.NewDecoder(&b), []string{""}
		schema, seen := schema(), map[string]bool{}
		class := ""
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch e := token.(type) {
			case xml.StartElement:
				rule, known := schema[e.Name.Local]
				if !known || !slices.Contains(rule[0], stack[len(stack)-1]) {
					t.Errorf("%s: <%s> in <%s>", name, e.Name.Local, stack[len(stack)-1])
				}
				for _, a := range e.Attr {
					if !slices.Contains(rule[1], a.Name.Local) {
						t.Errorf("%s: <%s %s>", name, e.Name.Local, a.Name.Local)
					}
					if _, err := strconv.ParseFloat(a.Value, 64); a.Name.Local == "time" && err != nil {
						t.Errorf("%s: time=%q", name, a.Value)
					}
					if e.Name.Local == "testcase" && a.Name.Local == "classname" {
						class = a.Value
					}
					if e.Name.Local == "testcase" && a.Name.Local == "name" {
						// GitLab merges cases of the same class and name.
						if key := class + "\x00" + a.Value; seen[key] {
							t.Errorf("%s: %q twice", name, a.Value)
						} else {
							seen[key] = true
						}
					}
				}
				stack = append(stack, e.Name.Local)
			case xml.EndElement:
				stack = stack[:len(stack)-1]
			}
		}
	}
}

// Who reads only this file must conclude what the exit code says.
func TestJUnitAgreesWithTheExitCode(t *testing.T) {
	t.Parallel()
	warned := sample.Green()
	warned.Checks[0].Level, warned.Checks[0].Outcome = reports.Should, reports.Fail
	warned.Conclude()
	lost := sample.Green()
	lost.Checks[0].Level, lost.Checks[0].Outcome = reports.Should, reports.Lost
	lost.Checks[1].Level, lost.Checks[1].Outcome = reports.Should, reports.Blocked
	lost.Conclude()
	nothing := &reports.Report{Checks: []reports.Check{{ID: "a", Area: "auth", Outcome: reports.Unsupported}}}
	nothing.Conclude()
	for name, r := range map[string]*reports.Report{"green": sample.Green(), "warned": warned, "lost should": lost, "sample": sample.Mixed(), "incomplete": sample.Incomplete(), "nothing ran": nothing} {
		var b bytes.Buffer
		if err := Write(&b, r); err != nil {
			t.Fatal(err)
		}
		var doc document
		if err := xml.Unmarshal(b.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if red := doc.Failures+doc.Errors > 0; red != (r.ExitCode() != 0) {
			t.Errorf("%s: %d failures, %d errors, exit code %d", name, doc.Failures, doc.Errors, r.ExitCode())
		}
		cases, red := 0, 0
		for _, s := range doc.Suites {
			cases += len(s.Cases)
			red += s.Failures + s.Errors
			if len(s.Properties) == 0 {
				t.Errorf("%s: suite %s has no properties", name, s.Name)
			}
		}
		if cases != doc.Tests || red != doc.Failures+doc.Errors {
			t.Errorf("%s: the totals do not add up", name)
		}
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, Write, map[string]*reports.Report{"junit.xml": sample.Mixed(), "junit-regression": sample.Regressed(false)})
}
