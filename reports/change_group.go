package reports

import (
	"fmt"
	"slices"
	"strings"
)

// changeGroup is one change, in every dialect in which it is the same.
type ChangeGroup struct {
	Change
	Dialects []string
}

// groupChanges joins the dialects of changes that are otherwise alike.
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

// tags are the level and the dialects: "must · aiw, oin".
func (g *ChangeGroup) Tags() string {
	if len(g.Dialects) == 0 {
		return string(g.Level)
	}
	return string(g.Level) + " · " + strings.Join(g.Dialects, ", ")
}

// part is one list of a Baseline as every format shows it.
type ChangeList struct {
	Kind        string  // a word for machines and style sheets
	Mark        Outcome // whose sign and colour it has
	Noun        string  // what each of them is, as count takes it
	What        string  // what that means for the reader
	List        []Change
	ShowProblem bool // whether the problem is to be shown
}

// parts are the lists that hold something, what is gravest first.
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

// Headline is the comparison in one line: "1 new failure · 2 fixed checks".
func (b *Baseline) Headline() string {
	var words []string
	for _, p := range b.Parts() {
		words = append(words, count(len(p.List), p.Noun))
	}
	if len(b.Slower) > 0 {
		words = append(words, count(len(b.Slower), "slower operation"))
	}
	if len(words) == 0 {
		return nothingChanged
	}
	return strings.Join(words, " · ")
}

// origin says what the baseline is.
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

// extent says how many checks were compared, and what was left out.
func (b *Baseline) Extent() string {
	text := count(b.Compared, "check") + " compared"
	if b.NotSelected > 0 {
		text += fmt.Sprintf(", %s of the earlier run not selected", grouped(b.NotSelected))
	}
	return text
}

// sentence says how an operation has become slower.
func (s *Slower) Sentence() string {
	text := fmt.Sprintf("median %s, was %s", human(s.NowMS), human(s.WasMS))
	if times := s.Times(); times != "" {
		text += " (" + times + ")"
	}
	return text + fmt.Sprintf("; %s, was %s", count(s.NowCount, "request"), grouped(s.WasCount))
}

// times is the growth: "4.0×".
func (s *Slower) Times() string {
	if s.Ratio <= 0 {
		return ""
	}
	return fmt.Sprintf("%.1f×", s.Ratio)
}
