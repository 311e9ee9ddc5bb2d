package profile

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a profile, or with another file that is read like one. None of its texts
// holds a secret.
type Problem struct {
	// Path is the key, such as "roles.groups[1].role"; empty when the file itself is at fault.
	Path string `json:"path,omitempty"`
	// Line and Column count from 1, Column in characters; 0 when not known, as of a profile that was not read from a file.
	Line   int `json:"line,omitempty"`
	Column int `json:"column,omitempty"`
	// Message says what is wrong.
	Message string `json:"message"`
	// Fix says what to do about it.
	Fix string `json:"fix"`
	// Excerpt is the line itself and a caret below the place, with secrets masked.
	Excerpt string `json:"excerpt,omitempty"`
}

// Error holds every problem of one file, in its order.
type Error struct {
	// File is the name that Parse was given; empty for a profile that was not read from a file.
	File     string
	Problems []Problem
}

// MaxProblems is how many problems end the reading of a file, so that a wrong one costs no time.
const MaxProblems = 100

// shown is how many problems Error writes out.
const shown = 25

// Error writes each problem as "file:line:column: message", the line with a caret, and what to do, as far as they are
// known.
func (e *Error) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i == shown {
			fmt.Fprintf(&b, "… and %s more\n\n", count(len(e.Problems)-shown, len(e.Problems)))
			break
		}
		p.write(&b, e.File)
		b.WriteByte('\n')
	}
	where := e.File
	if where == "" {
		where = "the app profile"
	}
	if n := len(e.Problems); n == 1 {
		fmt.Fprintf(&b, "1 problem in %s", where)
	} else {
		fmt.Fprintf(&b, "%s problems in %s", count(n, n), where)
	}
	return b.String()
}

// count is n in words; when reading stopped early, for total problems, there may be more.
func count(n, total int) string {
	if total >= MaxProblems {
		return fmt.Sprintf("at least %d", n)
	}
	return fmt.Sprint(n)
}

func (p Problem) write(b *strings.Builder, file string) {
	switch {
	case file != "" && p.Column > 0:
		fmt.Fprintf(b, "%s:%d:%d: ", file, p.Line, p.Column)
	case file != "" && p.Line > 0:
		fmt.Fprintf(b, "%s:%d: ", file, p.Line)
	case file != "":
		fmt.Fprintf(b, "%s: ", file)
	}
	fmt.Fprintf(b, "%s\n", p.Message)
	b.WriteString(p.Excerpt)
	if p.Fix != "" {
		fmt.Fprintf(b, "  → %s\n", p.Fix)
	}
}

// sorted orders problems as they stand in the file and drops repeats.
func sorted(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.Compact(problems)
}
