package okta

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures"
)

const none = `200 {"totalResults":0,"Resources":[]}`

func TestLookupIsEncodedBothWays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, percent, plus string }{
		{"a@b.c", "userName%20eq%20%22a%40b.c%22", "userName+eq+%22a%40b.c%22"},
		{"jane+x@b.c", "userName%20eq%20%22jane%2Bx%40b.c%22", "userName+eq+%22jane%2Bx%40b.c%22"},
		{"s.o'brien@b.c", "userName%20eq%20%22s.o%27brien%40b.c%22", "userName+eq+%22s.o%27brien%40b.c%22"},
		{"50%@b.c", "userName%20eq%20%2250%25%40b.c%22", "userName+eq+%2250%25%40b.c%22"},
		{"ü@b.c", "userName%20eq%20%22%C3%BC%40b.c%22", "userName+eq+%22%C3%BC%40b.c%22"},
		{`a"b\c`, "userName%20eq%20%22a%5C%22b%5C%5Cc%22", "userName+eq+%22a%5C%22b%5C%5Cc%22"},
		{"<a & b>", "userName%20eq%20%22%3Ca%20%26%20b%3E%22", "userName+eq+%22%3Ca+%26+b%3E%22"},
		{"🚀", "userName%20eq%20%22%F0%9F%9A%80%22", "userName+eq+%22%F0%9F%9A%80%22"},
	} {
		s := serve(t, none)
		percent := s.client(AIW)
		plus := percent.With(func(c *Config) { c.Encoding = Plus })
		percent.LookupUser(t.Context(), c.value)
		plus.LookupUser(t.Context(), c.value)
		want := []string{
			"GET /scim/v2/Users?filter=" + c.percent + "&startIndex=1&count=100",
			"GET /scim/v2/Users?filter=" + c.plus + "&startIndex=1&count=100",
		}
		if d := cmp.Diff(want, s.sent()); d != "" {
			t.Errorf("%s: %s", c.value, d)
		}
	}
}

// Of any number of lookups half are written one way; one that is made again is
// written as before.
func TestLookupsAlternate(t *testing.T) {
	t.Parallel()
	s := serve(t, none)
	c := s.client(AIW).With(func(c *Config) { c.Encoding = Alternating })
	for _, name := range []string{"a", "b", "a", "c", "b", "d"} {
		c.With(func(c *Config) { c.Dialect = OIN }).LookupUser(t.Context(), name)
	}
	var got []string
	for _, line := range s.sent() {
		plus := strings.Contains(line, "userName+eq+")
		if plus == strings.Contains(line, "userName%20eq%20") {
			t.Errorf("%s is neither or both", line)
		}
		got = append(got, map[bool]string{true: "plus", false: "percent"}[plus])
	}
	if d := cmp.Diff(strings.Fields("percent plus percent percent plus plus"), got); d != "" {
		t.Error(d)
	}
	begins := map[bool]int{}
	for seed := range 1000 {
		begins[c.BeginningAt(strconv.Itoa(seed)).turns.next == Plus]++
	}
	if begins[true] < 400 || begins[false] < 400 {
		t.Errorf("clients begin with plus or not: %v", begins)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := serve(t, none)
	c := s.client(AIW)
	ctx := t.Context()
	c.LookupUser(ctx, "x")
	c.CreateUserSPEC(ctx, User{UserName: "x"})
	c.Send(ctx, "lookup-user-spec", Vars{"userName": "x"})
	c.Do(ctx, Request{Method: "GET", Path: "/Users", Header: http.Header{"X-A": {"b"}, "User-Agent": nil}})
	c.Do(ctx, Request{Method: "GET", Path: "/Users", Header: http.Header{"Authorization": nil, "Accept-Encoding": {"identity"}}})
	c.With(func(c *Config) { c.Authorization = "" }).ReadUser(ctx, "1")
	c.DeleteGroup(ctx, "1")
	c.CreateGroup(ctx, "G", nil)
	c.PutGroup(ctx, "1", "G", nil)
	c.PatchUser(ctx, "1", nil)
	live := http.Header{"User-Agent": {"Okta SCIM Client 1.0.0"}, "Accept": {"application/scim+json"}, "Accept-Charset": {"utf-8"},
		"Accept-Encoding": {"gzip,deflate"}, "Connection": {"Keep-Alive"}, "Authorization": {"Bearer secret"}}
	bare, withBody := live.Clone(), live.Clone()
	bare.Del("Authorization")
	withBody.Set("Content-Type", "application/scim+json; charset=utf-8")
	for i, want := range []http.Header{
		live,
		{"User-Agent": {"OKTA SCIM Integration"}, "Accept": {"application/scim+json; charset=utf-8"}, "Content-Type": {"application/json"},
			"Authorization": {"Bearer secret"}, "Accept-Encoding": {"gzip"}},
		{"User-Agent": {"OKTA SCIM Integration"}, "Accept": {"application/scim+json"}, "Accept-Charset": {"utf-8"},
			"Authorization": {"Bearer secret"}, "Accept-Encoding": {"gzip"}},
		{"X-A": {"b"}, "Authorization": {"Bearer secret"}, "Accept-Encoding": {"gzip"}},
		{"Accept-Encoding": {"identity"}, "User-Agent": {"Go-http-client/1.1"}},
		bare,
		live,
		withBody,
		withBody,
		withBody,
	} {
		got := s.header(i)
		got.Del("Content-Length")
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("request %d: %s", i, d)
		}
	}
}

