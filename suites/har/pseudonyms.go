package har

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/suites/harness"
)

// Cleaner removes secrets from what is recorded, and puts made-up values in the place of personal ones: the same for
// the
// same value throughout a recording, and other ones in the next.
type Cleaner struct {
	keep bool // personal values
	hide *harness.Redactor
	key  []byte

	mu     sync.Mutex
	once   map[string]bool   // passwords and the like that a body held
	recent []string          // the latest of them, which are looked for within texts too
	known  map[string]string // made-up values by personal ones, in lower case
	words  []string          // the same, to be looked for in sentences; only the latest
}

// mostWords bounds the personal values that are looked for in the sentences of errors.
const mostWords = 2000

// mostRecent bounds the secrets of bodies that are looked for within texts; tokens always are.
const mostRecent = 64

const hidden = "***"

// NewCleaner returns one; keepValues leaves personal values as they are.
func NewCleaner(keepValues bool) *Cleaner {
	c := &Cleaner{keep: keepValues, hide: harness.NewRedactor(), key: make([]byte, 32), once: map[string]bool{},
		known: map[string]string{}}
	_, _ = rand.Read(c.key) // never fails
	return c
}

// Secret makes a secret known.
func (c *Cleaner) Secret(secret string) { c.hide.Add(secret) }

// scrub removes secrets from a text.
func (c *Cleaner) scrub(text string) string {
	if len(text) < 4 {
		return text
	}
	text = c.hide.Text(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.once[text] {
		return hidden
	}
	for _, secret := range c.recent {
		if strings.Contains(text, secret) {
			text = strings.ReplaceAll(text, secret, hidden)
		}
	}
	return text
}

// remember makes a secret of a body known, in the forms in which an app could show it again.
func (c *Cleaner) remember(secret string) {
	if len(secret) < 4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret))} {
		if !c.once[form] {
			c.once[form] = true
			c.recent = append(c.recent, form)
		}
	}
	c.recent = c.recent[max(0, len(c.recent)-mostRecent):]
}

// plainHeaders have values that say nothing of persons or secrets. Of others only the name is kept.
var plainHeaders = map[string]bool{"Accept": true, "Accept-Charset": true, "Accept-Encoding": true,
	"Accept-Language": true,
	"Cache-Control":   true, "Connection": true, "Content-Encoding": true, "Content-Length": true, "Content-Type": true,
	"Date":        true,
	"Retry-After": true, "Server": true, "Transfer-Encoding": true, "User-Agent": true, "Vary": true, "Expires": true,
	"Pragma": true}

// Headers returns headers, sorted, as they may be kept.
func (c *Cleaner) Headers(h http.Header) []Pair {
	out := []Pair{}
	for name, values := range h {
		for _, v := range values {
			scheme, _, credential := strings.Cut(v, " ")
			switch {
			case plainHeaders[name]:
				v = c.scrub(v)
			case name == "Authorization" && credential:
				v = scheme + " " + hidden
			case name == "Location":
				v = c.URL(v)
			default:
				v = hidden
			}
			out = append(out, Pair{name, v})
		}
	}
	slices.SortFunc(out, func(a, b Pair) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	return out
}

// plainParameters are those of a query that say nothing of persons; a filter is cleaned.
var plainParameters = regexp.MustCompile(`^(startIndex|count|attributes|excludedAttributes|sortBy|sortOrder)$`)

var quotedValue = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// URL returns an address as it may be kept: values of filters and ids that are names are made up.
func (c *Cleaner) URL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return hidden
	}
	u.User, u.Fragment = nil, ""
	var query []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, raw, _ := strings.Cut(pair, "=")
		value, err := url.QueryUnescape(raw)
		switch {
		case name == "":
			continue
		case err == nil && name == "filter":
			clean := quotedValue.ReplaceAllStringFunc(value, func(quoted string) string {
				var text string
				if json.Unmarshal([]byte(quoted), &text) != nil {
					return `"` + hidden + `"`
				}
				b, _ := json.Marshal(c.value("filter", c.scrub(text)))
				return string(b)
			})
			if !strings.Contains(clean, `"`) {
				clean = hidden
			}
			if raw = url.QueryEscape(clean); strings.Contains(pair, "%20") {
				raw = strings.ReplaceAll(raw, "+", "%20")
			}
		case !plainParameters.MatchString(name):
			name, raw = c.sentence(name), hidden
		default:
			raw = c.scrub(raw)
		}
		query = append(query, name+"="+raw)
	}
	u.RawQuery = strings.Join(query, "&")
	segments := strings.Split(u.EscapedPath(), "/")
	for i, s := range segments {
		if text, err := url.PathUnescape(s); err == nil && i > 0 && (segments[i-1] == "Users" || segments[i-1] == "Groups") {
			segments[i] = url.PathEscape(c.id(text))
		} else if i > 0 {
			segments[i] = c.scrub(s)
		}
	}
	u.RawPath = strings.Join(segments, "/")
	if u.Path, err = url.PathUnescape(u.RawPath); err != nil {
		return hidden
	}
	return u.String()
}

func (c *Cleaner) madeFor(text string) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, known := c.known[strings.ToLower(text)]
	return made, known && !c.keep
}

// id returns an id as it may be kept: most mean nothing, some are names or addresses.
func (c *Cleaner) id(text string) string {
	if c.keep || opaque.MatchString(text) {
		return c.scrub(text)
	}
	if made, known := c.madeFor(text); known {
		return made
	}
	if strings.Contains(text, "@") {
		return c.value("id", text)
	}
	return c.sentence(text)
}

// opaque are ids that hold no name.
var opaque = regexp.MustCompile(`^[0-9a-fA-F-]+$|^00[a-z][0-9A-Za-z]{17}$`)

