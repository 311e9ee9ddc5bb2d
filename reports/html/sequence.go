package html

import (
	"fmt"
	"html/template"
	"strings"
	"unicode/utf8"

	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// The picture of a sequence has Okta's line at the left and the app's at the
// right. Distances across are in percent, so that it fits every width without
// making letters smaller; those down are in pixels.
const (
	laneOkta, laneApp = "8%", "92%"
	headHeight        = 40
	stepHeight        = 56
	longestLabel      = 35 // characters over an arrow
)

// sequencePicture draws the steps around the marked one. place is the id of a
// step in the list beside it, to which the picture leads.
func sequencePicture(steps []show.Step, marked int, base string, place func(int) string) template.HTML {
	first, end := show.Around(len(steps), marked, pictureBefore, pictureAfter)
	var b strings.Builder
	height := headHeight + (end-first)*stepHeight + 8
	if first > 0 {
		height += 22
	}
	if end < len(steps) {
		height += 22
	}
	fmt.Fprintf(&b, `<svg class="seq" role="img" aria-label="%s" width="100%%" height="%d">`,
		template.HTMLEscapeString(describeSequence(steps, marked, base)), height)
	fmt.Fprintf(&b, `<text class="who" x="%s" y="14">Okta</text><text class="who" x="%s" y="14">App</text>`, laneOkta, laneApp)
	for _, x := range []string{laneOkta, laneApp} {
		fmt.Fprintf(&b, `<line class="lane" x1="%[1]s" x2="%[1]s" y1="20" y2="%[2]d"/>`, x, height)
	}
	y := headHeight
	if first > 0 {
		fmt.Fprintf(&b, `<text class="more" x="50%%" y="%d">%s</text>`, y, prose.Count(show.Sent(steps[:first]), "earlier request"))
		y += 22
	}
	for i := first; i < end; i++ {
		sequenceStep(&b, &steps[i], y, base, i == marked, place(i))
		y += stepHeight
	}
	if end < len(steps) {
		fmt.Fprintf(&b, `<text class="more" x="50%%" y="%d">%s</text>`, y+8, prose.Count(show.Sent(steps[end:]), "later request"))
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

func sequenceStep(b *strings.Builder, s *show.Step, y int, base string, marked bool, place string) {
	class := "step"
	if marked {
		class += " faulty"
	} else if s.Refused() {
		class += " refused"
	}
	address := shortAddress(s.URL, base)
	label := prose.Clean(prose.Cut(s.Method, 12)) + " " + address
	if s.Times() > 1 {
		label = fmt.Sprintf("%d× %s", s.Times(), label)
	}
	answer := s.Answer()
	if s.Error == "" {
		answer += " · " + s.Time()
	}
	if marked {
		answer = "✗ " + answer
	}
	element, href := "g", ""
	if place != "" {
		element, href = "a", ` href="#`+place+`"`
	}
	fmt.Fprintf(b, `<%s%s class="%s"><title>%s</title>`, element, href, class,
		template.HTMLEscapeString(prose.Clean(prose.Clipped(s.Method, 20))+" "+prose.Clean(prose.Clipped(s.URL, 600))+": "+answer))
	if marked {
		fmt.Fprintf(b, `<rect class="band" x="0" y="%d" width="100%%" height="%d" rx="6"/>`, y-14, stepHeight-4)
	}
	fmt.Fprintf(b, `<text class="no" x="4%%" y="%d">%d</text><text class="label" x="50%%" y="%d">%s</text>`,
		y+10, s.First, y, template.HTMLEscapeString(shortLabel(label)))
	arrow(b, laneOkta, laneApp, y+6, "out", "M-8-4 0 0-8 4Z")
	fmt.Fprintf(b, `<text class="answer" x="50%%" y="%d">%s</text>`, y+24, template.HTMLEscapeString(answer))
	arrow(b, laneApp, laneOkta, y+30, "back", "M8-4 0 0 8 4Z")
	b.WriteString("</" + element + ">")
}

func arrow(b *strings.Builder, from, to string, y int, class, head string) {
	fmt.Fprintf(b, `<line class="%s" x1="%s" x2="%s" y1="%[4]d" y2="%[4]d"/><svg x="%[3]s" y="%[4]d" overflow="visible"><path d="%[5]s"/></svg>`,
		class, from, to, y, head)
}

func shortLabel(text string) string {
	if utf8.RuneCountInString(text) <= longestLabel {
		return text
	}
	return string([]rune(text)[:longestLabel-1]) + "…"
}

func describeSequence(steps []show.Step, marked int, base string) string {
	text := prose.Count(show.Sent(steps), "request") + " from Okta to the app"
	if marked < 0 {
		return text
	}
	s := &steps[marked]
	return fmt.Sprintf("%s. The problem was seen in number %s: %s %s, answer %s.", text, s.Number(), prose.Clean(prose.Clipped(s.Method, 20)), shortAddress(s.URL, base), s.Answer())
}
