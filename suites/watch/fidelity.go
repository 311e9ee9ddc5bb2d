package watch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/oktascim/oktascim/fixtures"
	"github.com/oktascim/oktascim/suites/okta"
)

// Request is a request as Okta sent it.
type Request struct {
	Method, URL string
	Header      http.Header
	Body        []byte
}

// Request returns what was sent.
func (x *Exchange) Request() Request { return Request{x.Method, x.URL, x.RequestHeader, x.RequestBody} }

// Unknown is a form of request that oktascim does not replay.
type Unknown struct {
	Operation   string   // "PATCH /Groups/{id}"
	Differences []string // from the template that is nearest
	Template    []byte   // JSON of the form of fixtures/okta, without values
	Count       int
}

// Fidelity finds requests of a form that no template of oktascim has.
type Fidelity struct {
	base   string
	shapes fixtures.Shapes
	found  map[string]*Unknown
	order  []string
}

// mostUnknown bounds how many forms are listed.
const mostUnknown = 200

// NewFidelity returns one for the requests below a base URL; "" takes the part before /Users or /Groups for it.
func NewFidelity(baseURL string) (*Fidelity, error) {
	shapes, err := fixtures.Okta()
	u, parseErr := url.Parse(baseURL)
	if parseErr != nil {
		return nil, parseErr
	}
	return &Fidelity{base: strings.TrimRight(u.EscapedPath(), "/"), shapes: shapes, found: map[string]*Unknown{}}, err
}

// Unknown returns what was found, in the order in which it came.
func (f *Fidelity) Unknown() []Unknown {
	out := make([]Unknown, 0, len(f.order))
	for _, key := range f.order {
		out = append(out, *f.found[key])
	}
	return out
}

// endpoints are where a base URL ends.
var endpoints = regexp.MustCompile(`/(Users|Groups|ResourceTypes|Schemas|ServiceProviderConfig|Bulk|Me)(/|$)`)

// IsSCIM reports whether an address is one of a SCIM service.
func IsSCIM(address string) bool {
	u, err := url.Parse(address)
	return err == nil && endpoints.MatchString(u.EscapedPath())
}

// below is the part of an address below the base URL, and its query.
func (f *Fidelity) below(address string) (path, query string) {
	u, err := url.Parse(address)
	if err != nil {
		return address, ""
	}
	path = u.EscapedPath()
	if f.base != "" {
		return strings.TrimPrefix(path, f.base), u.RawQuery
	}
	if at := endpoints.FindStringIndex(path); at != nil {
		path = path[at[0]:]
	}
	return path, u.RawQuery
}

// Add compares a request with the templates.
func (f *Fidelity) Add(r Request) {
	path, query := f.below(r.URL)
	pattern := path
	segments := strings.Split(strings.Trim(path, "/"), "/")
	if len(segments) == 2 {
		pattern = "/" + segments[0] + "/{{id}}"
	}
	differences := []string{"no template has this method and path"}
	nearest := -1
	var body any
	var broken error
	if len(r.Body) > 0 {
		body, broken = fixtures.Ordered(r.Body)
	}
	for _, name := range slices.Sorted(maps.Keys(f.shapes)) {
		s := f.shapes[name]
		if s.Method != r.Method || s.Path != pattern && !(strings.HasPrefix(s.Path, "/{{endpoint") && len(segments) == 1) {
			continue
		}
		d := slices.Concat(queryDifferences(s, query), headDifferences(s, r.Header))
		switch {
		case broken != nil:
			d = append(d, "the body is not JSON")
		case s.Body == nil && body != nil:
			d = append(d, "there is a body")
		case s.Body != nil && body == nil:
			d = append(d, "there is no body")
		case s.Body != nil:
			d = append(d, bodyDifferences(s, body)...)
		}
		if nearest < 0 || len(d) < nearest {
			nearest, differences = len(d), d
		}
	}
	if len(differences) == 0 {
		return
	}
	key := r.Method + pattern + strings.Join(differences, "\n")
	if f.found[key] == nil {
		if len(f.order) == mostUnknown {
			return
		}
		f.order = append(f.order, key)
		f.found[key] = &Unknown{Operation: r.Method + " " + strings.NewReplacer("{{", "{", "}}", "}").Replace(pattern),
			Differences: differences, Template: template(len(f.order), r, pattern, query, body)}
	}
	f.found[key].Count++
}

