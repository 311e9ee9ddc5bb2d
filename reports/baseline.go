package reports

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Baseline is what has changed since an earlier run of the same checks. Every
// check is in one list at most; one that passed in both runs is in none.
type Baseline struct {
	// File is the path of the earlier report as given.
	File    string    `json:"file"`
	RunID   string    `json:"run_id"`
	Started time.Time `json:"started"`
	// ToolVersion is the version of oktascim that made it.
	ToolVersion string `json:"tool_version"`
	// Differs lists what was not the same in both runs, apart from the results.
	Differs []Difference `json:"differs"`
	// Compared is the number of checks that are in both.
	Compared int `json:"compared"`
	// NewFailures fail now and did not in the baseline, or were not in it.
	NewFailures []Change `json:"new_failures"`
	// Changed failed, or were blocked, in the baseline too, but with other
	// problems or for another reason. They are as grave as new failures.
	Changed []Change `json:"changed"`
	// StillFailing fail, or are blocked, as in the baseline.
	StillFailing []Change `json:"still_failing"`
	// Fixed failed or were blocked in the baseline and pass now.
	Fixed []Change `json:"fixed"`
	// NewWarnings warn now and did not in the baseline, or did for another reason.
	NewWarnings []Change `json:"new_warnings"`
	// NoAnswer had an answer in the baseline and have none now: they are
	// unsupported, blocked or lost. Nobody knows whether they still hold.
	NoAnswer []Change `json:"no_answer"`
	// NewChecks were not in the baseline and do not fail.
	NewChecks []Change `json:"new_checks"`
	// GoneChecks are in the baseline, and this run does not know them.
	GoneChecks []Change `json:"gone_checks"`
	// NotSelected is the number of checks of the baseline that this run left
	// out because it was asked to.
	NotSelected int `json:"not_selected"`
	// Slower are operations that take notably longer. They never change the verdict.
	Slower []Slower `json:"slower"`
}

// Difference is a circumstance in which two runs differ.
type Difference struct {
	// What is target, profile, version, dialects, strictness, selection or settle time.
	What string `json:"what"`
	Was  string `json:"was"`
	Now  string `json:"now"`
}

// Change is a check whose result is not what it was.
type Change struct {
	ID      string `json:"id"`
	Area    string `json:"area"`
	Level   Level  `json:"level"`
	Dialect string `json:"dialect,omitempty"`
	Subject string `json:"subject,omitempty"`
	Title   string `json:"title"`
	// Was and Now are outcomes; empty where the check is not in that run.
	Was Outcome `json:"was,omitempty"`
	Now Outcome `json:"now,omitempty"`
	// Problem is the first problem of this run, or the reason why there is no
	// answer; Before is the same of the baseline where it was another one.
	Problem string `json:"problem,omitempty"`
	Before  string `json:"before,omitempty"`
}

// Key tells which check has changed.
func (c Change) Key() Key { return Key{ID: c.ID, Dialect: c.Dialect, Subject: c.Subject} }

// Worse reports whether there is a failure that the baseline has not in this way.
func (b *Baseline) Worse() bool { return len(b.NewFailures)+len(b.Changed) > 0 }

// Less reports whether something that had an answer in the baseline has none now.
func (b *Baseline) Less() bool { return len(b.NoAnswer)+len(b.GoneChecks) > 0 }

// holds tells whether the run was to include a check that is not in its report.
func (r *Report) holds(c *Check) bool {
	if r.Shard != nil || c.Dialect != "" && !slices.Contains(r.Dialects, c.Dialect) {
		return false
	}
	s := r.Selection
	if s == nil {
		return true
	}
	byID := func(glob string) bool { return matchID(glob, c.ID) }
	return (len(s.Areas) == 0 || slices.Contains(s.Areas, c.Area)) && (len(s.Checks) == 0 || slices.ContainsFunc(s.Checks, byID))
}

// matchID tells whether an id matches a glob, as --check takes it.
func matchID(glob, id string) bool {
	ok, err := path.Match(glob, id)
	return ok && err == nil
}

// ChangeGroup is one change, in every dialect in which it is the same.
type ChangeGroup struct {
	Change
	Dialects []string
}

// GroupChanges joins the dialects of changes that are otherwise alike.
func GroupChanges(list []Change) []ChangeGroup {
	var out []ChangeGroup
	for _, c := range list {
		i := slices.IndexFunc(out, func(g ChangeGroup) bool {
			return g.ID == c.ID && g.Subject == c.Subject && g.Was == c.Was && g.Now == c.Now && withoutIDs(g.Problem) == withoutIDs(c.Problem)
		})
		if i < 0 {
			i = len(out)
			out = append(out, ChangeGroup{Change: c})
		}
		if c.Dialect != "" {
			out[i].Dialects = append(out[i].Dialects, c.Dialect)
		}
	}
	return out
}

// Tags returns the level and the dialects: "must · aiw, oin".
func (g *ChangeGroup) Tags() string {
	if len(g.Dialects) == 0 {
		return string(g.Level)
	}
	return string(g.Level) + " · " + strings.Join(g.Dialects, ", ")
}

