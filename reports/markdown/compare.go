package markdown

import (
	"fmt"
	"io"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// changesInMarkdown is how many checks of one kind a comment of a merge
// request shows; a comment has an end (GitHub: 65,536 characters).
const changesInMarkdown = 50

// WriteDiff writes a comparison for a merge request or a job summary.
func WriteDiff(w io.Writer, d *reports.Diff) error {
	var b strings.Builder
	heading, how := d.Heading()
	fmt.Fprintf(&b, "## %s %s\n\n", emoji(how), Text(heading))
	fmt.Fprintf(&b, "%s: %s.\n\n", Text(d.Extent()), Text(d.Headline()))
	differs(&b, d.Differs)
	for _, part := range d.Parts() {
		changeList(&b, part)
	}
	slowerTable(&b, d.Slower)
	b.WriteString("<details><summary>The two runs</summary>\n\n| | was | now |\n|---|---|---|\n")
	for _, row := range d.Runs() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", Text(row.What), Text(row.Was), Text(row.Now))
	}
	b.WriteString("\n</details>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func differs(b *strings.Builder, list []reports.Difference) {
	for _, d := range list {
		fmt.Fprintf(b, "> ⚠️ Another %s: %s, was %s\n", Text(d.What), Text(d.Now), Text(d.Was))
	}
	if len(list) > 0 {
		b.WriteByte('\n')
	}
}

// changeList writes one list of changes. What is not urgent is folded.
func changeList(b *strings.Builder, part reports.ChangeList) {
	title := emoji(part.Tone()) + " " + Text(prose.Count(len(part.List), part.Noun))
	folded := part.Tone() != reports.ToneBad && part.Kind != "no-answer"
	if folded {
		fmt.Fprintf(b, "<details><summary>%s</summary>\n\n", title)
	} else {
		fmt.Fprintf(b, "### %s\n\n", title)
	}
	if part.What != "" {
		b.WriteString(Text(part.What) + "\n\n")
	}
	groups := reports.GroupChanges(part.List)
	b.WriteString("| check | | |\n|---|---|---|\n")
	for i := range groups {
		if i == changesInMarkdown {
			fmt.Fprintf(b, "\nAnd %d more.\n", len(groups)-i)
			break
		}
		g := &groups[i]
		fmt.Fprintf(b, "| %s<br>%s | %s | %s |\n", code(reports.Key{ID: g.ID, Subject: g.Subject}.String()), Text(g.Title), Text(g.Tags()), story(g, part))
	}
	if folded {
		b.WriteString("\n</details>\n")
	}
	b.WriteByte('\n')
}

func story(g *reports.ChangeGroup, part reports.ChangeList) string {
	text := Text(g.Step())
	if part.ShowProblem && g.Problem != "" {
		text += "<br>" + Text(prose.Clipped(g.Problem, 400))
	}
	if part.Kind == "changed" && g.Before != "" {
		text += "<br>before: " + Text(prose.Clipped(g.Before, 400))
	}
	return text
}

func slowerTable(b *strings.Builder, list []reports.Slower) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "### %s %s\n\n| operation | median | was | |\n|---|--:|--:|--:|\n", emoji(reports.ToneWarn), prose.Count(len(list), "slower operation"))
	for _, s := range list {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", code(s.Method+" "+s.Resource), prose.Human(s.NowMS), prose.Human(s.WasMS), s.Times())
	}
	b.WriteByte('\n')
}

// emoji is the sign of a tone where there is no color of our own.
func emoji(t reports.Tone) string {
	switch t {
	case reports.ToneGood:
		return "✅"
	case reports.ToneBad:
		return "❌"
	case reports.ToneWarn:
		return "⚠️"
	}
	return "▫️"
}

func (m *document) regression(b *reports.Baseline) {
	if b == nil {
		return
	}
	m.line("### Since the baseline\n\n%s, against the %s\n", Text(b.Headline()), Text(prose.Clipped(b.Origin(), 300)))
	for _, d := range b.Differs {
		m.line("> ⚠️ Another %s: %s, was %s\n", Text(d.What), Text(prose.Clipped(d.Now, 200)), Text(prose.Clipped(d.Was, 200)))
	}
	for _, part := range b.Parts() {
		m.folded(emoji(reports.ToneOf(part.Mark))+" "+prose.Count(len(part.List), part.Noun), func() {
			if part.What != "" {
				m.line("%s\n", Text(part.What))
			}
			groups := reports.GroupChanges(part.List)
			for i := range groups {
				if i == mostRows {
					m.line("- and %d more", len(groups)-i)
					break
				}
				g := &groups[i]
				line := code(prose.Clipped(reports.Key{ID: g.ID, Subject: g.Subject}.String(), 150)) + " " + Text(prose.Clipped(g.Title, 200))
				if part.ShowProblem && g.Problem != "" {
					line += "<br>" + codeLines(g.Problem, 2, 200)
				}
				m.line("- %s", line)
			}
		})
	}
	for _, s := range b.Slower[:min(len(b.Slower), mostRows)] {
		m.line("- ⚠️ %s %s", code(prose.Clipped(strings.TrimSpace(s.Method+" "+s.Resource), 100)), Text(s.Sentence()))
	}
	m.line("")
}

// waivers writes those that fail the run, and counts the others.
func (m *document) waivers(list []reports.Waiver) {
	broken := reports.BrokenWaivers(list)
	for i, w := range broken {
		if i == mostRows {
			m.line("> ❌ And %d more waivers.\n", len(broken)-i)
			break
		}
		m.line("> ❌ Waiver %s %s (%s)\n", code(prose.Clipped(w.Title(), 150)), Text(w.Sentence()), Text(prose.Clipped(w.At, 200)))
	}
	if rest := len(list) - len(broken); rest > 0 {
		m.line("Waivers that are up to date: %s\n", prose.Grouped(rest))
	}
}
