package provider_test

import (
	"fmt"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func TestRoleFollowsGroups(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, scimtest.WithRoles("userType"))
	jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
	role := func(id, want string) {
		t.Helper()
		c.Get("/Users/"+id).Has("userType", want)
		c.Filter("/Users", `id eq "`+id+`" and userType eq "`+want+`"`).Has("totalResults", 1.0)
	}
	role(jane, "Viewer")
	analysts := c.Group("analysts", jane)
	role(jane, "Analyst")
	admins := c.Group("Admins")
	c.Patch("/Groups/"+admins, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+jane+`"}]}`)).Is(204)
	role(jane, "Admin")
	role(joe, "Viewer")
	c.Patch("/Users/"+jane, scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Is(200)
	c.Patch("/Users/"+jane, scimtest.Operations(`{"op":"replace","value":{"active":true}}`)).Is(200).Has("userType", "Admin")
	c.Put("/Users/"+jane, scimtest.NewUser("jane@example.com")).Is(200).Has("userType", "Admin")
	c.Patch("/Groups/"+admins, scimtest.Operations(`{"op":"replace","value":{"displayName":"Old admins"}}`)).Is(204)
	role(jane, "Analyst")
	c.Patch("/Groups/"+admins, scimtest.Operations(`{"op":"replace","value":{"displayName":"ADMINS"}}`)).Is(204)
	role(jane, "Admin")
	c.Patch("/Groups/"+admins, scimtest.Operations(`{"op":"replace","path":"members","value":[]}`)).Is(204)
	role(jane, "Analyst")
	c.Delete("/Groups/" + analysts).Is(204)
	role(jane, "Viewer")
	c.Group("Analysts", joe)
	role(joe, "Analyst")
	role(jane, "Viewer")
	outer := c.Group("Everybody")
	c.Put("/Groups/"+admins, provider.Object{"displayName": "Admins", "members": []any{provider.Object{"value": outer}}}).Is(200)
	c.Put("/Groups/"+outer, provider.Object{"displayName": "Everybody", "members": []any{provider.Object{"value": jane}}}).Is(200)
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
			c := scimtest.NewClient(t, scimtest.WithRoles(attribute))
			user := scimtest.NewUser("jane@example.com")
			user[tt.key] = tt.sent
			check := func(a *scimtest.Answer) {
				t.Helper()
				if got := a.Body[tt.key]; !equalJSON(got, tt.shown) {
					t.Errorf("role shown as %v, want %v", got, tt.shown)
				}
			}
			created := c.Post("/Users", user).Is(201)
			check(created)
			path := "/Users/" + created.ID()
			check(c.Put(path, user).Is(200))
			check(c.Patch(path, provider.Object{"Operations": []any{provider.Object{"op": "replace", "value": provider.Object{tt.key: tt.sent}}}}).Is(200))
			if tt.key != enterprise && tt.key != urn {
				c.Patch(path, provider.Object{"Operations": []any{provider.Object{"op": "replace", "path": attribute, "value": tt.sent}}}).Refused(400, "mutability")
			}
			check(c.Get(path))
			if got := c.Get(path + "?attributes=" + attribute).Body[tt.key]; !contains(fmt.Sprint(got), "Viewer") {
				t.Errorf("role shown as %v when it was asked for", got)
			}
			if got := c.Get(path + "?attributes=userName").Body[tt.key]; got != nil {
				t.Errorf("role shown although not asked for: %v", got)
			}
		})
	}
}

func TestWithoutRoleMapRolesAreOrdinary(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	id := c.User("jane@example.com", provider.Object{"roles": []any{provider.Object{"value": "x"}}})
	c.Get("/Users/"+id).Has("roles.0.value", "x")
}

