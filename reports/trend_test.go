package reports_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/reports/internal/sample"
)

func TestTrendFlips(t *testing.T) {
	t.Parallel()
	trend := sample.Trend(12)
	var got []string
	for i := range trend.Flips {
		got = append(got, trend.Flips[i].String()+": "+trend.Flips[i].Story())
	}
	want := []string{
		"groups.members.flaky [aiw]: 6 changes, failed in 3 of 12 runs",
		"users.deactivate.by-id [aiw]: 1 change, failed in 6 of 12 runs",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if trend.Runs[0].RunID != "run000" || trend.Runs[11].RunID != "run011" || !strings.Contains(trend.Lead(), "groups.members.flaky [aiw] changes most") {
		t.Errorf("%s %s %q", trend.Runs[0].RunID, trend.Runs[11].RunID, trend.Lead())
	}
}