func TestSingleRequests(t *testing.T) {
	t.Parallel()
	u := User{UserName: "jane@b.c", GivenName: "Jane", FamilyName: "<Doe> & Co", DisplayName: "Jane Doe", Email: "j@b.c",
		Locale: "en-US", ExternalID: "00u1", Password: "pw", Active: true}
	m := []Member{{Value: "u1", Display: "jane@b.c"}}
	const user = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"jane@b.c","name":{"givenName":"Jane","familyName":"<Doe> & Co"},` +
		`"emails":[{"primary":true,"value":"j@b.c","type":"work"}],"displayName":"Jane Doe"`
	const group = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],`
	const patch = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":`
	for _, c := range []struct {
		send func(context.Context, *Client) Answer
		want string
	}{
		{func(x context.Context, c *Client) Answer { return c.ListUsers(x, 101, 100) }, `GET /scim/v2/Users?startIndex=101&count=100`},
		{func(x context.Context, c *Client) Answer { return c.ListGroups(x, 1, 5) }, `GET /scim/v2/Groups?startIndex=1&count=5`},
		{func(x context.Context, c *Client) Answer { return c.LookupUserByEmail(x, "a@b") }, `GET /scim/v2/Users?filter=email%20eq%20%22a%40b%22&startIndex=1&count=100`},
		{func(x context.Context, c *Client) Answer { return c.LookupGroup(x, "A / B") }, `GET /scim/v2/Groups?filter=displayName%20eq%20%22A%20%2F%20B%22&startIndex=1&count=100`},
		{func(x context.Context, c *Client) Answer { return c.ReadUser(x, "a b/c") }, `GET /scim/v2/Users/a%20b%2Fc`},
		{func(x context.Context, c *Client) Answer { return c.ReadGroup(x, "1") }, `GET /scim/v2/Groups/1`},
		{func(x context.Context, c *Client) Answer { return c.CreateUser(x, u) }, `POST /scim/v2/Users ` + user + `,"locale":"en-US","externalId":"00u1","groups":[],"password":"pw","active":true}`},
		{func(x context.Context, c *Client) Answer { return c.CreateUserSPEC(x, u) }, `POST /scim/v2/Users ` + user + `,"active":true}`},
		{func(x context.Context, c *Client) Answer { return c.PutUser(x, "1", Resource{"a": json.Number("1.0")}) }, `PUT /scim/v2/Users/1 {"a":1.0}`},
		{func(x context.Context, c *Client) Answer {
			return c.PatchUser(x, "1", map[string]any{"active": false})
		}, `PATCH /scim/v2/Users/1 ` + patch + `[{"op":"replace","value":{"active":false}}]}`},
		{func(x context.Context, c *Client) Answer { return c.CreateGroup(x, "G", nil) }, `POST /scim/v2/Groups ` + group + `"displayName":"G","members":[]}`},
		{func(x context.Context, c *Client) Answer { return c.CreateGroup(x, "G", m) }, `POST /scim/v2/Groups ` + group + `"displayName":"G","members":[{"value":"u1","display":"jane@b.c"}]}`},
		{func(x context.Context, c *Client) Answer { return c.PutGroup(x, "1", "G", nil) }, `PUT /scim/v2/Groups/1 ` + strings.TrimSuffix(group, ",") + `,"id":"1","displayName":"G","members":[]}`},
		{func(x context.Context, c *Client) Answer { return c.PatchGroup(x, "1") }, `PATCH /scim/v2/Groups/1 ` + patch + `[]}`},
		{func(x context.Context, c *Client) Answer { return c.PatchGroup(x, "1", RemoveOp(`a"b`)) }, `PATCH /scim/v2/Groups/1 ` + patch + `[{"op":"remove","path":"members[value eq \"a\\\"b\"]"}]}`},
		{func(x context.Context, c *Client) Answer { return c.DeleteGroup(x, "1") }, `DELETE /scim/v2/Groups/1`},
		{func(x context.Context, c *Client) Answer {
			return c.Do(x, Request{Method: "POST", Path: "Users", RawQuery: "a=%zz", Body: []byte("{broken")})
		}, `POST /scim/v2/Users?a=%zz {broken`},
	} {
		s := serve(t, none)
		a := c.send(t.Context(), s.client(OIN))
		if d := cmp.Diff([]string{c.want}, s.sent()); d != "" {
			t.Error(d)
		}
		if !a.OK() || a.Err != nil || a.Tries != 1 {
			t.Errorf("%s: %d %v after %d tries", a.Op(), a.Status, a.Err, a.Tries)
		}
	}
}

