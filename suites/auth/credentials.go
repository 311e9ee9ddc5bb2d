package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// credential is an Authorization header taken apart.
type credential struct {
	scheme string // "Bearer", "Basic"; empty for a bare token
	user   string // of Basic
	secret string // the token; for Basic the password
}

func parseCredential(header string) credential {
	scheme, rest, found := strings.Cut(header, " ")
	if !found {
		return credential{secret: header}
	}
	if strings.EqualFold(scheme, "Basic") {
		if plain, err := base64.StdEncoding.DecodeString(rest); err == nil {
			user, password, _ := strings.Cut(string(plain), ":")
			return credential{scheme: scheme, user: user, secret: password}
		}
	}
	return credential{scheme: scheme, secret: rest}
}

func (c credential) basic() bool { return strings.EqualFold(c.scheme, "Basic") }

// header is a whole header value with another secret in the same scheme.
func (c credential) header(secret string) string {
	switch {
	case c.basic():
		return c.scheme + " " + base64.StdEncoding.EncodeToString([]byte(c.user+":"+secret))
	case c.scheme == "":
		return secret
	default:
		return c.scheme + " " + secret
	}
}

// token is a header value that carries a token the way the app takes them.
func (c credential) token(token string) string {
	if c.scheme == "" {
		return token
	}
	return "Bearer " + token
}

// goodCredential is the one of the run. A run without one is against an app
// without authentication, about which nothing can be verified.
func goodCredential(t *kit.T) credential {
	if t.Env().Authorization == "" {
		t.Unsupported("the run sends no credential, so the app asks for none")
	}
	return parseCredential(t.Env().Authorization)
}

// as is Okta with another Authorization header; empty sends none. What may
// have been made from the real secret is kept out of every report.
func as(t *kit.T, authorization string) *okta.Client {
	c := parseCredential(authorization)
	if !slices.Contains(publicSecrets, c.secret) {
		t.Env().Redactor.Add(c.secret)
		t.Env().Redactor.Add(strings.TrimPrefix(authorization, c.scheme+" "))
	}
	return t.Okta.With(func(config *okta.Config) { config.Authorization = authorization })
}

// patience is how long the answer to a wrong credential may take. Whoever gets none is not let in.
const patience = 10 * time.Second

// wrongly is as for a credential that must be refused.
func wrongly(t *kit.T, authorization string) *okta.Client {
	return as(t, authorization).With(func(c *okta.Config) { c.Timeout = min(c.Timeout, patience) })
}

// unanswered reports whether an answer did not come in time.
func unanswered(a okta.Answer) bool {
	var late *okta.TimeoutError
	return errors.As(a.Err, &late)
}

// nobodyLetIn ends a check of a wrong credential that got no answer.
func nobodyLetIn(t *kit.T) {
	t.StopIfFailed()
	t.Unsupported("a wrong credential gets no answer within %s, so nobody is let in (auth.error.answered)", patience)
}

// madeUpToken is a token that nobody issued.
const madeUpToken = "oktascim-made-up-token-5f0b1c"

// placeholders are what an unset token turns into; patterns are what a careless
// token lookup takes for more than a token.
var (
	placeholders = []string{"null", "undefined", "None"}
	patterns     = []string{"*", "%", "' OR '1'='1"}
)

// publicSecrets are no secrets: removing them would blank common words.
var publicSecrets = slices.Concat([]string{"", "Bearer", "Basic", "non-token", madeUpToken}, placeholders, patterns)

// truncated lacks the last character; empty when nothing would be left.
func truncated(secret string) string {
	r := []rune(secret)
	if len(r) < 2 {
		return ""
	}
	return string(r[:len(r)-1])
}

// altered differs in one letter or digit in the middle: the last character of a
// signature may have bits that mean nothing.
func altered(secret string) string {
	r := []rune(secret)
	for i := len(r) / 2; i < len(r); i++ {
		if unicode.IsLetter(r[i]) || unicode.IsDigit(r[i]) {
			if r[i] == '7' {
				r[i] = '3'
			} else {
				r[i] = '7'
			}
			return string(r)
		}
	}
	return ""
}

// otherCase swaps upper and lower case. It is empty for secrets that may
// well be the same in either, such as hexadecimal digits.
func otherCase(secret string) string {
	if strings.Trim(secret, "0123456789abcdefABCDEF-{}:") == "" {
		return ""
	}
	swapped := strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, secret)
	if swapped == secret {
		return ""
	}
	return swapped
}

// forged is a JSON Web Token (RFC 7519) that nobody issued: key nil signs with
// the algorithm none. When the real token is one, its claims are taken.
func forged(real string, key []byte) string {
	header, claims := `{"alg":"HS256","typ":"JWT"}`, `{"sub":"admin","name":"admin","role":"admin","scope":"scim users:write groups:write","admin":true,"iat":1700000000,"exp":4102444800}`
	if key == nil {
		header = `{"alg":"none","typ":"JWT"}`
	}
	if parts := strings.Split(real, "."); len(parts) == 3 {
		if plain, err := base64.RawURLEncoding.DecodeString(parts[1]); err == nil && json.Valid(plain) {
			claims = string(plain)
		}
	}
	signed := base64.RawURLEncoding.EncodeToString([]byte(header)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
	if key == nil {
		return signed + "."
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
