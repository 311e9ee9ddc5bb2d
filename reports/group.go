package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// Finding is one failed or warned check, in every dialect and for every subject
// in which it failed in the same way.
type Finding struct {
	Check
	Dialects []string
	Subjects []string
	Keys     []Key // of all of them
	Results  int   // checks that it stands for
}

// Findings groups the checks with the outcome: must before should, otherwise
// in report order.
func Findings(checks []Check, o Outcome) []Finding {
	var out []Finding
	at := map[string]int{}
	for i := range checks {
		c := &checks[i]
		if c.Outcome != o {
			continue
		}
		key := c.ID + "\x00" + likeness(c)
		j, known := at[key]
		if !known {
			j = len(out)
			at[key] = j
			out = append(out, Finding{Check: *c})
			out[j].Problems = folded(c.Problems)
		}
		f := &out[j]
		f.Results += c.Weight()
		f.Keys = append(f.Keys, c.Key())
		if c.Dialect != "" && !slices.Contains(f.Dialects, c.Dialect) {
			f.Dialects = append(f.Dialects, c.Dialect)
		}
		if n := len(f.Subjects); c.Subject != "" && (n == 0 || f.Subjects[n-1] != c.Subject) {
			f.Subjects = append(f.Subjects, c.Subject)
		}
	}
	slices.SortStableFunc(out, func(a, b Finding) int { return levelRank(a.Level) - levelRank(b.Level) })
	return out
}

// folded are the problems, each once and with the number of times.
func folded(list []Problem) []Problem {
	times := map[Problem]int{}
	for _, p := range list {
		times[p]++
	}
	if len(times) == len(list) {
		return list
	}
	var out []Problem
	for _, p := range list {
		n := times[p]
		delete(times, p)
		if n > 1 {
			p.Times = n
		}
		if n > 0 {
			out = append(out, p)
		}
	}
	return out
}

func levelRank(l Level) int {
	if l == Should {
		return 1
	}
	return 0
}

// People is the number of subjects in whom it was found; 1 when the check has none.
func (f *Finding) People() int {
	if len(f.Subjects) == 0 {
		return 1
	}
	return f.Results
}

// Tags are the level and the dialects: "must · aiw, oin".
func (f *Finding) Tags() string {
	if len(f.Dialects) == 0 {
		return prose.Clean(string(f.Level))
	}
	return prose.Clean(string(f.Level) + " · " + strings.Join(f.Dialects, ", "))
}

// About names the subjects, the first few of many.
func (f *Finding) About() string {
	const most = 6
	list := f.Subjects
	if len(list) > most {
		list = append(slices.Clone(list[:most-1]), fmt.Sprintf("and %s more", prose.Grouped(len(list)-most+1)))
	}
	return strings.Join(list, ", ")
}

// likeness is the same for two problem lists that differ only in generated
// names and ids, and in the name of the subject.
func likeness(c *Check) string {
	var b strings.Builder
	for _, p := range c.Problems {
		for _, text := range []string{p.Expected, p.Actual, p.At()} {
			if c.Subject != "" {
				text = strings.ReplaceAll(text, c.Subject, "")
			}
			b.WriteString(withoutIDs(text))
			b.WriteByte(0)
		}
	}
	return b.String()
}

// withoutIDs replaces every word of six or more letters, digits, "-" and "_"
// that holds a digit: ids and names of a run do, status codes and values do not.
func withoutIDs(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		n := strings.IndexFunc(text, func(r rune) bool { return !wordRune(r) })
		if n < 0 {
			n = len(text)
		}
		if word := text[:n]; n >= 6 && strings.ContainsFunc(word, unicode.IsDigit) {
			b.WriteByte('#')
		} else {
			b.WriteString(word)
		}
		text = text[n:]
		m := strings.IndexFunc(text, wordRune)
		if m < 0 {
			m = len(text)
		}
		b.WriteString(text[:m])
		text = text[m:]
	}
	return b.String()
}

func wordRune(r rune) bool {
	return r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