func TestLocalAdmin(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, scimtest.WithRoles("roles"), func(o *provider.Options) { o.LocalAdmin = "root@example.com"; o.Seed = 1 })
	found := c.Filter("/Users", `userName eq "ROOT@example.com"`).Is(200).Has("totalResults", 1.0)
	id := found.At("Resources.0.id").(string)
	path := "/Users/" + id
	c.Get(path).Has("active", true).Has("roles.0.value", "Admin").Has("name.familyName", "Admin")
	c.Post("/Users", scimtest.NewUser("root@example.com")).Refused(409, "uniqueness")

	admins := c.Group("Admins")
	c.Put(path, c.Get(path).Body).Is(200).Has("id", id).Has("roles.0.value", "Viewer")
	c.Patch("/Groups/"+admins, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+id+`"}]}`)).Is(204)
	c.Get(path).Has("roles.0.value", "Admin")
	if err := c.Server.Reset(); err != nil {
		t.Fatal(err)
	}
	c.Get(path).Has("roles.0.value", "Admin")
	c.Get("/Users").Has("totalResults", 2.0)

	plain := scimtest.NewClient(t, func(o *provider.Options) { o.LocalAdmin = "root" })
	plain.Get("/Users").Has("Resources.0.emails.0.value", "root@example.com").Has("Resources.0.roles", nil)
}

func TestSeats(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.SeatLimit = 2 })
	full := func(a *scimtest.Answer) {
		t.Helper()
		a.Is(403)
		if detail := a.Text("detail"); !contains(detail, "eat limit", "2") {
			t.Errorf("detail %q does not name the limit", detail)
		}
	}
	inactive := c.User("inactive@example.com", provider.Object{"active": false})
	jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
	full(c.Post("/Users", scimtest.NewUser("late@example.com")))
	c.Filter("/Users", `userName eq "late@example.com"`).Has("totalResults", 0.0)
	full(c.Patch("/Users/"+inactive, scimtest.Operations(`{"op":"replace","value":{"active":true,"title":"x"}}`)))
	full(c.Put("/Users/"+inactive, scimtest.NewUser("inactive@example.com")))
	c.Get("/Users/"+inactive).Has("active", false).Has("title", nil)
	c.Put("/Users/"+jane, scimtest.NewUser("jane2@example.com")).Is(200)
	c.Post("/Users", scimtest.NewUser("JOE@example.com")).Refused(409, "uniqueness")
	c.User("other@example.com", provider.Object{"active": false})
	c.As(scimtest.OtherToken).User("jane@example.com")

	c.Patch("/Users/"+joe, scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Is(200)
	c.Post("/Users", scimtest.NewUser("late@example.com")).Is(201)
	full(c.Patch("/Users/"+joe, scimtest.Operations(`{"op":"replace","value":{"active":true}}`)))
	c.Delete("/Users/" + jane).Is(204)
	c.Patch("/Users/"+joe, scimtest.Operations(`{"op":"replace","value":{"active":true}}`)).Is(200)

	if err := c.Server.SetSeatLimit(3); err != nil {
		t.Fatal(err)
	}
	c.User("third@example.com")
	c.Post("/Users", scimtest.NewUser("fourth@example.com")).Is(403)
	if err := c.Server.SetSeatLimit(-1); err == nil {
		t.Error("a negative limit was taken")
	}
}

func TestSeedKeepsSeatLimit(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t, func(o *provider.Options) { o.SeatLimit = 3; o.Seed = 5 })
	c.Filter("/Users", `active eq true`).Has("totalResults", 3.0)
	c.Get("/Users").Has("totalResults", 5.0)
}

func TestRotateToken(t *testing.T) {
	t.Parallel()
	c := scimtest.NewClient(t)
	c.User("jane@example.com")
	if err := c.Server.RotateToken(scimtest.Token, "new-token"); err != nil {
		t.Fatal(err)
	}
	c.Get("/Users").Is(401)
	c.Post("/Users", scimtest.NewUser("x@example.com")).Is(401)
	c.As("new-token").Get("/Users").Is(200).Has("totalResults", 1.0)
	c.As(scimtest.OtherToken).Get("/Users").Is(200).Has("totalResults", 0.0)
	if err := c.Server.Reset(); err != nil {
		t.Fatal(err)
	}
	c.Get("/Users").Is(401)
	for name, pair := range map[string][2]string{
		"unknown old": {"nothing", "x"}, "revoked old": {scimtest.Token, "x"}, "empty new": {"new-token", ""},
		"same": {"new-token", "new-token"}, "taken": {"new-token", scimtest.OtherToken}, "white space": {"new-token", "a b"},
	} {
		if err := c.Server.RotateToken(pair[0], pair[1]); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	c.As("new-token").Get("/Users").Is(200)
}
