package okta

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

// What a server gave for a user and a group: Okta echoes all of the user.
const (
	stored = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:x:1"],"id":"7","userName":"jane@b.c","name":{"formatted":"J D","givenName":"J"},"emails":[{"value":"old@b.c","primary":true,"display":"old"}],"groups":[{"value":"g"}],"meta":{"version":1.0},"active":false}`
	active = `{"id":"7","userName":"jane@b.c","emails":[{"value":"new@b.c","primary":true}],"active":true}`
	held   = `{"id":"9","displayName":"G & H","members":[{"value":"u2","display":"b@b.c","$ref":"x"},{"value":5},{"display":"nobody"},{"value":"u2"}]}`
)

func found(resource string) string { return `200 {"totalResults":1,"Resources":[` + resource + `]}` }

func jane() User {
	return User{UserName: "jane@b.c", GivenName: "Jane", FamilyName: "Doe", Email: "new@b.c", Password: "pw", Active: true}
}

// TestSequences holds what is sent for each action of an admin, request by
// request, in both dialects, against a golden file.
func TestSequences(t *testing.T) {
	t.Parallel()
	a, b, c3 := Member{"u1", "a@b.c"}, Member{"u2", "b@b.c"}, Member{"u3", ""}
	type run = func(context.Context, *Client) Run
	pushUser := func(x context.Context, c *Client) Run { return c.PushUser(x, jane()) }
	pushGroup := func(members ...Member) run {
		return func(x context.Context, c *Client) Run { return c.PushGroup(x, "G & H", members) }
	}
	change := func(batch int, add, remove, whole []Member) run {
		return func(x context.Context, c *Client) Run {
			return c.With(func(k *Config) { k.Batch = batch }).ChangeMembers(x, "9", "G & H", add, remove, whole)
		}
	}
	imported := func(next run) run {
		return func(x context.Context, c *Client) Run {
			return next(x, c.With(func(k *Config) { k.ImportGroups = true }))
		}
	}
	save := func(x context.Context, c *Client) Run { return c.SaveToApp(x) }
	reactivate := func(x context.Context, c *Client) Run { return c.Reactivate(x, "7", jane()) }
	deactivate := func(x context.Context, c *Client) Run { return c.Deactivate(x, "7") }
	ok, made, group := "200 "+stored, `201 {"id":"9"}`, `200 {"id":"9"}`
	var golden strings.Builder
	for _, c := range []struct {
		name    string
		run     run
		answers []string
	}{
		{"test connector", func(x context.Context, c *Client) Run { return Run{Answers: []Answer{c.TestConnector(x)}} }, []string{none}},
		{"save To App", save, []string{none}},
		{"save To App, Import Groups", imported(save), []string{none}},
		{"push user, new", pushUser, []string{none, `201 {"id":"7"}`}},
		{"push user, miss by 404", pushUser, []string{`404 {"detail":"no"}`, `201 {"id":"7"}`}},
		{"push user, total as text", pushUser, []string{`200 {"totalResults":"0"}`, `201 {"id":7}`}},
		{"push user, lean", func(x context.Context, c *Client) Run { u := jane(); u.Untyped = true; return c.PushUser(x, u) }, []string{none, `201 {"id":"7"}`}},
		{"link user, inactive", pushUser, []string{found(stored), ok}},
		{"link user, active", pushUser, []string{found(active), "200 " + active}},
		{"link user, other case", pushUser, []string{strings.ReplaceAll(found(active), "jane@", "JANE@"), "500 {}"}},
		{"push user, somebody else", pushUser, []string{strings.ReplaceAll(found(stored), "jane@", "joe@")}},
		{"push user, 404 without Error", pushUser, []string{`404 <html>`}},
		{"push user, look-up 500", pushUser, []string{`500 {}`}},
		{"push user, no list", pushUser, []string{`200 []`}},
		{"push user, counted but not there", pushUser, []string{`200 {"totalResults":1,"Resources":[]}`}},
		{"push user, taken", pushUser, []string{none, `409 {}`}},
		{"push user, empty answer", pushUser, []string{none, `201 `}},
		{"update", func(x context.Context, c *Client) Run {
			return c.UpdateProfile(x, "7", func(r Resource) { r.Set("Jo", "name", "givenName"); r["active"] = nil })
		}, []string{ok}},
		{"update, nothing shown", func(x context.Context, c *Client) Run { return c.UpdateProfile(x, "7", func(Resource) {}) }, []string{"200 " + active}},
		{"update, read without a body", func(x context.Context, c *Client) Run { return c.UpdateProfile(x, "7", func(Resource) {}) }, []string{"204 "}},
		{"update, gone", func(x context.Context, c *Client) Run { return c.PushProfile(x, "7", jane()) }, []string{"404 {}"}},
		{"deactivate", deactivate, []string{ok}},
		{"deactivate, gone", deactivate, []string{"404 {}"}},
		{"reactivate", reactivate, []string{found(stored), ok}},
		{"reactivate, not found", reactivate, []string{none}},
		{"reactivate, somebody else", reactivate, []string{strings.ReplaceAll(found(stored), `"7"`, `"8"`)}},
		{"reactivate, not looked up", func(x context.Context, c *Client) Run { return c.Reactivate(x, "7", User{}) }, []string{ok}},
		{"reactivate, gone", func(x context.Context, c *Client) Run { return c.Reactivate(x, "7", User{}) }, []string{"404 {}"}},
		{"reassign with a pushed group", func(x context.Context, c *Client) Run {
			return c.Reassign(x, jane(), Pushed{ID: "9", Name: "G & H", Members: []Member{a, {"7", "jane@b.c"}}})
		}, []string{found(stored), ok}},
		{"reassign, refused", func(x context.Context, c *Client) Run { return c.Reassign(x, jane(), Pushed{ID: "9"}) }, []string{found(stored), "500 {}"}},
		{"password", func(x context.Context, c *Client) Run { return c.SetPassword(x, "7", `a"b`) }, []string{ok}},
		{"push group, new", pushGroup(a, b), []string{none, made, "200 " + held}},
		{"push group, new and empty", pushGroup(), []string{none, made, group}},
		{"push group, Import Groups", imported(pushGroup(a)), []string{made, group}},
		{"push group, no id", pushGroup(a), []string{none, `201 {}`}},
		{"push group, refused", pushGroup(a), []string{none, `400 {}`}},
		{"push group, second write refused", pushGroup(a), []string{none, made, "400 {}"}},
		{"link group", pushGroup(a), []string{found(`{"id":"9","displayName":"G & H"}`), "200 " + held}},
		{"link group, no members", pushGroup(), []string{found(`{"id":"9","displayName":"G & H"}`), group}},
		{"link group, refused", pushGroup(a), []string{found(`{"id":"9","displayName":"G & H"}`), "500 {}"}},
		{"push group, another one found", pushGroup(a), []string{found(`{"id":"9","displayName":"G"}`)}},
		{"rename group", func(x context.Context, c *Client) Run { return c.RenameGroup(x, "9", "G & H", []Member{a}) }, []string{group}},
		{"members join", change(0, []Member{a}, nil, []Member{b, a}), []string{group}},
		{"members join and leave", change(0, []Member{a}, []Member{b, c3}, []Member{a}), []string{group}},
		{"members in batches of two", change(2, []Member{a, b, c3}, nil, nil), []string{group}},
		{"members, a batch is refused", change(1, []Member{a, b}, nil, []Member{a, b}), []string{"400 {}"}},
		{"members together, as documented", func(x context.Context, c *Client) Run {
			return c.ChangeTogether(x, "9", "G & H", []Member{a}, []Member{b, c3}, []Member{a})
		}, []string{group}},
		{"Push Now", func(x context.Context, c *Client) Run { return c.PushNow(x, "9", "G & H", []Member{a, b}) }, []string{group}},
		{"Push Now, empty", func(x context.Context, c *Client) Run { return c.PushNow(x, "9", "G & H", nil) }, []string{group}},
		{"unlink and delete", func(x context.Context, c *Client) Run { return c.UnlinkGroup(x, "9", true) }, []string{"204 "}},
		{"unlink and leave", func(x context.Context, c *Client) Run { return c.UnlinkGroup(x, "9", false) }, []string{"204 "}},
	} {
		for _, dialect := range []Dialect{AIW, OIN} {
			s := serve(t, c.answers...)
			run := c.run(t.Context(), s.client(dialect))
			if len(run.Answers) != len(s.sent()) {
				t.Errorf("%s, %s: %d answers to %d requests", c.name, dialect, len(run.Answers), len(s.sent()))
			}
			fmt.Fprintf(&golden, "== %s, %s\n", c.name, dialect)
			for _, line := range s.sent() {
				fmt.Fprintln(&golden, strings.Replace(line, "/scim/v2", "", 1))
			}
			if run.Stop != "" {
				fmt.Fprintf(&golden, "   stop: %s\n", run.Stop)
			} else {
				fmt.Fprintf(&golden, "   id: %s\n", run.ID)
			}
		}
	}
	const file = "testdata/sequences.golden"
	if *update {
		if err := os.WriteFile(file, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(golden.String(), "\n")); d != "" {
		t.Errorf("sequences (-want +got); -update writes them: %s", d)
	}
}

func TestLastOfNothing(t *testing.T) {
	t.Parallel()
	if last := (Run{}).Last(); last.Method != "" {
		t.Error("a run without requests has a last answer")
	}
}
