// Package scimtest is a client of a provider.Server, for the tests of the server, its faults and its variants.
package scimtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// The token of tenant "acme", and that of the second tenant.
const (
	Token      = "token-of-acme"
	OtherToken = "token-of-globex"
)

// Client sends requests to a server in the process.
type Client struct {
	T       testing.TB
	Server  *provider.Server
	token   string
	headers http.Header

	Anything bool // answers need not be JSON
}

// Options are those of a server with two tenants, changed.
func Options(change ...func(*provider.Options)) provider.Options {
	o := provider.Options{Tokens: []provider.Token{{Secret: Token, Tenant: "acme"},
		{Secret: OtherToken, Tenant: "globex"}}}
	for _, c := range change {
		c(&o)
	}
	return o
}

// NewClient makes a server with two tenants; change may change its options.
func NewClient(t testing.TB, change ...func(*provider.Options)) *Client {
	t.Helper()
	s, err := provider.New(Options(change...))
	if err != nil {
		t.Fatal(err)
	}
	return Of(t, s)
}

// Of returns a client of a server that was made with Options.
func Of(t testing.TB, s *provider.Server) *Client { return &Client{T: t, Server: s, token: Token} }

// With returns a client that sends one more header.
func (c *Client) With(name, value string) *Client {
	d := *c
	d.headers = c.headers.Clone()
	if d.headers == nil {
		d.headers = http.Header{}
	}
	d.headers.Set(name, value)
	return &d
}

// As returns a client with another token.
func (c *Client) As(token string) *Client {
	d := *c
	d.token = token
	return &d
}

// Answer is what came back.
type Answer struct {
	t      testing.TB
	Status int
	Header http.Header
	Raw    []byte
	Body   provider.Object
}

// Send sends a body that is a string, bytes, or anything to be encoded as JSON; nil for none.
func (c *Client) Send(method, path string, body any) *Answer {
	c.T.Helper()
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
			c.T.Fatal(err)
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
	c.Server.ServeHTTP(w, r)
	a := &Answer{t: c.T, Status: w.Code, Header: w.Header(), Raw: w.Body.Bytes()}
	if len(a.Raw) > 0 && a.Header.Get("Content-Encoding") == "" {
		if err := json.Unmarshal(a.Raw, &a.Body); err != nil && !c.Anything {
			c.T.Fatalf("%s %s: answer is not JSON: %v\n%s", method, path, err, a.Raw)
		}
	}
	return a
}

// Get sends a GET.
func (c *Client) Get(path string) *Answer { c.T.Helper(); return c.Send("GET", path, nil) }

// Post sends a POST.
func (c *Client) Post(path string, body any) *Answer { c.T.Helper(); return c.Send("POST", path, body) }

// Put sends a PUT.
func (c *Client) Put(path string, body any) *Answer { c.T.Helper(); return c.Send("PUT", path, body) }

// Patch sends a PATCH.
func (c *Client) Patch(path string, body any) *Answer {
	c.T.Helper()
	return c.Send("PATCH", path, body)
}

// Delete sends a DELETE.
func (c *Client) Delete(path string) *Answer { c.T.Helper(); return c.Send("DELETE", path, nil) }

// Filter lists what a filter selects.
func (c *Client) Filter(endpoint, filter string) *Answer {
	c.T.Helper()
	return c.Get(endpoint + "?startIndex=1&count=100&filter=" + url.QueryEscape(filter))
}

// User creates a user and returns its id.
func (c *Client) User(userName string, more ...provider.Object) string {
	c.T.Helper()
	body := NewUser(userName)
	for _, m := range more {
		for k, v := range m {
			body[k] = v
		}
	}
	return c.Post("/Users", body).Is(201).ID()
}

// NewUser is the body of a create.
func NewUser(userName string) provider.Object {
	return provider.Object{
		"schemas":     []any{provider.SchemaUser},
		"userName":    userName,
		"name":        provider.Object{"givenName": "Jane", "familyName": "Doe"},
		"displayName": "Jane Doe",
		"emails":      []any{provider.Object{"value": userName, "type": "work", "primary": true}},
		"active":      true,
	}
}

// Group creates a group and returns its id.
func (c *Client) Group(name string, members ...string) string {
	c.T.Helper()
	list := []any{}
	for _, id := range members {
		list = append(list, provider.Object{"value": id})
	}
	return c.Post("/Groups", provider.Object{"schemas": []any{provider.SchemaGroup}, "displayName": name,
		"members": list}).Is(201).ID()
}

