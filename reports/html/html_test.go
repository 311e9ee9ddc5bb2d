package html

import (
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, Write, map[string]*reports.Report{"report.html": sample.Mixed(), "regression.html": sample.Regressed(false)})
	sample.Golden(t, WriteDiff, map[string]*reports.Diff{"diff.html": sample.Diff()})
}
