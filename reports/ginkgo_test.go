package reports

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/onsi/ginkgo/v2/types"
)

func spec(state types.SpecState, change func(*types.SpecReport)) types.SpecReport {
	s := types.SpecReport{
		LeafNodeType: types.NodeTypeIt, LeafNodeText: "an unknown user is not found", State: state, RunTime: 1500 * time.Microsecond,
		LeafNodeLabels: []string{"id:users.lookup.unknown", "area:lookup", "level:must", "dialect:aiw"},
	}
	if change != nil {
		change(&s)
	}
	return s
}

func with(value any) func(*types.SpecReport) {
	return func(s *types.SpecReport) {
		s.ReportEntries = types.ReportEntries{
			{Name: "noise", Value: types.WrapEntryValue("x")},
			{Name: EntryName, Value: types.WrapEntryValue(value)},
		}
	}
}

func failure(message string) func(*types.SpecReport) {
	return func(s *types.SpecReport) {
		s.Failure = types.Failure{Message: message, Location: types.CodeLocation{FileName: "/build/dir/suites/lookup.go", LineNumber: 7}}
	}
}

func both(changes ...func(*types.SpecReport)) func(*types.SpecReport) {
	return func(s *types.SpecReport) {
		for _, change := range changes {
			change(s)
		}
	}
}

func TestFromSpec(t *testing.T) {
	t.Parallel()
	value := func(outcome, level string) map[string]any {
		return map[string]any{"id": "users.lookup.unknown", "area": "lookup", "level": level, "dialect": "oin", "title": "T",
			"outcome": outcome, "reason": "R", "problems": []any{map[string]any{"expected": 200, "actual": "404", "at": nil}},
			"settle_ms": 2.5, "requests": 3, "timings": []any{map[string]any{"method": "GET", "url": "/Users", "ms": 1.5}}}
	}
	for name, test := range map[string]struct {
		spec    types.SpecReport
		ok      bool
		outcome Outcome
		reason  string // a part of it
		problem string // a part of the last one's actual
	}{
		"pass":                    {spec(types.SpecStatePassed, with(value("pass", "must"))), true, Pass, "R", "404"},
		"fail":                    {spec(types.SpecStateFailed, both(with(value("fail", "must")), failure("x"))), true, Fail, "R", "404"},
		"a failing should":        {spec(types.SpecStateFailed, with(value("fail", "should"))), true, Warn, "R", ""},
		"blocked by skip":         {spec(types.SpecStateSkipped, both(with(value("blocked", "must")), failure("x"))), true, Blocked, "R", ""},
		"passed, then failed":     {spec(types.SpecStateFailed, both(with(value("pass", "must")), failure("late"))), true, Fail, "", "late"},
		"passed, then panicked":   {spec(types.SpecStatePanicked, both(with(value("pass", "must")), failure("boom"))), true, Lost, "boom", ""},
		"failed, interrupted":     {spec(types.SpecStateInterrupted, both(with(value("fail", "must")), failure("by user"))), true, Lost, "interrupted: by user", ""},
		"unknown outcome":         {spec(types.SpecStatePassed, with(value("great", "must"))), true, Lost, `unknown outcome "great"`, ""},
		"unreadable entry":        {spec(types.SpecStatePassed, with("text")), true, Lost, "cannot be read", ""},
		"failed without entry":    {spec(types.SpecStateFailed, failure("no user\nmore")), true, Fail, "", "no user\nmore"},
		"timed out without entry": {spec(types.SpecStateTimedout, failure("too slow")), true, Fail, "", "too slow"},
		"panicked without entry": {spec(types.SpecStatePanicked, func(s *types.SpecReport) { s.Failure.ForwardedPanic = "nil map\ngoroutine 1" }),
			true, Lost, "nil map", ""},
		"aborted":              {spec(types.SpecStateAborted, nil), true, Lost, "stopped", ""},
		"passed without entry": {spec(types.SpecStatePassed, nil), true, Lost, "without a result", ""},
		"pending":              {spec(types.SpecStatePending, nil), true, Excluded, "pending", ""},
		"skipped with message": {spec(types.SpecStateSkipped, failure("earlier spec failed")), true, Blocked, "earlier spec failed", ""},
		"filtered":             {spec(types.SpecStateSkipped, nil), false, "", "", ""},
		"no check":             {spec(types.SpecStatePassed, func(s *types.SpecReport) { s.LeafNodeType = types.NodeTypeBeforeSuite }), false, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := FromSpec(test.spec)
			if ok != test.ok || got.Outcome != test.outcome {
				t.Fatalf("got %v %q, want %v %q", ok, got.Outcome, test.ok, test.outcome)
			}
			if !ok {
				return
			}
			if got.ID != "users.lookup.unknown" || got.Area != "lookup" || got.Title == "" || got.DurationMS != 1.5 {
				t.Errorf("identity: %+v", got)
			}
			if !strings.Contains(got.Reason, test.reason) {
				t.Errorf("reason %q lacks %q", got.Reason, test.reason)
			}
			if test.problem != "" {
				if last := got.Problems[len(got.Problems)-1]; !strings.Contains(last.Actual, test.problem) || strings.Contains(last.At(), "/build") {
					t.Errorf("problem %+v", last)
				}
			}
		})
	}
}

