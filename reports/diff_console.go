package reports

import (
	"io"
	"strings"
)

// DiffFormats are the formats of a comparison.
func DiffFormats() FormatsOf[*Diff] {
	return FormatsOf[*Diff]{
		{"console", ".txt", func(w io.Writer, d *Diff) error { return ShowDiff(w, d, ConsoleOptions{Width: plainWidth}) }},
		{"markdown", ".md", writeDiffMarkdown},
		{"html", ".html", writeDiffHTML},
	}
}

// ShowDiff writes a comparison for a terminal with these options.
func ShowDiff(w io.Writer, d *Diff, options ConsoleOptions) error {
	c := NewConsole(w, options)
	p := newPage(c.style, c.width())
	p.diff(d)
	_, err := io.WriteString(w, p.b.String())
	return err
}

func (p *page) diff(d *Diff) {
	p.line("%s", p.bold("oktascim report diff"))
	p.gap()
	for _, r := range []struct {
		name, file string
		report     *Report
	}{{"was", d.File, d.Was}, {"now", d.NowFile, d.Now}} {
		lead := "  " + p.bold(r.name) + "  "
		p.para(lead, "       ", strings.Join([]string{r.file, "run " + r.report.RunID, startedAt(r.report), r.report.targetName()}, " · "), same)
		p.para("       ", "       ", string(r.report.Verdict)+", "+r.report.Summary.words(), p.dim)
	}
	p.gap()
	p.changes(d.Baseline)
	heading, how := d.heading()
	paint := map[tone]func(string) string{toneGood: p.good, toneBad: p.bad, toneWarn: p.warn}[how]
	p.gap()
	p.line("%s", paint(how.Mark()+" "+strings.ToUpper(heading)))
}
