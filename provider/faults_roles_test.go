package provider_test

func roleScenarios() scenarios { return roleSights().scenarios() }

func roleSights() sights {
	promoted := func(c *client) any {
		id := c.user("jane")
		put := c.put("/Users/"+id, `{"userName":"jane","roles":[{"value":"Owner"}]}`).at("roles.0.value")
		after := c.role(id)
		patched := c.patch("/Users/"+id, operations(`{"op":"replace","value":{"roles":[{"value":"Boss"}]}}`)).at("roles.0.value")
		return sprint(put, after, patched, c.role(id))
	}
	all := sights{
		"role-active-flag-demotes-admin": {"Admin Admin Analyst", "pending Viewer Analyst", func(c *client) any {
			admin, analyst := c.user("a"), c.user("b")
			c.group("Admins", admin)
			c.group("Analysts", analyst)
			c.activate(admin, false)
			c.activate(analyst, false)
			away := c.role(admin)
			c.activate(admin, true)
			c.activate(analyst, true)
			return sprint(away, c.role(admin), c.role(analyst))
		}},
		"role-wiped-by-active-patch": {"Admin", "<nil>", func(c *client) any {
			id := c.user("jane")
			c.group("Admins", id)
			c.activate(id, false)
			return c.role(id)
		}},
		"role-patch-add-appends": {"Admin <nil>", "Admin Analyst", func(c *client) any {
			id := c.user("jane")
			c.patchGroup(c.group("Analysts", id), takeOut(id))
			c.group("Admins", id)
			return sprint(c.role(id), c.get("/Users/"+id).at("roles.1.value"))
		}},
		"role-scim-can-promote-admin":     {"Viewer Viewer Viewer Viewer", "Owner Owner Boss Boss", promoted},
		"role-response-claims-unassigned": {"Viewer Viewer Viewer Viewer", "Owner Viewer Boss Viewer", promoted},
		"role-default-missing":            {"Viewer", "<nil>", func(c *client) any { return c.role(c.user("jane")) }},
		"role-put-resets": {"Admin", "Viewer", func(c *client) any {
			id := c.user("jane")
			c.group("Admins", id)
			c.put("/Users/"+id, `{"userName":"jane","title":"Dr"}`)
			return c.role(id)
		}},
		"role-list-shows-default": {"Admin Admin", "Viewer Admin", func(c *client) any {
			id := c.user("jane")
			c.group("Admins", id)
			return sprint(c.get("/Users").at("Resources.0.roles.0.value"), c.role(id))
		}},
	}
	for id, one := range roleGroupSights() {
		all[id] = one
	}
	return all
}

// roleGroupSights are about steps with groups that give roles.
func roleGroupSights() sights {
	both := func(first, second string) func(c *client) any {
		return func(c *client) any {
			id := c.user("jane")
			c.group(first, id)
			c.group(second, id)
			return c.role(id)
		}
	}
	return sights{
		"role-put-ignored": {"Admin Viewer Admin", "Viewer Viewer Admin", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Admins")
			c.putGroup(group, "Admins", a)
			came := c.role(a)
			c.putGroup(group, "Admins")
			left := c.role(a)
			c.patchGroup(group, add(b))
			return sprint(came, left, c.role(b))
		}},
		"role-rename-push-changes-roles": {"Admin Admin", "Viewer Admin", func(c *client) any {
			a, b, _ := c.abc()
			c.patchGroup(c.group("Admins", a), renameTo("Admins"), add(b))
			return sprint(c.role(a), c.role(b))
		}},
		"role-last-group-wins": {"Admin", "Analyst", both("Admins", "Analysts")},
		"role-lowest-wins":     {"Admin", "Analyst", both("Analysts", "Admins")},
		"role-not-revoked-on-removal": {"Viewer", "Admin", func(c *client) any {
			id := c.user("jane")
			c.patchGroup(c.group("Admins", id), takeOut(id))
			return c.role(id)
		}},
		"role-not-applied-on-create": {"Admin Admin", "Viewer Admin", func(c *client) any {
			a, b, _ := c.abc()
			c.patchGroup(c.group("Admins", a), add(b))
			return sprint(c.role(a), c.role(b))
		}},
		"role-reconcile-capped-500": {"Admin Admin", "Admin Viewer", func(c *client) any {
			ids := c.many(501)
			c.group("Admins", ids...)
			return sprint(c.role(ids[499]), c.role(ids[500]))
		}},
		"role-update-unsupported": {"Admin Viewer", "Analyst Viewer", func(c *client) any {
			id := c.user("jane")
			analysts, admins := c.group("Analysts", id), c.group("Admins")
			c.patchGroup(admins, add(id))
			c.patchGroup(analysts, takeOut(id))
			moved := c.role(id)
			c.patchGroup(admins, takeOut(id))
			return sprint(moved, c.role(id))
		}},
		"role-kept-after-group-delete": {"Viewer", "Admin", func(c *client) any {
			id := c.user("jane")
			c.delete("/Groups/" + c.group("Admins", id))
			return c.role(id)
		}},
		"role-kept-after-push-now": {"Viewer Viewer", "Admin Viewer", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Admins", a, b)
			c.patchGroup(group, takeOut(b))
			c.patchGroup(group, replaceBy())
			return sprint(c.role(a), c.role(b))
		}},
		"role-recompute-forgets-others": {"Analyst Admin", "Viewer Admin", func(c *client) any {
			a, b, _ := c.abc()
			c.group("Analysts", a)
			c.patchGroup(c.group("Admins"), add(b))
			return sprint(c.role(a), c.role(b))
		}},
		"role-mates-reset": {"Admin Admin", "Viewer Admin", func(c *client) any {
			a, b, _ := c.abc()
			c.patchGroup(c.group("Admins", a), add(b))
			return sprint(c.role(a), c.role(b))
		}},
		"role-only-first-added": {"Admin Admin", "Admin Viewer", func(c *client) any {
			a, b, _ := c.abc()
			c.patchGroup(c.group("Admins"), add(a, b))
			return sprint(c.role(a), c.role(b))
		}},
	}
}
