package okta

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a server gave for a user: Okta echoes all of it.
const (
	stored   = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:1"],"id":"7","userName":"jane@b.c","name":{"formatted":"J D","givenName":"J"},"emails":[{"value":"old@b.c","primary":true,"display":"old"}],"groups":[{"value":"g"}],"meta":{"version":1.0},"active":false}`
	lookedUp = `200 {"totalResults":1,"Resources":[` + stored + `]}`
)

func jane() User {
	return User{UserName: "jane@b.c", GivenName: "Jane", FamilyName: "Doe", Email: "new@b.c", Password: "pw", Active: true}
}

const (
	lookupJane = "GET /scim/v2/Users?filter=userName%20eq%20%22jane%40b.c%22&startIndex=1&count=100"
	postJane   = `POST /scim/v2/Users {"active":true,"emails":[{"primary":true,"type":"work","value":"new@b.c"}],"groups":[],"name":{"familyName":"Doe","givenName":"Jane"},"password":"pw","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"jane@b.c"}`
	getUser    = "GET /scim/v2/Users/7"
	putMerged  = `PUT /scim/v2/Users/7 {"active":true,"emails":[{"display":"old","primary":true,"value":"new@b.c"}],"groups":[{"value":"g"}],"id":"7","meta":{"version":1.0},"name":{"familyName":"Doe","formatted":"J D","givenName":"Jane"},"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:1"],"userName":"jane@b.c"}`
	echo       = `"emails":[{"display":"old","primary":true,"value":"old@b.c"}],"groups":[{"value":"g"}],"id":"7","meta":{"version":1.0},"name":{"formatted":"J D","givenName":"J"},`
	schemas    = `"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:1"],"userName":"jane@b.c"}`
	patchUser  = `PATCH /scim/v2/Users/7 {"Operations":[{"op":"replace","value":{%}}],"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}`
)

func patching(value string) string { return strings.Replace(patchUser, "%", value, 1) }