// Body returns a body as it may be kept. What is not JSON is left out, because nobody knows what it holds.
func (c *Cleaner) Body(body []byte) []byte {
	if len(body) == 0 {
		return nil
	}
	v, err := fixtures.Ordered(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if err != nil {
		return []byte(`"(a body that is not JSON was left out)"`)
	}
	for _, secret := range secrets(v) {
		c.remember(secret)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(c.clean("", "", v)) != nil {
		return nil
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// secretName are members whose values are secrets.
var secretName = regexp.MustCompile(`(?i)passw|secret|token|salt$|api_?key|credential|private_?key`)

// secrets are the values of a body that must not be kept anywhere.
func secrets(v any) (out []string) {
	switch v := v.(type) {
	case fixtures.Object:
		for _, m := range v {
			if text, is := m.Value.(string); is && secretName.MatchString(m.Name) {
				out = append(out, text)
			}
			out = append(out, secrets(m.Value)...)
		}
	case []any:
		for _, e := range v {
			out = append(out, secrets(e)...)
		}
	}
	return out
}

// kept are members whose text says nothing of persons.
var kept = map[string]bool{"schemas": true, "resourceType": true, "created": true, "lastModified": true,
	"version": true, "op": true,
	"type": true, "status": true, "scimType": true, "locale": true, "preferredLanguage": true, "timezone": true,
	"$schema":  true,
	"userType": true, "active": true, "primary": true, "country": true}

// clean returns a value that stands at a member, below an attribute.
func (c *Cleaner) clean(attribute, name string, v any) any {
	switch v := v.(type) {
	case fixtures.Object:
		out := make(fixtures.Object, len(v))
		path, _ := v.Get("path")
		ofMembers := strings.HasPrefix(strings.ToLower(text(path)), "members") // an operation
		for i, m := range v {
			below := attribute
			switch {
			case ofMembers:
				below = "members"
			case name != "" && name != "value":
				below = name
			}
			out[i] = fixtures.Member{Name: c.named(m.Name), Value: c.clean(below, m.Name, m.Value)}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = c.clean(attribute, name, e)
		}
		return out
	case json.Number:
		switch {
		case secretName.MatchString(name):
			return hidden
		case c.keep || counts[name]:
			return v
		}
		return 0
	case string:
		text := c.scrub(v)
		reference := attribute == "members" || attribute == "groups" || attribute == "manager" || name == "members" ||
			name == "groups"
		made, known := c.madeFor(text)
		switch {
		case secretName.MatchString(name):
			return hidden
		case v == "":
			return v
		case kept[name] || attribute == "roles" || attribute == "entitlements":
			if known {
				return made
			}
			return text
		case name == "id" || name == "value" && reference:
			return c.id(v)
		case name == "$ref" || name == "location":
			return c.URL(v)
		case name == "path":
			return quotedValue.ReplaceAllStringFunc(text, func(q string) string {
				return `"` + c.id(strings.Trim(q, `"`)) +
					`"`
			})
		case name == "detail":
			return c.sentence(v)
		}
		return c.value(name, text)
	}
	return v
}

func text(v any) string { s, _ := v.(string); return s }

// counts are numbers that say nothing of persons.
var counts = map[string]bool{"totalResults": true, "startIndex": true, "itemsPerPage": true, "status": true,
	"maxResults": true}

// named returns the name of a member, which may be an address.
func (c *Cleaner) named(name string) string {
	if name = c.scrub(name); c.keep || !strings.Contains(name, "@") {
		return name
	}
	return address.ReplaceAllStringFunc(name, func(a string) string { return c.value("", a) })
}

// value returns what stands for a personal value: of the same form, and the same whenever it comes.
func (c *Cleaner) value(name, text string) string {
	if c.keep || text == "" || strings.Contains(text, hidden) {
		return text
	}
	key := strings.ToLower(text)
	c.mu.Lock()
	defer c.mu.Unlock()
	if made, known := c.known[key]; known {
		return made
	}
	mac := hmac.New(sha256.New, c.key)
	mac.Write([]byte(key))
	digest := hex.EncodeToString(mac.Sum(nil))
	made := "name-" + digest[:8]
	switch {
	case strings.Contains(text, "@"):
		made = "user-" + digest[:10] + "@example.com"
	case strings.HasPrefix(text, "00u") && len(text) == 20:
		made = "00u" + digest[:17]
	case strings.Contains(text, "://"):
		made = "https://example.com/" + digest[:8]
	case strings.Trim(text, "+0123456789 ()-./") == "":
		made = "+1555" + strings.Map(func(r rune) rune { return '0' + r%10 }, digest[:7])
	}
	c.known[key] = made
	if len([]rune(text)) > 2 {
		if c.words = append(c.words, text); len(c.words) > mostWords {
			c.words = c.words[1:]
		}
	}
	return made
}

// sentence returns a text of the app with the personal values in it made up.
func (c *Cleaner) sentence(text string) string {
	text = c.scrub(text)
	if c.keep {
		return text
	}
	text = address.ReplaceAllStringFunc(text, func(a string) string { return c.value("emails", a) })
	c.mu.Lock()
	defer c.mu.Unlock()
	lower := strings.ToLower(text)
	for _, w := range c.words {
		for from := 0; ; {
			i := strings.Index(lower[from:], strings.ToLower(w))
			if i < 0 || len(lower) != len(text) {
				break
			}
			made := c.known[strings.ToLower(w)]
			text = text[:from+i] + made + text[from+i+len(w):]
			lower = strings.ToLower(text)
			from += i + len(made)
		}
	}
	return text
}

var address = regexp.MustCompile(`[^\s"'<>(),;:]+@[\w.-]+\w`)
