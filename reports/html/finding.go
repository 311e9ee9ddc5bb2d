package html

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// A page stays fast to load when it is not too large. What has been used up
// decides what the next finding still shows of its exchanges.
const (
	bodiesUntil   = 2_000_000 // bytes; after that only the faulty exchange is listed
	faultyUntil   = 2_500_000 // after that without its bodies
	exchangeUntil = 3_000_000 // after that no exchange is shown at all
	longestCurl   = 4_000
)

// findingGroup are the findings with which an admin would see the same thing.
type findingGroup struct {
	Symptom  string
	Findings []*findingView
}

// Anchor returns the place of the group: that of its first finding, so that it
// stays when others come and go.
func (g findingGroup) Anchor() string { return "symptom/" + g.Findings[0].Anchor() }

// findingView is one failed, warned or known check as the page shows it.
type findingView struct {
	*reports.Finding
	// Place is the finding's number in the page, from 1; ids of its exchanges begin with it.
	Place    int
	Open     bool
	Diffs    []problemView
	More     int // problems that are not shown
	Picture  template.HTML
	Steps    []exchangeView
	Earlier  int // requests before the ones that are shown
	Later    int
	Cut      string // why exchanges are not shown in full
	Curl     string
	CurlNote string
}

type problemView struct {
	textDiff
	At string
}

// DialectText returns the dialects with blanks between them.
func (f *findingView) DialectText() string {
	return prose.Clean(prose.Clipped(strings.Join(f.Dialects, " "), 100))
}

type findingBuilder struct {
	base, tokenEnv string
	used, place    int
	cut            bool // something was left out to keep the page small
}

// groups makes the views of the findings, by symptom, in the order of the first
// of each.
func (b *findingBuilder) groups(list []reports.Finding) []findingGroup {
	var out []findingGroup
	at := map[string]int{}
	for i := range list {
		f := b.view(&list[i])
		f.Open = len(list) <= 3
		j, known := at[f.Symptom]
		if !known {
			j = len(out)
			at[f.Symptom] = j
			out = append(out, findingGroup{Symptom: f.Symptom})
		}
		out[j].Findings = append(out[j].Findings, f)
	}
	return out
}

func (b *findingBuilder) view(f *reports.Finding) *findingView {
	b.place++
	v := &findingView{Finding: f, Place: b.place}
	const most = 20
	for i, p := range f.Problems {
		if i == most {
			v.More = len(f.Problems) - most
			break
		}
		v.Diffs = append(v.Diffs, problemView{compareTexts(p.Expected, p.Actual), p.At()})
	}
	b.exchanges(v, f.Exchanges)
	return v
}

// exchanges fills in the picture, the list and the curl line.
func (b *findingBuilder) exchanges(v *findingView, list []reports.Exchange) {
	if len(list) == 0 {
		return
	}
	if b.used > exchangeUntil {
		b.cut = true
		v.Cut = "The exchanges are left out, to keep this page small enough to open. The JSON report holds them all."
		return
	}
	steps := show.Steps(list)
	marked := show.Marked(steps)
	shown := marked
	if shown < 0 {
		shown = len(steps) - 1
	}
	first, end := show.Around(len(steps), marked, stepsBefore, stepsAfter)
	if b.used > bodiesUntil {
		first, end = shown, shown+1
		b.cut = true
		v.Cut = "To keep this page small enough to open, it does not show all of the exchanges. The JSON report holds them."
	}
	v.Picture = sequencePicture(steps, marked, b.base, func(i int) string {
		if i < first || i >= end {
			return "" // not in the list
		}
		return fmt.Sprintf("x%d-%d", v.Place, steps[i].First)
	})
	b.used += len(v.Picture)
	v.Earlier, v.Later = show.Sent(steps[:first]), show.Sent(steps[end:])
	write := show.Written(steps, shown)
	for i := first; i < end; i++ {
		v.Steps = append(v.Steps, b.step(&steps[i], i == shown || i == write))
	}
	b.curl(v, &steps[shown].Exchange, marked >= 0)
}

func (b *findingBuilder) step(s *show.Step, open bool) exchangeView {
	v := exchangeView{Step: s, Open: open, Path: shortAddress(s.URL, b.base), Full: prose.Clean(prose.Clipped(s.URL, 2000))}
	v.WithBody = b.used <= faultyUntil
	b.used += 300 + len(v.Path) + len(v.Full)
	if !v.WithBody {
		return v
	}
	lines := otherLines
	if open {
		lines = faultyLines
	}
	v.RequestHeaders, v.ResponseHeaders = headerLines(s.RequestHeaders), headerLines(s.ResponseHeaders)
	v.RequestBody, v.RequestLeft = layOutBody(s.Request, lines)
	v.ResponseBody, v.ResponseLeft = layOutBody(s.Response, lines)
	b.used += len(v.RequestBody) + len(v.ResponseBody) + 40*(len(v.RequestHeaders)+len(v.ResponseHeaders))
	return v
}

func (b *findingBuilder) curl(v *findingView, x *reports.Exchange, marked bool) {
	which := "The last request"
	if marked {
		which = "The marked request"
	}
	if len(x.Request) <= longestCurl && len(x.URL) <= longestCurl {
		v.Curl = strings.Join(show.Curl(*x, b.tokenEnv), " \\\n  ")
	}
	if v.Curl == "" || len(v.Curl) > 2*longestCurl {
		v.Curl, v.CurlNote = "", which+" is too long to show as a command. It is in full in the JSON report."
		return
	}
	v.CurlNote = which + " again:"
	b.used += len(v.Curl)
}
