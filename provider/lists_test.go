package provider_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func TestPaging(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	var all []string
	for i := range 7 {
		all = append(all, c.User(fmt.Sprintf("u%d@example.com", i)))
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
			a := c.Get("/Users?" + tt.query).Is(200)
			a.Has("schemas", []any{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}).Has("totalResults", 7.0).
				Has("startIndex", tt.start).Has("itemsPerPage", float64(len(tt.want)))
			if diff := cmp.Diff(append([]string{}, tt.want...), a.Each("", "id")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, query := range []string{"startIndex=x", "count=1.5", "count=ten"} {
		c.Get("/Users?"+query).Refused(400, "invalidValue")
	}
}

func TestOrderStays(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	ids := []string{c.User("c@example.com"), c.User("a@example.com"), c.User("b@example.com")}
	c.Patch("/Users/"+ids[0], scimtest.Operations(`{"op":"replace","value":{"userName":"z@example.com"}}`)).Is(200)
	c.Patch("/Users/"+ids[1], scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Is(200)
	if diff := cmp.Diff(ids, c.Get("/Users").Each("", "id")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	c.Delete("/Users/" + ids[1]).Is(204)
	if diff := cmp.Diff([]string{ids[0], ids[2]}, c.Get("/Users").Each("", "id")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEmptyList(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	for _, path := range []string{"/Users", "/Groups?startIndex=1&count=100", "/Users?filter=userName+eq+%22x%22"} {
		c.Get(path).Is(200).Has("totalResults", 0.0).Has("Resources", []any{}).Has("itemsPerPage", 0.0)
	}
}

func TestCountIsCapped(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.Seed = provider.MaxCount + 5 })
	c.Get("/Users?count=5000").Has("itemsPerPage", float64(provider.MaxCount)).Has("totalResults", float64(provider.MaxCount+5))
	c.Get("/Users").Has("itemsPerPage", float64(provider.DefaultCount))
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	id := c.Post("/Users", everything()).Is(201).ID()
	group := c.Group("Sales", id)
	keys := func(a *scimtest.Answer) map[string]bool {
		m := map[string]bool{}
		for k := range a.Body {
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
		if diff := cmp.Diff(want, keys(c.Get("/Users/"+id+"?"+query).Is(200))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	c.Get("/Users/"+id+"?attributes=name.givenName,emails.value").
		Has("name", provider.Object{"givenName": "Barbara"}).Has("emails", []any{provider.Object{"value": "bjensen@example.com"}})
	c.Get("/Users/"+id+"?attributes=name,name.givenName").Has("name.familyName", "Jensen")
	c.Get("/Users/"+id+"?attributes="+enterprise+":department").Has(enterprise, nil)
	if got := c.Get("/Users/" + id + "?attributes=" + enterprise + ":department").Body[enterprise]; !cmp.Equal(got, any(provider.Object{"department": "Tour Operations"})) {
		t.Errorf("extension: %v", got)
	}
	a := c.Get("/Users/" + id + "?excludedAttributes=groups,name.familyName,emails.display," + enterprise + ":manager").Is(200)
	a.Has("groups", nil).Has("name.familyName", nil).Has("name.givenName", "Barbara").Has("emails.0.display", nil).Has("title", "Tour Guide")
	if ext := a.Body[enterprise].(provider.Object); ext["manager"] != nil || ext["department"] == nil {
		t.Errorf("extension: %v", ext)
	}
	c.Get("/Users/"+id+"?excludedAttributes="+enterprise).Has("title", "Tour Guide")
	if c.Get("/Users/" + id + "?excludedAttributes=" + enterprise).Body[enterprise] != nil {
		t.Error("excluded extension is there")
	}
	c.Get("/Groups?excludedAttributes=members").Has("Resources.0.members", nil).Has("Resources.0.id", group)
	c.Put("/Users/"+id+"?attributes=userName", everything()).Is(200).Has("title", nil).Has("userName", "Bjensen@Example.com")
	c.Post("/Groups?attributes=id", `{"displayName":"x"}`).Is(201).Has("displayName", nil)
}
