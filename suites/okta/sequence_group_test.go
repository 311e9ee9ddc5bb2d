package okta

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGroupSequences(t *testing.T) {
	t.Parallel()
	a, b, c3 := Member{"u1", "a@b.c"}, Member{"u2", "b@b.c"}, Member{"u3", ""}
	const (
		lookup = "GET /scim/v2/Groups?filter=displayName%20eq%20%22G%20%26%20H%22&startIndex=1&count=100"
		get    = "GET /scim/v2/Groups/9"
		post   = `POST /scim/v2/Groups {"displayName":"G & H","members":[],"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]}`
		ma     = `{"value":"u1","display":"a@b.c"}`
		mb     = `{"value":"u2","display":"b@b.c"}`
		name   = `{"op":"replace","value":{"displayName":"G & H","id":"9"}}`
		found  = `200 {"totalResults":1,"Resources":[{"id":"9","displayName":"G & H"}]}`
		held   = `200 {"id":"9","displayName":"G & H","members":[{"value":"u2","display":"b@b.c","$ref":"x"},{"value":5},{"display":"nobody"},{"value":"u2"}]}`
	)
	put := func(name, members string) string {
		return `PUT /scim/v2/Groups/9 {"displayName":"` + name + `","members":[` + members + `],"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]}`
	}
	patch := func(ops ...string) string {
		return `PATCH /scim/v2/Groups/9 {"Operations":[` + strings.Join(ops, ",") + `],"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}`
	}
	add := func(members string) string { return `{"op":"add","path":"members","value":[` + members + `]}` }
	remove := func(id string) string { return `{"op":"remove","path":"members[value eq \"` + id + `\"]"}` }
	push := func(members ...Member) func(context.Context, *Client) Run {
		return func(x context.Context, c *Client) Run { return c.PushGroup(x, "G & H", members) }
	}
	for _, c := range []struct {
		name     string
		run      func(context.Context, *Client) Run
		answers  []string
		aiw, oin []string
		id, stop string
	}{
		{name: "push, new", run: push(a, b), answers: []string{none, `201 {"id":"9"}`, "204 "}, id: "9",
			aiw: []string{lookup, post, put("G & H", ma+","+mb)}, oin: []string{lookup, post, patch(name, add(ma+","+mb))}},
		{name: "push, new and empty", run: push(), answers: []string{none, `201 {"id":"9"}`}, id: "9",
			aiw: []string{lookup, post}, oin: []string{lookup, post}},
		{name: "push, no id", run: push(a), answers: []string{none, `201 {}`}, stop: "POST /Groups answered 201 without an id",
			aiw: []string{lookup, post}, oin: []string{lookup, post}},
		{name: "push, refused", run: push(a), answers: []string{none, `400 {}`}, stop: "POST /Groups answered 400, Okta stops",
			aiw: []string{lookup, post}, oin: []string{lookup, post}},
		{name: "push, members refused", run: push(a), answers: []string{none, `201 {"id":"9"}`, "400 {}"}, id: "9", stop: "/Groups/{id} answered 400, Okta stops",
			aiw: []string{lookup, post, put("G & H", ma)}, oin: []string{lookup, post, patch(name, add(ma))}},
		{name: "link", run: push(a), answers: []string{found, held}, id: "9",
			aiw: []string{lookup, get, put("G & H", mb+`,{"value":"5"},`+ma)}, oin: []string{lookup, patch(name), patch(name, add(ma))}},
		{name: "link, no members", run: push(), answers: []string{found, `200 {"id":"9"}`}, id: "9",
			aiw: []string{lookup, get, put("G & H", "")}, oin: []string{lookup, patch(name)}},
		{name: "link, refused", run: push(a), answers: []string{found, "500 {}"}, id: "9", stop: "/Groups/{id} answered 500, Okta stops",
			aiw: []string{lookup, get}, oin: []string{lookup, patch(name)}},
		{name: "link, another group", run: push(a), answers: []string{strings.Replace(found, "G & H", "G", 1)}, stop: `found "G"`,
			aiw: []string{lookup}, oin: []string{lookup}},
		{name: "rename", run: func(x context.Context, c *Client) Run { return c.RenameGroup(x, "9", "G & H", []Member{a}) },
			answers: []string{"204 "}, id: "9", aiw: []string{put("G & H", ma)}, oin: []string{patch(name)}},
		{name: "mixed", run: func(x context.Context, c *Client) Run {
			return c.ChangeMembers(x, "9", "G & H", []Member{a}, []Member{b, c3}, []Member{a})
		}, answers: []string{"204 "}, id: "9", aiw: []string{put("G & H", ma)}, oin: []string{patch(name, remove("u2"), remove("u3"), add(ma))}},
		{name: "in batches of two", run: func(x context.Context, c *Client) Run {
			c = c.With(func(k *Config) { k.Batch = 2 })
			return c.ChangeMembers(x, "9", "G & H", []Member{a, b}, []Member{a, b, c3}, nil)
		}, answers: []string{"204 "}, id: "9", aiw: []string{put("G & H", "")},
			oin: []string{patch(name, remove("u1"), remove("u2")), patch(name, remove("u3"), add(ma)), patch(name, add(mb))}},
		{name: "a batch is refused", run: func(x context.Context, c *Client) Run {
			c = c.With(func(k *Config) { k.Batch = 1 })
			return c.ChangeMembers(x, "9", "G & H", []Member{a, b}, nil, []Member{a, b})
		}, answers: []string{"400 {}"}, id: "9", stop: "answered 400", aiw: []string{put("G & H", ma+","+mb)}, oin: []string{patch(name, add(ma))}},
		{name: "Push Now", run: func(x context.Context, c *Client) Run { return c.PushNow(x, "9", "G & H", []Member{a, b}) },
			answers: []string{"204 "}, id: "9", aiw: []string{put("G & H", ma+","+mb)},
			oin: []string{patch(`{"op":"replace","path":"members","value":[` + ma + "," + mb + `]}`)}},
		{name: "Push Now, empty", run: func(x context.Context, c *Client) Run { return c.PushNow(x, "9", "G & H", nil) },
			answers: []string{"204 "}, id: "9", aiw: []string{put("G & H", "")},
			oin: []string{patch(`{"op":"replace","path":"members","value":[]}`)}},
		{name: "unlink and delete", run: func(x context.Context, c *Client) Run { return c.UnlinkGroup(x, "9", true) },
			answers: []string{"204 "}, id: "9", aiw: []string{"DELETE /scim/v2/Groups/9"}, oin: []string{"DELETE /scim/v2/Groups/9"}},
		{name: "unlink and leave", run: func(x context.Context, c *Client) Run { return c.UnlinkGroup(x, "9", false) },
			answers: []string{"204 "}, id: "9"},
	} {
		for dialect, want := range map[Dialect][]string{AIW: c.aiw, OIN: c.oin} {
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
	if last := (Run{}).Last(); last.Method != "" {
		t.Error("a run without requests has a last answer")
	}
}
