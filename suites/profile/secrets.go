package profile

import (
	"encoding/base64"
	"fmt"
	"strings"
)

// Reference is a key of the profile that names an environment variable, and that variable.
type Reference struct{ Key, Variable string }

// references lists the references in the order of the file; Variable is empty when a key is not stated.
func (a Auth) references() []Reference {
	return []Reference{
		{"scim.auth.token_env", a.TokenEnv},
		{"scim.auth.revoked_token_env", a.RevokedTokenEnv},
		{"scim.auth.other_tenant_token_env", a.OtherTenantTokenEnv},
		{"scim.auth.second_token_env", a.SecondTokenEnv},
	}
}

// Secret is a token. It shows itself only to Reveal: fmt and encoding/json print a mask, and fmt, which prints
// unexported fields of other types without asking, finds only a pointer.
type Secret struct{ value *string }

// NewSecret makes a secret of text from a file or a variable. White space around it, such as the line end of a token
// file, does not count.
func NewSecret(text string) Secret {
	trimmed := strings.TrimSpace(text)
	return Secret{&trimmed}
}

// Reveal is the token itself.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether there is a token.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// Format prints the mask for every verb.
func (s Secret) Format(f fmt.State, _ rune) {
	if s.IsSet() {
		fmt.Fprint(f, masked)
	}
}

// MarshalText writes the mask.
func (s Secret) MarshalText() ([]byte, error) { return fmt.Append(nil, s), nil }

// Check reports why s cannot be sent in an Authorization header of this scheme, without showing it.
func (s Secret) Check(scheme Scheme) error {
	text := s.Reveal()
	word, _, two := strings.Cut(text, " ")
	switch {
	case strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }):
		return fmt.Errorf("the token holds a line break or a character that a header cannot carry: set it to the token alone")
	case scheme == Basic && !strings.Contains(text, ":"):
		return fmt.Errorf("scheme Basic needs \"user name:password\", but there is no colon: do not encode it")
	case scheme != Basic && two && strings.EqualFold(word, string(Bearer)):
		return fmt.Errorf("the token starts with the word Bearer: set it to the token alone, and choose the word with " +
			"scim.auth.scheme")
	case scheme != Basic && two:
		return fmt.Errorf("the token holds a space: set it to the token alone")
	}
	return nil
}

// Header is the value of the Authorization header that carries s (RFC 6750 section 2.1, RFC 7617 section 2).
func (a Auth) Header(s Secret) string {
	switch a.Scheme {
	case Basic:
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(s.Reveal()))
	case Token:
		return s.Reveal()
	}
	return string(Bearer) + " " + s.Reveal()
}

// Secrets are the tokens that a profile refers to.
type Secrets struct {
	Token, RevokedToken, OtherTenantToken, SecondToken Secret
	// Missing are the references whose variable is not set or empty. Whether that matters is for the caller to say:
	// a token can come from a file, and without the others some checks are left out.
	Missing []Reference
}

// Secrets resolves the references of p, usually with os.LookupEnv. The error, an *Error, is for tokens that cannot be
// sent, and for two that should differ but do not; it shows none of them.
func (p *Profile) Secrets(lookup func(string) (string, bool)) (Secrets, error) {
	var out Secrets
	var problems []Problem
	seen := map[string]Reference{}
	into := []*Secret{&out.Token, &out.RevokedToken, &out.OtherTenantToken, &out.SecondToken}
	for i, reference := range p.SCIM.Auth.references() {
		if reference.Variable == "" {
			continue
		}
		value, _ := lookup(reference.Variable)
		secret := NewSecret(value)
		if !secret.IsSet() {
			out.Missing = append(out.Missing, reference)
			continue
		}
		where := fmt.Sprintf("the variable %s, named by `%s`", reference.Variable, reference.Key)
		if err := secret.Check(p.SCIM.Auth.Scheme); err != nil {
			problem, fix, _ := strings.Cut(err.Error(), ": ")
			problems = append(problems, Problem{Path: reference.Key, Message: where + ": " + problem, Fix: fix})
		}
		if other, twice := seen[secret.Reveal()]; twice {
			problems = append(problems, Problem{Path: reference.Key,
				Message: fmt.Sprintf("%s holds the same token as %s, so a check could not tell the two apart", where,
					other.Variable),
				Fix: "set it to another token, or unset it: the checks that need it are then left out"})
		}
		seen[secret.Reveal()] = reference
		*into[i] = secret
	}
	if len(problems) > 0 {
		return Secrets{}, &Error{Problems: problems}
	}
	return out, nil
}
