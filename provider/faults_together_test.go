package provider_test

import "github.com/oktascim/oktascim/provider"

func togetherScenarios() scenarios { return togetherSights().scenarios() }

func togetherSights() sights {
	all := togetherUserSights()
	for id, one := range togetherGroupSights() {
		all[id] = one
	}
	return all
}

func togetherUserSights() sights {
	off := provider.Object{"active": false}
	named := func(name string) provider.Object { return provider.Object{"userName": name} }
	address := func(a string) provider.Object {
		return provider.Object{"emails": []any{provider.Object{"value": a, "type": "work", "primary": true}}}
	}
	return sights{
		"put-former-username-409": {"200 200", "200 409", func(c *client) any {
			id := c.user("jane@example.com")
			return sprint(c.merged(id, named("joan@example.com")).status, c.merged(id, named("jane@example.com")).status)
		}},
		"put-renamed-by-exact-name": {"1 1 409", "1 0 201", func(c *client) any {
			c.merged(c.user("jane@example.com"), named("joan@example.com"))
			return sprint(len(c.lookUp("joan@example.com")), len(c.lookUp("JOAN@example.com")), c.post("/Users", newUser("JOAN@example.com")).status)
		}},
		"patch-200-without-body": {"jane@example.com", "<nil>", func(c *client) any {
			return c.activate(c.user("jane@example.com"), true).at("userName")
		}},
		"put-rename-keeps-old-address": {"[joan@example.com]", "[joan@example.com jane@example.com]", func(c *client) any {
			id := c.user("jane@example.com")
			next := address("joan@example.com")
			next["userName"] = "joan@example.com"
			return c.merged(id, next).each("emails", "value")
		}},
		"put-inactive-username-taken-over": {"409 409", "200 409", func(c *client) any {
			id := c.user("jane@example.com")
			c.user("left@example.com", off)
			c.user("here@example.com")
			return sprint(c.merged(id, named("left@example.com")).status, c.merged(id, named("here@example.com")).status)
		}},
		"put-new-address-reactivates": {"false", "true", func(c *client) any {
			return c.merged(c.user("jane@example.com", off), address("joan@example.com")).at("active")
		}},
		"put-update-not-in-known-lookup": {"Joan", "Jane Doe", func(c *client) any {
			id := c.user("jane@example.com")
			c.lookUp("jane@example.com")
			c.merged(id, provider.Object{"displayName": "Joan"})
			return c.filter("/Users", `userName eq "jane@example.com"`).at("Resources.0.displayName")
		}},
		"deactivate-locks-shared-address": {"true", "false", func(c *client) any {
			leaver := c.user("jane@example.com")
			mate := c.user("joe@example.com", address("jane@example.com"))
			c.activate(leaver, false)
			return c.get("/Users/" + mate).at("active")
		}},
		"deactivate-renamed-stays-active": {"false", "true", func(c *client) any {
			id := c.user("jane@example.com")
			return c.merged(id, provider.Object{"userName": "joan@example.com", "active": false}).at("active")
		}},
		"deactivate-patch-skips-members": {"false false", "true false", func(c *client) any {
			member, other := c.user("jane@example.com"), c.user("joe@example.com")
			c.group("Sales", member)
			return sprint(c.activate(member, false).at("active"), c.activate(other, false).at("active"))
		}},
		"deactivate-lookup-by-case-misses": {"1 1", "1 0", func(c *client) any {
			c.user("jane@example.com", off)
			return sprint(len(c.lookUp("jane@example.com")), len(c.lookUp("JANE@example.com")))
		}},
		"deactivate-undone-by-password": {"false false", "true true", func(c *client) any {
			put, patched := c.user("jane@example.com", off), c.user("joe@example.com", off)
			c.merged(put, provider.Object{"password": "Xy7!secret"})
			c.patch("/Users/"+patched, operations(`{"op":"replace","value":{"password":"Xy7!secret"}}`))
			return sprint(c.get("/Users/"+put).at("active"), c.get("/Users/"+patched).at("active"))
		}},
		"create-tag-is-taken": {"201 201", "201 409", func(c *client) any {
			return sprint(c.post("/Users", newUser("jane@example.com")).status, c.post("/Users", newUser("jane+test@example.com")).status)
		}},
		"create-extension-not-in-schemas": {"2", "1", func(c *client) any {
			id := c.user("jane@example.com", provider.Object{provider.SchemaEnterprise: provider.Object{"department": "Sales"}})
			list, _ := c.get("/Users/" + id).at("schemas").([]any)
			return len(list)
		}},
		"auth-username-taken-elsewhere": {"201", "409", func(c *client) any {
			c.user("jane@example.com")
			return c.as(otherToken).post("/Users", newUser("jane@example.com")).status
		}},
		"seat-duplicate-counts": {"409 201", "409 403", func(c *client) any {
			c.server.SetSeatLimit(2)
			c.user("a")
			return sprint(c.post("/Users", newUser("a")).status, c.post("/Users", newUser("b")).status)
		}},
	}
}

func togetherGroupSights() sights {
	race := func(c *client) any {
		return atOnce(2, func(int) *answer { return c.post("/Groups", `{"displayName":"Sales","members":[]}`) })
	}
	return sights{
		"group-lookup-miss-remembered": {"0 1", "0 0", func(c *client) any {
			found := func() any { return c.filter("/Groups", `displayName eq "Sales"`).at("totalResults") }
			group, before := c.group("Support"), found()
			c.patchGroup(group, renameTo("Sales"))
			return sprint(before, found())
		}},
		"group-renamed-name-not-taken": {"409 409", "201 409", func(c *client) any {
			group := c.group("Support")
			c.patchGroup(group, renameTo("Sales"))
			c.group("Plain")
			status := func(name string) any { return c.post("/Groups", `{"displayName":"`+name+`","members":[]}`).status }
			return sprint(status("Sales"), status("Plain"))
		}},
		"group-create-race-two-groups": {"[201 409]", "[201 201]", race},
		"group-create-race-500":        {"[201 409]", "[201 500]", race},
		"group-delete-inactive-member-500": {"204", "500", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Sales", a, b)
			c.activate(a, false)
			return c.delete("/Groups/" + group).status
		}},
		"member-last-add-only": {"[a b]", "[b]", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Sales")
			c.patchGroup(group, add(a), add(b))
			return c.members(group)
		}},
		"member-removals-first": {"[]", "[a]", func(c *client) any {
			a, _, _ := c.abc()
			group := c.group("Sales")
			c.patchGroup(group, add(a), takeOut(a))
			return c.members(group)
		}},
		"role-lost-with-other-group": {"Admin", "Viewer", func(c *client) any {
			id := c.user("jane")
			c.group("Admins", id)
			c.patchGroup(c.group("List", id), takeOut(id))
			return c.role(id)
		}},
		"role-not-given-to-inactive": {"Admin", "Viewer", func(c *client) any {
			id := c.user("jane", provider.Object{"active": false})
			c.patchGroup(c.group("Admins"), add(id))
			c.activate(id, true)
			return c.role(id)
		}},
	}
}
