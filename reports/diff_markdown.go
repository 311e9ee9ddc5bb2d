package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// changesInMarkdown is how many checks of one kind a comment of a merge
// request shows; a comment has an end (GitHub: 65,536 characters).
const changesInMarkdown = 50

// writeDiffMarkdown writes a comparison for a merge request or a job summary.
func writeDiffMarkdown(w io.Writer, d *Diff) error {
	var b strings.Builder
	heading, how := d.Heading()
	fmt.Fprintf(&b, "## %s %s\n\n", emoji(how), mdText(heading))
	fmt.Fprintf(&b, "%s: %s.\n\n", mdText(d.Extent()), mdText(d.Headline()))
	mdDiffers(&b, d.Differs)
	for _, part := range d.Parts() {
		mdPart(&b, part)
	}
	mdSlower(&b, d.Slower)
	b.WriteString("<details><summary>The two runs</summary>\n\n| | was | now |\n|---|---|---|\n")
	for _, row := range d.Runs() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", mdText(row.What), mdText(row.Was), mdText(row.Now))
	}
	b.WriteString("\n</details>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func mdDiffers(b *strings.Builder, list []Difference) {
	for _, d := range list {
		fmt.Fprintf(b, "> ⚠️ Another %s: %s, was %s\n", mdText(d.What), mdText(d.Now), mdText(d.Was))
	}
	if len(list) > 0 {
		b.WriteByte('\n')
	}
}

// mdPart writes one list of changes. What is not urgent is folded.
func mdPart(b *strings.Builder, part ChangeList) {
	title := emoji(part.Tone()) + " " + mdText(prose.Count(len(part.List), part.Noun))
	folded := part.Tone() != ToneBad && part.Kind != "no-answer"
	if folded {
		fmt.Fprintf(b, "<details><summary>%s</summary>\n\n", title)
	} else {
		fmt.Fprintf(b, "### %s\n\n", title)
	}
	if part.What != "" {
		b.WriteString(mdText(part.What) + "\n\n")
	}
	groups := GroupChanges(part.List)
	b.WriteString("| check | | |\n|---|---|---|\n")
	for i := range groups {
		if i == changesInMarkdown {
			fmt.Fprintf(b, "\nAnd %d more.\n", len(groups)-i)
			break
		}
		g := &groups[i]
		fmt.Fprintf(b, "| %s<br>%s | %s | %s |\n", mdCode(Key{ID: g.ID, Subject: g.Subject}.String()), mdText(g.Title), mdText(g.Tags()), mdStory(g, part))
	}
	if folded {
		b.WriteString("\n</details>\n")
	}
	b.WriteByte('\n')
}

// mdStory is what happened to a check.
func mdStory(g *ChangeGroup, part ChangeList) string {
	text := mdText(g.Step())
	if part.ShowProblem && g.Problem != "" {
		text += "<br>" + mdText(prose.Clipped(g.Problem, 400))
	}
	if part.Kind == "changed" && g.Before != "" {
		text += "<br>before: " + mdText(prose.Clipped(g.Before, 400))
	}
	return text
}

func mdSlower(b *strings.Builder, list []Slower) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "### %s %s\n\n| operation | median | was | |\n|---|--:|--:|--:|\n", emoji(ToneWarn), prose.Count(len(list), "slower operation"))
	for _, s := range list {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", mdCode(s.Method+" "+s.Resource), prose.Human(s.NowMS), prose.Human(s.WasMS), s.Times())
	}
	b.WriteByte('\n')
}

// emoji is the sign of a tone where there is no colour of our own.
func emoji(t Tone) string {
	switch t {
	case ToneGood:
		return "✅"
	case ToneBad:
		return "❌"
	case ToneWarn:
		return "⚠️"
	}
	return "▫️"
}

// regression writes what has changed since the baseline.
func (m *markdown) regression(b *Baseline) {
	if b == nil {
		return
	}
	m.line("### Since the baseline\n\n%s, against the %s\n", mdText(b.Headline()), mdText(prose.Clipped(b.Origin(), 300)))
	for _, d := range b.Differs {
		m.line("> ⚠️ Another %s: %s, was %s\n", mdText(d.What), mdText(prose.Clipped(d.Now, 200)), mdText(prose.Clipped(d.Was, 200)))
	}
	for _, part := range b.Parts() {
		m.folded(emoji(ToneOf(part.Mark))+" "+prose.Count(len(part.List), part.Noun), func() {
			if part.What != "" {
				m.line("%s\n", mdText(part.What))
			}
			groups := GroupChanges(part.List)
			for i := range groups {
				if i == mdRows {
					m.line("- and %d more", len(groups)-i)
					break
				}
				g := &groups[i]
				line := mdCode(prose.Clipped(Key{ID: g.ID, Subject: g.Subject}.String(), 150)) + " " + mdText(prose.Clipped(g.Title, 200))
				if part.ShowProblem && g.Problem != "" {
					line += "<br>" + mdLines(g.Problem, 2, 200)
				}
				m.line("- %s", line)
			}
		})
	}
	for _, s := range b.Slower[:min(len(b.Slower), mdRows)] {
		m.line("- ⚠️ %s %s", mdCode(prose.Clipped(strings.TrimSpace(s.Method+" "+s.Resource), 100)), mdText(s.Sentence()))
	}
	m.line("")
}

// waivers writes those that fail the run, and counts the others.
func (m *markdown) waivers(list []Waiver) {
	broken := BrokenWaivers(list)
	for i, w := range broken {
		if i == mdRows {
			m.line("> ❌ And %d more waivers.\n", len(broken)-i)
			break
		}
		m.line("> ❌ Waiver %s %s (%s)\n", mdCode(prose.Clipped(w.Title(), 150)), mdText(w.Sentence()), mdText(prose.Clipped(w.At, 200)))
	}
	if rest := len(list) - len(broken); rest > 0 {
		m.line("Waivers that are up to date: %s\n", prose.Grouped(rest))
	}
}
