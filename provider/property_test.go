package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

// twin is what a tenant should hold after the requests so far.
type twin struct {
	c      *scimtest.Client
	users  map[string]*twinUser // by id
	groups map[string]*twinGroup
	made   int
}

type twinUser struct {
	name, title string
	active      bool
}

type twinGroup struct {
	name    string
	members []string // in the order in which they came
}

// pick draws one of the ids; the action is skipped when there is none.
func pick[T any](t *rapid.T, from map[string]T, label string) string {
	if len(from) == 0 {
		t.Skip("there is none")
	}
	return rapid.SampledFrom(slices.Sorted(maps.Keys(from))).Draw(t, label)
}

// some draws some of the users, in any order, perhaps one of them twice.
func (w *twin) some(t *rapid.T) []string {
	if len(w.users) == 0 {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(w.users))), 0, 4).Draw(t, "members")
}

func (w *twin) name(kind string) string {
	w.made++
	return fmt.Sprintf("%s%d@example.com", kind, w.made)
}

func values(ids []string) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = `{"value":"` + id + `"}`
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// put makes members exactly those of ids, the old ones in their old order first.
func (g *twinGroup) put(ids []string) {
	g.members = slices.DeleteFunc(g.members, func(id string) bool { return !slices.Contains(ids, id) })
	g.add(ids)
}

func (g *twinGroup) add(ids []string) {
	for _, id := range ids {
		if !slices.Contains(g.members, id) {
			g.members = append(g.members, id)
		}
	}
}

func (g *twinGroup) remove(ids ...string) {
	g.members = slices.DeleteFunc(g.members, func(id string) bool { return slices.Contains(ids, id) })
}

// actions are the valid requests.
func (w *twin) actions() map[string]func(*rapid.T) {
	patchGroup := func(id, operation string) { w.c.Patch("/Groups/"+id, scimtest.Operations(operation)).Is(204) }
	return map[string]func(*rapid.T){
		"create a user": func(t *rapid.T) {
			u := &twinUser{name: w.name("user"), active: rapid.Bool().Draw(t, "active")}
			w.users[w.c.User(u.name, provider.Object{"active": u.active})] = u
		},
		"create a user twice": func(t *rapid.T) {
			name := w.users[pick(t, w.users, "user")].name
			w.c.Post("/Users", scimtest.NewUser(strings.ToUpper(name))).Refused(409, "uniqueness")
		},
		"put a user": func(t *rapid.T) {
			id := pick(t, w.users, "user")
			u := &twinUser{name: w.name("renamed"), title: "put", active: rapid.Bool().Draw(t, "active")}
			body := scimtest.NewUser(u.name)
			body["active"], body["title"] = u.active, u.title
			w.c.Put("/Users/"+id, body).Is(200)
			w.users[id] = u
		},
		"patch a user": func(t *rapid.T) {
			id := pick(t, w.users, "user")
			w.users[id].active = rapid.Bool().Draw(t, "active")
			w.users[id].title = rapid.StringMatching(`[a-zA-Zé "\\]{1,8}`).Draw(t, "title")
			w.c.Patch("/Users/"+id, provider.Object{"Operations": []any{
				provider.Object{"op": "replace", "value": provider.Object{"active": w.users[id].active}},
				provider.Object{"op": "Add", "path": "title", "value": w.users[id].title},
			}}).Is(200)
		},
		"delete a user": func(t *rapid.T) {
			id := pick(t, w.users, "user")
			w.c.Delete("/Users/" + id).Is(204)
			delete(w.users, id)
			for _, g := range w.groups {
				g.remove(id)
			}
		},
		"create a group": func(t *rapid.T) {
			g := &twinGroup{name: w.name("group")}
			g.add(w.some(t))
			w.groups[w.c.Group(g.name, g.members...)] = g
		},
		"put a group": func(t *rapid.T) {
			id, members := pick(t, w.groups, "group"), w.some(t)
			w.groups[id].name = w.name("group")
			w.c.Put("/Groups/"+id, `{"displayName":"`+w.groups[id].name+`","members":`+values(members)+`}`).Is(200)
			w.groups[id].put(members)
		},
		"add members": func(t *rapid.T) {
			id, members := pick(t, w.groups, "group"), w.some(t)
			patchGroup(id, `{"op":"add","path":"members","value":`+values(members)+`}`)
			w.groups[id].add(members)
		},
		"replace members": func(t *rapid.T) {
			id, members := pick(t, w.groups, "group"), w.some(t)
			patchGroup(id, `{"op":"replace","path":"members","value":`+values(members)+`}`)
			w.groups[id].put(members)
		},
		"remove a member": func(t *rapid.T) {
			id, member := pick(t, w.groups, "group"), pick(t, w.users, "user")
			patchGroup(id, `{"op":"remove","path":"members[value eq \"`+member+`\"]"}`)
			w.groups[id].remove(member)
		},
		"add an unknown member": func(t *rapid.T) {
			id := pick(t, w.groups, "group")
			w.c.Patch("/Groups/"+id, scimtest.Operations(`{"op":"replace","path":"members","value":[]}`, `{"op":"add","path":"members","value":[{"value":"nobody"}]}`)).
				Refused(400, "invalidValue")
		},
		"rename a group": func(t *rapid.T) {
			id := pick(t, w.groups, "group")
			w.groups[id].name = w.name("group")
			patchGroup(id, `{"op":"replace","value":{"id":"`+id+`","displayName":"`+w.groups[id].name+`"}}`)
		},
		"delete a group": func(t *rapid.T) {
			id := pick(t, w.groups, "group")
			w.c.Delete("/Groups/" + id).Is(204)
			delete(w.groups, id)
		},
		"put what was got": func(t *rapid.T) {
			for path, id := range map[string]string{"/Users/": pick(t, w.users, "user"), "/Groups/": pick(t, w.groups, "group")} {
				before := w.c.Get(path + id).Is(200)
				after := w.c.Put(path+id, before.Body).Is(200)
				if diff := cmp.Diff(before.Body, after.Body); diff != "" {
					t.Fatalf("PUT of what GET gave (-want +got):\n%s", diff)
				}
			}
		},
		"": w.check,
	}
}

