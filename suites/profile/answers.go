package profile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Answers are what a new profile is written from. The zero values leave a key out, or leave it at its default.
type Answers struct {
	Name             string
	BaseURL          string
	Scheme           Scheme
	TokenEnv         string
	Dialects         []Dialect
	UniqueIdentifier Identifier
	Actions          []Action
	RoleAttribute    string
	DefaultRole      string
	Roles            []GroupRole
	ExistingAdmin    string
	SeatLimit        int
	TestTenant       bool
}

// NewAnswers are the answers of somebody who accepts every default.
func NewAnswers() Answers {
	d := Default()
	return Answers{
		Scheme: d.SCIM.Auth.Scheme, TokenEnv: d.SCIM.Auth.TokenEnv,
		Dialects: d.Okta.Dialects, UniqueIdentifier: d.Okta.UniqueIdentifier, Actions: d.Okta.Actions,
	}
}

// HasRoles reports whether the profile will state roles.
func (a Answers) HasRoles() bool { return a.DefaultRole != "" || len(a.Roles) > 0 }

// Set takes the answer to the question of this key, which is also the name of the flag. An empty answer removes what
// was set before. "role" adds to the mapping, so that a flag can be repeated.
func (a *Answers) Set(key, answer string) error {
	answer = strings.TrimSpace(answer)
	if answer != "" && strings.ContainsFunc(answer, isInvisible) {
		return errors.New("the answer holds a line break, a tab or another invisible character: write it on one line")
	}
	if len([]rune(answer)) > maxText {
		return fmt.Errorf("the answer is longer than %d characters: shorten it", maxText)
	}
	draft := *a
	if err := draft.take(key, answer); err != nil {
		return err
	}
	if err := draft.problemOf(key); err != nil {
		return err
	}
	*a = draft
	return nil
}

// take lays one answer over a, without asking whether it makes sense.
func (a *Answers) take(key, answer string) (err error) {
	switch key {
	case "name":
		a.Name = answer
	case "base-url":
		a.BaseURL = answer
	case "scheme":
		a.Scheme = Scheme(answer)
	case "token-env":
		a.TokenEnv = answer
	case "dialect":
		a.Dialects = list[Dialect](answer)
	case "unique-identifier":
		a.UniqueIdentifier = Identifier(answer)
	case "action":
		a.Actions = list[Action](answer)
	case "role-attribute":
		a.RoleAttribute = answer
	case "default-role":
		a.DefaultRole = answer
	case "role":
		a.Roles, err = addRoles(a.Roles, answer)
	case "existing-admin":
		a.ExistingAdmin = answer
	case "seat-limit":
		a.SeatLimit, err = seatLimit(answer)
	case "test-tenant":
		a.TestTenant, err = yesOrNo(answer)
	default:
		err = fmt.Errorf("there is no question %s", Quoted(key))
	}
	return err
}

// problemOf is the first problem of the profile that a makes, as far as it concerns the key just answered. Questions
// that are still open must not count.
func (a Answers) problemOf(key string) error {
	paths := map[string]string{
		"name": "name", "base-url": "scim.base_url", "scheme": "scim.auth.scheme", "token-env": "scim.auth.token_env",
		"dialect": "okta.dialects", "unique-identifier": "okta.unique_identifier", "action": "okta.actions",
		"role-attribute": "roles.attribute", "default-role": "roles.default", "role": "roles.groups",
		"existing-admin": "roles.existing_admin", "seat-limit": "seats.limit", "test-tenant": "seats.test_tenant",
	}
	var invalid *Error
	if !errors.As(a.profile().Validate(), &invalid) {
		return nil
	}
	for _, p := range invalid.Problems {
		if rest, under := strings.CutPrefix(p.Path, paths[key]); under && (rest == "" || rest[0] == '[') {
			return fmt.Errorf("%s: %s", p.Message, p.Fix)
		}
	}
	return nil
}

// profile is the profile that a stands for.
func (a Answers) profile() *Profile {
	p := Default()
	set(&p.Name, a.Name)
	set(&p.SCIM.BaseURL, a.BaseURL)
	set(&p.SCIM.Auth.Scheme, a.Scheme)
	set(&p.SCIM.Auth.TokenEnv, a.TokenEnv)
	set(&p.Okta.UniqueIdentifier, a.UniqueIdentifier)
	if len(a.Dialects) > 0 {
		p.Okta.Dialects = a.Dialects
	}
	if len(a.Actions) > 0 {
		p.Okta.Actions = a.Actions
	}
	if a.HasRoles() || a.RoleAttribute != "" || a.ExistingAdmin != "" {
		p.Roles = &Roles{Attribute: a.RoleAttribute, Default: a.DefaultRole, ExistingAdmin: a.ExistingAdmin, Groups: a.Roles}
	}
	if a.SeatLimit != 0 || a.TestTenant {
		p.Seats = &Seats{Limit: a.SeatLimit, TestTenant: a.TestTenant}
	}
	return p
}

// set overwrites a default with what was answered.
func set[T ~string](into *T, answer T) {
	if answer != "" {
		*into = answer
	}
}

// list splits an answer at commas and spaces.
func list[T ~string](answer string) []T {
	var out []T
	for _, word := range strings.FieldsFunc(answer, func(r rune) bool { return r == ',' || r == ' ' }) {
		out = append(out, T(word))
	}
	return out
}

// addRoles adds "group=Role" pairs, separated by semicolons, to a mapping; an empty answer empties it.
func addRoles(roles []GroupRole, answer string) ([]GroupRole, error) {
	if answer == "" {
		return nil, nil
	}
	out := slices.Clone(roles)
	for pair := range strings.SplitSeq(answer, ";") {
		at := strings.LastIndex(pair, "=")
		if at < 0 {
			return nil, fmt.Errorf("%s is not a mapping: write group=Role, highest role first, with ; between two", Quoted(strings.TrimSpace(pair)))
		}
		mapping := GroupRole{Group: strings.TrimSpace(pair[:at]), Role: strings.TrimSpace(pair[at+1:])}
		if mapping.Group == "" || mapping.Role == "" {
			return nil, fmt.Errorf("%s lacks the group or the role: write group=Role", Quoted(strings.TrimSpace(pair)))
		}
		out = append(out, mapping)
	}
	return out, nil
}

func seatLimit(answer string) (int, error) {
	if answer == "" {
		return 0, nil
	}
	limit, err := strconv.Atoi(answer)
	if err != nil || limit < 1 || limit > maxNumber {
		return 0, fmt.Errorf("%s is not a number of seats: write a whole number from 1 to %d, or nothing", Quoted(answer), maxNumber)
	}
	return limit, nil
}

func yesOrNo(answer string) (bool, error) {
	switch strings.ToLower(answer) {
	case "yes", "y", "true":
		return true, nil
	case "no", "n", "false", "":
		return false, nil
	}
	return false, fmt.Errorf("%s is neither yes nor no", Quoted(answer))
}
