package harness

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// redacted stands where a secret stood.
const redacted = "***"

// Redactor removes secrets from everything that is kept or shown. It knows the
// literal secrets of the run, in every encoding in which a server could echo
// them, and the shapes that are secret whatever their value: the
// Authorization header and the SCIM attribute password.
type Redactor struct {
	mu      sync.RWMutex
	secrets []string
	// replacer replaces every known secret.
	replacer func() *strings.Replacer
}

// NewRedactor knows the given secrets; empty ones are ignored.
func NewRedactor(secrets ...string) *Redactor {
	none := strings.NewReplacer()
	r := &Redactor{replacer: func() *strings.Replacer { return none }}
	for _, s := range secrets {
		r.Add(s)
	}
	return r
}

// Add makes one more secret known. Values shorter than four characters are
// not replaced: they would match everywhere and protect nothing.
func (r *Redactor) Add(secret string) {
	secret = strings.TrimSpace(secret)
	if len(secret) < 4 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, form := range encodings(secret) {
		r.secrets = append(r.secrets, form, redacted)
	}
	known := r.secrets
	r.replacer = sync.OnceValue(func() *strings.Replacer { return strings.NewReplacer(known...) })
}

// encodings are the ways in which one secret can appear in headers, URLs and
// JSON; longer forms first so that a quoted form is not half replaced.
func encodings(secret string) []string {
	quoted, _ := json.Marshal(secret)
	forms := []string{
		base64.StdEncoding.EncodeToString([]byte(secret)),
		url.QueryEscape(secret),
		url.PathEscape(secret),
		strings.Trim(string(quoted), `"`),
		secret,
	}
	seen := map[string]bool{}
	out := forms[:0]
	for _, f := range forms {
		if !seen[f] {
			seen[f] = true
			out = append(out, f)
		}
	}
	return out
}

// Text removes the known secrets from s.
func (r *Redactor) Text(s string) string {
	if s == "" {
		return s
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.cutOff(r.replacer().Replace(s))
}

// ellipsis ends a text that was cut, leastCut is how much of a secret before it
// is hidden: fewer characters give nothing away, and could be any word's.
const (
	ellipsis = "…"
	leastCut = 4
)

// cutOff removes the beginning of a secret that a cut has left at an ellipsis.
func (r *Redactor) cutOff(s string) string {
	if !strings.Contains(s, ellipsis) {
		return s
	}
	parts := strings.Split(s, ellipsis)
	for i, part := range parts[:len(parts)-1] {
		longest := 0
		for j := 0; j < len(r.secrets); j += 2 {
			for n := min(len(r.secrets[j])-1, len(part)); n > max(longest, leastCut-1); n-- {
				if strings.HasSuffix(part, r.secrets[j][:n]) {
					longest = n
				}
			}
		}
		if longest > 0 {
			parts[i] = part[:len(part)-longest] + redacted
		}
	}
	return strings.Join(parts, ellipsis)
}

// passwordMember matches a JSON member whose name is, or ends in, password,
// with a string value; the end of a body that was cut ends the value too.
var passwordMember = regexp.MustCompile(`(?i)("[^"]*password"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)`)

// Body removes the known secrets and every password value from a body.
func (r *Redactor) Body(b []byte) string {
	return passwordMember.ReplaceAllString(r.Text(string(b)), `${1}"`+redacted+`"`)
}

// secretHeaders carry credentials whatever their value.
var secretHeaders = map[string]bool{
	"Authorization": true, "Proxy-Authorization": true, "Cookie": true, "Set-Cookie": true,
	"X-Api-Key": true, "X-Auth-Token": true,
}

// Headers flattens a header, several values joined by ", ", without secrets.
// The scheme of an Authorization header stays: "Bearer ***".
func (r *Redactor) Headers(h http.Header) map[string]string {
	out := make(map[string]string, len(h))
	for name, values := range h {
		value := strings.Join(values, ", ")
		if secretHeaders[http.CanonicalHeaderKey(name)] {
			value = credential(value)
		} else {
			value = r.Text(value)
		}
		out[name] = value
	}
	return out
}

// credential keeps the scheme of a credential and hides the rest.
func credential(value string) string {
	scheme, rest, found := strings.Cut(value, " ")
	switch {
	case !found:
		return redacted
	case rest == "":
		return scheme + " "
	default:
		return scheme + " " + redacted
	}
}
