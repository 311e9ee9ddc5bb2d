package kit

import (
	_ "embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/engine"
	"github.com/oktascim/oktascim/suites/near"
	"github.com/oktascim/oktascim/suites/okta"
)

// Planned is one check in one dialect.
type Planned struct {
	Check
	Dialect okta.Dialect // how what the check is about is written; "" when the check runs once
	Writing okta.Dialect // of the requests, okta.Mixed too; "" when the check runs once
}

// Plan lists what becomes of the checks in these dialects.
func Plan(checks []Check, dialects []okta.Dialect) []Planned {
	var out []Planned
	for _, c := range checks {
		seen := map[okta.Dialect]bool{}
		for _, d := range c.dialects(dialects) {
			label := c.label(d)
			if seen[label] {
				continue
			}
			seen[label] = true
			if len(c.For) == 0 {
				out = append(out, Planned{Check: c, Dialect: label, Writing: d})
			}
			for _, s := range c.For {
				one := c
				one.Subject, one.For = s.Name, []Subject{s}
				out = append(out, Planned{Check: one, Dialect: label, Writing: d})
			}
		}
	}
	return out
}

// Result is the planned check as reports know it, without an outcome.
func (p Planned) Result() result.Result {
	return result.Result{ID: p.ID, Area: string(p.Area), Level: p.Level, Dialect: string(p.Dialect), Subject: p.Subject, Subjects: p.Subjects,
		Title: p.Title, Why: p.Why, Symptom: p.Symptom, Evidence: p.Evidence, Refs: p.Refs}
}

// Facts are what the engine has to know about the planned check.
func (p Planned) Facts() engine.Facts {
	c := CostOf(p.ID)
	share := string(p.Exclusive)
	if p.Journey.Name != "" {
		share = fmt.Sprint("journey ", p.journey())
	}
	people := c.People
	if p.Exclusive == MappedGroups {
		people += castSize
	}
	return engine.Facts{Check: p.Result(), Alone: p.Serial, Late: p.Late, Last: p.Ruins, Share: share,
		Cost: float64(c.Requests + c.CleanUp), People: people, Creates: p.Creates}
}

// dialects are those in which the check runs: "" is once, in whatever dialect.
func (c Check) dialects(run []okta.Dialect) []okta.Dialect {
	var out []okta.Dialect
	for _, d := range run {
		if len(c.Only) == 0 || slices.Contains(c.Only, c.label(d)) {
			out = append(out, d)
		}
	}
	if !c.PerDialect && len(c.Only) == 0 {
		return []okta.Dialect{""}
	}
	return out
}

// label is the way in which a dialect writes what the check is about: users, or groups.
func (c Check) label(d okta.Dialect) okta.Dialect {
	needs := func(n Need) bool { return slices.Contains(c.Needs, n) }
	switch c.Area {
	case Groups, Members:
		return d.Groups()
	case Create, Update, Deactivate, Reactivate, Seats:
		return d.Users()
	}
	if (needs(NeedGroups) || needs(NeedGroupRoles)) && !needs(NeedDeactivate) {
		return d.Groups()
	}
	return d.Users()
}

// Selection picks checks from the catalogue. Empty parts pick everything.
type Selection struct {
	Areas []string // names of areas
	IDs   []string // globs over ids: users.deactivate.*
	// Depth leaves out the checks that only a deeper run has. Checks that IDs name run at any depth when it is empty.
	Depth Depth
}

// Pick gives the selected checks. Unknown areas and globs that match nothing
// are errors: a typo must not be a green run.
func (s Selection) Pick(checks []Check) ([]Check, error) {
	ids := make([]string, len(checks))
	for i, c := range checks {
		ids[i] = c.ID
	}
	s.IDs = today(s.IDs, ids)
	if err := s.validate(ids); err != nil {
		return nil, err
	}
	if s.Depth != "" || len(s.IDs) == 0 {
		checks = AtDepth(s.Depth.orStandard(), checks)
	}
	var out []Check
	for _, c := range checks {
		if (len(s.Areas) == 0 || slices.Contains(s.Areas, string(c.Area))) && (len(s.IDs) == 0 || matchesAny(s.IDs, c.ID)) {
			out = append(out, c)
		}
	}
	if len(out) == 0 && s.Depth != Full && len(s.IDs) > 0 && s.Depth != "" {
		return nil, fmt.Errorf("no check of --check %s runs at --depth %s", strings.Join(s.IDs, ","), s.Depth)
	}
	if len(out) == 0 && len(s.IDs) == 0 {
		return nil, fmt.Errorf("no check of %s runs here: it has a command of its own, see `oktascim --help`", strings.Join(s.Areas, ", "))
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no check is both in --area %s and selected by --check %s", strings.Join(s.Areas, ","), strings.Join(s.IDs, ","))
	}
	return out, nil
}

