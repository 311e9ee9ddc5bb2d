package show

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

const (
	requestLines  = 16 // of a faulty request's body
	responseLines = 24 // of its answer's body
	before, after = 8, 2
	mostProblems  = 8
)

// FindingTitle writes the id, level, dialects and requirement.
func (p *Page) FindingTitle(f *reports.Finding) {
	p.Gap()
	p.Line("%s %s  %s", p.Mark(f.Outcome), p.Bold(prose.Clean(f.ID)), p.Dim(f.Tags()))
	p.Para("  ", "  ", f.Title, Same)
	if len(f.Subjects) > 0 {
		p.Para("  ", "  ", f.About(), p.Bold)
	}
}

// Failure writes one failed check in full.
func (p *Page) Failure(f *reports.Finding, base, tokenEnv string) {
	p.FindingTitle(f)
	p.Gap()
	for i, problem := range f.Problems {
		if i > 0 {
			p.Gap()
		}
		if i == mostProblems && len(f.Problems) > mostProblems+1 {
			p.Line("  %s", p.Dim(fmt.Sprintf("and %s, in full with --report json=report.json", prose.Count(len(f.Problems)-i, "more problem"))))
			break
		}
		p.Field("  ", "expected", problem.Expected, p.Dim, p.Good)
		p.Field("  ", "actual", problem.Actual, p.Dim, p.Differ)
		if problem.At() != "" {
			p.Field("  ", "at", problem.At(), p.Dim, Same)
		}
	}
	if f.Symptom != "" || len(f.Refs) > 0 {
		p.Gap()
	}
	if f.Symptom != "" {
		p.Field("  ", "In Okta", f.Symptom, p.Admin, Same)
	}
	label := "Sources"
	for _, line := range sources(f.Refs) {
		p.Field("  ", label, line, p.Dim, p.Dim)
		label = ""
	}
	p.Exchanges(f.Exchanges, base, tokenEnv)
}

// sources puts short references into one line and gives each address its own.
func sources(refs []string) []string {
	var short, lines []string
	for _, ref := range refs {
		if strings.Contains(ref, "://") {
			lines = append(lines, ref)
		} else {
			short = append(short, ref)
		}
	}
	if len(short) == 0 {
		return lines
	}
	return append([]string{strings.Join(short, " · ")}, lines...)
}

// Exchanges writes the requests around the faulty one, a line each, the faulty
// one in full, and the command that repeats it.
func (p *Page) Exchanges(list []reports.Exchange, base, tokenEnv string) {
	if len(list) == 0 {
		return
	}
	shown, marked := Shown(list)
	p.Requests(list, base)
	p.again(list[shown], marked, tokenEnv)
}

// Shown returns the place of the exchange that is shown in full, and whether
// it is marked as the faulty one.
func Shown(list []reports.Exchange) (place int, marked bool) {
	if i := slices.IndexFunc(list, func(x reports.Exchange) bool { return x.Faulty }); i >= 0 {
		return i, true
	}
	return len(list) - 1, false
}

// Requests writes the requests around the faulty one.
func (p *Page) Requests(list []reports.Exchange, base string) {
	steps := Steps(list)
	shown := Marked(steps)
	marked := shown >= 0
	if !marked {
		shown = len(steps) - 1
	}
	first, end := Around(len(steps), shown, before, after)
	p.Gap()
	if n := Sent(steps[:first]); n > 0 {
		p.Line("  %s", p.Dim(prose.Count(n, "earlier request")))
	}
	write := Written(steps, shown)
	for i := first; i < end; i++ {
		p.exchangeLine(&steps[i], base, marked && i == shown)
		if i == shown || i == write {
			p.exchange(&steps[i].Exchange)
		}
	}
	if n := Sent(steps[end:]); n > 0 {
		p.Line("  %s", p.Dim(prose.Count(n, "later request")))
	}
}

