package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// finding is one failed or warned check, in every dialect and for every subject
// in which it failed in the same way.
type finding struct {
	Check
	dialects []string
	subjects []string
	keys     []Key // of all of them
	results  int   // checks that it stands for
}

// findings groups the checks with the outcome: must before should, otherwise
// in report order.
func findings(checks []Check, o Outcome) []finding {
	var out []finding
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
			out = append(out, finding{Check: *c})
			out[j].Problems = folded(c.Problems)
		}
		f := &out[j]
		f.results += c.Weight()
		f.keys = append(f.keys, c.Key())
		if c.Dialect != "" && !slices.Contains(f.dialects, c.Dialect) {
			f.dialects = append(f.dialects, c.Dialect)
		}
		if n := len(f.subjects); c.Subject != "" && (n == 0 || f.subjects[n-1] != c.Subject) {
			f.subjects = append(f.subjects, c.Subject)
		}
	}
	slices.SortStableFunc(out, func(a, b finding) int { return levelRank(a.Level) - levelRank(b.Level) })
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

// people is the number of subjects in whom it was found; 1 when the check has none.
func (f *finding) people() int {
	if len(f.subjects) == 0 {
		return 1
	}
	return f.results
}

// tags are the level and the dialects: "must · aiw, oin".
func (f *finding) tags() string {
	if len(f.dialects) == 0 {
		return clean(string(f.Level))
	}
	return clean(string(f.Level) + " · " + strings.Join(f.dialects, ", "))
}

// about names the subjects, the first few of many.
func (f *finding) about() string {
	const most = 6
	list := f.subjects
	if len(list) > most {
		list = append(slices.Clone(list[:most-1]), fmt.Sprintf("and %s more", grouped(len(list)-most+1)))
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
