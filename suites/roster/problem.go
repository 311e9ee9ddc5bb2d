package roster

import (
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with a roster.
type Problem struct {
	Line    int // from 1; 0 when the file itself is at fault
	Message string
	Fix     string // what to do about it
}

// Error holds every problem of one roster, in the order of the file.
type Error struct {
	File     string
	Problems []Problem
}

// Reading stops at maxProblems, so that a wrong file costs no time; shown are written out.
const (
	shown       = 25
	maxProblems = 100
)

// Error writes each problem as "file:line: message" and what to do.
func (e *Error) Error() string {
	var b strings.Builder
	for i, p := range e.Problems {
		if i == shown {
			fmt.Fprintf(&b, "… and %s more\n", atLeast(len(e.Problems)-shown, len(e.Problems)))
			break
		}
		b.WriteString(e.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
		}
		fmt.Fprintf(&b, ": %s\n", p.Message)
		if p.Fix != "" {
			fmt.Fprintf(&b, "  → %s\n", p.Fix)
		}
	}
	if n := len(e.Problems); n == 1 {
		fmt.Fprintf(&b, "1 problem in the roster %s", e.File)
	} else {
		fmt.Fprintf(&b, "%s problems in the roster %s", atLeast(n, n), e.File)
	}
	return b.String()
}

func atLeast(n, total int) string {
	if total >= maxProblems {
		return fmt.Sprintf("at least %d", n)
	}
	return fmt.Sprint(n)
}