// ChangeList is one list of a Baseline as every format shows it.
type ChangeList struct {
	Kind        string  // a word for machines and style sheets
	Mark        Outcome // whose sign and color it has
	Noun        string  // what each of them is, as count takes it
	What        string  // what that means for the reader
	List        []Change
	ShowProblem bool // whether the problem is to be shown
}

// Parts returns the lists that hold something, what is gravest first.
func (b *Baseline) Parts() []ChangeList {
	all := []ChangeList{
		{"new", Fail, "new failure", "These did not fail in the earlier run.", b.NewFailures, true},
		{"changed", Fail, "changed failure", "These failed in the earlier run too, but in another way.", b.Changed, true},
		{"no-answer", Blocked, "unanswered check", "The earlier run has an answer to these. Nobody knows whether they still hold.", b.NoAnswer, true},
		{"gone", Blocked, "gone check", "The earlier run has these, and the later one does not know them.", b.GoneChecks, false},
		{"warning", Warn, "new warning", "", b.NewWarnings, true},
		{"fixed", Pass, "fixed check", "", b.Fixed, false},
		{"known", Known, "known failure", "They fail, or are blocked, as in the earlier run.", b.StillFailing, false},
		{"added", Excluded, "new check", "The earlier run does not have these. They do not fail.", b.NewChecks, false},
	}
	return slices.DeleteFunc(all, func(p ChangeList) bool { return len(p.List) == 0 })
}

const nothingChanged = "nothing has changed"

// Headline returns the comparison in one line: "1 new failure · 2 fixed checks".
func (b *Baseline) Headline() string {
	var words []string
	for _, p := range b.Parts() {
		words = append(words, prose.Count(len(p.List), p.Noun))
	}
	if len(b.Slower) > 0 {
		words = append(words, prose.Count(len(b.Slower), "slower operation"))
	}
	if len(words) == 0 {
		return nothingChanged
	}
	return strings.Join(words, " · ")
}

// Origin says what the baseline is.
func (b *Baseline) Origin() string {
	text := "run of " + b.Started.UTC().Format("2006-01-02 15:04 UTC")
	if b.RunID != "" {
		text = "run " + b.RunID + " of " + b.Started.UTC().Format("2006-01-02 15:04 UTC")
	}
	if b.File != "" {
		text += ", " + b.File
	}
	return text
}

// Extent says how many checks were compared, and what was left out.
func (b *Baseline) Extent() string {
	text := prose.Count(b.Compared, "check") + " compared"
	if b.NotSelected > 0 {
		text += fmt.Sprintf(", %s of the earlier run not selected", prose.Grouped(b.NotSelected))
	}
	return text
}

// Sentence says how an operation has become slower.
func (s *Slower) Sentence() string {
	text := fmt.Sprintf("median %s, was %s", prose.Human(s.NowMS), prose.Human(s.WasMS))
	if times := s.Times(); times != "" {
		text += " (" + times + ")"
	}
	return text + fmt.Sprintf("; %s, was %s", prose.Count(s.NowCount, "request"), prose.Grouped(s.WasCount))
}

// Times returns the growth: "4.0×".
func (s *Slower) Times() string {
	if s.Ratio <= 0 {
		return ""
	}
	return fmt.Sprintf("%.1f×", s.Ratio)
}

// Slower is an operation whose median has grown.
type Slower struct {
	Method   string  `json:"method"`
	Resource string  `json:"resource"`
	WasMS    float64 `json:"was_ms"` // medians
	NowMS    float64 `json:"now_ms"`
	Ratio    float64 `json:"ratio"`
	WasCount int     `json:"was_count"`
	NowCount int     `json:"now_count"`
}

// The noise guard: an operation is slower when all three hold. Two runs of one
// build on one machine differ by less; a query that lost its index does not.
const (
	slowerSamples = 20  // at least so many requests in either run
	slowerRatio   = 1.5 // the median has grown to at least so many times
	slowerByMS    = 20  // and by at least so many milliseconds
)

// slower lists the operations that have become slower, the greatest growth first.
func slower(was, now []Operation) []Slower {
	var out []Slower
	for _, n := range now {
		i := slices.IndexFunc(was, func(o Operation) bool { return o.Method == n.Method && o.Resource == n.Resource })
		if i < 0 {
			continue
		}
		w := was[i]
		if min(w.Count, n.Count) < slowerSamples || n.P50MS-w.P50MS < slowerByMS || n.P50MS < w.P50MS*slowerRatio {
			continue
		}
		s := Slower{Method: n.Method, Resource: n.Resource, WasMS: w.P50MS, NowMS: n.P50MS, WasCount: w.Count, NowCount: n.Count}
		if w.P50MS > 0 {
			s.Ratio = n.P50MS / w.P50MS
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Slower) int { return cmp.Compare(b.NowMS-b.WasMS, a.NowMS-a.WasMS) })
	return out
}
