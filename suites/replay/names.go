package replay

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/suites/harness"
)

// names puts ids and names of this run in the place of recorded ones.
type names struct {
	env    *harness.Env
	mu     sync.Mutex
	ids    map[string]string // of this run, by the recorded one
	values map[string]string // userNames, addresses and group names, by the recorded one in lower case
}

// learn makes a name for a recorded one.
func (n *names) learn(recorded string) string {
	key := strings.ToLower(recorded)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.values[key] == "" {
		n.values[key] = n.env.Names.Next()
		if strings.Contains(recorded, "@") {
			n.values[key] += "@" + n.env.Profile.TestData.Domain
		}
	}
	return n.values[key]
}

func (n *names) link(recorded, id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ids[recorded] = id
}

// id returns the id of this run, and whether there is one.
func (n *names) id(recorded string) (string, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, known := n.ids[recorded]
	return id, known
}

// text returns what stands for a recorded text.
func (n *names) text(member, text string) string {
	if id, known := n.id(text); known {
		return id
	}
	n.mu.Lock()
	known := n.values[strings.ToLower(text)]
	n.mu.Unlock()
	switch {
	case known != "":
		return known
	case member == "externalId":
		return n.env.Names.OktaID(n.learn("externalId " + text))
	case member == "password":
		return "Aa1!" + rand.Text()[:16]
	case strings.Contains(text, "@"): // an address: nobody is written to
		return n.learn(text)
	case member == "$ref" || member == "location":
		return n.reference(text)
	case member == "path":
		return quoted.ReplaceAllStringFunc(text, func(q string) string {
			return `"` + n.text("", strings.Trim(q, `"`)) +
				`"`
		})
	}
	return text
}

var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// reference aims the address of a resource at the target.
func (n *names) reference(text string) string {
	at := endpoint.FindStringIndex(text)
	if at == nil {
		return text
	}
	kind, id, _ := strings.Cut(strings.TrimPrefix(text[at[0]:], "/"), "/")
	if known, ok := n.id(id); ok {
		id = known
	}
	return n.env.BaseURL + "/" + kind + "/" + id
}

// body returns a recorded body with the names of this run.
func (n *names) body(recorded []byte) []byte {
	v, err := fixtures.Ordered(recorded)
	if err != nil {
		return recorded
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(n.value("", v)) != nil {
		return recorded
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func (n *names) value(member string, v any) any {
	switch v := v.(type) {
	case fixtures.Object:
		out := make(fixtures.Object, len(v))
		for i, m := range v {
			out[i] = fixtures.Member{Name: m.Name, Value: n.value(m.Name, m.Value)}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = n.value(member, e)
		}
		return out
	case string:
		if v == "" || member == "schemas" || member == "op" {
			return v
		}
		return n.text(member, v)
	}
	return v
}

// query returns a recorded query with the names of this run, encoded as it was.
func (n *names) query(raw string) string {
	pairs := strings.Split(raw, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		text, err := url.QueryUnescape(value)
		if err != nil || name != "filter" {
			continue
		}
		text = quoted.ReplaceAllStringFunc(text, func(q string) string {
			var s string
			if json.Unmarshal([]byte(q), &s) != nil {
				return q
			}
			b, _ := json.Marshal(n.text("", s))
			return string(b)
		})
		encoded := url.QueryEscape(text)
		if strings.Contains(value, "%20") {
			encoded = strings.ReplaceAll(encoded, "+", "%20")
		}
		pairs[i] = name + "=" + encoded
	}
	return strings.Join(pairs, "&")
}
