package provider_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

func TestGroupLife(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	jane, joe := c.user("jane@example.com"), c.user("joe@example.com")
	created := c.post("/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"R&D / +1","members":[]}`).is(201)
	id := created.has("members", []any{}).has("meta.resourceType", "Group").id()

	// As Okta writes it: the rename goes with each membership change.
	rename := `{"op":"replace","value":{"id":"` + id + `","displayName":"R&D / +1"}}`
	if a := c.patch("/Groups/"+id, operations(rename, `{"op":"add","path":"members","value":[{"value":"`+jane+`","display":"jane@example.com"}]}`)).is(204); len(a.raw) > 0 {
		t.Errorf("204 with a body: %s", a.raw)
	}
	member := provider.Object{"value": jane, "display": "jane@example.com", "type": "User", "$ref": "http://app.example.com/scim/v2/Users/" + jane}
	c.get("/Groups/"+id).is(200).has("members", []any{member})
	c.get("/Users/"+jane).has("groups", []any{provider.Object{"value": id, "display": "R&D / +1", "type": "direct", "$ref": "http://app.example.com/scim/v2/Groups/" + id}})
	c.patch("/Groups/"+id, operations(`{"op":"replace","value":{"displayName":"Core"}}`)).is(204)
	c.get("/Users/"+jane).has("groups.0.display", "Core")
	c.filter("/Groups", `displayName eq "core"`).has("Resources.0.id", id)
	c.filter("/Groups", `displayName eq "R&D / +1"`).has("totalResults", 0.0)

	c.put("/Groups/"+id, provider.Object{"displayName": "Core", "members": []any{provider.Object{"value": joe}}}).is(200).has("members.0.value", joe)
	c.get("/Users/"+jane).has("groups", []any{})
	c.put("/Groups/"+id, provider.Object{"displayName": "Renamed"}).is(200).has("members.0.value", joe)
	c.put("/Groups/"+id, provider.Object{"displayName": "Renamed", "members": nil}).is(200).has("members", []any{})
	c.put("/Groups/"+id, provider.Object{"members": []any{}}).refused(400, "invalidValue")

	c.patch("/Groups/"+id+"?attributes=displayName", operations(`{"op":"add","path":"members","value":[{"value":"`+joe+`"}]}`)).is(200).
		has("displayName", "Renamed").has("members", nil)
	c.delete("/Groups/" + id).is(204)
	c.get("/Groups/" + id).is(404)
	c.get("/Users/"+joe).is(200).has("groups", []any{})
	again := c.group("Renamed")
	c.get("/Groups/"+again).has("members", []any{})
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
			c := newClient(t)
			var users []string
			for i := range 4 {
				users = append(users, c.user(fmt.Sprintf("u%d@example.com", i)))
			}
			id := c.group("Sales", users[0], users[1])
			c.patch("/Groups/"+id, operations(tt.ops(users)...)).is(204)
			want := []string{}
			for n := range strings.FieldsSeq(tt.want) {
				want = append(want, users[n[0]-'0'])
			}
			if diff := cmp.Diff(want, c.get("/Groups/"+id).each("members", "value")); diff != "" {
				t.Errorf("group (-want +got):\n%s", diff)
			}
			for i, u := range users {
				want := 0.0
				if strings.Contains(tt.want, fmt.Sprint(i)) {
					want = 1
				}
				c.get("/Users?filter="+url.QueryEscape(`id eq "`+u+`" and groups.value eq "`+id+`"`)).has("totalResults", want)
			}
		})
	}
}

func TestMembersRefused(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	jane := c.user("jane@example.com")
	foreign := c.as(otherToken).user("foreign@example.com")
	id := c.group("Sales", jane)
	before := c.get("/Groups/" + id).body
	for name, op := range map[string]string{
		"unknown":             `{"op":"add","path":"members","value":[{"value":"nobody"}]}`,
		"of another tenant":   `{"op":"add","path":"members","value":[{"value":"` + foreign + `"}]}`,
		"itself":              `{"op":"add","path":"members","value":[{"value":"` + id + `"}]}`,
		"without value":       `{"op":"add","path":"members","value":[{"display":"jane@example.com"}]}`,
		"text":                `{"op":"add","path":"members","value":["` + jane + `"]}`,
		"replace by unknown":  `{"op":"replace","path":"members","value":[{"value":"nobody"}]}`,
		"replaced selectedly": `{"op":"replace","path":"members[value eq \"` + jane + `\"]","value":[{"value":"nobody"}]}`,
	} {
		t.Run(name, func(t *testing.T) { c.patch("/Groups/"+id, operations(op)).refused(400, "invalidValue") })
	}
	c.patch("/Groups/"+id, operations(`{"op":"replace","path":"members[value eq \"`+jane+`\"].display","value":"x"}`)).refused(400, "mutability")
	c.patch("/Groups/"+id, operations(`{"op":"replace","path":"members[value eq \"x\"]","value":[]}`)).refused(400, "noTarget")
	c.put("/Groups/"+id, provider.Object{"displayName": "New", "members": []any{provider.Object{"value": "nobody"}}}).refused(400, "invalidValue")
	c.post("/Groups", provider.Object{"displayName": "New", "members": []any{provider.Object{"value": "nobody"}}}).refused(400, "invalidValue")
	c.filter("/Groups", `displayName eq "New"`).has("totalResults", 0.0)
	if diff := cmp.Diff(before, c.get("/Groups/"+id).body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGroupName(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	sales := c.group("Sales")
	core := c.group("Core")
	c.post("/Groups", `{"displayName":"SALES"}`).refused(409, "uniqueness")
	c.put("/Groups/"+core, `{"displayName":"sales","members":[]}`).refused(409, "uniqueness")
	c.patch("/Groups/"+core, operations(`{"op":"replace","value":{"displayName":"Sales"}}`)).refused(409, "uniqueness")
	c.patch("/Groups/"+sales, operations(`{"op":"replace","value":{"displayName":"SALES"}}`)).is(204)
	for _, body := range []string{`{"displayName":null,"members":[]}`, `{"members":[]}`, `{"displayName":""}`, `{"displayName":" "}`} {
		c.post("/Groups", body).refused(400, "invalidValue")
	}
	c.as(otherToken).group("Sales")
}

func TestNestedGroups(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	jane := c.user("jane@example.com")
	inner := c.group("Inner", jane)
	outer := c.group("Outer", inner)
	c.patch("/Groups/"+inner, operations(`{"op":"add","path":"members","value":[{"value":"`+outer+`"}]}`)).is(204)
	c.get("/Groups/"+outer).has("members.0.type", "Group").has("members.0.display", "Inner")
	a := c.get("/Users/" + jane)
	if diff := cmp.Diff([]string{"direct", "indirect"}, a.each("groups", "type")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Inner", "Outer"}, a.each("groups", "display")); diff != "" {
		t.Error(diff)
	}
	c.delete("/Groups/" + inner).is(204)
	c.get("/Groups/"+outer).has("members", []any{})
	c.get("/Users/"+jane).has("groups", []any{})
}
