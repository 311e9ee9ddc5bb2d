package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	. "github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

// shards are n parts of one run, which holds what whole gives.
func shards(n int, whole func() *Report) []Part {
	var out []Part
	for i := range n {
		r := whole()
		r.Checks = slices.DeleteFunc(r.Checks, func(c Check) bool { return len(c.ID)%n != i })
		r.Shard = &Shard{Index: i + 1, Count: n}
		r.Started = r.Started.Add(time.Duration(i) * time.Minute)
		r.Latency, r.Requests, r.Settle.LongestMS = nil, 0, 0
		if i > 0 {
			r.CleanUp = CleanUp{}
		}
		r.Conclude()
		out = append(out, Part{fmt.Sprintf("part-%d.json", i+1), r})
	}
	return out
}

// TestMergeIsTheWholeRun: what was dealt to shards and joined is what one
// process would have reported.
func TestMergeIsTheWholeRun(t *testing.T) {
	t.Parallel()
	whole := sample.Mixed()
	parts := shards(3, sample.Mixed)
	slices.Reverse(parts)
	got, err := Merge(parts)
	if err != nil {
		t.Fatal(err)
	}
	if want := whole.DurationMS + 2*60_000; got.DurationMS != want {
		t.Errorf("%v ms, want %v: from the first start to the last end", got.DurationMS, want)
	}
	got.DurationMS = whole.DurationMS
	if d := cmp.Diff(whole, got, cmpopts.IgnoreFields(Check{}, "Timings")); d != "" {
		t.Errorf("-whole +joined:\n%s", d)
	}
}

func TestMergeRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(parts []Part) []Part
		want   string
	}{
		"nothing":         {func([]Part) []Part { return nil }, "nothing to join"},
		"another run":     {func(p []Part) []Part { p[1].RunID = "zz9"; return p }, "part-1.json and part-2.json are not parts of one run: part-2.json has the run zz9, not r7"},
		"another target":  {func(p []Part) []Part { p[2].Target.BaseURL = "https://b.example.com/scim"; return p }, "the target https://b.example.com/scim, not https://app.example.com/scim/v2"},
		"another version": {func(p []Part) []Part { p[1].Tool.Version = "0.2.0"; return p }, "the version 0.2.0, not 0.1.0"},
		"another profile": {func(p []Part) []Part { p[1].Profile.Name = "Other"; return p }, "the profile Other, not Holistics"},
		"other dialects":  {func(p []Part) []Part { p[1].Dialects = []string{"aiw"}; return p }, "the dialects aiw, not aiw, oin"},
		"strictness":      {func(p []Part) []Part { p[1].Strict = true; return p }, "the strictness strict, not not strict"},
		"selection":       {func(p []Part) []Part { p[1].Selection = &Selection{Areas: []string{"auth"}}; return p }, "the selection --area auth"},
		"missing shard":   {func(p []Part) []Part { return p[:2] }, "missing shard 3 of 3"},
		"missing shards":  {func(p []Part) []Part { return p[:1] }, "missing shards 2 of 3, 3 of 3"},
		"other count":     {func(p []Part) []Part { p[2].Shard = &Shard{3, 4}; return p }, "part-3.json is 3 of 4, but other parts are shards of 3"},
		"impossible":      {func(p []Part) []Part { p[2].Shard = &Shard{5, 3}; return p }, "part-3.json says that it is shard 5 of 3"},
		"whole last":      {func(p []Part) []Part { p[2].Shard = nil; return p }, "part-3.json is whole run, but other parts"},
		"whole first":     {func(p []Part) []Part { p[0].Shard = nil; return p }, "part-1.json is a whole run"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := Merge(test.change(shards(3, sample.Mixed)))
			if err == nil || r != nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q in it", err, test.want)
			}
		})
	}
}

func TestMergeOfWhatIsThereTwice(t *testing.T) {
	t.Parallel()
	part := func(o Outcome) Part {
		r := &Report{RunID: "r", Checks: []Check{{ID: "a", Level: Must, Outcome: o}, {ID: string(o), Level: Must, Outcome: Pass}}}
		r.Conclude()
		return Part{string(o), r}
	}
	r, err := Merge([]Part{part(Lost), part(Fail), part(Pass)})
	if err != nil {
		t.Fatal(err)
	}
	if r.Summary.Total != 4 || r.Summary.Fail != 1 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "2 checks are in more than one part") {
		t.Errorf("%+v %q", r.Summary, r.Notes)
	}
}

func TestMergeTakesJudgementsBack(t *testing.T) {
	t.Parallel()
	waiver := Waiver{Check: "b", Reason: "r", Owner: "o", Expires: "2999-01-01", At: "w.yaml:1"}
	part := func(i int, c Check) Part {
		r := &Report{RunID: "r", Shard: &Shard{i, 2}, Checks: []Check{c}}
		r.Conclude()
		r.Waive([]Waiver{waiver}, []string{"a", "b"}, time.Now())
		r.Compare(&Report{Checks: []Check{{ID: "a", Level: Must, Outcome: Fail}}}, "base.json")
		return Part{fmt.Sprint(i), r}
	}
	parts := []Part{part(1, Check{ID: "a", Level: Must, Outcome: Fail}), part(2, Check{ID: "b", Level: Must, Outcome: Pass})}
	if parts[0].Summary.Known != 1 || parts[1].Verdict != Conforms {
		t.Fatalf("%+v %q", parts[0].Summary, parts[1].Verdict)
	}
	r, err := Merge(parts)
	if err != nil {
		t.Fatal(err)
	}
	if r.Summary.Fail != 1 || len(r.Waivers) != 1 || r.Baseline != nil || len(r.Notes) != 1 {
		t.Errorf("%+v %+v %q", r.Summary, r.Waivers, r.Notes)
	}
	// No shard could tell that the waiver is stale; the whole can.
	r.Waive(r.Waivers, []string{"a", "b"}, time.Now())
	if r.Waivers[0].State != WaiverStale {
		t.Errorf("%+v", r.Waivers)
	}
}
