package reports

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/fixtures/oktatests"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Coverage is what a report says about one of Okta's own test documents.
type Coverage struct {
	ID     string // SPEC, CRUD, CRUD-E, ENT or OIN
	Name   string
	About  string
	Source string
	Tests  []CoveredTest
}

// CoveredTest is one step or case and the checks of the report that stand for it.
type CoveredTest struct {
	oktatests.Test
	State State
	// Why tells what the state comes from; empty when the test holds.
	Why string
	// Checks are those of the report that stand for the test, by their refs, in
	// report order. They point into the report.
	Checks []*Check
	// Missing are checks that stand for the test too and were not part of the run.
	Missing []string
}

// State is what a report says about one of Okta's own tests.
type State string

const (
	Holds         State = "holds"
	DoesNotHold   State = "does not hold"
	NotApplicable State = "not applicable" // to this integration, by its profile or by default
	PartlyChecked State = "partly checked" // nothing speaks against it, and not all of it was seen
	NotChecked    State = "not checked"
	NotOnWire     State = "not possible over the wire"
)

// States returns all states, in the order in which they are listed.
func States() []State {
	return []State{Holds, DoesNotHold, PartlyChecked, NotChecked, NotOnWire, NotApplicable}
}

// Word returns the state as it follows a number of tests.
func (s State) Word(n int) string {
	switch {
	case n == 1:
		return string(s)
	case s == Holds:
		return "hold"
	case s == DoesNotHold:
		return "do not hold"
	}
	return string(s)
}

// Count returns the number of tests in a state.
func (c *Coverage) Count(s State) int {
	n := 0
	for i := range c.Tests {
		if c.Tests[i].State == s {
			n++
		}
	}
	return n
}

// Covers reports whether any check of the report stands for one of the tests. Those
// of a pilot do not.
func Covers(all []Coverage) bool {
	return slices.ContainsFunc(all, func(c Coverage) bool {
		return slices.ContainsFunc(c.Tests, func(t CoveredTest) bool { return len(t.Checks) > 0 })
	})
}

// orgArea is the area of checks that drive a real Okta org: they see Okta's
// side too, which requests to the app cannot show.
const orgArea = "org"

// CoverageOf tells, for each of Okta's own tests that the integration hands in,
// which checks of the report stand for each test and whether it holds.
func CoverageOf(r *Report) ([]Coverage, error) {
	suites, err := oktatests.Suites()
	if err != nil {
		return nil, err
	}
	catalogue, err := oktatests.Checks()
	if err != nil {
		return nil, err
	}
	standing, planned := map[string][]*Check{}, map[string]bool{}
	// A check of another dialect than the run's is not left out: it says nothing about this app.
	elsewhere := func(c oktatests.Standing) bool {
		return len(c.Only) > 0 && !slices.ContainsFunc(c.Only, func(d string) bool { return slices.Contains(r.Dialects, d) })
	}
	for i := range r.Checks {
		c := &r.Checks[i]
		planned[c.ID] = true
		for _, id := range StandsFor(c.Refs) {
			standing[id] = append(standing[id], c)
		}
	}
	left := map[string][]string{}
	for id, checks := range catalogue {
		for _, c := range checks {
			if !planned[c.ID] && !elsewhere(c) {
				left[id] = append(left[id], c.ID)
			}
		}
	}
	var out []Coverage
	actions := strings.Split(r.Profile.Setting("okta.actions"), ", ")
	entitled := slices.Contains(actions, "entitlements")
	for _, s := range suites {
		if s.ID == "CRUD" && entitled || (s.ID == "CRUD-E" || s.ID == "ENT") && !entitled {
			continue
		}
		covered := Coverage{ID: s.ID, Name: s.Name, About: s.About, Source: s.Source}
		for _, test := range s.Tests {
			one := coveredTest(test, standing, left)
			if test.Needs != "" && !slices.Contains(actions, test.Needs) {
				one.State, one.Why = NotApplicable, "it applies to integrations with "+test.Needs
			}
			covered.Tests = append(covered.Tests, perEndpoint(one)...)
		}
		out = append(out, covered)
	}
	return out, nil
}

// perEndpoint is the one request of the Entitlements test as a row for each endpoint to which it was sent.
func perEndpoint(t CoveredTest) []CoveredTest {
	var out []CoveredTest
	seen := map[string]bool{}
	for _, c := range t.Checks {
		for _, x := range c.Exchanges {
			u, err := url.Parse(x.URL)
			if err != nil || t.ID != "ENT 1" || u.RawQuery != "count=1&startIndex=1" {
				continue
			}
			endpoint := u.Path[strings.LastIndex(u.Path, "/"):]
			if seen[endpoint] {
				continue
			}
			seen[endpoint] = true
			one := t
			one.ID, one.Request = "ENT "+endpoint[1:], "GET "+endpoint+"?count=1&startIndex=1"
			about := func(p Problem) bool { return strings.HasSuffix(p.Operation, endpoint) }
			if c.Outcome == Fail && len(c.Problems) > 0 && !slices.ContainsFunc(c.Problems, about) {
				one.State, one.Why = Holds, ""
			}
			out = append(out, one)
		}
	}
	if out == nil {
		return []CoveredTest{t}
	}
	return out
}