// What a child process sends went through JSON twice: nothing may be lost.
func TestFromSpecAfterJSON(t *testing.T) {
	t.Parallel()
	sent := Check{ID: "users.deactivate.stays-visible", Area: "deactivate", Level: Must, Dialect: "aiw", Outcome: Fail, Title: "T", Symptom: "S", Refs: []string{"R"},
		Problems: []Problem{{Expected: "1", Actual: "2", Context: "3"}}, Exchanges: []Exchange{{Method: "GET", URL: "/Users", Status: 200, Faulty: true}}}
	sent.Timings = []Timing{{Method: "GET", URL: "/Users", MS: 2}}
	here := spec(types.SpecStateFailed, with(entry{Check: sent, Timings: sent.Timings}))
	data, err := json.Marshal(here)
	if err != nil {
		t.Fatal(err)
	}
	var there types.SpecReport
	if err := json.Unmarshal(data, &there); err != nil {
		t.Fatal(err)
	}
	want, _ := FromSpec(here)
	got, ok := FromSpec(there)
	if !ok {
		t.Fatal("the check is gone")
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	sent.DurationMS = 1.5
	if d := cmp.Diff(sent, got); d != "" {
		t.Error(d)
	}
}

func TestPlanned(t *testing.T) {
	t.Parallel()
	got, ok := Planned(spec(types.SpecStateInvalid, nil))
	want := Check{ID: "users.lookup.unknown", Area: "lookup", Level: Must, Dialect: "aiw", Title: "an unknown user is not found"}
	if d := cmp.Diff(want, got); d != "" || !ok {
		t.Error(ok, d)
	}
	if _, ok := Planned(spec(types.SpecStateSkipped, nil)); ok {
		t.Error("a filtered spec is planned")
	}
	bare, _ := Planned(spec(types.SpecStateInvalid, func(s *types.SpecReport) { s.LeafNodeLabels = nil }))
	if bare.Level != Must || bare.ID == "" || bare.Area == "" {
		t.Errorf("without labels: %+v", bare)
	}
}

func TestSubjectOf(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"pilot.plan.role <ann@example.com>: The role is right":      "ann@example.com",
		"pilot.plan.role (aiw) <a: b>: The role is right":           "a: b",
		"pilot.plan.role <a>: b>: The role":                         "a>: b",
		"pilot.plan.role: The role of <nobody>: is right":           "",
		"pilot.plan.role (oin): The role is right":                  "",
		"pilot.plan.roles <ann@example.com>: of another check's id": "",
	} {
		if got := subjectOf(text, "pilot.plan.role"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
