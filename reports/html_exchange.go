package reports

import (
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

const (
	htmlBefore, htmlAfter       = 30, 10 // steps listed around the faulty one
	pictureBefore, pictureAfter = 8, 2   // steps drawn around it
	faultyLines, otherLines     = 160, 60
)

// step is one exchange, or several in a row that were the same: a read that is
// repeated until a write shows.
type exchangeStep struct {
	Exchange
	First, Last int // numbers, from 1
	longest     float64
}

// Number is "4", or "4–27" for repeated ones.
func (s *exchangeStep) Number() string {
	if s.First == s.Last {
		return fmt.Sprint(s.First)
	}
	return fmt.Sprintf("%d–%d", s.First, s.Last)
}

// Times is how often the request was sent.
func (s *exchangeStep) Times() int { return s.Last - s.First + 1 }

// Answer is the status, or that there was none.
func (s *exchangeStep) Answer() string {
	if s.Error != "" || s.Status == 0 {
		return "no answer"
	}
	return fmt.Sprint(s.Status)
}

// StatusText is the status in words.
func (s *exchangeStep) StatusText() string { return http.StatusText(s.Status) }

// Refused tells whether the answer is none or an error.
func (s *exchangeStep) Refused() bool { return s.Error != "" || s.Status == 0 || s.Status >= 400 }

// Time is the (longest) time of the answer.
func (s *exchangeStep) Time() string { return human(s.longest) }

// exchangeSteps puts repeated requests with the same answer together.
func exchangeSteps(list []Exchange) []exchangeStep {
	var out []exchangeStep
	for i := range list {
		x := list[i]
		if n := len(out); n > 0 && sameExchange(&out[n-1].Exchange, &x) {
			last := &out[n-1]
			last.Last, last.longest, last.Faulty = i+1, max(last.longest, x.MS), last.Faulty || x.Faulty
			continue
		}
		out = append(out, exchangeStep{Exchange: x, First: i + 1, Last: i + 1, longest: x.MS})
	}
	return out
}

func sameExchange(a, b *Exchange) bool {
	return a.Method == b.Method && a.URL == b.URL && a.Status == b.Status && a.Error == b.Error &&
		a.Request == b.Request && a.Response == b.Response
}

// marked is the step with the fault, or -1.
func markedStep(steps []exchangeStep) int {
	return slices.IndexFunc(steps, func(s exchangeStep) bool { return s.Faulty })
}

// around is the part of a list of n that is shown around position at; without
// one the end is what matters.
func around(n, at, before, after int) (first, end int) {
	if at < 0 {
		at = n - 1
	}
	return max(at-before, 0), min(at+after+1, n)
}

// headerLine is one header as it is shown.
type headerLine struct{ Name, Value string }

// headerLines are all headers by name. Those of the transport are left out.
func headerLines(headers map[string]string) []headerLine {
	var out []headerLine
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Length", "Connection", "Date", "Host":
			continue
		}
		out = append(out, headerLine{clean(clipped(name, 100)), clean(clipped(headers[name], 500))})
	}
	return out
}

// shortAddress is an address as it is read: without the base URL, the query
// unescaped and long ids cut.
func shortAddress(address, base string) string {
	if rest, ok := strings.CutPrefix(address, strings.TrimSuffix(base, "/")); ok && base != "" && rest != "" {
		address = rest
	} else if u, err := url.Parse(address); err == nil && u.Host != "" {
		address = u.RequestURI()
	}
	path, query, has := strings.Cut(clipped(address, 600), "?")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if len(part) >= 16 && strings.ContainsFunc(part, unicode.IsDigit) {
			parts[i] = clipRaw(part, 8) + "…"
		}
	}
	path = strings.Join(parts, "/")
	if has {
		if plain, err := url.QueryUnescape(query); err == nil {
			query = plain
		}
		path += "?" + query
	}
	return clean(path)
}

// exchangeView is a step as the page lists it.
type exchangeView struct {
	*exchangeStep
	Path, Full                       string
	RequestHeaders, ResponseHeaders  []headerLine
	RequestBody, ResponseBody        template.HTML
	RequestLeft, ResponseLeft        int // lines that are not shown
	Reason                           string
	Open, WithBody, Truncated, Empty bool
}
