package reports

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// What makes a cause, and how many of them are shown.
const (
	fewestOfCause = 3 // checks
	causesShown   = 6
	namedOfCause  = 4 // findings
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
	return fmt.Sprintf("%s: expected %s, got %s", short(c.Problem.At), short(c.Problem.Expected), short(c.Problem.Actual))
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
// causes that several share: the one behind the most checks first. Its best
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
		if p, id, ok := blockedBy(&checks[i]); ok {
			b := at(p)
			b.blocked = append(b.blocked, &checks[i])
			named[id]++
		}
	}
	taken := map[any]bool{}
	var out []Cause
	for len(out) < causesShown {
		var best Cause
		var bestKey sameness
		for _, key := range order {
			c := all[key].left(taken)
			if len(c.findings) > 0 && c.Checks() > best.Checks() {
				best, bestKey = c, key
			}
		}
		if best.Checks() < fewestOfCause {
			return out
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
	return out
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

var (
	// reasonProblem finds the problem in the reason of a blocked check, in the
	// words of check.Problem: "… failed: POST /Users status: expected 201 Created, got 200 OK".
	reasonProblem = regexp.MustCompile(`failed(?: \([\w.-]+\))?: (.+?): expected (.+), got (.+)$`)
	reasonCheck   = regexp.MustCompile(`\(([a-z][\w-]*(?:\.[\w-]+)+)\)`)
)

// blockedBy is the problem that kept a check from running, and the check that
// looks at it.
func blockedBy(c *Check) (p Problem, id string, ok bool) {
	if c.Outcome != Blocked {
		return p, "", false
	}
	m := reasonProblem.FindStringSubmatch(c.Reason)
	if m == nil {
		return p, "", false
	}
	if named := reasonCheck.FindStringSubmatch(c.Reason); named != nil {
		id = named[1]
	}
	return Problem{At: m[1], Expected: m[2], Actual: m[3]}, id, true
}

var (
	manyNames = regexp.MustCompile(`(?:\d+ members: )?[#…](?:@[\w.-]*\w)?(?:, [#…](?:@[\w.-]*\w)?)*`)
	atTimes   = regexp.MustCompile(`, \d+ times$`) // of folded problems
	inQuotes  = regexp.MustCompile(`".*"`)
)

// compared is how much of a text decides, in bytes: a server may answer megabytes.
const compared = 2 << 10

func samenessOf(p Problem) sameness {
	text := func(s string) string { return manyNames.ReplaceAllString(withoutIDs(s[:min(len(s), compared)]), "#") }
	return sameness{text(p.Expected), text(p.Actual), placeOf(p.At)}
}

// placeOf is the attribute or the part of an answer, whichever request it was
// seen in: "status" of "POST /Users status", "userName eq …" of a lookup.
func placeOf(at string) string {
	words := strings.Fields(inQuotes.ReplaceAllString(atTimes.ReplaceAllString(at, ""), "…"))
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	switch {
	case strings.HasPrefix(last, "/"):
		return "" // a request and nothing of its answer
	case last == "…" && len(words) > 2:
		_, attribute, _ := strings.Cut(words[len(words)-3], "filter=")
		return attribute + " " + words[len(words)-2]
	}
	return last
}
