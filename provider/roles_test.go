package provider_test

import (
	"fmt"
	"testing"

	"github.com/oktascim/oktascim/provider"
)

func roleMap(attribute string) *provider.RoleMap {
	return &provider.RoleMap{Attribute: attribute, Default: "Viewer", Groups: []provider.GroupRole{
		{Group: "Admins", Role: "Admin"}, {Group: "Analysts", Role: "Analyst"},
	}}
}

func withRoles(attribute string) func(*provider.Options) {
	return func(o *provider.Options) { o.Roles = roleMap(attribute) }
}

func TestRoleFollowsGroups(t *testing.T) {
	t.Parallel()
	c := newClient(t, withRoles("userType"))
	jane, joe := c.user("jane@example.com"), c.user("joe@example.com")
	role := func(id, want string) {
		t.Helper()
		c.get("/Users/"+id).has("userType", want)
		c.filter("/Users", `id eq "`+id+`" and userType eq "`+want+`"`).has("totalResults", 1.0)
	}
	role(jane, "Viewer")
	analysts := c.group("analysts", jane)
	role(jane, "Analyst")
	admins := c.group("Admins")
	c.patch("/Groups/"+admins, operations(`{"op":"add","path":"members","value":[{"value":"`+jane+`"}]}`)).is(204)
	role(jane, "Admin")
	role(joe, "Viewer")
	c.patch("/Users/"+jane, operations(`{"op":"replace","value":{"active":false}}`)).is(200)
	c.patch("/Users/"+jane, operations(`{"op":"replace","value":{"active":true}}`)).is(200).has("userType", "Admin")
	c.put("/Users/"+jane, newUser("jane@example.com")).is(200).has("userType", "Admin")
	c.patch("/Groups/"+admins, operations(`{"op":"replace","value":{"displayName":"Old admins"}}`)).is(204)
	role(jane, "Analyst")
	c.patch("/Groups/"+admins, operations(`{"op":"replace","value":{"displayName":"ADMINS"}}`)).is(204)
	role(jane, "Admin")
	c.patch("/Groups/"+admins, operations(`{"op":"replace","path":"members","value":[]}`)).is(204)
	role(jane, "Analyst")
	c.delete("/Groups/" + analysts).is(204)
	role(jane, "Viewer")
	c.group("Analysts", joe)
	role(joe, "Analyst")
	role(jane, "Viewer")
	outer := c.group("Everybody")
	c.put("/Groups/"+admins, provider.Object{"displayName": "Admins", "members": []any{provider.Object{"value": outer}}}).is(200)
	c.put("/Groups/"+outer, provider.Object{"displayName": "Everybody", "members": []any{provider.Object{"value": jane}}}).is(200)
	role(jane, "Admin")
}

func TestRoleIsReadOnly(t *testing.T) {
	t.Parallel()
	const urn = "urn:example:scim:2.0:User"
	viewer := []any{provider.Object{"value": "Viewer", "display": "Viewer", "primary": true}}
	for attribute, tt := range map[string]struct {
		key         string
		sent, shown any
	}{
		"roles":       {"roles", []any{provider.Object{"value": "Admin"}}, viewer},
		"userType":    {"userType", "Admin", "Viewer"},
		urn + ":role": {urn, provider.Object{"role": "Admin"}, provider.Object{"role": "Viewer"}},
		enterprise + ":role": {enterprise, provider.Object{"role": "Admin", "department": "R&D"},
			provider.Object{"role": "Viewer", "department": "R&D"}},
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, withRoles(attribute))
			user := newUser("jane@example.com")
			user[tt.key] = tt.sent
			check := func(a *answer) {
				t.Helper()
				if got := a.body[tt.key]; !equalJSON(got, tt.shown) {
					t.Errorf("role shown as %v, want %v", got, tt.shown)
				}
			}
			created := c.post("/Users", user).is(201)
			check(created)
			path := "/Users/" + created.id()
			check(c.put(path, user).is(200))
			check(c.patch(path, provider.Object{"Operations": []any{provider.Object{"op": "replace", "value": provider.Object{tt.key: tt.sent}}}}).is(200))
			if tt.key != enterprise && tt.key != urn {
				c.patch(path, provider.Object{"Operations": []any{provider.Object{"op": "replace", "path": attribute, "value": tt.sent}}}).refused(400, "mutability")
			}
			check(c.get(path))
			if got := c.get(path + "?attributes=" + attribute).body[tt.key]; !contains(fmt.Sprint(got), "Viewer") {
				t.Errorf("role shown as %v when it was asked for", got)
			}
			if got := c.get(path + "?attributes=userName").body[tt.key]; got != nil {
				t.Errorf("role shown although not asked for: %v", got)
			}
		})
	}
}

