package provider_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func TestPaging(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	var all []string
	for i := range 7 {
		all = append(all, c.user(fmt.Sprintf("u%d@example.com", i)))
	}
	tests := []struct {
		query string
		start float64
		want  []string
	}{
		{"", 1, all},
		{"startIndex=1&count=2", 1, all[:2]},
		{"startIndex=3&count=2", 3, all[2:4]},
		{"startIndex=7&count=2", 7, all[6:]},
		{"startIndex=8&count=2", 8, nil},
		{"startIndex=9999&count=100", 9999, nil},
		{"startIndex=0&count=2", 1, all[:2]},
		{"startIndex=-5&count=2", 1, all[:2]},
		{"count=0", 1, nil},
		{"count=-1", 1, nil},
		{"count=99999999999999999999", 1, all},
		{"startIndex=99999999999999999999", 9223372036854775807, nil},
		{"startIndex=&count=", 1, all},
		{"startIndex=3&count=2&filter=active+eq+true", 3, all[2:4]},
		{"startIndex=9&count=2&filter=active+eq+true", 9, nil},
		{"count=0&filter=active+eq+true", 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			a := c.get("/Users?" + tt.query).is(200)
			a.has("schemas", []any{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}).has("totalResults", 7.0).
				has("startIndex", tt.start).has("itemsPerPage", float64(len(tt.want)))
			if diff := cmp.Diff(append([]string{}, tt.want...), a.each("", "id")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, query := range []string{"startIndex=x", "count=1.5", "count=ten"} {
		c.get("/Users?"+query).refused(400, "invalidValue")
	}
}

func TestOrderStays(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	ids := []string{c.user("c@example.com"), c.user("a@example.com"), c.user("b@example.com")}
	c.patch("/Users/"+ids[0], operations(`{"op":"replace","value":{"userName":"z@example.com"}}`)).is(200)
	c.patch("/Users/"+ids[1], operations(`{"op":"replace","value":{"active":false}}`)).is(200)
	if diff := cmp.Diff(ids, c.get("/Users").each("", "id")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.delete("/Users/" + ids[1]).is(204)
	if diff := cmp.Diff([]string{ids[0], ids[2]}, c.get("/Users").each("", "id")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEmptyList(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	for _, path := range []string{"/Users", "/Groups?startIndex=1&count=100", "/Users?filter=userName+eq+%22x%22"} {
		c.get(path).is(200).has("totalResults", 0.0).has("Resources", []any{}).has("itemsPerPage", 0.0)
	}
}

func TestCountIsCapped(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.Seed = provider.MaxCount + 5 })
	c.get("/Users?count=5000").has("itemsPerPage", float64(provider.MaxCount)).has("totalResults", float64(provider.MaxCount+5))
	c.get("/Users").has("itemsPerPage", float64(provider.DefaultCount))
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	id := c.post("/Users", everything()).is(201).id()
	group := c.group("Sales", id)
	keys := func(a *answer) map[string]bool {
		m := map[string]bool{}
		for k := range a.body {
			m[k] = true
		}
		return m
	}
	set := func(names ...string) map[string]bool {
		m := map[string]bool{"schemas": true, "id": true}
		for _, n := range names {
			m[n] = true
		}
		return m
	}
	for query, want := range map[string]map[string]bool{
		"attributes=userName":                                set("userName"),
		"attributes=USERNAME,%20emails":                      set("userName", "emails"),
		"attributes=nothing":                                 set(),
		"attributes=password":                                set(),
		"attributes=groups,meta":                             set("groups", "meta"),
		"attributes=" + enterprise + ":department":           set(enterprise),
		"attributes=" + enterprise:                           set(enterprise),
		"attributes=userName,title&excludedAttributes=title": set("userName"),
		"attributes=userName&excludedAttributes=id,schemas":  set("userName"),
	} {
		if diff := cmp.Diff(want, keys(c.get("/Users/"+id+"?"+query).is(200))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	c.get("/Users/"+id+"?attributes=name.givenName,emails.value").
		has("name", provider.Object{"givenName": "Barbara"}).has("emails", []any{provider.Object{"value": "bjensen@example.com"}})
	c.get("/Users/"+id+"?attributes=name,name.givenName").has("name.familyName", "Jensen")
	c.get("/Users/"+id+"?attributes="+enterprise+":department").has(enterprise, nil)
	if got := c.get("/Users/" + id + "?attributes=" + enterprise + ":department").body[enterprise]; !cmp.Equal(got, any(provider.Object{"department": "Tour Operations"})) {
		t.Errorf("extension: %v", got)
	}
	a := c.get("/Users/" + id + "?excludedAttributes=groups,name.familyName,emails.display," + enterprise + ":manager").is(200)
	a.has("groups", nil).has("name.familyName", nil).has("name.givenName", "Barbara").has("emails.0.display", nil).has("title", "Tour Guide")
	if ext := a.body[enterprise].(provider.Object); ext["manager"] != nil || ext["department"] == nil {
		t.Errorf("extension: %v", ext)
	}
	c.get("/Users/"+id+"?excludedAttributes="+enterprise).has("title", "Tour Guide")
	if c.get("/Users/" + id + "?excludedAttributes=" + enterprise).body[enterprise] != nil {
		t.Error("excluded extension is there")
	}
	c.get("/Groups?excludedAttributes=members").has("Resources.0.members", nil).has("Resources.0.id", group)
	c.put("/Users/"+id+"?attributes=userName", everything()).is(200).has("title", nil).has("userName", "Bjensen@Example.com")
	c.post("/Groups?attributes=id", `{"displayName":"x"}`).is(201).has("displayName", nil)
}