func queryDifferences(s fixtures.Shape, raw string) (out []string) {
	var pairs [][2]string
	for pair := range strings.SplitSeq(raw, "&") {
		if name, value, _ := strings.Cut(pair, "="); name != "" {
			if text, err := url.QueryUnescape(value); err == nil {
				value = text
			}
			pairs = append(pairs, [2]string{name, value})
		}
	}
	var want, got []string
	for _, q := range s.Query {
		want = append(want, q[0])
	}
	for _, q := range pairs {
		got = append(got, q[0])
	}
	if !slices.Equal(want, got) {
		return []string{fmt.Sprintf("query parameters %s, not %s", list(got), list(want))}
	}
	for i, q := range pairs {
		switch {
		case q[0] == "count" && strings.Contains(s.Query[i][1], "{{"):
			if n, _ := strconv.Atoi(q[1]); !slices.Contains([]int{1, 2, 100}, n) {
				out = append(out, "pages of "+q[1])
			}
		case !fits(s.Query[i][1], q[1]):
			out = append(out, fmt.Sprintf("query parameter %s is of another form", q[0]))
		}
	}
	return out
}

func list(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// onTheWay are headers that tunnels and proxies add or change, and those that belong to the connection or the
// credential.
var onTheWay = regexp.MustCompile(`^(Host|Content-Length|Authorization|Connection|Via|Forwarded|Transfer-Encoding|` +
	`Keep-Alive|Te|Trailer|X-Forwarded-.*|X-Real-Ip|X-Request-Id|X-Amz.*|X-Envoy-.*|X-Cloud-Trace-Context|` +
	`X-Azure-.*|Cf-.*|Cdn-.*|True-Client-Ip|Traceparent|Tracestate|Ngrok-.*|:.*)$`)

func headDifferences(s fixtures.Shape, h http.Header) (out []string) {
	want := http.Header{}
	if s.Headers == nil {
		want = okta.Headers(s.Method)
	}
	for name, value := range s.Headers {
		want.Set(name, value)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if is := h.Get(name); is != want.Get(name) && !onTheWay.MatchString(name) {
			out = append(out, fmt.Sprintf("header %s is %q, not %q", name, is, want.Get(name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if name = http.CanonicalHeaderKey(name); want.Get(name) == "" && !onTheWay.MatchString(name) {
			out = append(out, "header "+name+" is new")
		}
	}
	return out
}

func bodyDifferences(s fixtures.Shape, body any) []string {
	switch s.Name {
	case "create-user":
		return userDifferences(body, false)
	case "put-user", "deactivate-user-aiw", "reactivate-user-aiw", "password-user-aiw":
		return userDifferences(body, true)
	}
	want, err := fixtures.Ordered(s.Body)
	if err != nil {
		return []string{err.Error()}
	}
	return valueDifferences("", want, body)
}

// userDifferences are those of a whole user from what Okta was seen to send: what is not mapped is left out, and an
// update echoes what the app showed.
func userDifferences(body any, echo bool) (out []string) {
	user, is := body.(fixtures.Object)
	if !is || len(user) == 0 {
		return []string{"the body is no user"}
	}
	if _, named := user.Get("userName"); !named {
		out = append(out, "there is no userName")
	}
	if user[0].Name != "schemas" {
		out = append(out, "the body begins with "+user[0].Name+", not with schemas")
	}
	if !echo {
		out = append(out, orderDifferences("", user)...)
	}
	for _, m := range user {
		if empty := m.Value == nil || m.Value == ""; empty && !echo {
			out = append(out, m.Name+" is empty in a create")
		}
	}
	return out
}

func orderDifferences(attribute string, o fixtures.Object) (out []string) {
	var names []string
	for _, m := range o {
		names = append(names, m.Name)
		switch v := m.Value.(type) {
		case fixtures.Object:
			out = append(out, orderDifferences(m.Name, v)...)
		case []any:
			if len(v) > 0 {
				if first, is := v[0].(fixtures.Object); is {
					out = append(out, orderDifferences(m.Name, first)...)
				}
			}
		}
	}
	if !okta.InOrder(names, attribute) {
		out = append(out, "members of "+firstOf(attribute, "the body")+" are in another order: "+list(names))
	}
	return out
}

func valueDifferences(at string, want, got any) (out []string) {
	place := firstOf(at, "the body")
	switch w := want.(type) {
	case fixtures.Object:
		g, is := got.(fixtures.Object)
		if !is {
			return []string{place + " is no object"}
		}
		var a, b []string
		for _, m := range w {
			a = append(a, m.Name)
		}
		for _, m := range g {
			b = append(b, m.Name)
		}
		if !slices.Equal(a, b) {
			return []string{fmt.Sprintf("members of %s are %s, not %s", place, list(b), list(a))}
		}
		for i := range w {
			out = append(out, valueDifferences(strings.TrimPrefix(at+"."+w[i].Name, "."), w[i].Value, g[i].Value)...)
		}
		return out
	case []any:
		g, is := got.([]any)
		if !is || len(g) != len(w) {
			return []string{place + " has another number of elements"}
		}
		for i := range w {
			out = append(out, valueDifferences(at, w[i], g[i])...)
		}
		return out
	case string:
		switch w {
		case "{{members}}":
			return memberDifferences(place, got)
		case "{{operations}}", "{{value}}":
			return nil
		case "{{active}}":
			if _, is := got.(bool); is {
				return nil
			}
			return []string{place + " is no boolean"}
		}
		if g, is := got.(string); !is || !fits(w, g) {
			return []string{place + " is of another form"}
		}
		return nil
	}
	if fmt.Sprint(want) != fmt.Sprint(got) {
		return []string{place + " is of another form"}
	}
	return nil
}

func memberDifferences(place string, got any) []string {
	members, is := got.([]any)
	if !is {
		return []string{place + " is no list"}
	}
	for _, e := range members {
		m, is := e.(fixtures.Object)
		names := []string{}
		for _, n := range m {
			names = append(names, n.Name)
		}
		if !is || !slices.Equal(names, []string{"value", "display"}) && !slices.Equal(names, []string{"value"}) {
			return []string{"elements of " + place + " have " + list(names) + ", not value, display"}
		}
	}
	return nil
}

// fits reports whether a text is of the form of a template with one placeholder at most.
func fits(template, text string) bool {
	before, rest, open := strings.Cut(template, "{{")
	if !open {
		return template == text
	}
	_, after, _ := strings.Cut(rest, "}}")
	return strings.HasPrefix(text, before) && strings.HasSuffix(text, after) && len(text) >= len(before)+len(after)
}

// template writes a request as a template without any value of its own.
func template(n int, r Request, path, query string, body any) []byte {
	var pairs [][2]string
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		value, _ = url.QueryUnescape(value)
		if m := lookup.FindStringSubmatch(value); m != nil {
			value = strings.Replace(value, m[2], `"{{`+placeholder(m[1])+`}}"`, 1)
		} else if _, err := strconv.Atoi(value); err != nil {
			value = "***"
		}
		if name != "" {
			pairs = append(pairs, [2]string{name, value})
		}
	}
	headers := map[string]string{}
	for name := range r.Header {
		if name = http.CanonicalHeaderKey(name); !onTheWay.MatchString(name) {
			headers[name] = "***"
			if slices.Contains(plainHeaders, name) {
				headers[name] = r.Header.Get(name)
			}
		}
	}
	dialect := "both"
	if r.Method == http.MethodPatch {
		dialect = "oin"
	}
	shape := fixtures.Object{{Name: "name", Value: fmt.Sprintf("unknown-%d", n)}, {Name: "what", Value: "…"},
		{Name: "evidence", Value: "recorded"}, {Name: "source", Value: "recorded by oktascim watch"},
		{Name: "dialect", Value: dialect}, {Name: "method", Value: r.Method}, {Name: "path", Value: path},
		{Name: "query", Value: pairs}, {Name: "headers", Value: headers}}
	if body != nil {
		shape = append(shape, fixtures.Member{Name: "body", Value: blank("", body)})
	}
	text, err := shape.MarshalJSON()
	var out bytes.Buffer
	if err != nil || json.Indent(&out, text, "", "  ") != nil {
		return nil
	}
	return out.Bytes()
}

// plainHeaders hold no secret and nothing personal.
var plainHeaders = []string{"Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Content-Type",
	"User-Agent"}

func placeholder(name string) string {
	if _, known := fixtures.Placeholders()[name]; known {
		return name
	}
	return "value"
}

// blank takes the values out of a body and leaves its form.
func blank(name string, v any) any {
	switch v := v.(type) {
	case fixtures.Object:
		out := make(fixtures.Object, len(v))
		for i, m := range v {
			out[i] = fixtures.Member{Name: m.Name, Value: blank(m.Name, m.Value)}
		}
		return out
	case []any:
		if name == "schemas" {
			return v
		}
		if len(v) == 0 {
			return v
		}
		return []any{blank(name, v[0])}
	case string:
		switch {
		case name == "op" || name == "schemas":
			return v
		case name == "path":
			return regexp.MustCompile(`"[^"]*"`).ReplaceAllString(v, `"***"`)
		case v == "":
			return v
		}
		return "{{" + placeholder(name) + "}}"
	case json.Number:
		return 0
	}
	return v
}
