package result

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Problem is one difference between what was required and what was seen, and
// where: "after the refusal" (Context) "GET /Users/{id}" (Operation) "of
// ann@example.com" (Part) "active" (Place). Each of the four may be empty.
type Problem struct {
	// Context is what stands before the request: "after the refusal", "bystander user".
	Context string
	// Operation is the request in whose answer it was seen, without values:
	// "GET /Users/{id}", "GET /Users?filter", "GET /Users (import)".
	Operation string
	// Part is whose or which part of the answer: "of ann@example.com", "error body".
	Part string
	// Place is the attribute, the header or the part of the protocol: "status",
	// "name.givenName", "members", "Location".
	Place            string
	Kind             Kind
	Expected, Actual string
	// Times is how often it was seen when that is more than once.
	Times int
}

// Kind tells apart the problems on which decisions rest. It is not written: a
// decision is made where the problem was seen.
type Kind string

const (
	// NotAccepted: a request that has to succeed was answered otherwise.
	NotAccepted Kind = "not accepted"
	// Absent: a resource does not show the attribute at all.
	Absent Kind = "absent"
)

// At is the place in words: "GET /Users/{id} of ann@example.com active".
func (p Problem) At() string {
	var b strings.Builder
	for _, s := range []string{p.Context, p.Operation, p.Part, p.Place} {
		if s == "" {
			continue
		}
		if b.Len() > 0 && s[0] != ',' {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	if p.Times > 1 {
		fmt.Fprintf(&b, ", %d times", p.Times)
	}
	return b.String()
}

// Attribute is the place without what selects one of several values: the
// "emails.primary" of `emails[value eq "x"].primary`.
func (p Problem) Attribute() string {
	var b strings.Builder
	for i, outside := range scan(p.Place) {
		if outside {
			b.WriteByte(p.Place[i])
		}
	}
	words := strings.Fields(b.String())
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// On reports whether the problem was seen in an answer about resources of this
// type, "Users" or "Groups".
func (p Problem) On(resources string) bool {
	_, path, _ := strings.Cut(p.Operation, " /")
	rest, found := strings.CutPrefix(path, resources)
	return found && (rest == "" || strings.ContainsRune("/? ", rune(rest[0])))
}

// String is one line for logs and test failures.
func (p Problem) String() string {
	return fmt.Sprintf("%s: expected %s, got %s", p.At(), p.Expected, p.Actual)
}

// written is a problem in the report schema oktascim/report/v1.
type written struct {
	Expected string `json:"expected"`
	Actual   string `json:"actual"`
	At       string `json:"at"`
}

// MarshalJSON writes the place as one text.
func (p Problem) MarshalJSON() ([]byte, error) {
	return json.Marshal(written{p.Expected, p.Actual, p.At()})
}

// UnmarshalJSON takes the place apart again; see ParseAt. It also takes members
// that are not text: a number, a boolean or a structure reads as its own JSON,
// null as nothing.
func (p *Problem) UnmarshalJSON(data []byte) error {
	var in struct{ Expected, Actual, At json.RawMessage }
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*p = ParseAt(textOf(in.At))
	p.Expected, p.Actual = textOf(in.Expected), textOf(in.Actual)
	return nil
}

func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// At puts words before the place of each problem: "after the refusal".
func At(context string, problems ...Problem) []Problem {
	out := make([]Problem, len(problems))
	for i, p := range problems {
		p.Context = strings.TrimSpace(context + " " + p.Context)
		out[i] = p
	}
	return out
}

// In says in the answer to which request the problems were seen: "GET /Users/{id}".
// One that was seen in the answer to another keeps that.
func In(operation string, problems ...Problem) []Problem {
	out := make([]Problem, len(problems))
	for i, p := range problems {
		if p.Operation == "" && p.Context == "" {
			p.Operation = operation
		} else {
			p.Context = strings.TrimSpace(operation + " " + p.Context)
		}
		out[i] = p
	}
	return out
}

// Of says whose or which part of an answer the problems are about: "error body",
// "of ann@example.com". It comes before In.
func Of(part string, problems ...Problem) []Problem {
	out := make([]Problem, len(problems))
	for i, p := range problems {
		p.Part = strings.TrimSpace(part + " " + p.Part)
		out[i] = p
	}
	return out
}
