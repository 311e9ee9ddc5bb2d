package reports

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

const (
	causesShown  = 10
	namedOfCause = 4 // findings
)

// How the causes are introduced, everywhere.
const (
	CausesTitle = "What to fix first"
	CausesAbout = "one cause a line, with the checks that it fails or keeps from running"
)

// Cause is one difference that stands behind several checks: those that fail
// with it, and those that it kept from running.
type Cause struct {
	// Problem is the difference, as the finding First has it.
	Problem Problem
	First   *Finding
	// Failed and Blocked are the checks, without those of the causes before it.
	Failed, Blocked int
	findings        []*Finding
}

// Checks is the number of checks behind which the cause stands.
func (c *Cause) Checks() int { return c.Failed + c.Blocked }

// What is the difference in a line.
func (c *Cause) What() string {
	short := func(s string) string { return prose.Shorten(prose.Clean(strings.Join(strings.Fields(s), " ")), 120) }
	return fmt.Sprintf("%s: expected %s, got %s", short(c.Problem.At()), short(c.Problem.Expected), short(c.Problem.Actual))
}

// Of are the findings, the first few of many, and how many checks wait.
func (c *Cause) Of() string {
	var ids []string
	for _, f := range c.findings {
		if id := prose.Clean(f.ID); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	text := strings.Join(ids, ", ")
	if more := len(ids) - namedOfCause; more > 1 {
		text = fmt.Sprintf("%s and %s more", strings.Join(ids[:namedOfCause], ", "), prose.Grouped(more))
	}
	if c.Blocked > 0 {
		text += fmt.Sprintf("; %s could not run", prose.Grouped(c.Blocked))
	}
	return text
}

// Failures are the failed checks in the order in which to look at them, and the
// causes behind them: the most harmful one first. Its best
// example leads the list, then come the failures that stand for themselves, then
// further examples of the causes.
func (r *Report) Failures() ([]Finding, []Cause) {
	list := Findings(r.Checks, Fail)
	if r.Command != "" { // what most people of a roster have comes first
		slices.SortStableFunc(list, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(levelRank(a.Level), levelRank(b.Level)), cmp.Compare(b.People(), a.People()))
		})
		return list, nil
	}
	causes := causesOf(list, r.Checks)
	rank := map[*Finding]int{}
	for i := range causes {
		for _, f := range causes[i].findings {
			rank[f] = 1
		}
		rank[causes[i].First] = i - len(causes)
	}
	order := make([]*Finding, len(list))
	for i := range list {
		order[i] = &list[i]
	}
	slices.SortStableFunc(order, func(a, b *Finding) int { return cmp.Compare(rank[a], rank[b]) })
	out := make([]Finding, len(list))
	for i, f := range order {
		out[i] = *f
	}
	return out, causes
}

// sameness is what two problems of one cause have in common.
type sameness struct{ expected, actual, place string }

// behind collects the checks of one sameness.
type behind struct {
	findings []*Finding
	blocked  []*Check
}

// causesOf finds the fewest differences that stand behind the most checks:
// again and again the one that most of the checks left over have.
func causesOf(list []Finding, checks []Check) []Cause {
	all := map[sameness]*behind{}
	var order []sameness // so that equals come in report order
	at := func(p Problem) *behind {
		key := samenessOf(p)
		if all[key] == nil {
			all[key] = &behind{}
			order = append(order, key)
		}
		return all[key]
	}
	for i := range list {
		for _, p := range list[i].Problems {
			if b := at(p); len(b.findings) == 0 || b.findings[len(b.findings)-1] != &list[i] {
				b.findings = append(b.findings, &list[i])
			}
		}
	}
	named := map[string]int{} // check → how many it keeps from running
	for i := range checks {
		if c := &checks[i]; c.Outcome == Blocked && c.Cause != nil && c.Cause.Problem != nil {
			b := at(seenBy(list, c, all))
			b.blocked = append(b.blocked, c)
			named[c.Cause.Check]++
		}
	}
	taken := map[any]bool{}
	var out []Cause
	for {
		var best Cause
		var bestKey sameness
		for _, key := range order {
			c := all[key].left(taken)
			if len(c.findings) > 0 && c.Checks() > best.Checks() {
				best, bestKey = c, key
			}
		}
		if best.Checks() == 0 {
			break
		}
		for _, f := range best.findings {
			taken[f] = true
		}
		for _, c := range all[bestKey].blocked {
			taken[c] = true
		}
		best.First = slices.MinFunc(best.findings, func(a, b *Finding) int {
			return cmp.Or(cmp.Compare(named[b.ID], named[a.ID]), cmp.Compare(levelRank(a.Level), levelRank(b.Level)),
				cmp.Compare(len(a.Problems), len(b.Problems)), cmp.Compare(len(a.Exchanges), len(b.Exchanges)))
		})
		i := slices.IndexFunc(best.First.Problems, func(p Problem) bool { return samenessOf(p) == bestKey })
		best.Problem = best.First.Problems[i]
		out = append(out, best)
	}
	total := 0
	for i := range checks {
		total += checks[i].Weight()
	}
	slices.SortStableFunc(out, func(a, b Cause) int { return cmp.Compare(b.harm(total), a.harm(total)) })
	return out[:min(len(out), causesShown)]
}

// left is the cause without the checks that are taken.
func (b *behind) left(taken map[any]bool) Cause {
	var c Cause
	for _, f := range b.findings {
		if !taken[f] {
			c.findings = append(c.findings, f)
			c.Failed += f.Results
		}
	}
	for _, blocked := range b.blocked {
		if !taken[blocked] {
			c.Blocked += blocked.Weight()
		}
	}
	return c
}

// seenBy is the problem that kept a check from running, or the first of the check
// that judges the step where nobody failed by that very problem.
func seenBy(list []Finding, c *Check, all map[sameness]*behind) Problem {
	p := *c.Cause.Problem
	if b := all[samenessOf(p)]; b != nil && len(b.findings) > 0 {
		return p
	}
	for i := range list {
		f := &list[i]
		sameDialect := c.Dialect == "" || f.Dialect == "" || slices.Contains(f.Dialects, c.Dialect)
		if f.ID == c.Cause.Check && sameDialect && len(f.Problems) > 0 {
			return f.Problems[0]
		}
	}
	return p
}

// manyNames are generated names, one or a list of several.
var manyNames = regexp.MustCompile(`(?:\d+ members: )?[#…](?:@[\w.-]*\w)?(?:, [#…](?:@[\w.-]*\w)?)*`)

// compared is how much of a text decides, in bytes: a server may answer megabytes.
const compared = 2 << 10

// samenessOf is about the attribute or the part of an answer, whichever request it
// was seen in.
func samenessOf(p Problem) sameness {
	text := func(s string) string { return manyNames.ReplaceAllString(withoutIDs(s[:min(len(s), compared)]), "#") }
	place := p.Attribute()
	if place == "" && p.Part != "" { // a lookup, or a page of a list
		place = p.Operation
	}
	expected, actual := text(p.Expected), text(p.Actual)
	switch {
	case place == "status": // which request is refused matters, and not how
		return sameness{p.Operation, actual, place}
	case strings.HasPrefix(p.Expected, `"`): // values are made up, each time others
		if expected = "a value"; strings.HasPrefix(p.Actual, `"`) {
			actual = "another one"
		}
	}
	return sameness{expected, actual, place}
}
