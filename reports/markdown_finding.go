package reports

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// What one finding of the markdown report shows at most.
const (
	mdProblems   = 5
	mdValueLines = 10
	mdLineBytes  = 300
	mdCurlBytes  = 2_000
	mdFlowBytes  = 5_000
)

// failures writes what failed, in full while the document has room for it,
// then a line each.
func (m *markdown) failures(failed []Finding, causes []Cause, r *Report, room int) {
	if len(failed) == 0 {
		return
	}
	m.line("### %s\n", headline("What failed:", failed))
	m.causes(causes)
	const reserve = 2_000 // for the lines at the end
	i := 0
	for ; i < len(failed); i++ {
		var one markdown
		one.finding(&failed[i], r.Target.BaseURL)
		if m.Len()+one.Len() > room-reserve*min(len(failed)-i-1, 8) {
			break
		}
		m.WriteString(one.String())
	}
	for ; i < len(failed); i++ {
		f := &failed[i]
		line := fmt.Sprintf("- ❌ %s (%s) %s", mdCode(prose.Clipped(f.ID, 150)), mdText(prose.Clipped(f.Tags(), 100)), mdText(prose.Clipped(f.Title, 300)))
		if m.Len()+len(line) > room-200 {
			break
		}
		m.line("%s", line)
	}
	if left := len(failed) - i; left > 0 {
		m.line("\nAnd %s, which do not fit here: `--report html=report.html` shows them all.", prose.Count(left, "more failure"))
	}
	m.line("")
}

// causes writes what to fix first.
func (m *markdown) causes(causes []Cause) {
	if len(causes) == 0 {
		return
	}
	m.line("**%s**: %s\n", CausesTitle, CausesAbout)
	for i := range causes {
		c := &causes[i]
		m.line("%d. **%s**: %s<br>%s", i+1, prose.Count(c.Checks(), "check"), mdText(c.What()), mdText(prose.Clipped(c.Of(), 600)))
	}
	m.line("")
}

// finding writes one failed check, folded.
func (m *markdown) finding(f *Finding, base string) {
	m.folded(fmt.Sprintf("❌ <b>%s</b><br>%s · %s", mdText(prose.Clipped(f.Title, 300)), mdCode(prose.Clipped(f.ID, 150)), mdText(prose.Clipped(f.Tags(), 100))), func() {
		if len(f.Subjects) > 0 {
			m.line("For %s\n", mdText(prose.Clipped(f.About(), 400)))
		}
		if f.Symptom != "" {
			m.line("**In Okta**: %s\n", mdText(prose.Clipped(f.Symptom, 600)))
		}
		if f.Why != "" {
			m.line("**Why it matters**: %s\n", mdText(prose.Clipped(f.Why, 600)))
		}
		m.problems(f.Problems)
		m.exchange(f.Exchanges, base)
		if len(f.Refs) > 0 {
			m.line("Sources:\n")
			for _, ref := range f.Refs[:min(len(f.Refs), 10)] {
				m.line("- %s", mdSource(prose.Clipped(ref, 300)))
			}
		}
	})
}

func (m *markdown) problems(problems []Problem) {
	if len(problems) == 0 {
		return
	}
	m.line("| expected | actual | at |\n|---|---|---|")
	for i, p := range problems {
		if i == mdProblems && len(problems) > mdProblems+1 {
			m.line("\nAnd %s.", prose.Count(len(problems)-i, "more problem"))
			break
		}
		m.row(mdValue(p.Expected), mdValue(p.Actual), mdLines(p.At, 3, mdLineBytes))
	}
	m.line("")
}

// mdValue is what was expected or seen.
func mdValue(s string) string {
	if s == "" {
		return "<i>nothing</i>"
	}
	return mdLines(s, mdValueLines, mdLineBytes)
}

// exchange writes the requests around the faulty one, and how to repeat it.
func (m *markdown) exchange(list []Exchange, base string) {
	if len(list) == 0 {
		return
	}
	p := newPage(prose.Style{}, plainWidth)
	p.Requests(list, base)
	if flow := strings.Trim(p.String(), "\n"); len(flow) <= mdFlowBytes {
		m.line("%s", mdFence("text", flow))
	} else {
		m.line("The requests are too long to show here.\n")
	}
	shown, marked := shownExchange(list)
	which := "The last request"
	if marked {
		which = "The marked request"
	}
	if curl := strings.Join(curlParts(list[shown], ""), " \\\n  "); len(curl) <= mdCurlBytes {
		m.line("%s again:\n\n%s", which, mdFence("sh", curl))
	}
}
