package provider_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func TestGroupLife(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
	created := c.Post("/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"R&D / +1","members":[]}`).Is(201)
	id := created.Has("members", []any{}).Has("meta.resourceType", "Group").ID()

	// As Okta writes it: the rename goes with each membership change.
	rename := `{"op":"replace","value":{"id":"` + id + `","displayName":"R&D / +1"}}`
	if a := c.Patch("/Groups/"+id, scimtest.Operations(rename, `{"op":"add","path":"members","value":[{"value":"`+jane+`","display":"jane@example.com"}]}`)).Is(204); len(a.Raw) > 0 {
		t.Errorf("204 with a body: %s", a.Raw)
	}
	member := provider.Object{"value": jane, "display": "jane@example.com", "type": "User", "$ref": "http://app.example.com/scim/v2/Users/" + jane}
	c.Get("/Groups/"+id).Is(200).Has("members", []any{member})
	c.Get("/Users/"+jane).Has("groups", []any{provider.Object{"value": id, "display": "R&D / +1", "type": "direct", "$ref": "http://app.example.com/scim/v2/Groups/" + id}})
	c.Patch("/Groups/"+id, scimtest.Operations(`{"op":"replace","value":{"displayName":"Core"}}`)).Is(204)
	c.Get("/Users/"+jane).Has("groups.0.display", "Core")
	c.Filter("/Groups", `displayName eq "core"`).Has("Resources.0.id", id)
	c.Filter("/Groups", `displayName eq "R&D / +1"`).Has("totalResults", 0.0)

	c.Put("/Groups/"+id, provider.Object{"displayName": "Core", "members": []any{provider.Object{"value": joe}}}).Is(200).Has("members.0.value", joe)
	c.Get("/Users/"+jane).Has("groups", []any{})
	c.Put("/Groups/"+id, provider.Object{"displayName": "Renamed"}).Is(200).Has("members.0.value", joe)
	c.Put("/Groups/"+id, provider.Object{"displayName": "Renamed", "members": nil}).Is(200).Has("members", []any{})
	c.Put("/Groups/"+id, provider.Object{"members": []any{}}).Refused(400, "invalidValue")

	c.Patch("/Groups/"+id+"?attributes=displayName", scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+joe+`"}]}`)).Is(200).
		Has("displayName", "Renamed").Has("members", nil)
	c.Delete("/Groups/" + id).Is(204)
	c.Get("/Groups/" + id).Is(404)
	c.Get("/Users/"+joe).Is(200).Has("groups", []any{})
	again := c.Group("Renamed")
	c.Get("/Groups/"+again).Has("members", []any{})
}

