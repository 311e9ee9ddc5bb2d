package reports

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures/oktatests"
)

func TestStandsFor(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]string{
		"Okta SPEC step 9":                               "SPEC 9",
		"Okta SPEC steps 3 and 5":                        "SPEC 3, SPEC 5",
		"Okta SPEC step 6: Content-Type application/1.0": "SPEC 6",
		"Okta CRUD steps 9–12, OIN C9293":                "CRUD 9, CRUD 10, CRUD 11, CRUD 12, C9293",
		"Okta CRUD steps 1, 3 and 5-6":                   "CRUD 1, CRUD 3, CRUD 5, CRUD 6",
		"OIN C9298–C9300, C9302":                         "C9298, C9299, C9300, C9302",
		"OIN C9298-9300":                                 "C9298, C9299, C9300",
		"OIN C9292, C9292":                               "C9292",
		"OIN C10000–C99999":                              "C10000",
		"OIN apps get a rename with each change":         "",
		"RFC 7644 §3.5.2":                                "",
		"the color C9292":                                "",
		"Okta SPEC step":                                 "",
		"OIN C9300–C9298":                                "C9300",
	} {
		got := strings.Join(StandsFor([]string{ref}), ", ")
		if len(got) > 100 {
			got, _, _ = strings.Cut(got, ",")
		}
		if got != want {
			t.Errorf("%q: %s, want %s", ref, got, want)
		}
	}
}

// A test's state follows from the checks that stand for it.
func TestCoverageState(t *testing.T) {
	t.Parallel()
	check := func(outcome Outcome, reason string) *Check {
		return &Check{ID: "users." + string(outcome), Outcome: outcome, Reason: reason}
	}
	pass, fail, warn := check(Pass, ""), check(Fail, ""), check(Warn, "")
	blocked, unsupported := check(Blocked, "set-up failed\nand more"), check(Unsupported, "the profile has no roles")
	org := &Check{ID: "org.assign", Area: "org", Outcome: Pass}
	yes := oktatests.Test{Wire: oktatests.Yes}
	partly := oktatests.Test{Wire: oktatests.Partly, Note: "Okta's side is not seen"}
	no := oktatests.Test{Wire: oktatests.No, Note: "nothing is sent"}
	for name, tt := range map[string]struct {
		test  CoveredTest
		state State
		why   string
	}{
		"all pass":             {CoveredTest{Test: yes, Checks: []*Check{pass, pass}}, Holds, ""},
		"a warning":            {CoveredTest{Test: yes, Checks: []*Check{pass, warn}}, Holds, ""},
		"one fails":            {CoveredTest{Test: yes, Checks: []*Check{pass, fail, blocked}}, DoesNotHold, "1 of 3 failed: users.fail"},
		"known to fail":        {CoveredTest{Test: yes, Checks: []*Check{check(Known, "")}}, DoesNotHold, "1 of 1 failed: users.known"},
		"one is blocked":       {CoveredTest{Test: yes, Checks: []*Check{pass, blocked}}, PartlyChecked, "1 of 2 gave no answer: blocked: set-up failed"},
		"one is left out":      {CoveredTest{Test: yes, Checks: []*Check{pass}, Missing: []string{"x"}}, PartlyChecked, "the run left out 1 more check for it"},
		"none answered":        {CoveredTest{Test: yes, Checks: []*Check{unsupported, blocked}}, NotChecked, "unsupported: the profile has no roles; blocked: set-up failed"},
		"all left out":         {CoveredTest{Test: yes, Missing: []string{"x", "y"}}, NotChecked, "the run left out 2 checks for it"},
		"nothing stands":       {CoveredTest{Test: yes}, NotChecked, "no check stands for it"},
		"partly on the wire":   {CoveredTest{Test: partly, Checks: []*Check{pass}}, PartlyChecked, "Okta's side is not seen"},
		"with an org":          {CoveredTest{Test: partly, Checks: []*Check{pass, org}}, Holds, ""},
		"partly, and fails":    {CoveredTest{Test: partly, Checks: []*Check{fail}}, DoesNotHold, "1 of 1 failed: users.fail"},
		"not on the wire":      {CoveredTest{Test: no}, NotOnWire, "nothing is sent"},
		"an org makes it seen": {CoveredTest{Test: no, Checks: []*Check{org}}, Holds, ""},
		"many fail": {CoveredTest{Test: yes, Checks: []*Check{fail, fail, fail, fail, fail}}, DoesNotHold,
			"5 of 5 failed: users.fail, users.fail, users.fail and 2 more"},
	} {
		tt.test.judge()
		if tt.test.State != tt.state || tt.test.Why != tt.why {
			t.Errorf("%s: %s (%s), want %s (%s)", name, tt.test.State, tt.test.Why, tt.state, tt.why)
		}
	}
}

func TestCoverageOf(t *testing.T) {
	t.Parallel()
	r := &Report{Dialects: []string{"aiw"}, Checks: []Check{
		{ID: "users.lookup.upper-case", Area: "lookup", Level: Must, Outcome: Pass, Refs: []string{"Okta SPEC step 9"}},
		{ID: "groups.push", Area: "groups", Level: Must, Dialect: "aiw", Outcome: Fail, Refs: []string{"OIN C9312"}},
	}}
	r.Conclude()
	coverage, err := CoverageOf(r)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]State{}
	for i := range coverage {
		c, sum := &coverage[i], 0
		for _, test := range c.Tests {
			states[test.ID] = test.State
		}
		for _, s := range States() {
			sum += c.Count(s)
		}
		if sum != len(c.Tests) {
			t.Errorf("%s: the states of %d of %d tests are counted", c.ID, sum, len(c.Tests))
		}
	}
	want := map[string]State{"SPEC 9": Holds, "SPEC 1": NotChecked, "CRUD 1": NotOnWire, "C9312": DoesNotHold, "C9323": DoesNotHold, "C9342": NotApplicable, "C9370": NotApplicable, "C9334": NotChecked}
	for id, state := range want {
		if states[id] != state {
			t.Errorf("%s: %s, want %s", id, states[id], state)
		}
	}
}

// A check of the other dialect is not left out of a run in one dialect.
func TestCoverageInOneDialect(t *testing.T) {
	t.Parallel()
	checks, err := oktatests.Checks()
	if err != nil {
		t.Fatal(err)
	}
	only := ""
	for id, standing := range checks {
		for _, c := range standing {
			if cmp.Equal(c.Only, []string{"oin"}) {
				only = id
			}
		}
	}
	if only == "" {
		t.Fatal("no check of the catalogue that stands for a test runs in one dialect only")
	}
	missing := func(dialects ...string) int {
		coverage, err := CoverageOf(&Report{Dialects: dialects})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range coverage {
			for _, test := range c.Tests {
				if test.ID == only {
					return len(test.Missing)
				}
			}
		}
		return -1
	}
	if aiw, both := missing("aiw"), missing("aiw", "oin"); aiw >= both {
		t.Errorf("%s: %d checks are missing in an AIW run, %d in both dialects", only, aiw, both)
	}
}
