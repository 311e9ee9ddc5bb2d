package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/oktascim/oktascim/suites/check"
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

// guardedRequest is one of the requests Okta sends, which only the tenant's own
// token may get through.
type guardedRequest struct {
	id    string // ends the ids of its checks
	what  string // begins their titles: "Reading a user by id"
	needs []kit.Need
	only  okta.Dialect // the dialect that has it; empty: both
	byID  bool         // aimed at one resource
	// prepare makes what the request is aimed at.
	prepare func(*kit.Users) aimed
}

// aimed is a request with its target.
type aimed struct {
	send func(*okta.Client) okta.Answer
	// intact has a problem for everything that the request must not have done
	// and that a fresh read shows; nil for reads.
	intact func() []check.Problem
}

// guardedRequests are all that Okta sends to a user or a group.
func guardedRequests() []guardedRequest {
	return slices.Concat(guardedUserRequests(), guardedGroupRequests())
}

func guardedUserRequests() []guardedRequest {
	return []guardedRequest{
		{id: "users-list", what: "Listing users", prepare: func(s *kit.Users) aimed {
			s.User()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ListUsers(s, 1, 1) }}
		}},
		{id: "users-lookup", what: "Looking a user up", prepare: func(s *kit.Users) aimed {
			p := s.User()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.LookupUser(s, p.Sent.UserName) }}
		}},
		{id: "users-read", what: "Reading a user by id", byID: true, prepare: func(s *kit.Users) aimed {
			p := s.User()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ReadUser(s, p.ID) }}
		}},
		{id: "users-create", what: "Creating a user", prepare: func(s *kit.Users) aimed {
			fresh := s.Person()
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.CreateUser(s, fresh) },
				intact: func() []check.Problem { return check.NothingFound(s.Okta.LookupUser(s, fresh.UserName)) },
			}
		}},
		{id: "users-put", what: "Replacing a user by PUT", needs: []kit.Need{kit.NeedUpdates}, byID: true, prepare: func(s *kit.Users) aimed {
			p := s.User()
			before := s.MustReadUser(p.ID)
			changed := before.Clone()
			changed["displayName"], changed["active"] = "Changed "+p.Sent.DisplayName, false
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PutUser(s, p.ID, changed) },
				intact: func() []check.Problem { return kit.UserAsBefore(s.T, p, before) },
			}
		}},
		{id: "users-patch", what: "Changing a user by PATCH", needs: []kit.Need{kit.NeedDeactivate}, only: okta.OIN, byID: true, prepare: func(s *kit.Users) aimed {
			p := s.User()
			before := s.MustReadUser(p.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PatchUser(s, p.ID, map[string]any{"active": false}) },
				intact: func() []check.Problem { return kit.UserAsBefore(s.T, p, before) },
			}
		}},
	}
}

func guardedGroupRequests() []guardedRequest {
	return []guardedRequest{
		{id: "groups-list", what: "Listing groups", needs: []kit.Need{kit.NeedGroups}, prepare: func(s *kit.Users) aimed {
			s.Team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ListGroups(s, 1, 1) }}
		}},
		{id: "groups-lookup", what: "Looking a group up", needs: []kit.Need{kit.NeedGroups}, prepare: func(s *kit.Users) aimed {
			g := s.Team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.LookupGroup(s, g.Name) }}
		}},
		{id: "groups-read", what: "Reading a group by id", needs: []kit.Need{kit.NeedGroups}, byID: true, prepare: func(s *kit.Users) aimed {
			g := s.Team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ReadGroup(s, g.ID) }}
		}},
		{id: "groups-create", what: "Creating a group", needs: []kit.Need{kit.NeedGroups}, prepare: func(s *kit.Users) aimed {
			name := s.GroupName()
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.CreateGroup(s, name, nil) },
				intact: func() []check.Problem { return check.NothingFound(s.Okta.LookupGroup(s, name)) },
			}
		}},
		{id: "groups-put", what: "Replacing a group by PUT", needs: []kit.Need{kit.NeedGroups}, only: okta.AIW, byID: true, prepare: func(s *kit.Users) aimed {
			p, g := s.User(), s.Team()
			before := s.MustReadGroup(g.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PutGroup(s, g.ID, g.Name+" changed", kit.AsMembers(p)) },
				intact: func() []check.Problem { return kit.GroupAsBefore(s.T, g, before) },
			}
		}},
		{id: "groups-patch", what: "Changing a group by PATCH", needs: []kit.Need{kit.NeedGroups}, only: okta.OIN, byID: true, prepare: func(s *kit.Users) aimed {
			p, g := s.User(), s.Team()
			before := s.MustReadGroup(g.ID)
			ops := []okta.Operation{okta.AddOp(kit.AsMembers(p)...)}
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PatchGroup(s, g.ID, ops...) },
				intact: func() []check.Problem { return kit.GroupAsBefore(s.T, g, before) },
			}
		}},
		{id: "groups-delete", what: "Deleting a group", needs: []kit.Need{kit.NeedGroups}, byID: true, prepare: func(s *kit.Users) aimed {
			g := s.Team()
			before := s.MustReadGroup(g.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.DeleteGroup(s, g.ID) },
				intact: func() []check.Problem { return kit.GroupAsBefore(s.T, g, before) },
			}
		}},
	}
}

// check makes a check of the request: c has what a table of them has in
// common, the beginning of the id and the end of the title.
func (r guardedRequest) check(c kit.Check) kit.Check {
	c.ID += r.id
	c.Title = r.what + c.Title
	c.Needs = append(append([]kit.Need(nil), c.Needs...), r.needs...)
	if r.only != "" {
		c.Only = []okta.Dialect{r.only}
	}
	return c
}

// held is a credential and what messages call it.
type held struct{ name, header string }

// shutOut reports what gets through with each of the credentials, in the answer
// or in effect. It has to be something that the user list refuses: an app that
// lets it in there is judged there.
func shutOut(t *kit.T, r aimed, credentials ...held) {
	tried := 0
	for _, c := range credentials {
		list := as(t, c.header).ListUsers(t, 1, 1)
		if list.OK() {
			continue
		}
		tried++
		if a := r.send(as(t, c.header)); a.Status < 500 || list.Status < 500 {
			t.ReportAt("with "+c.name, check.NotLetIn(a))
		}
		if r.intact != nil {
			t.ReportAt("with "+c.name, r.intact())
		}
	}
	if tried == 0 {
		t.Unsupported("the user list lets these credentials in (auth.refused, auth.revoked)")
	}
}
