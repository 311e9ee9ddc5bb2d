package show

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Step is one exchange, or several that were the same: a read that is repeated
// until a write shows, alone or in turn with others.
type Step struct {
	reports.Exchange
	First, Last int // numbers, from 1
	stride      int // from one to the next
	longest     float64
}

// Number returns "4", or "4–27" for repeated ones.
func (s *Step) Number() string {
	if s.First == s.Last {
		return fmt.Sprint(s.First)
	}
	return fmt.Sprintf("%d–%d", s.First, s.Last)
}

// Times returns how often the request was sent.
func (s *Step) Times() int { return (s.Last-s.First)/s.stride + 1 }

// Answer returns the status, or that there was none.
func (s *Step) Answer() string {
	if s.Error != "" || s.Status == 0 {
		return "no answer"
	}
	return fmt.Sprint(s.Status)
}

// StatusText returns the status in words.
func (s *Step) StatusText() string { return http.StatusText(s.Status) }

// Refused reports whether the answer is none or an error.
func (s *Step) Refused() bool { return s.Error != "" || s.Status == 0 || s.Status >= 400 }

// Time returns the (longest) time of the answer.
func (s *Step) Time() string { return prose.Human(s.longest) }

// Steps puts repeated requests with the same answer together: one that
// follows itself, and a few that are sent in turn three times and more.
func Steps(list []reports.Exchange) []Step {
	const longestTurn = 4
	var out []Step
	for i := 0; i < len(list); {
		turn, times := 1, repeats(list[i:], 1)
		for k := 2; k <= longestTurn && times == 1; k++ {
			if n := repeats(list[i:], k); n >= 3 {
				turn, times = k, n
			}
		}
		for j := i; j < i+turn; j++ {
			step := Step{Exchange: list[j], First: j + 1, Last: j + 1 + turn*(times-1), stride: turn}
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
func repeats(list []reports.Exchange, n int) int {
	i := n
	for i < len(list) && sameExchange(&list[i-n], &list[i]) {
		i++
	}
	return i / n
}

// Sent returns the number of requests in the steps.
func Sent(steps []Step) int {
	sum := 0
	for i := range steps {
		sum += steps[i].Times()
	}
	return sum
}

func sameExchange(a, b *reports.Exchange) bool {
	return a.Method == b.Method && a.URL == b.URL && a.Status == b.Status && a.Error == b.Error &&
		a.Request == b.Request && a.Response == b.Response
}

// Marked returns the step with the fault, or -1.
func Marked(steps []Step) int {
	return slices.IndexFunc(steps, func(s Step) bool { return s.Faulty })
}

// Around returns the part of a list of n that is shown around position at; without
// one the end is what matters.
func Around(n, at, before, after int) (first, end int) {
	if at < 0 {
		at = n - 1
	}
	return max(at-before, 0), min(at+after+1, n)
}

// Written returns the last write before a read whose effect the read was to show, or -1.
func Written(steps []Step, read int) int {
	if read < 0 || steps[read].Method != http.MethodGet {
		return -1
	}
	for i := read - 1; i >= 0; i-- {
		if steps[i].Method != http.MethodGet {
			return i
		}
	}
	return -1
}
