package reports

import (
	"fmt"
	"strings"
)

// ReadError says what is wrong with a JSON report, and what to do.
type ReadError struct {
	// Name is the file's path or what else the reader called it.
	Name     string
	Problems []ReadProblem
	Advice   string
}

// ReadProblem is one thing that is wrong.
type ReadProblem struct {
	Line int // from 1; 0 when it is about the whole
	Text string
}

const (
	adviceForeign   = "it takes a report that oktascim wrote with --report json=FILE"
	adviceTruncated = "it was cut off, or is still being written; fetch it again, or write it again with --report json=FILE"
	adviceEdited    = "the report was edited or damaged; fetch it again, or write it again with --report json=FILE"
)

// shownProblems is how many problems the message of a ReadError spells out.
const shownProblems = 10

// Error writes one problem in one line, several below each other.
func (e *ReadError) Error() string {
	if len(e.Problems) == 1 {
		p := e.Problems[0]
		place := e.Name
		if p.Line > 0 {
			place = fmt.Sprintf("%s:%d", e.Name, p.Line)
		}
		return fmt.Sprintf("%s: %s; %s", place, p.Text, e.Advice)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Name, count(len(e.Problems), "problem"))
	for i, p := range e.Problems {
		if i == shownProblems {
			fmt.Fprintf(&b, "\n  … and %d more", len(e.Problems)-shownProblems)
			break
		}
		b.WriteString("\n  ")
		if p.Line > 0 {
			fmt.Fprintf(&b, "line %d: ", p.Line)
		}
		b.WriteString(p.Text)
	}
	fmt.Fprintf(&b, "\n  %s", e.Advice)
	return b.String()
}

// clip shortens a text of a foreign file for a message.
func clip(text string) string { return shorten(clean(text), 60) }