// check compares the tenant with its twin from every side.
func (w *twin) check(t *rapid.T) {
	list := w.c.Get("/Users?count=1000")
	if got, want := slices.Sorted(slices.Values(list.Each("", "id"))), slices.Sorted(maps.Keys(w.users)); !slices.Equal(got, want) {
		t.Fatalf("users %v, want %v", got, want)
	}
	active := 0
	for id, u := range w.users {
		shown := w.c.Filter("/Users", fmt.Sprintf("userName eq %q", strings.ToUpper(u.name)))
		shown.Has("totalResults", 1.0).Has("Resources.0.id", id).Has("Resources.0.active", u.active)
		if title, _ := shown.At("Resources.0.title").(string); title != u.title {
			t.Fatalf("title %q, want %q", title, u.title)
		}
		var groups []string
		for group, g := range w.groups {
			if slices.Contains(g.members, id) {
				groups = append(groups, group)
			}
		}
		got := slices.Sorted(slices.Values(w.c.Get("/Users/"+id).Each("groups", "value")))
		if slices.Sort(groups); !slices.Equal(got, groups) {
			t.Fatalf("%s is in %v, want %v", u.name, got, groups)
		}
		if u.active {
			active++
		}
	}
	w.c.Filter("/Users", "active eq true").Has("totalResults", float64(active))
	for id, g := range w.groups {
		shown := w.c.Get("/Groups/"+id).Is(200).Has("displayName", g.name)
		if got := shown.Each("members", "value"); !slices.Equal(got, g.members) {
			t.Fatalf("members %v, want %v", got, g.members)
		}
	}
	w.c.Get("/Groups").Has("totalResults", float64(len(w.groups)))
}

// Any sequence of valid requests keeps users and groups in step.
func TestProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := &twin{c: scimtest.NewClient(t), users: map[string]*twinUser{}, groups: map[string]*twinGroup{}}
		r.Repeat(w.actions())
	})
}