func TestWithoutRoleMapRolesAreOrdinary(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	id := c.user("jane@example.com", provider.Object{"roles": []any{provider.Object{"value": "x"}}})
	c.get("/Users/"+id).has("roles.0.value", "x")
}

func TestLocalAdmin(t *testing.T) {
	t.Parallel()
	c := newClient(t, withRoles("roles"), func(o *provider.Options) { o.LocalAdmin = "root@example.com"; o.Seed = 1 })
	found := c.filter("/Users", `userName eq "ROOT@example.com"`).is(200).has("totalResults", 1.0)
	id := found.at("Resources.0.id").(string)
	path := "/Users/" + id
	c.get(path).has("active", true).has("roles.0.value", "Admin").has("name.familyName", "Admin")
	c.post("/Users", newUser("root@example.com")).refused(409, "uniqueness")

	admins := c.group("Admins")
	c.put(path, c.get(path).body).is(200).has("id", id).has("roles.0.value", "Viewer")
	c.patch("/Groups/"+admins, operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`)).is(204)
	c.get(path).has("roles.0.value", "Admin")
	if err := c.server.Reset(); err != nil {
		t.Fatal(err)
	}
	c.get(path).has("roles.0.value", "Admin")
	c.get("/Users").has("totalResults", 2.0)

	plain := newClient(t, func(o *provider.Options) { o.LocalAdmin = "root" })
	plain.get("/Users").has("Resources.0.emails.0.value", "root@example.com").has("Resources.0.roles", nil)
}

func TestSeats(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.SeatLimit = 2 })
	full := func(a *answer) {
		t.Helper()
		a.is(403)
		if detail := a.text("detail"); !contains(detail, "eat limit", "2") {
			t.Errorf("detail %q does not name the limit", detail)
		}
	}
	inactive := c.user("inactive@example.com", provider.Object{"active": false})
	jane, joe := c.user("jane@example.com"), c.user("joe@example.com")
	full(c.post("/Users", newUser("late@example.com")))
	c.filter("/Users", `userName eq "late@example.com"`).has("totalResults", 0.0)
	full(c.patch("/Users/"+inactive, operations(`{"op":"replace","value":{"active":true,"title":"x"}}`)))
	full(c.put("/Users/"+inactive, newUser("inactive@example.com")))
	c.get("/Users/"+inactive).has("active", false).has("title", nil)
	c.put("/Users/"+jane, newUser("jane2@example.com")).is(200)
	c.post("/Users", newUser("JOE@example.com")).refused(409, "uniqueness")
	c.user("other@example.com", provider.Object{"active": false})
	c.as(otherToken).user("jane@example.com")

	c.patch("/Users/"+joe, operations(`{"op":"replace","value":{"active":false}}`)).is(200)
	c.post("/Users", newUser("late@example.com")).is(201)
	full(c.patch("/Users/"+joe, operations(`{"op":"replace","value":{"active":true}}`)))
	c.delete("/Users/" + jane).is(204)
	c.patch("/Users/"+joe, operations(`{"op":"replace","value":{"active":true}}`)).is(200)

	if err := c.server.SetSeatLimit(3); err != nil {
		t.Fatal(err)
	}
	c.user("third@example.com")
	c.post("/Users", newUser("fourth@example.com")).is(403)
	if err := c.server.SetSeatLimit(-1); err == nil {
		t.Error("a negative limit was taken")
	}
}

func TestSeedKeepsSeatLimit(t *testing.T) {
	t.Parallel()
	c := newClient(t, func(o *provider.Options) { o.SeatLimit = 3; o.Seed = 5 })
	c.filter("/Users", `active eq true`).has("totalResults", 3.0)
	c.get("/Users").has("totalResults", 5.0)
}

func TestRotateToken(t *testing.T) {
	t.Parallel()
	c := newClient(t)
	c.user("jane@example.com")
	if err := c.server.RotateToken(token, "new-token"); err != nil {
		t.Fatal(err)
	}
	c.get("/Users").is(401)
	c.post("/Users", newUser("x@example.com")).is(401)
	c.as("new-token").get("/Users").is(200).has("totalResults", 1.0)
	c.as(otherToken).get("/Users").is(200).has("totalResults", 0.0)
	if err := c.server.Reset(); err != nil {
		t.Fatal(err)
	}
	c.get("/Users").is(401)
	for name, pair := range map[string][2]string{
		"unknown old": {"nothing", "x"}, "revoked old": {token, "x"}, "empty new": {"new-token", ""},
		"same": {"new-token", "new-token"}, "taken": {"new-token", otherToken}, "white space": {"new-token", "a b"},
	} {
		if err := c.server.RotateToken(pair[0], pair[1]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	c.as("new-token").get("/Users").is(200)
}
