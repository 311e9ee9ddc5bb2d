package reports

import (
	"slices"
)

// areaView is one area: its numbers, and all its checks in a line each.
type areaView struct{ AreaResult }

// Tone is that of the worst outcome.
func (a areaView) Tone() Tone { return ToneOf(a.Summary.Worst()) }

// Counts are the numbers in words.
func (a areaView) Counts() []string { return a.Summary.Parts(nil) }

// Bar is the area as parts of a bar, in percent.
func (a areaView) Bar() []barPart {
	var out []barPart
	x := 0.0
	for _, o := range []Outcome{Pass, Warn, Known, Fail, Lost, Blocked, Unsupported, Excluded} {
		if n := a.Summary.Of(o); n > 0 {
			part := barPart{Class: string(ToneOf(o)), X: x, Width: 100 * float64(n) / float64(a.Summary.Total)}
			if o == Blocked || o == Lost {
				part.Class = "void"
			}
			out = append(out, part)
			x += part.Width
		}
	}
	return out
}

// barPart is a piece of a bar; X and Width are in percent.
type barPart struct {
	Class    string
	X, Width float64
}

// filterView are the values that can be chosen from.
type filterView struct {
	Outcomes                []Outcome
	Areas, Levels, Dialects []string
	Total                   int
}

func filterFor(checks []Check) filterView {
	f := filterView{Total: len(checks)}
	for i := range checks {
		c := &checks[i]
		f.Areas = addOnce(f.Areas, c.Area)
		f.Levels = addOnce(f.Levels, string(c.Level))
		if c.Dialect != "" {
			f.Dialects = addOnce(f.Dialects, c.Dialect)
		}
	}
	for _, o := range []Outcome{Fail, Warn, Known, Blocked, Lost, Pass, Unsupported, Excluded} {
		if slices.ContainsFunc(checks, func(c Check) bool { return c.Outcome == o }) {
			f.Outcomes = append(f.Outcomes, o)
		}
	}
	slices.Sort(f.Dialects)
	return f
}

func addOnce(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
