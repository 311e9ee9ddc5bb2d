package check

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// secretMember matches names of columns that hold credentials, in camel or
// snake case; a date such as passwordChanged is none.
var secretMember = regexp.MustCompile(`(?i)^_?(?:(?:hashed|encrypted|plain)?_?(?:password|passwd)(?:_?(?:hash|digest|salt|reset_?token))?|salt|(?:client_?)?secret|api_?key|` +
	`(?:access|refresh|session|auth|reset|invite|invitation|activation|verification|remember)_?token)$`)

// secretValue matches hashed passwords.
var secretValue = regexp.MustCompile(`^(?:\$2[aby]?\$\d|\$argon2|\$pbkdf2|pbkdf2[_:$]|\$scrypt|\$[156]\$|\{S?SHA|\{CRYPT\})`)

// NoSecrets has a problem for every credential that a resource shows: a
// password, its hash, a salt, a token. The values are not repeated.
func NoSecrets(r okta.Resource) []Problem {
	var out []Problem
	leaves("", map[string]any(r), func(path, name string, v any) {
		s, isText := v.(string)
		if !isText || s == "" {
			return
		}
		if secretMember.MatchString(name) || secretValue.MatchString(s) {
			out = append(out, one(path, "no credential in a resource", "a value (hidden here)")...)
		}
	})
	return out
}

// Hides has a problem for every attribute that holds this secret, whole or as a
// part. what names it; it is not repeated.
func Hides(r okta.Resource, what, secret string) []Problem {
	var out []Problem
	leaves("", map[string]any(r), func(path, _ string, v any) {
		if s, ok := v.(string); ok && secret != "" && strings.Contains(s, secret) {
			out = append(out, one(path, "nothing of "+what, "it is shown (hidden here)")...)
		}
	})
	return out
}

// leaves visits every value that is neither object nor array, in the order of
// their paths; name is the member that holds it.
func leaves(path string, v any, visit func(path, name string, v any)) {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for n := range v {
			names = append(names, n)
		}
		sort.Strings(names)
		for _, n := range names {
			leaves(strings.TrimPrefix(path+"."+n, "."), v[n], visit)
		}
	case []any:
		for i, e := range v {
			leaves(path+"["+strconv.Itoa(i)+"]", e, visit)
		}
	default:
		name := path[strings.LastIndex(path, ".")+1:]
		name, _, _ = strings.Cut(name, "[")
		visit(path, name, v)
	}
}

// showCount is "once", "twice" or the number.
func showCount(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