func TestUserSequences(t *testing.T) {
	t.Parallel()
	push := func(x context.Context, c *Client) Run { return c.PushUser(x, jane()) }
	for _, c := range []struct {
		name    string
		run     func(context.Context, *Client) Run
		answers []string
		aiw     []string
		oin     []string // nil: as aiw
		id      string
		stop    string // part of it
	}{
		{name: "push, new", run: push, answers: []string{none, `201 {"id":"7"}`}, aiw: []string{lookupJane, postJane}, id: "7"},
		{name: "push, miss by 404", run: push, answers: []string{`404 {"detail":"no"}`, `201 {"id":"7"}`}, aiw: []string{lookupJane, postJane}, id: "7"},
		{name: "push, total as text", run: push, answers: []string{`200 {"totalResults":"0"}`, `201 {"id":7}`}, aiw: []string{lookupJane, postJane}, id: "7"},
		{name: "push, link", run: push, answers: []string{lookedUp, "200 " + stored, "200 " + stored}, aiw: []string{lookupJane, getUser, putMerged}, id: "7"},
		{name: "push, other case", run: push, answers: []string{strings.ReplaceAll(lookedUp, "jane@", "JANE@"), "500 {}"}, aiw: []string{lookupJane, getUser}, id: "7", stop: "GET /Users/{id} answered 500"},
		{name: "push, somebody else", run: push, answers: []string{strings.ReplaceAll(lookedUp, "jane@", "joe@")}, aiw: []string{lookupJane}, stop: `found "joe@b.c"`},
		{name: "push, 404 without Error", run: push, answers: []string{`404 <html>`}, aiw: []string{lookupJane}, stop: "GET /Users answered 404, Okta stops"},
		{name: "push, look-up 500", run: push, answers: []string{`500 {}`}, aiw: []string{lookupJane}, stop: "GET /Users answered 500, Okta stops"},
		{name: "push, no list", run: push, answers: []string{`200 []`}, aiw: []string{lookupJane}, stop: "without totalResults"},
		{name: "push, counted but not there", run: push, answers: []string{`200 {"totalResults":1,"Resources":[]}`}, aiw: []string{lookupJane}, stop: "totalResults 1 without a first resource"},
		{name: "push, taken", run: push, answers: []string{none, `409 {}`}, aiw: []string{lookupJane, postJane}, stop: "POST /Users answered 409, Okta stops"},
		{name: "push, empty answer", run: push, answers: []string{none, `201 `}, aiw: []string{lookupJane, postJane}, stop: "Create new user returned empty user"},
		{name: "update", run: func(x context.Context, c *Client) Run {
			return c.UpdateProfile(x, "7", func(r Resource) { r.Set("Jo", "name", "givenName"); r["active"] = nil })
		}, answers: []string{"200 " + stored}, id: "7",
			aiw: []string{getUser, `PUT /scim/v2/Users/7 {"active":null,` + strings.Replace(echo, `"J"`, `"Jo"`, 1) + schemas}},
		{name: "update, read without a body", run: func(x context.Context, c *Client) Run {
			return c.UpdateProfile(x, "7", func(Resource) {})
		}, answers: []string{"204 "}, id: "7", aiw: []string{getUser}, stop: "without a resource"},
		{name: "deactivate", run: func(x context.Context, c *Client) Run { return c.Deactivate(x, "7") },
			answers: []string{"200 " + stored}, id: "7",
			aiw: []string{getUser, `PUT /scim/v2/Users/7 {"active":false,` + echo + schemas}, oin: []string{patching(`"active":false`)}},
		{name: "deactivate, refused", run: func(x context.Context, c *Client) Run { return c.Deactivate(x, "7") },
			answers: []string{"404 {}"}, id: "7", aiw: []string{getUser}, oin: []string{patching(`"active":false`)}, stop: "/Users/{id} answered 404, Okta stops"},
		{name: "reactivate", run: func(x context.Context, c *Client) Run { u := jane(); u.Active = false; return c.Reactivate(x, "7", u) },
			answers: []string{"200 " + stored}, id: "7",
			aiw: []string{getUser, `PUT /scim/v2/Users/7 {"active":true,` + echo + schemas, getUser, putMerged},
			oin: []string{getUser, patching(`"active":true`), getUser, putMerged}},
		{name: "reactivate, gone", run: func(x context.Context, c *Client) Run { return c.Reactivate(x, "7", User{}) },
			answers: []string{"404 {}"}, id: "7", aiw: []string{getUser}, stop: "GET /Users/{id} answered 404"},
		{name: "password", run: func(x context.Context, c *Client) Run { return c.SetPassword(x, "7", `a"b`) },
			answers: []string{"200 " + stored}, id: "7",
			aiw: []string{getUser, `PUT /scim/v2/Users/7 {"active":false,` + echo + `"password":"a\"b",` + schemas},
			oin: []string{patching(`"password":"a\"b"`)}},
	} {
		for dialect, want := range map[Dialect][]string{AIW: c.aiw, OIN: c.oin} {
			if want == nil {
				want = c.aiw
			}
			s := serve(t, c.answers...)
			run := c.run(t.Context(), s.client(dialect))
			if d := cmp.Diff(want, s.sent()); d != "" {
				t.Errorf("%s, %s: %s", c.name, dialect, d)
			}
			if run.ID != c.id || len(run.Answers) != len(want) || (run.Stop == "") != (c.stop == "") || !strings.Contains(run.Stop, c.stop) {
				t.Errorf("%s, %s: id %q, stop %q, %d answers", c.name, dialect, run.ID, run.Stop, len(run.Answers))
			}
		}
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	const users, groups = "GET /scim/v2/Users?startIndex=", "GET /scim/v2/Groups?startIndex="
	page := func(total string) string { return `200 {"totalResults":` + total + `,"Resources":[{"id":"1"}]}` }
	for _, c := range []struct {
		name    string
		run     func(context.Context, *Client)
		answers []string
		want    []string
	}{
		{"empty", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{none}, []string{users + "1&count=100"}},
		{"100 are one page", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("100")}, []string{users + "1&count=100"}},
		{"101 are two", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("101")}, []string{users + "1&count=100", users + "101&count=100"}},
		{"groups", func(x context.Context, c *Client) { c.ImportGroups(x, 0) }, []string{page("201")}, []string{groups + "1&count=100", groups + "101&count=100", groups + "201&count=100"}},
		{"total is no integer", func(x context.Context, c *Client) { c.ImportUsers(x, 2) }, []string{page("1e3"), page("1")}, []string{users + "1&count=100"}},
		{"bounded", func(x context.Context, c *Client) { c.ImportUsers(x, 2) }, []string{page("999999999")}, []string{users + "1&count=100", users + "101&count=100"}},
		{"no progress", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("500"), `200 {"totalResults":500,"Resources":[]}`}, []string{users + "1&count=100", users + "101&count=100"}},
		{"grows", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("101"), page("201"), page("201")}, []string{users + "1&count=100", users + "101&count=100", users + "201&count=100"}},
		{"fails", func(x context.Context, c *Client) { c.ImportUsers(x, 0) }, []string{page("500"), "500 {}"}, []string{users + "1&count=100", users + "101&count=100"}},
	} {
		s := serve(t, c.answers...)
		c.run(t.Context(), s.client(AIW))
		if d := cmp.Diff(c.want, s.sent()); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
	if all := serve(t, page("101")).client(AIW).ImportUsers(t.Context(), 0); len(all) != 2 {
		t.Errorf("%d answers", len(all))
	}
}
