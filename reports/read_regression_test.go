package reports

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadOfAJudgedReport: what was judged by a baseline and waivers reads back
// as it was, and by hand nobody makes it greener.
func TestReadOfAJudgedReport(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	want := regressed(false)
	if err := WriteJSON(&b, want); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	got, err := Read(strings.NewReader(text), "r.json")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.Baseline, got.Baseline); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want.Waivers, got.Waivers); d != "" || got.Verdict != want.Verdict {
		t.Error(d, got.Verdict)
	}
	for name, test := range map[string]struct{ old, new, want string }{
		"known by nobody":  {`"known_by": "baseline"`, `"known_by": "me"`, `known_by "me" is unknown`},
		"known, and fails": {`"outcome": "known"`, `"outcome": "fail"`, "but its outcome is fail"},
		"waiver":           {`"state": "stale"`, `"state": "fine"`, `waivers[1]: state "fine" is unknown`},
		"shard":            {`"summary": {`, `"shard": {"index": 3, "count": 2}, "summary": {`, "shard 3 of 2 cannot be"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			edited := strings.Replace(text, test.old, test.new, 1)
			if edited == text {
				t.Fatal("nothing was edited")
			}
			if _, err := Read(strings.NewReader(edited), "r.json"); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
	// A stale waiver is all that fails this run: to call it used changes the verdict.
	stale := &Report{Started: want.Started, Checks: []Check{{ID: "a", Area: "auth", Level: Must, Outcome: Pass}}}
	stale.Waive([]Waiver{{Check: "a", Reason: "r", Owner: "o", Expires: "2999-01-01"}}, []string{"a"}, want.Started)
	b.Reset()
	if err := WriteJSON(&b, stale); err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(b.String(), `"state": "stale"`, `"state": "used"`, 1)
	if _, err := Read(strings.NewReader(edited), "r.json"); err == nil || !strings.Contains(err.Error(), `the verdict is "does not conform", but the checks give "conforms"`) {
		t.Errorf("got %v", err)
	}
}
