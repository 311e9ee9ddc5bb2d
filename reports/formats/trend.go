package formats

import (
	"encoding/csv"
	"io"
	"strconv"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// writeTrendCSV writes a row a run: what it is, its counts, and for each
// operation the median and 95 % in milliseconds.
func writeTrendCSV(w io.Writer, t *reports.Trend) error {
	out := csv.NewWriter(w)
	head := []string{"started", "run_id", "version", "target", "profile", "verdict", "total"}
	for _, o := range reports.Outcomes() {
		head = append(head, string(o))
	}
	head = append(head, "duration_ms", "requests", "file")
	for _, o := range t.Operations {
		head = append(head, o.Method+" "+o.Resource+" p50_ms", o.Method+" "+o.Resource+" p95_ms")
	}
	rows := [][]string{head}
	for i, r := range t.Runs {
		row := []string{r.Started.UTC().Format(time.RFC3339), r.RunID, r.Tool.Version, r.Target, r.Profile, string(r.Verdict), strconv.Itoa(r.Summary.Total)}
		for _, o := range reports.Outcomes() {
			row = append(row, strconv.Itoa(r.Summary.Of(o)))
		}
		row = append(row, ms(r.DurationMS), strconv.Itoa(r.Requests), r.File)
		for _, o := range t.Operations {
			if op := o.Runs[i]; op != nil {
				row = append(row, ms(op.P50MS), ms(op.P95MS))
			} else {
				row = append(row, "", "")
			}
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = prose.Cell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func ms(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