func (s Selection) validate(ids []string) error {
	var areas []string
	for _, a := range Areas() {
		areas = append(areas, string(a))
	}
	for _, a := range s.Areas {
		if !slices.Contains(areas, a) {
			return fmt.Errorf("there is no area %q%s; areas are %s", a, didYouMean(a, areas), strings.Join(areas, ", "))
		}
	}
	for _, glob := range s.IDs {
		if _, err := path.Match(glob, ""); err != nil {
			return fmt.Errorf("--check %q is not a glob: %w", glob, err)
		}
		if !slices.ContainsFunc(ids, func(id string) bool { return matches(glob, id) }) {
			return fmt.Errorf("--check %q matches no check%s; `oktascim list` shows all ids", glob, didYouMean(glob, ids))
		}
	}
	return nil
}

func matchesAny(globs []string, id string) bool {
	return slices.ContainsFunc(globs, func(g string) bool { return matches(g, id) })
}

func matches(glob, id string) bool {
	ok, _ := path.Match(glob, id)
	return ok
}

// didYouMean suggests the known word nearest to a mistyped one; empty when none
// is near.
func didYouMean(word string, known []string) string {
	if meant := near.Word(word, known); meant != "" {
		return fmt.Sprintf(" (did you mean %q?)", meant)
	}
	return ""
}

// readers are the checks that send GET and nothing else, whatever the tenant
// holds: they can be run against a deployment that must not be changed. A test
// compares the list with what the checks really send.
var readers = []string{
	"connector.users.answer", "connector.users.no-hit", "connector.groups.answer", "connector.groups.bare", "connector.groups.fast", "connector.groups.no-hit",
	"auth.refused.*", "auth.scheme-case", "auth.good-after-bad", "auth.unknown-id", "auth.error.*", "auth.revoked.refused", "auth.revoked.successor",
	"users.lookup.miss", "users.lookup.miss-empty-list", "users.lookup.special-miss",
	"errors.unknown.user-read", "errors.unknown.status", "errors.unknown.group-read", "errors.body.unknown-user", "errors.body.unknown-group", "errors.filter.status", "errors.body.filter", "errors.status-text", "errors.endpoint",
	"headers.accept.other", "headers.identity", "headers.request.get-typed",
}

// Reads tells whether the check sends GET and nothing else.
func (c Check) Reads() bool { return matchesAny(readers, c.ID) }

// Readers are the checks that send GET and nothing else.
func Readers(checks []Check) []Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return !c.Reads() })
}

// Cost is what a check costs on the reference provider, in the dearer of its
// dialects.
type Cost struct {
	Requests int // of the check itself
	CleanUp  int // requests to clean up after it
	People   int // users of its own who are active at the same time
}

// costsFile has a line a check: id, requests, requests of the clean-up, people.
// `make golden` writes it, so that growth is seen in review.
//
//go:embed costs.txt
var costsFile string

// unknownCost is that of a check which the file does not have yet.
var unknownCost = Cost{Requests: 10, CleanUp: 5, People: 3}

var costs = sync.OnceValue(func() map[string]Cost {
	out := map[string]Cost{}
	for line := range strings.Lines(costsFile) {
		var id string
		var c Cost
		if n, _ := fmt.Sscan(line, &id, &c.Requests, &c.CleanUp, &c.People); n == 4 {
			out[id] = c
		}
	}
	return out
})

// CostOf estimates what a check costs.
func CostOf(id string) Cost {
	if c, known := costs()[id]; known {
		return c
	}
	return unknownCost
}