func coveredTest(test oktatests.Test, standing map[string][]*Check, left map[string][]string) CoveredTest {
	out := CoveredTest{Test: test}
	for _, id := range append([]string{test.ID}, test.Via...) {
		for _, c := range standing[id] {
			if !slices.Contains(out.Checks, c) {
				out.Checks = append(out.Checks, c)
			}
		}
		for _, check := range left[id] {
			if !slices.Contains(out.Missing, check) {
				out.Missing = append(out.Missing, check)
			}
		}
	}
	out.judge()
	return out
}

// judge derives the state. A should that is not kept is a warning and speaks
// not against the test: what Okta's own test asks for is a must.
func (t *CoveredTest) judge() {
	var failed, silent []*Check
	ran, org := 0, false
	for _, c := range t.Checks {
		switch {
		case c.Outcome == Fail || c.Outcome == Known:
			failed = append(failed, c)
		case !c.Outcome.Ran():
			silent = append(silent, c)
		default:
			ran++
			org = org || c.Area == orgArea
		}
	}
	switch {
	case len(failed) > 0:
		t.State, t.Why = DoesNotHold, fmt.Sprintf("%s of %d failed: %s", prose.Grouped(len(failed)), len(t.Checks), keysOf(failed))
	case len(t.Checks) == 0 && t.Wire == oktatests.No:
		t.State, t.Why = NotOnWire, t.Note
	case len(t.Checks) == 0 && len(t.Missing) > 0:
		t.State, t.Why = NotChecked, "the run left out "+prose.Count(len(t.Missing), "check")+" for it"
	case len(t.Checks) == 0:
		t.State, t.Why = NotChecked, "no check stands for it"
	case ran == 0:
		t.State, t.Why = NotChecked, reasonsOf(silent)
	default:
		var why []string
		if len(silent) > 0 {
			why = append(why, fmt.Sprintf("%d of %d gave no answer: %s", len(silent), len(t.Checks), reasonsOf(silent)))
		}
		if len(t.Missing) > 0 {
			why = append(why, "the run left out "+prose.Count(len(t.Missing), "more check")+" for it")
		}
		if t.Wire != oktatests.Yes && !org {
			why = append(why, t.Note)
		}
		t.State, t.Why = Holds, strings.Join(why, "; ")
		if len(why) > 0 {
			t.State = PartlyChecked
		}
	}
}

// named is how many checks or reasons a sentence spells out.
const named = 3

func keysOf(checks []*Check) string {
	var out []string
	for _, c := range checks {
		out = append(out, c.Key().String())
	}
	return some(out, ", ")
}

func reasonsOf(checks []*Check) string {
	var out []string
	for _, c := range checks {
		reason := string(c.Outcome)
		if c.Reason != "" {
			reason += ": " + prose.FirstLine(c.Reason, "")
		}
		if !slices.Contains(out, reason) {
			out = append(out, reason)
		}
	}
	return some(out, "; ")
}

func some(list []string, separator string) string {
	if more := len(list) - named; more > 0 {
		return strings.Join(list[:named], separator) + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(list, separator)
}

// InWords returns the numbers of tests by state.
func (c Coverage) InWords() string {
	var parts []string
	for _, s := range States() {
		if n := c.Count(s); n > 0 {
			parts = append(parts, prose.Grouped(n)+" "+s.Word(n))
		}
	}
	return strings.Join(parts, ", ")
}

// Anchor returns the place of the test in the page.
func (t CoveredTest) Anchor() string { return "test/" + strings.ReplaceAll(t.ID, " ", "-") }

// Tone returns how good the state of the test is.
func (t CoveredTest) Tone() Tone { return t.State.Tone() }

var (
	// stepRef is "Okta SPEC step 9" or "Okta CRUD steps 9–12"; CRUD-E is the form with entitlements, ENT the Entitlements test.
	stepRef = regexp.MustCompile(`\bOkta (SPEC|CRUD-E|CRUD|ENT) steps? (\d+(?:(?:, | and |[–-])\d+)*)`)
	// caseRef is a case of the OIN test plan or a range of them: C9292, C9298–C9300.
	caseRef = regexp.MustCompile(`\bC(\d{4,5})(?:[–-]C?(\d{4,5}))?\b`)
	span    = regexp.MustCompile(`(\d+)(?:[–-](\d+))?`)
)

// longestSpan bounds what a range in a ref stands for.
const longestSpan = 100

// StandsFor reads from the refs of a check which of Okta's own tests it stands
// for: "SPEC 9", "CRUD 8", "C9292", each once.
func StandsFor(refs []string) []string {
	var out []string
	add := func(prefix, from, to string) {
		first, _ := strconv.Atoi(from)
		last, _ := strconv.Atoi(to)
		for n := first; n <= min(max(first, last), first+longestSpan); n++ {
			if id := prefix + strconv.Itoa(n); !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	for _, ref := range refs {
		for _, m := range stepRef.FindAllStringSubmatch(ref, -1) {
			for _, part := range span.FindAllStringSubmatch(m[2], -1) {
				add(m[1]+" ", part[1], part[2])
			}
		}
		if !strings.Contains(ref, "OIN ") {
			continue
		}
		for _, m := range caseRef.FindAllStringSubmatch(ref, -1) {
			add("C", m[1], m[2])
		}
	}
	return out
}
