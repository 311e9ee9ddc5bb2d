package provider_test

import (
	"strings"

	"github.com/oktascim/oktascim/provider"
)

func sideScenarios() scenarios { return sideSights().scenarios() }

// sideSights are of what requests do besides, in all families.
func sideSights() sights {
	off := provider.Object{"active": false}
	full := func(c *client) string {
		c.server.SetSeatLimit(2)
		c.user("a")
		return c.user("b")
	}
	return sights{
		"group-write-touches-users": {"<nil>", "1", func(c *client) any {
			id := c.user("jane")
			c.group("Sales")
			return c.get("/Users/" + id).at("title")
		}},
		"group-create-answers-lowercase": {"Sales", "sales", func(c *client) any { return c.post("/Groups", `{"displayName":"Sales"}`).at("displayName") }},
		"group-create-adds-owner": {"[]", "[jane]", func(c *client) any {
			c.user("jane")
			return c.members(c.group("Sales"))
		}},
		"group-name-cut-at-colon": {"app:admins", "admins", func(c *client) any { return c.get("/Groups/" + c.group("app:admins")).at("displayName") }},
		"group-same-name-numbered": {"Sales", "Sales (2)", func(c *client) any {
			id := c.group("Sales")
			c.patchGroup(id, renameTo("Sales"))
			return c.get("/Groups/" + id).at("displayName")
		}},
		"group-rename-by-prefix": {"Sales EMEA", "New EMEA", func(c *client) any {
			id := c.group("Sales EMEA")
			c.patchGroup(c.group("Sales"), renameTo("New"))
			return c.get("/Groups/" + id).at("displayName")
		}},
		"group-delete-501": {"204", "501", func(c *client) any { return c.delete("/Groups/" + c.group("Sales")).status }},
		"group-delete-twice-500": {"204 404", "204 500", func(c *client) any {
			id := c.group("Sales")
			return sprint(c.delete("/Groups/"+id).status, c.delete("/Groups/"+id).status)
		}},
		"group-delete-odd-name-refused": {"204 204 204", "204 400 400", func(c *client) any {
			return sprint(c.delete("/Groups/"+c.group("Sales EMEA")).status, c.delete("/Groups/"+c.group("R&D")).status,
				c.delete("/Groups/"+c.group("North America Sales")).status)
		}},
		"group-delete-by-prefix": {"1", "0", func(c *client) any {
			c.group("Sales EMEA")
			c.delete("/Groups/" + c.group("Sales"))
			return c.get("/Groups").at("totalResults")
		}},
		"member-add-alone-ignored": {"[a] [a b]", "[] [b]", func(c *client) any {
			a, b, _ := c.abc()
			id := c.group("Sales")
			c.patchGroup(id, add(a))
			before := c.members(id)
			c.patchGroup(id, renameTo("Sales"), add(b))
			return sprint(before, c.members(id))
		}},
		"member-put-details-refused": {"200 200", "200 400", func(c *client) any {
			user, id := c.user("jane"), c.group("Sales")
			return sprint(c.putGroup(id, "Sales", user).status,
				c.put("/Groups/"+id, `{"displayName":"Sales","members":[{"value":"`+user+`","type":"User"}]}`).status)
		}},
		"paging-order-turns": {"[a b c] [a b c]", "[a b c] [a c b]", func(c *client) any {
			c.abc()
			return sprint(c.get("/Users").each("", "userName"), c.get("/Users").each("", "userName"))
		}},
		"paging-create-moves-first": {"[a b]", "[b a]", func(c *client) any {
			_, _, last := c.abc()
			c.delete("/Users/" + last)
			return c.get("/Users").each("", "userName")
		}},
		"paging-total-runs-ahead": {"3 3", "4 6", func(c *client) any {
			c.abc()
			return sprint(c.get("/Users?startIndex=1&count=2").at("totalResults"), c.get("/Users?startIndex=3&count=2").at("totalResults"))
		}},
		"paging-total-of-rest": {"3 3", "3 2", func(c *client) any {
			c.abc()
			return sprint(c.get("/Users").at("totalResults"), c.get("/Users?startIndex=2").at("totalResults"))
		}},
		"err-refused-half-stored": {"400 false", "400 true", func(c *client) any {
			id := c.user("jane")
			a := c.merged(id, provider.Object{"displayName": "Changed", "emails": "jane"})
			return sprint(a.status, c.get("/Users/"+id).at("displayName") == "Changed")
		}},
		"err-put-empties-user-name": {"false", "true", func(c *client) any {
			id := c.user("jane")
			c.merged(id, provider.Object{"userName": ""})
			return c.get("/Users/"+id).at("userName") != "jane"
		}},
		"role-lost-for-good": {"Admin", "Viewer", func(c *client) any {
			user := c.user("jane")
			id := c.group("Admins", user)
			c.patchGroup(id, takeOut(user))
			c.patchGroup(id, add(user))
			return c.role(user)
		}},
		"role-delete-resets-all": {"Admin", "Viewer", func(c *client) any {
			user := c.user("jane")
			c.group("Admins", user)
			c.delete("/Groups/" + c.group("Sales"))
			return c.role(user)
		}},
		"role-password-resets": {"Admin", "Viewer", func(c *client) any {
			user := c.user("jane")
			c.group("Admins", user)
			c.patch("/Users/"+user, operations(`{"op":"replace","value":{"password":"Geheim-123"}}`))
			return c.role(user)
		}},
		"role-update-answers-default": {"Admin Admin", "Viewer Admin", func(c *client) any {
			user := c.user("jane")
			c.group("Admins", user)
			return sprint(c.merged(user, provider.Object{"title": "CEO"}).at("roles.0.value"), c.role(user))
		}},
		"seat-refused-counts": {"403 201", "403 403", func(c *client) any {
			id := full(c)
			refused := c.post("/Users", newUser("c")).status
			c.activate(id, false)
			return sprint(refused, c.post("/Users", newUser("d")).status)
		}},
		"seat-freed-late": {"201", "403", func(c *client) any {
			c.activate(full(c), false)
			return c.post("/Users", newUser("c")).status
		}},
		"seat-freed-twice": {"201 403", "201 201", func(c *client) any {
			id := full(c)
			c.activate(id, false)
			c.activate(id, false)
			return sprint(c.post("/Users", newUser("c")).status, c.post("/Users", newUser("d")).status)
		}},
		"seat-staged-counts": {"201", "403", func(c *client) any {
			c.server.SetSeatLimit(1)
			c.user("a", off)
			return c.post("/Users", newUser("b")).status
		}},
		"seat-staged-until-recount": {"201 201", "403 201", func(c *client) any {
			c.server.SetSeatLimit(2)
			a := c.user("a")
			c.user("b", off)
			c.user("c", off)
			refused := c.post("/Users", newUser("d")).status
			c.activate(a, false)
			return sprint(refused, c.post("/Users", newUser("e")).status)
		}},
		"create-every-second-takes-over": {"false", "true", func(c *client) any { return c.user("a") == c.user("b") }},
		"reactivate-wakes-everybody": {"false", "true", func(c *client) any {
			id := c.user("a", off)
			c.activate(c.user("b", off), true)
			return c.get("/Users/" + id).at("active")
		}},
		"hdr-list-redirected": {"200 ", "308 /", func(c *client) any {
			a := c.get("/Users")
			where := a.header.Get("Location")
			return strings.Join([]string{sprint(a.status), where[max(len(where)-1, 0):]}, " ")
		}},
		"rob-patch-by-pattern": {"200 200", "200 400", func(c *client) any {
			path := "/Users/" + c.user("jane")
			return sprint(c.patch(path, `{"Operations":[{"op":"replace","value":{"active":false}}]}`).status,
				c.patch(path, `{ "Operations":[{"op":"replace","value":{"active":false}}]}`).status)
		}},
	}
}
