package provider_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// The token of tenant "acme", and that of the second tenant.
const (
	token      = "token-of-acme"
	otherToken = "token-of-globex"
)

// client sends requests to a server in the process.
type client struct {
	t       testing.TB
	server  *provider.Server
	token   string
	headers http.Header

	anything bool // answers need not be JSON
}

// newClient makes a server with two tenants; change may change its options.
func newClient(t testing.TB, change ...func(*provider.Options)) *client {
	t.Helper()
	o := provider.Options{Tokens: []provider.Token{{Secret: token, Tenant: "acme"}, {Secret: otherToken, Tenant: "globex"}}}
	for _, c := range change {
		c(&o)
	}
	s, err := provider.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, server: s, token: token}
}

// with returns a client that sends one more header.
func (c *client) with(name, value string) *client {
	d := *c
	d.headers = c.headers.Clone()
	if d.headers == nil {
		d.headers = http.Header{}
	}
	d.headers.Set(name, value)
	return &d
}

// as returns a client with another token.
func (c *client) as(token string) *client {
	d := *c
	d.token = token
	return &d
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	raw    []byte
	body   provider.Object
}

// send sends a body that is a string, bytes, or anything to be encoded as JSON; nil for none.
func (c *client) send(method, path string, body any) *answer {
	c.t.Helper()
	var raw []byte
	switch b := body.(type) {
	case nil:
	case string:
		raw = []byte(b)
	case []byte:
		raw = b
	default:
		var err error
		if raw, err = json.Marshal(body); err != nil {
			c.t.Fatal(err)
		}
	}
	r := httptest.NewRequest(method, "/scim/v2"+path, bytes.NewReader(raw))
	r.Host = "app.example.com"
	r.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		r.Header.Set("Content-Type", "application/scim+json; charset=utf-8")
	}
	for name, values := range c.headers {
		r.Header[name] = values
		if values[0] == "" {
			r.Header.Del(name)
		}
	}
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, r)
	a := &answer{t: c.t, status: w.Code, header: w.Header(), raw: w.Body.Bytes()}
	if len(a.raw) > 0 && a.header.Get("Content-Encoding") == "" {
		if err := json.Unmarshal(a.raw, &a.body); err != nil && !c.anything {
			c.t.Fatalf("%s %s: answer is not JSON: %v\n%s", method, path, err, a.raw)
		}
	}
	return a
}

func (c *client) get(path string) *answer            { c.t.Helper(); return c.send("GET", path, nil) }
func (c *client) post(path string, body any) *answer { c.t.Helper(); return c.send("POST", path, body) }
func (c *client) put(path string, body any) *answer  { c.t.Helper(); return c.send("PUT", path, body) }
func (c *client) patch(path string, body any) *answer {
	c.t.Helper()
	return c.send("PATCH", path, body)
}
func (c *client) delete(path string) *answer { c.t.Helper(); return c.send("DELETE", path, nil) }

// filter lists what a filter selects.
func (c *client) filter(endpoint, filter string) *answer {
	c.t.Helper()
	return c.get(endpoint + "?startIndex=1&count=100&filter=" + url.QueryEscape(filter))
}

// user creates a user and returns its id.
func (c *client) user(userName string, more ...provider.Object) string {
	c.t.Helper()
	body := newUser(userName)
	for _, m := range more {
		for k, v := range m {
			body[k] = v
		}
	}
	return c.post("/Users", body).is(201).id()
}

func newUser(userName string) provider.Object {
	return provider.Object{
		"schemas":     []any{provider.SchemaUser},
		"userName":    userName,
		"name":        provider.Object{"givenName": "Jane", "familyName": "Doe"},
		"displayName": "Jane Doe",
		"emails":      []any{provider.Object{"value": userName, "type": "work", "primary": true}},
		"active":      true,
	}
}

// group creates a group and returns its id.
func (c *client) group(name string, members ...string) string {
	c.t.Helper()
	list := []any{}
	for _, id := range members {
		list = append(list, provider.Object{"value": id})
	}
	return c.post("/Groups", provider.Object{"schemas": []any{provider.SchemaGroup}, "displayName": name, "members": list}).is(201).id()
}

// operations makes the body of a PATCH.
func operations(ops ...string) string {
	return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + strings.Join(ops, ",") + `]}`
}

// is demands a status; an error must be a SCIM Error.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("status %d, want %d\n%s", a.status, status, a.raw)
	}
	if status >= 400 {
		schemas := []any{"urn:ietf:params:scim:api:messages:2.0:Error"}
		if a.text("detail") == "" || a.text("status") != strconv.Itoa(status) || !cmp.Equal(a.body["schemas"], any(schemas)) {
			a.t.Fatalf("not a SCIM Error:\n%s", a.raw)
		}
	}
	return a
}

// refused demands an error with a scimType.
func (a *answer) refused(status int, kind string) *answer {
	a.t.Helper()
	a.is(status)
	if got := a.text("scimType"); got != kind {
		a.t.Fatalf("scimType %q, want %q\n%s", got, kind, a.raw)
	}
	return a
}

func (a *answer) id() string { return a.text("id") }

func (a *answer) text(name string) string {
	s, _ := a.body[name].(string)
	return s
}

// at follows a path such as "name.givenName" or "emails.0.value"; nil when it leads nowhere.
func (a *answer) at(path string) any {
	var v any = a.body
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case provider.Object:
			v = x[part]
		case []any:
			i := int(part[0] - '0')
			if i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

// has demands a value at a path.
func (a *answer) has(path string, want any) *answer {
	a.t.Helper()
	if diff := cmp.Diff(want, a.at(path)); diff != "" {
		a.t.Fatalf("%s (-want +got):\n%s\n%s", path, diff, a.raw)
	}
	return a
}

// each collects one attribute of every item in a list; "Resources" when the list has no name.
func (a *answer) each(list, attribute string) []string {
	if list == "" {
		list = "Resources"
	}
	found := []string{}
	items, _ := a.at(list).([]any)
	for _, item := range items {
		s, _ := item.(provider.Object)[attribute].(string)
		found = append(found, s)
	}
	return found
}
