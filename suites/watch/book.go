package watch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/kit"
)

// What is kept of one check that fails again and again.
const (
	mostProblems  = 40
	mostExchanges = 6
)

// Finding is something wrong that an exchange showed.
type Finding struct {
	result.Result        // with the problems and the exchange of this one
	Who           string // the user or group
	First         bool   // of its check
}

// book is the result of each check so far.
type book struct {
	checks  map[string]kit.Check
	entries map[result.Key]*result.Result
	// more is how many findings an entry has that are only counted.
	more map[result.Key]int
}

func newBook(catalogue []kit.Check) *book {
	b := &book{checks: map[string]kit.Check{}, entries: map[result.Key]*result.Result{}, more: map[result.Key]int{}}
	for _, c := range catalogue {
		if _, known := b.checks[c.ID]; !known {
			b.checks[c.ID] = c
		}
	}
	return b
}

// enter notes one judgement of a check; with problems it is a finding.
func (b *book) enter(id, dialect, who string, problems []result.Problem, x *result.Exchange) *Finding {
	if now := kit.Renamed()[id]; now != "" {
		id = now
	}
	c, known := b.checks[id]
	if !known { // a test holds that there is none
		c = kit.Check{ID: id, Area: Area, Level: kit.Must, Title: id, Symptom: "unknown"}
	}
	if len(c.DialectNames()) == 0 {
		dialect = ""
	}
	fact := result.Result{ID: id, Dialect: dialect, Area: string(c.Area), Level: c.Level, Title: c.Title, Why: c.Why,
		Symptom: c.Symptom, Evidence: c.Evidence, Refs: c.Refs, Outcome: result.Pass}
	e := b.entries[fact.Key()]
	if e == nil {
		e = &fact
		b.entries[fact.Key()] = e
	}
	e.Requests++
	if len(problems) == 0 {
		return nil
	}
	f := &Finding{Result: fact, Who: who, First: e.Outcome == result.Pass}
	f.Outcome = result.Fail
	f.Result = f.Judged(false)
	f.Requests = 1
	for _, p := range problems {
		if who != "" && !strings.Contains(p.Part, who) {
			p.Part = strings.TrimSpace("of " + who + " " + p.Part)
		}
		f.Problems = append(f.Problems, p)
	}
	e.Outcome = f.Outcome
	if len(e.Problems) < mostProblems {
		e.Problems = append(e.Problems, f.Problems...)
	} else {
		b.more[fact.Key()]++
	}
	if x != nil {
		shown := *x
		shown.Faulty = true
		f.Exchanges = []result.Exchange{shown}
		if len(e.Exchanges) < mostExchanges {
			e.Exchanges = append(e.Exchanges, shown)
		}
	}
	return f
}

// results are all entries.
func (b *book) results() []result.Result {
	var out []result.Result
	for _, k := range slices.SortedFunc(maps.Keys(b.entries), func(a,
		c result.Key) int {
		return strings.Compare(a.String(), c.String())
	}) {
		e := *b.entries[k]
		if n := b.more[k]; n > 0 {
			e.Problems = append(slices.Clone(e.Problems), result.Problem{Context: "the rest",
				Expected: "as above", Actual: fmt.Sprintf("%d findings more", n)})
		}
		out = append(out, e)
	}
	return out
}
