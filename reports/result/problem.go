package result

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Problem is one difference between what was required and what was seen.
type Problem struct {
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
	// At is the place: a JSON path, a header, a step, a line of a body.
	At string `json:"at"`
}

// UnmarshalJSON also takes members that are not text: a number, a boolean
// or a structure reads as its own JSON, null as nothing.
func (p *Problem) UnmarshalJSON(data []byte) error {
	var in struct{ Expected, Actual, At json.RawMessage }
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*p = Problem{Expected: textOf(in.Expected), Actual: textOf(in.Actual), At: textOf(in.At)}
	return nil
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// String is one line for logs and test failures.
func (p Problem) String() string {
	return fmt.Sprintf("%s: expected %s, got %s", p.At, p.Expected, p.Actual)
}

// At puts a place before each problem's own place.
func At(place string, problems ...Problem) []Problem {
	out := make([]Problem, len(problems))
	for i, p := range problems {
		p.At = strings.TrimSpace(place + " " + p.At)
		out[i] = p
	}
	return out
}