// Operations makes the body of a PATCH.
func Operations(ops ...string) string {
	return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[` + strings.Join(ops, ",") + `]}`
}

// Is demands a status; an error must be a SCIM Error.
func (a *Answer) Is(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("status %d, want %d\n%s", a.Status, status, a.Raw)
	}
	if status >= 400 {
		schemas := []any{"urn:ietf:params:scim:api:messages:2.0:Error"}
		if a.Text("detail") == "" || a.Text("status") != strconv.Itoa(status) || !cmp.Equal(a.Body["schemas"], any(schemas)) {
			a.t.Fatalf("not a SCIM Error:\n%s", a.Raw)
		}
	}
	return a
}

// Refused demands an error with a scimType.
func (a *Answer) Refused(status int, kind string) *Answer {
	a.t.Helper()
	a.Is(status)
	if got := a.Text("scimType"); got != kind {
		a.t.Fatalf("scimType %q, want %q\n%s", got, kind, a.Raw)
	}
	return a
}

// ID returns the id in the body.
func (a *Answer) ID() string { return a.Text("id") }

// Text returns a text at the top level of the body.
func (a *Answer) Text(name string) string {
	s, _ := a.Body[name].(string)
	return s
}

// At follows a path such as "name.givenName" or "emails.0.value"; nil when it leads nowhere.
func (a *Answer) At(path string) any {
	var v any = a.Body
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

// Has demands a value at a path.
func (a *Answer) Has(path string, want any) *Answer {
	a.t.Helper()
	if diff := cmp.Diff(want, a.At(path)); diff != "" {
		a.t.Fatalf("%s (-want +got):\n%s\n%s", path, diff, a.Raw)
	}
	return a
}

// Each collects one attribute of every item in a list; "Resources" when the list has no name.
func (a *Answer) Each(list, attribute string) []string {
	if list == "" {
		list = "Resources"
	}
	found := []string{}
	items, _ := a.At(list).([]any)
	for _, item := range items {
		s, _ := item.(provider.Object)[attribute].(string)
		found = append(found, s)
	}
	return found
}

// AtOnce runs n functions at the same time and returns their statuses, sorted.
func AtOnce(n int, do func(i int) *Answer) []int {
	statuses := make([]int, n)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			statuses[i] = do(i).Status
		})
	}
	close(start)
	wg.Wait()
	slices.Sort(statuses)
	return statuses
}

// Hooked is an option: these faults or variants are on, which hooks finds.
func Hooked(t testing.TB, hooks func(ids ...string) ([]func(*provider.Behaviors), error),
	ids ...string) func(*provider.Options) {
	t.Helper()
	found, err := hooks(ids...)
	if err != nil {
		t.Fatal(err)
	}
	return func(o *provider.Options) { o.Hooks = append(o.Hooks, found...) }
}

// Activate is what Okta does in an app of its catalog. It demands no status: that may be what a fault spoils.
func (c *Client) Activate(id string, active bool) *Answer {
	c.T.Helper()
	return c.Patch("/Users/"+id, Operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active)))
}

// Merged is GET and PUT of the whole user, as Okta updates a profile.
func (c *Client) Merged(id string, changes provider.Object) *Answer {
	c.T.Helper()
	body := c.Get("/Users/" + id).Body
	for name, v := range changes {
		body[name] = v
	}
	return c.Put("/Users/"+id, body)
}

// Add is an operation that adds members.
func Add(ids ...string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = `{"value":"` + id + `"}`
	}
	return `{"op":"add","path":"members","value":[` + strings.Join(list, ",") + `]}`
}

// PatchGroup sends a PATCH of a group with these operations.
func (c *Client) PatchGroup(id string, ops ...string) *Answer {
	c.T.Helper()
	return c.Patch("/Groups/"+id, Operations(ops...))
}

// Sprint writes what was seen in several places.
func Sprint(seen ...any) string { return strings.TrimSpace(fmt.Sprintln(seen...)) }

// Lenient returns a client that takes answers that are not JSON.
func Lenient(c *Client) *Client {
	d := *c
	d.Anything = true
	return &d
}

// RoleMap gives roles to the groups Admins and Analysts.
func RoleMap(attribute string) *provider.RoleMap {
	return &provider.RoleMap{Attribute: attribute, Default: "Viewer", Groups: []provider.GroupRole{
		{Group: "Admins", Role: "Admin"}, {Group: "Analysts", Role: "Analyst"},
	}}
}

// WithRoles is an option: the app has the roles of RoleMap.
func WithRoles(attribute string) func(*provider.Options) {
	return func(o *provider.Options) { o.Roles = RoleMap(attribute) }
}

// LookedUp gives the ids that Okta's lookup finds, by a function that sends it.
func (c *Client) LookedUp(get func(path string) *Answer, userName string) []string {
	return get("/Users?startIndex=1&count=100&filter="+Escaped(`userName eq "`+userName+`"`)).Each("", "id")
}

// Escaped makes text fit into a path or a query.
func Escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
