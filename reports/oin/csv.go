package oin

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// columns are the columns of the evidence as a table. Columns may be added
// at the end.
var columns = []string{
	"suite", "test", "expected", "optional", "over_the_wire", "outcome", "why",
	"check", "dialect", "subject", "level", "check_outcome", "requirement", "problem", "reason", "duration_ms",
	"exchange", "answer",
	"verdict", "target", "profile", "dialects", "run_id", "seed", "started", "run_duration_ms", "checks", "tool",
}

// WriteCSV writes the evidence as comma separated values (RFC 4180) for a
// spreadsheet: one row for each test and check that stands for it, and one for
// each test without any. Times are in RFC 3339, durations in milliseconds. It
// begins with a byte order mark: without one Excel takes UTF-8 for another
// encoding.
func WriteCSV(w io.Writer, r *reports.Report) error {
	coverage, err := reports.CoverageOf(r)
	if err != nil {
		return err
	}
	run := []string{
		string(r.Verdict), r.Target.BaseURL, r.Profile.Name, strings.Join(r.Dialects, " "), r.RunID, strconv.FormatInt(r.Seed, 10),
		r.Started.UTC().Format(time.RFC3339), milliseconds(r.DurationMS), strings.Join(r.Summary.Parts(nil), ", "),
		strings.TrimSpace(r.Tool.Name + " " + r.Tool.Version),
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, c := range coverage {
		for _, t := range c.Tests {
			test := []string{c.ID, t.ID, t.Title, strconv.FormatBool(t.Optional), string(t.Wire), string(t.State), t.Why}
			checks := t.Checks
			if len(checks) == 0 {
				checks = []*reports.Check{nil}
			}
			for _, check := range checks {
				row := append(append(append([]string(nil), test...), checkColumns(check, r.Target.BaseURL)...), run...)
				for i := range row {
					row[i] = prose.Cell(row[i])
				}
				if err := out.Write(row); err != nil {
					return err
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// checkColumns are the columns about a check; none when no check stands for a test.
func checkColumns(c *reports.Check, base string) []string {
	if c == nil {
		return make([]string, 11)
	}
	problem := ""
	if len(c.Problems) > 0 {
		problem = show.Message(c)
		if at := c.Problems[0].At(); at != "" {
			problem += " (" + at + ")"
		}
	}
	sent, answer := "", ""
	if len(c.Exchanges) > 0 {
		shown, _ := show.Shown(c.Exchanges)
		x := &c.Exchanges[shown]
		sent, answer = x.Method+" "+strings.TrimPrefix(x.URL, strings.TrimSuffix(base, "/")), fmt.Sprint(x.Status)
		if x.Error != "" || x.Status == 0 {
			answer = "no answer: " + x.Error
		}
	}
	return []string{c.ID, c.Dialect, c.Subject, string(c.Level), string(c.Outcome), c.Title, problem, c.Reason, milliseconds(c.DurationMS), sent, answer}
}

func milliseconds(ms float64) string { return strconv.FormatFloat(ms, 'f', 3, 64) }
