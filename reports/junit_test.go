package reports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"testing"
)

// The elements and attributes that Jenkins' junit-10.xsd knows.
func junitSchema() map[string][2][]string { // parents, attributes
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
	for name, r := range map[string]*Report{"sample": sample(), "poisoned": poisoned(hostile), "incomplete": incomplete(), "empty": {Verdict: Incomplete}} {
		var b bytes.Buffer
		if err := WriteJUnit(&b, r); err != nil {
			t.Fatal(err)
		}
		decoder, stack := xml.NewDecoder(&b), []string{""}
		schema, seen := junitSchema(), map[string]bool{}
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
	warned := green()
	warned.Checks[0].Level, warned.Checks[0].Outcome = Should, Fail
	warned.Conclude()
	lost := green()
	lost.Checks[0].Level, lost.Checks[0].Outcome = Should, Lost
	lost.Checks[1].Level, lost.Checks[1].Outcome = Should, Blocked
	lost.Conclude()
	nothing := &Report{Checks: []Check{{ID: "a", Area: "auth", Outcome: Unsupported}}}
	nothing.Conclude()
	for name, r := range map[string]*Report{"green": green(), "warned": warned, "lost should": lost, "sample": sample(), "incomplete": incomplete(), "nothing ran": nothing} {
		var b bytes.Buffer
		if err := WriteJUnit(&b, r); err != nil {
			t.Fatal(err)
		}
		var doc junitSuites
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

func TestGolden_junit(t *testing.T) {
	t.Parallel()
	golden(t, WriteJUnit, map[string]*Report{"junit.xml": sample(), "junit-regression": regressed(false)})
}
