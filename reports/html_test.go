package reports

import "testing"

func TestGolden_html(t *testing.T) {
	t.Parallel()
	golden(t, WriteHTML, map[string]*Report{"report.html": sample(), "regression.html": regressed(false)})
	golden(t, writeDiffHTML, map[string]*Diff{"diff.html": sampleDiff()})
}
