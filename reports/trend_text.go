package reports

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

// writeTrendMarkdown writes a history as tables.
func writeTrendMarkdown(w io.Writer, t *Trend) error {
	var m markdown
	heading, how := t.heading()
	m.line("## %s %s\n\n%s\n", how.emoji(), mdText(heading), mdText(t.lead()))
	for _, d := range t.Differs {
		m.line("> ⚠️ %s\n", mdText(clipped(d, 400)))
	}
	m.line("| started | run | verdict | failed | warned | known | no answer | passed | time |\n|---|---|---|--:|--:|--:|--:|--:|--:|")
	runs := t.Runs[max(len(t.Runs)-trendRuns, 0):]
	for i := range runs {
		r := &runs[i]
		s := r.Summary
		m.row(r.Started.UTC().Format("2006-01-02 15:04"), mdCode(clipped(r.RunID, 40)), r.Verdict.tone().emoji()+" "+mdText(string(r.Verdict)), grouped(s.Fail), grouped(s.Warn),
			grouped(s.Known), grouped(r.unanswered()), grouped(s.Pass), human(r.DurationMS))
	}
	if len(t.Flips) > 0 {
		m.line("\n### Checks that flip\n\n| check | changes | failed | runs |\n|---|--:|--:|---|")
	}
	for i := range t.Flips {
		if i == mdRows {
			m.line("\nAnd %d more.", len(t.Flips)-i)
			break
		}
		f := &t.Flips[i]
		signs := ""
		for _, o := range f.Outcomes[max(len(f.Outcomes)-trendRuns, 0):] {
			if o == "" {
				signs += "·"
			} else {
				signs += style{}.mark(o)
			}
		}
		m.row(mdCode(clipped(f.String(), 200)), grouped(f.Flips), grouped(f.Failed)+" of "+grouped(f.Ran), mdCode(signs))
	}
	header := false
	for i := range t.Operations {
		o := &t.Operations[i]
		first, last := o.ends()
		if last == nil {
			continue
		}
		if !header {
			m.line("\n### Latency\n\n| operation | median, first run | latest | 95 %%, first run | latest |\n|---|--:|--:|--:|--:|")
			header = true
		}
		m.row(mdCode(o.Method+" "+o.Resource), human(first.P50MS), human(last.P50MS), human(first.P95MS), human(last.P95MS))
	}
	_, err := io.WriteString(w, m.String())
	return err
}

// writeTrendCSV writes a row a run: what it is, its counts, and for each
// operation the median and 95 % in milliseconds.
func writeTrendCSV(w io.Writer, t *Trend) error {
	out := csv.NewWriter(w)
	head := []string{"started", "run_id", "version", "target", "profile", "verdict", "total"}
	for _, o := range Outcomes() {
		head = append(head, string(o))
	}
	head = append(head, "duration_ms", "requests", "file")
	for _, o := range t.Operations {
		head = append(head, o.Method+" "+o.Resource+" p50_ms", o.Method+" "+o.Resource+" p95_ms")
	}
	rows := [][]string{head}
	for i, r := range t.Runs {
		row := []string{r.Started.UTC().Format(time.RFC3339), r.RunID, r.Tool.Version, r.Target, r.Profile, string(r.Verdict), strconv.Itoa(r.Summary.Total)}
		for _, o := range Outcomes() {
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
			row[i] = csvCell(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func ms(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// csvCell keeps a spreadsheet from taking a text for a formula.
func csvCell(text string) string {
	text = clean(text)
	if strings.IndexAny(text, "=+-@") == 0 {
		return "'" + text
	}
	return text
}
