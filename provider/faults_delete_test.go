package provider_test

func deleteScenarios() scenarios { return deleteSights().scenarios() }

func deleteSights() sights {
	found := func(c *client, name string) any {
		return c.filter("/Groups", `displayName eq "`+name+`"`).at("totalResults")
	}
	return sights{
		"deactivate-hard-deletes": {"200", "404", func(c *client) any {
			id := c.user("jane")
			c.activate(id, false)
			return c.get("/Users/" + id).status
		}},
		"deactivate-removes-membership-row": {"200 1 200 409", "404 0 404 409", func(c *client) any {
			id := c.user("jane")
			c.activate(id, false)
			return sprint(c.get("/Users/"+id).status, c.get("/Users").at("totalResults"), c.activate(id, true).status, c.post("/Users", newUser("jane")).status)
		}},
		"group-delete-leaves-memberships": {"[]", "[Sales]", func(c *client) any {
			id := c.user("jane")
			c.delete("/Groups/" + c.group("Sales", id))
			return c.groups(id)
		}},
		"group-delete-role-mapping-survives": {"Viewer Viewer", "Viewer Admin", func(c *client) any {
			id := c.user("jane")
			c.delete("/Groups/" + c.group("Admins", id))
			before := c.role(id)
			c.group("Admins")
			return sprint(before, c.role(id))
		}},
		"group-delete-special-name-fails": {"204 204", "500 204", func(c *client) any {
			return sprint(c.delete("/Groups/"+c.group("R+D")).status, c.delete("/Groups/"+c.group("Sales")).status)
		}},
		"group-delete-deletes-users": {"200", "404", func(c *client) any {
			id := c.user("jane")
			c.delete("/Groups/" + c.group("Sales", id))
			return c.get("/Users/" + id).status
		}},
		"group-delete-deactivates-users": {"true", "false", func(c *client) any {
			id := c.user("jane")
			c.delete("/Groups/" + c.group("Sales", id))
			return c.get("/Users/" + id).at("active")
		}},
		"group-delete-noop-204": {"204 404", "204 200", func(c *client) any {
			id := c.group("Sales")
			return sprint(c.delete("/Groups/"+id).status, c.get("/Groups/"+id).status)
		}},
		"group-delete-200": {"204", "200", func(c *client) any { return c.delete("/Groups/" + c.group("Sales")).status }},
		"group-delete-still-listed": {"0 0", "1 0", func(c *client) any {
			c.delete("/Groups/" + c.group("Sales"))
			return sprint(c.get("/Groups").at("totalResults"), found(c, "sales"))
		}},
		"group-delete-still-found": {"0 0", "0 1", func(c *client) any {
			c.delete("/Groups/" + c.group("Sales"))
			return sprint(c.get("/Groups").at("totalResults"), found(c, "sales"))
		}},
		"group-recreate-inherits-members": {"[]", "[jane]", func(c *client) any {
			c.delete("/Groups/" + c.group("Sales", c.user("jane")))
			return c.members(c.group("Sales"))
		}},
		"group-recreate-409": {"201", "409", func(c *client) any {
			c.delete("/Groups/" + c.group("Sales"))
			return c.post("/Groups", `{"displayName":"Sales"}`).status
		}},
	}
}
