package markdown

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// What one finding of the markdown report shows at most.
const (
	mostProblemRows = 5
	valueLines      = 10
	lineBytes       = 300
	curlBytes       = 2_000
	flowBytes       = 5_000
)

// failures writes what failed, in full while the document has room for it,
// then a line each.
func (m *document) failures(failed []reports.Finding, causes []reports.Cause, r *reports.Report, room int) {
	if len(failed) == 0 {
		return
	}
	m.line("### %s\n", show.Headline("What failed:", failed))
	m.causes(causes)
	const reserve = 2_000 // for the lines at the end
	i := 0
	for ; i < len(failed); i++ {
		var one document
		one.finding(&failed[i], r.Target.BaseURL)
		if m.Len()+one.Len() > room-reserve*min(len(failed)-i-1, 8) {
			break
		}
		m.WriteString(one.String())
	}
	for ; i < len(failed); i++ {
		f := &failed[i]
		line := fmt.Sprintf("- ❌ %s (%s) %s", code(prose.Clipped(f.ID, 150)), Text(prose.Clipped(f.Tags(), 100)), Text(prose.Clipped(f.Title, 300)))
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

func (m *document) causes(causes []reports.Cause) {
	if len(causes) == 0 {
		return
	}
	m.line("**%s**: %s\n", reports.CausesTitle, reports.CausesAbout)
	for i := range causes {
		c := &causes[i]
		m.line("%d. **%s**: %s%s<br>%s", i+1, prose.Count(c.Checks(), "check"), Text(c.What()), admin(c.First.Symptom), Text(prose.Clipped(c.Of(), 600)))
	}
	m.line("")
}

// admin is what an Okta admin sees, on a line of its own.
func admin(symptom string) string {
	if symptom == "" {
		return ""
	}
	return "<br>In Okta: " + Text(prose.Clipped(symptom, 300))
}

func (m *document) finding(f *reports.Finding, base string) {
	m.folded(fmt.Sprintf("❌ <b>%s</b><br>%s · %s", Text(prose.Clipped(f.Title, 300)), code(prose.Clipped(f.ID, 150)), Text(prose.Clipped(f.Tags(), 100))), func() {
		if len(f.Subjects) > 0 {
			m.line("For %s\n", Text(prose.Clipped(f.About(), 400)))
		}
		if f.Symptom != "" {
			m.line("**In Okta**: %s\n", Text(prose.Clipped(f.Symptom, 600)))
		}
		if f.Why != "" {
			m.line("**Why it matters**: %s\n", Text(prose.Clipped(f.Why, 600)))
		}
		m.problems(f.Problems)
		m.exchange(f.Exchanges, base)
		if len(f.Refs) > 0 {
			m.line("Sources:\n")
			for _, ref := range f.Refs[:min(len(f.Refs), 10)] {
				m.line("- %s", Source(prose.Clipped(ref, 300)))
			}
		}
	})
}

func (m *document) problems(problems []reports.Problem) {
	if len(problems) == 0 {
		return
	}
	m.line("| expected | actual | at |\n|---|---|---|")
	for i, p := range problems {
		if i == mostProblemRows && len(problems) > mostProblemRows+1 {
			m.line("\nAnd %s.", prose.Count(len(problems)-i, "more problem"))
			break
		}
		m.row(value(p.Expected), value(p.Actual), codeLines(p.At(), 3, lineBytes))
	}
	m.line("")
}

func value(s string) string {
	if s == "" {
		return "<i>nothing</i>"
	}
	return codeLines(s, valueLines, lineBytes)
}

func (m *document) exchange(list []reports.Exchange, base string) {
	if len(list) == 0 {
		return
	}
	p := show.NewPage(prose.Style{}, show.PlainWidth)
	p.Requests(list, base)
	if flow := strings.Trim(p.String(), "\n"); len(flow) <= flowBytes {
		m.line("%s", fenced("text", flow))
	} else {
		m.line("The requests are too long to show here.\n")
	}
	shown, marked := show.Shown(list)
	which := "The last request"
	if marked {
		which = "The marked request"
	}
	if curl := strings.Join(show.Curl(list[shown], ""), " \\\n  "); len(curl) <= curlBytes {
		m.line("%s again:\n\n%s", which, fenced("sh", curl))
	}
}
