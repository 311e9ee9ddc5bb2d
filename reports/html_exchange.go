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

// step is one exchange, or several that were the same: a read that is repeated
// until a write shows, alone or in turn with others.
type exchangeStep struct {
	Exchange
	First, Last int // numbers, from 1
	stride      int // from one to the next
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
func (s *exchangeStep) Times() int { return (s.Last-s.First)/s.stride + 1 }

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

// exchangeSteps puts repeated requests with the same answer together: one that
// follows itself, and a few that are sent in turn three times and more.
func exchangeSteps(list []Exchange) []exchangeStep {
	const longestTurn = 4
	var out []exchangeStep
	for i := 0; i < len(list); {
		turn, times := 1, repeats(list[i:], 1)
		for k := 2; k <= longestTurn && times == 1; k++ {
			if n := repeats(list[i:], k); n >= 3 {
				turn, times = k, n
			}
		}
		for j := i; j < i+turn; j++ {
			step := exchangeStep{Exchange: list[j], First: j + 1, Last: j + 1 + turn*(times-1), stride: turn}
			for n := j; n < step.Last; n += turn {
				step.longest, step.Faulty = max(step.longest, list[n].MS), step.Faulty || list[n].Faulty
			}
			out = append(out, step)
		}
		i += turn * times
	}
	return out
}

// repeats is how often the first n exchanges follow each other.
func repeats(list []Exchange, n int) int {
	i := n
	for i < len(list) && sameExchange(&list[i-n], &list[i]) {
		i++
	}
	return i / n
}

// sent is the number of requests in the steps.
func sent(steps []exchangeStep) int {
	sum := 0
	for i := range steps {
		sum += steps[i].Times()
	}
	return sum
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
