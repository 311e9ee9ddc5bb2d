package result

import (
	"fmt"
	"slices"
	"strings"
)

// mostShown is how much of a body Words shows, in bytes.
const mostShown = 2000

// Words tells in several lines, for the log of a test, what a check found: the requirement, each problem, what an Okta admin
// would see, the sources, and the request in which it was seen.
func (r Result) Words() string {
	var b strings.Builder
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %-8s  %s\n", label, strings.ReplaceAll(text, "\n", "\n            "))
		}
	}
	fmt.Fprintf(&b, "%s  %s\n  %s\n", r.Key(), r.Level, r.Title)
	if r.Reason != "" {
		line(string(r.Outcome), r.Reason)
	}
	for _, p := range r.Problems {
		b.WriteString("\n")
		line("expected", p.Expected)
		line("actual", p.Actual)
		line("at", p.At())
	}
	b.WriteString("\n")
	line("In Okta", r.Symptom)
	line("Sources", strings.Join(r.Refs, "\n"))
	if i := slices.IndexFunc(r.Exchanges, func(x Exchange) bool { return x.Faulty }); i >= 0 {
		x := r.Exchanges[i]
		line("request", strings.TrimSpace(x.Method+" "+x.URL+"\n"+shown(x.Request)))
		if x.Error != "" {
			line("answer", "none: "+x.Error)
		} else {
			line("answer", strings.TrimSpace(fmt.Sprintf("%d\n%s", x.Status, shown(x.Response))))
		}
	}
	return b.String()
}

func shown(body string) string {
	if len(body) > mostShown {
		return strings.ToValidUTF8(body[:mostShown], "") + "…"
	}
	return body
}