func TestMembers(t *testing.T) {
	t.Parallel()
	ref := func(ids ...string) string {
		list := []string{}
		for _, id := range ids {
			list = append(list, `{"value":"`+id+`"}`)
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	selected := func(id string) string { return `{"op":"remove","path":"members[value eq \"` + id + `\"]"}` }
	tests := []struct {
		name string
		ops  func(u []string) []string
		want string // numbers of the members; 0 and 1 are there before
	}{
		{"add one", func(u []string) []string { return []string{`{"op":"add","path":"members","value":` + ref(u[2]) + `}`} }, "0 1 2"},
		{"add a present one", func(u []string) []string {
			return []string{`{"op":"add","path":"members","value":` + ref(u[1], u[1]) + `}`}
		}, "0 1"},
		{"remove one", func(u []string) []string { return []string{selected(u[0])} }, "1"},
		{"remove an absent one", func(u []string) []string { return []string{selected(u[3])} }, "0 1"},
		{"remove an unknown one", func(u []string) []string { return []string{selected("nobody")} }, "0 1"},
		{"remove several", func(u []string) []string { return []string{selected(u[0]), selected(u[1])} }, ""},
		{"remove, then add", func(u []string) []string {
			return []string{selected(u[0]), `{"op":"add","path":"members","value":` + ref(u[2], u[3]) + `}`}
		}, "1 2 3"},
		{"add, then remove the same", func(u []string) []string {
			return []string{`{"op":"add","path":"members","value":` + ref(u[2]) + `}`, selected(u[2])}
		}, "0 1"},
		{"remove, then add the same", func(u []string) []string {
			return []string{selected(u[0]), `{"op":"add","path":"members","value":` + ref(u[0]) + `}`}
		}, "1 0"},
		{"replace with others", func(u []string) []string {
			return []string{`{"op":"replace","path":"members","value":` + ref(u[1], u[3]) + `}`}
		}, "1 3"},
		{"replace with none", func(u []string) []string { return []string{`{"op":"replace","path":"members","value":[]}`} }, ""},
		{"replace with null", func(u []string) []string { return []string{`{"op":"replace","path":"members","value":null}`} }, ""},
		{"replace without path", func(u []string) []string { return []string{`{"op":"replace","value":{"members":` + ref(u[2]) + `}}`} }, "2"},
		{"add without path", func(u []string) []string { return []string{`{"op":"add","value":{"members":` + ref(u[2]) + `}}`} }, "0 1 2"},
		{"remove all", func(u []string) []string { return []string{`{"op":"remove","path":"members"}`} }, ""},
		{"remove by value", func(u []string) []string {
			return []string{`{"op":"remove","path":"members","value":` + ref(u[1]) + `}`}
		}, "0"},
		{"remove by display", func(u []string) []string { return []string{`{"op":"remove","path":"members[display sw \"u1\"]"}`} }, "0"},
		{"remove by two values", func(u []string) []string {
			return []string{`{"op":"remove","path":"members[value eq \"` + u[0] + `\" or value eq \"` + u[1] + `\"]"}`}
		}, ""},
		{"replace one by another", func(u []string) []string {
			return []string{`{"op":"replace","path":"members[value eq \"` + u[0] + `\"]","value":` + ref(u[3]) + `}`}
		}, "1 3"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := scimtest.NewClient(t)
			var users []string
			for i := range 4 {
				users = append(users, c.User(fmt.Sprintf("u%d@example.com", i)))
			}
			id := c.Group("Sales", users[0], users[1])
			c.Patch("/Groups/"+id, scimtest.Operations(tt.ops(users)...)).Is(204)
			want := []string{}
			for n := range strings.FieldsSeq(tt.want) {
				want = append(want, users[n[0]-'0'])
			}
			if diff := cmp.Diff(want, c.Get("/Groups/"+id).Each("members", "value")); diff != "" {
				t.Errorf("group (-want +got):\n%s", diff)
			}
			for i, u := range users {
				want := 0.0
				if strings.Contains(tt.want, fmt.Sprint(i)) {
					want = 1
				}
				c.Get("/Users?filter="+url.QueryEscape(`id eq "`+u+`" and groups.value eq "`+id+`"`)).Has("totalResults", want)
			}
		})
	}
}

func TestMembersRefused(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	jane := c.User("jane@example.com")
	foreign := c.As(scimtest.OtherToken).User("foreign@example.com")
	id := c.Group("Sales", jane)
	before := c.Get("/Groups/" + id).Body
	for name, op := range map[string]string{
		"unknown":             `{"op":"add","path":"members","value":[{"value":"nobody"}]}`,
		"of another tenant":   `{"op":"add","path":"members","value":[{"value":"` + foreign + `"}]}`,
		"itself":              `{"op":"add","path":"members","value":[{"value":"` + id + `"}]}`,
		"without value":       `{"op":"add","path":"members","value":[{"display":"jane@example.com"}]}`,
		"text":                `{"op":"add","path":"members","value":["` + jane + `"]}`,
		"replace by unknown":  `{"op":"replace","path":"members","value":[{"value":"nobody"}]}`,
		"replaced selectedly": `{"op":"replace","path":"members[value eq \"` + jane + `\"]","value":[{"value":"nobody"}]}`,
	} {
		t.Run(name, func(t *testing.T) { c.Patch("/Groups/"+id, scimtest.Operations(op)).Refused(400, "invalidValue") })
	}
	c.Patch("/Groups/"+id, scimtest.Operations(`{"op":"replace","path":"members[value eq \"`+jane+`\"].display","value":"x"}`)).Refused(400, "mutability")
	c.Patch("/Groups/"+id, scimtest.Operations(`{"op":"replace","path":"members[value eq \"x\"]","value":[]}`)).Refused(400, "noTarget")
	c.Put("/Groups/"+id, provider.Object{"displayName": "New", "members": []any{provider.Object{"value": "nobody"}}}).Refused(400, "invalidValue")
	c.Post("/Groups", provider.Object{"displayName": "New", "members": []any{provider.Object{"value": "nobody"}}}).Refused(400, "invalidValue")
	c.Filter("/Groups", `displayName eq "New"`).Has("totalResults", 0.0)
	if diff := cmp.Diff(before, c.Get("/Groups/"+id).Body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGroupName(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	sales := c.Group("Sales")
	core := c.Group("Core")
	c.Post("/Groups", `{"displayName":"SALES"}`).Refused(409, "uniqueness")
	c.Put("/Groups/"+core, `{"displayName":"sales","members":[]}`).Refused(409, "uniqueness")
	c.Patch("/Groups/"+core, scimtest.Operations(`{"op":"replace","value":{"displayName":"Sales"}}`)).Refused(409, "uniqueness")
	c.Patch("/Groups/"+sales, scimtest.Operations(`{"op":"replace","value":{"displayName":"SALES"}}`)).Is(204)
	for _, body := range []string{`{"displayName":null,"members":[]}`, `{"members":[]}`, `{"displayName":""}`, `{"displayName":" "}`} {
		c.Post("/Groups", body).Refused(400, "invalidValue")
	}
	c.As(scimtest.OtherToken).Group("Sales")
}

func TestNestedGroups(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	jane := c.User("jane@example.com")
	inner := c.Group("Inner", jane)
	outer := c.Group("Outer", inner)
	c.Patch("/Groups/"+inner, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+outer+`"}]}`)).Is(204)
	c.Get("/Groups/"+outer).Has("members.0.type", "Group").Has("members.0.display", "Inner")
	a := c.Get("/Users/" + jane)
	if diff := cmp.Diff([]string{"direct", "indirect"}, a.Each("groups", "type")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Inner", "Outer"}, a.Each("groups", "display")); diff != "" {
		t.Error(diff)
	}
	c.Delete("/Groups/" + inner).Is(204)
	c.Get("/Groups/"+outer).Has("members", []any{})
	c.Get("/Users/"+jane).Has("groups", []any{})
}