// The operations made in code must be those of the documented shapes.
func TestOperationsAgreeWithTheShapes(t *testing.T) {
	t.Parallel()
	shapes, err := fixtures.Okta()
	if err != nil {
		t.Fatal(err)
	}
	m := []Member{{Value: "u1", Display: "a@b.c"}}
	hard := `u"1\`
	for shape, c := range map[string]struct {
		vars Vars
		ops  []Operation
	}{
		"rename-group-oin": {Vars{"id": "g", "displayName": "N"}, []Operation{RenameOp("g", "N")}},
		"add-members":      {Vars{"id": "g", "members": m}, []Operation{AddOp(m...)}},
		"remove-member":    {Vars{"id": "g", "member": hard}, []Operation{RemoveOp(hard)}},
		"mixed-members": {Vars{"id": "g", "displayName": "N", "member": hard, "members": m},
			[]Operation{RenameOp("g", "N"), RemoveOp(hard), AddOp(m...)}},
	} {
		filled, err := shapes[shape].Fill(c.vars)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := json.Marshal(filled.Body)
		generic, err := shapes["patch-group"].Fill(Vars{"id": "g", "operations": c.ops})
		if err != nil {
			t.Fatal(err)
		}
		got, _ := json.Marshal(generic.Body)
		var w, g any
		_, _ = json.Unmarshal(want, &w), json.Unmarshal(got, &g)
		if d := cmp.Diff(w, g); d != "" {
			t.Errorf("%s: %s", shape, d)
		}
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	s := serve(t, none)
	for base, want := range map[string]string{
		s.URL:                    "GET /Users/1",
		s.URL + "/":              "GET /Users/1",
		s.URL + "/a%2Fb/?t=1#no": "GET /a%2Fb/Users/1?t=1",
	} {
		before := len(s.sent())
		New(Config{BaseURL: base}).ReadUser(t.Context(), "1")
		if d := cmp.Diff([]string{want}, s.sent()[before:]); d != "" {
			t.Error(d)
		}
	}
	for _, base := range []string{"", "app.example.com/scim", "ftp://x/", "http://", "http://[", "https:///x"} {
		a := New(Config{BaseURL: base, Transport: http.NewFileTransport(http.Dir("."))}).ReadUser(t.Context(), "1")
		if a.Err == nil {
			t.Errorf("%q is accepted", base)
		}
	}
}
