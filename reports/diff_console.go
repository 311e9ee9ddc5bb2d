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
	p := newConsolePage(c.style, c.width())
	p.diff(d)
	_, err := io.WriteString(w, p.String())
	return err
}

func (p *consolePage) diff(d *Diff) {
	p.Line("%s", p.Bold("oktascim report diff"))
	p.Gap()
	for _, r := range []struct {
		name, file string
		report     *Report
	}{{"was", d.File, d.Was}, {"now", d.NowFile, d.Now}} {
		lead := "  " + p.Bold(r.name) + "  "
		p.Para(lead, "       ", strings.Join([]string{r.file, "run " + r.report.RunID, StartedAt(r.report), r.report.TargetName()}, " · "), same)
		p.Para("       ", "       ", string(r.report.Verdict)+", "+r.report.Summary.Words(), p.Dim)
	}
	p.Gap()
	p.changes(d.Baseline)
	heading, how := d.Heading()
	paint := map[Tone]func(string) string{ToneGood: p.Good, ToneBad: p.Bad, ToneWarn: p.Warn}[how]
	p.Gap()
	p.Line("%s", paint(how.Mark()+" "+strings.ToUpper(heading)))
}
