package profile

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Answers are what a new profile is written from: answers to Questions, as texts. What is not answered is left out, or
// left at its default.
type Answers struct{ given map[string]string }

// NewAnswers returns the answers of somebody who accepts every default.
func NewAnswers() Answers { return Answers{map[string]string{}} }

// Set takes the answer to the question of this key, which is also the name of the flag. An empty answer removes what
// was set before. "role" adds to the mapping, so that a flag can be repeated.
func (a *Answers) Set(key, answer string) error {
	answer = strings.TrimSpace(answer)
	asked := Questions()
	i := slices.IndexFunc(asked, func(q Question) bool { return q.Key == key })
	if i < 0 {
		return fmt.Errorf("there is no question %s", Quoted(key))
	}
	if u, isUnfit := textValue(answer, false).(unfit); isUnfit && answer != "" {
		return fmt.Errorf("the answer %s: %s", u.message, u.fix)
	}
	draft := Answers{maps.Clone(a.given)}
	if earlier := draft.given[key]; key == "role" && earlier != "" && answer != "" {
		answer = earlier + ";" + answer
	}
	if draft.given[key] = answer; answer == "" {
		delete(draft.given, key)
	}
	p, err := draft.profile()
	if err != nil {
		return err
	}
	if err := problemOf(p, asked[i].path); err != nil {
		return err
	}
	*a = draft
	return nil
}

// problemOf returns the first problem of a profile with the value of a path. Questions that are still open must not
// count.
func problemOf(p *Profile, path string) error {
	var invalid *Error
	if !errors.As(p.Validate(), &invalid) {
		return nil
	}
	for _, problem := range invalid.Problems {
		if rest, under := strings.CutPrefix(problem.Path, path); under && (rest == "" || rest[0] == '[') {
			return fmt.Errorf("%s: %s", problem.Message, problem.Fix)
		}
	}
	return nil
}

// profile returns the profile that a stands for.
func (a Answers) profile() (*Profile, error) {
	p, value := Default(), map[string]any{}
	for _, q := range Questions() {
		answer := a.given[q.Key]
		if answer == "" {
			continue
		}
		read, err := q.read(answer)
		if err != nil {
			return nil, err
		}
		if read == false { // as if it were not answered
			continue
		}
		section := value
		keys := strings.Split(q.path, ".")
		for _, key := range keys[:len(keys)-1] {
			if section[key] == nil {
				section[key] = map[string]any{}
			}
			section = section[key].(map[string]any)
		}
		section[keys[len(keys)-1]] = read
	}
	return p, decode(value, p)
}

func readText(answer string) (any, error) { return answer, nil }

// readList splits an answer at commas and spaces.
func readList(answer string) (any, error) {
	return strings.FieldsFunc(answer, func(r rune) bool { return r == ',' || r == ' ' }), nil
}

// readRoles reads "group=Role" pairs, separated by semicolons.
func readRoles(answer string) (any, error) {
	var out []GroupRole
	for pair := range strings.SplitSeq(answer, ";") {
		at := strings.LastIndex(pair, "=")
		if at < 0 {
			return nil, fmt.Errorf("%s is not a mapping: write group=Role, highest role first, with ; between two",
				Quoted(strings.TrimSpace(pair)))
		}
		mapping := GroupRole{Group: strings.TrimSpace(pair[:at]), Role: strings.TrimSpace(pair[at+1:])}
		if mapping.Group == "" || mapping.Role == "" {
			return nil, fmt.Errorf("%s lacks the group or the role: write group=Role", Quoted(strings.TrimSpace(pair)))
		}
		out = append(out, mapping)
	}
	return out, nil
}

func readSeats(answer string) (any, error) {
	limit, err := strconv.Atoi(answer)
	if err != nil || limit < 1 || limit > maxNumber {
		return nil, fmt.Errorf("%s is not a number of seats: write a whole number from 1 to %d, or nothing", Quoted(answer),
			maxNumber)
	}
	return limit, nil
}

func readYes(answer string) (any, error) {
	switch strings.ToLower(answer) {
	case "yes", "y", "true":
		return true, nil
	case "no", "n", "false":
		return false, nil
	}
	return nil, fmt.Errorf("%s is neither yes nor no", Quoted(answer))
}