// again writes the command that sends a request once more. One with a huge
// body would bury the rest and cannot be copied from a terminal anyway.
func (p *Page) again(x reports.Exchange, marked bool, tokenEnv string) {
	const longest = 4000 // bytes
	which := "The last request"
	if marked {
		which = "The marked request"
	}
	p.Gap()
	if len(x.Request) > longest {
		p.Para("  ", "  ", which+" is too long to show. It is in full in --report json=report.json", p.Dim)
		return
	}
	p.Line("  %s", p.Dim(which+" again:"))
	parts := Curl(x, tokenEnv)
	for i, part := range parts {
		indent, end := "    ", ` \`
		if i > 0 {
			indent = "      "
		}
		if i == len(parts)-1 {
			end = ""
		}
		p.Line("%s%s", indent, p.Note(part+end))
	}
}

// exchangeLine writes number, method, address, status and time in one line.
// Reads that waited for a change, with the same answer each time, share it.
func (p *Page) exchangeLine(x *Step, base string, marked bool) {
	address := prose.Clean(x.URL)
	if base != "" {
		if rest, ok := strings.CutPrefix(x.URL, strings.TrimSuffix(base, "/")); ok && rest != "" {
			address = prose.Clean(rest)
		}
	}
	status := fmt.Sprint(x.Status)
	if x.Error != "" || x.Status == 0 {
		status = "—"
	}
	end := fmt.Sprintf("%s  %9s", status, x.Time())
	if n := x.Times(); n > 1 {
		end = fmt.Sprintf("× %d  %s", n, end)
	}
	pointer := "  "
	if marked {
		pointer = "▶ "
	}
	lead := fmt.Sprintf("%s%2d  %-6s ", pointer, x.First, prose.Clean(x.Method))
	room := p.Width - prose.Width(lead) - prose.Width(end) - 2
	line := lead + prose.Pad(prose.Shorten(address, room), room) + "  " + end
	if marked {
		p.Line("%s", p.Bold(line))
	} else {
		p.Line("%s", p.Dim(line))
	}
}

func (p *Page) exchange(x *reports.Exchange) {
	out, in := "      "+p.Dim("> "), "      "+p.Dim("< ")
	p.headers(out, x.RequestHeaders)
	p.body(out, x.Request, requestLines)
	if x.Error != "" {
		p.Para(in, in, "no answer: "+x.Error, p.Differ)
		return
	}
	p.headers(in, x.ResponseHeaders)
	if x.Response == "" {
		p.Line("%s%s", in, p.Dim("(no body)"))
	}
	p.body(in, x.Response, responseLines)
}

// headers writes those that a SCIM client or server acts on.
func (p *Page) headers(lead string, headers map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		switch strings.ToLower(name) {
		case "authorization", "content-type", "accept", "location", "www-authenticate", "retry-after", "allow", "etag", "if-match":
			p.Line("%s%s", lead, p.Dim(prose.Shorten(prose.Clean(name+": "+headers[name]), p.Width-8)))
		}
	}
}

func (p *Page) body(lead, body string, most int) {
	if body == "" {
		return
	}
	room := p.Width - prose.Width(lead)
	lines := prose.CleanLines(strings.TrimRight(prose.LayOutJSON(body, room), "\n"))
	for i, l := range lines {
		if i == most && len(lines) > most+1 {
			p.Line("%s%s", lead, p.Dim(fmt.Sprintf("… %s, in full with --report json=report.json", prose.Count(len(lines)-i, "more line"))))
			return
		}
		p.Line("%s%s", lead, prose.Shorten(l, room))
	}
}

// Message returns the one line that Jenkins and GitLab show in a list.
func Message(c *reports.Check) string {
	if len(c.Problems) == 0 {
		return c.Title
	}
	message := "expected " + c.Problems[0].Expected + ", got " + c.Problems[0].Actual
	if n := len(c.Problems) - 1; n > 0 {
		message += fmt.Sprintf(" (and %s)", prose.Count(n, "more problem"))
	}
	return message
}

// Headline counts as the summary does, once a dialect, and says how many
// findings that makes.
func Headline(word string, list []reports.Finding) string {
	results := 0
	for i := range list {
		results += list[i].Results
	}
	if results == len(list) {
		return fmt.Sprintf("%s %d", word, results)
	}
	return fmt.Sprintf("%s %d · %d distinct", word, results, len(list))
}

// Flow returns what was sent and answered, in plain text.
func Flow(list []reports.Exchange, base string) string {
	p := NewPage(prose.Style{}, PlainWidth)
	p.Requests(list, base)
	return strings.Trim(p.String(), "\n")
}
