package provider_test

import "strings"

func groupScenarios() scenarios { return groupSights().scenarios() }

func groupSights() sights {
	find := func(c *client, name string) []string {
		return c.filter("/Groups", `displayName eq "`+name+`"`).each("", "displayName")
	}
	return sights{
		"group-create-500":                 {"201", "500", func(c *client) any { return c.post("/Groups", `{"displayName":"Sales"}`).status }},
		"group-create-empty-members-fails": {"201", "500", func(c *client) any { return c.post("/Groups", `{"displayName":"Sales","members":[]}`).status }},
		"group-create-echoes-members-not-stored": {"1 [jane]", "1 []", func(c *client) any {
			a := c.post("/Groups", `{"displayName":"Sales","members":`+memberList(c.user("jane"))+`}`)
			return sprint(len(a.each("members", "value")), c.members(a.id()))
		}},
		"group-post-put-members-ignored": {"[a] [b]", "[] []", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Sales", a)
			before := c.members(group)
			c.putGroup(group, "Sales", b)
			return sprint(before, c.members(group))
		}},
		"group-resolve-by-display-not-value": {"[a]", "[b]", func(c *client) any {
			a, _, _ := c.abc()
			group := c.group("Sales")
			c.patchGroup(group, `{"op":"add","path":"members","value":[{"value":"`+a+`","display":"b"}]}`)
			return c.members(group)
		}},
		"group-displayname-filter-ignored": {"[Sales]", "[Core Sales]", func(c *client) any {
			c.group("Core")
			c.group("Sales")
			return find(c, "Sales")
		}},
		"group-displayname-wildcard": {"[a_b] [100%] []", "[aXb a_b] [100% 1000] [aXb a_b]", func(c *client) any {
			for _, name := range []string{"aXb", "a_b", "100%", "1000"} {
				c.group(name)
			}
			return sprint(find(c, "a_b"), find(c, "100%"), find(c, "A*B"))
		}},
		"group-null-displayname-accepted": {"400", "201", func(c *client) any { return c.post("/Groups", `{"displayName":null}`).status }},
		"group-rename-pathless-rejected": {"204 204", "400 204", func(c *client) any {
			id := c.group("Sales")
			return sprint(c.patchGroup(id, renameTo("New")).status, c.patchGroup(id, `{"op":"replace","path":"displayName","value":"New"}`).status)
		}},
		"group-pathless-members-400": {`204 ""`, `400 "text/plain; charset=utf-8"`, func(c *client) any {
			a := c.patchGroup(c.group("Sales"), `{"op":"replace","value":{"members":[]}}`)
			return sprint(a.status, `"`+a.header.Get("Content-Type")+`"`)
		}},
		"group-name-special-chars-rejected": {"201 201", "400 201", func(c *client) any {
			return sprint(c.post("/Groups", `{"displayName":"R&D"}`).status, c.post("/Groups", `{"displayName":"Köln 1"}`).status)
		}},
		"groups-collapse-into-one": {"[Core Sales]", "[Sales]", func(c *client) any {
			id := c.user("jane")
			c.group("Core", id)
			c.patchGroup(c.group("Sales"), add(id))
			return c.groups(id)
		}},
		"group-import-old-name": {"New New", "Sales New", func(c *client) any {
			id := c.group("Sales")
			c.patchGroup(id, renameTo("New"))
			return sprint(c.get("/Groups").at("Resources.0.displayName"), c.get("/Groups/"+id).at("displayName"))
		}},
		"group-replace-members-501": {"204", "501", func(c *client) any { return c.patchGroup(c.group("Sales"), replaceBy()).status }},
		"group-rename-duplicate-name": {"409", "204", func(c *client) any {
			c.group("Sales")
			return c.patchGroup(c.group("Core"), renameTo("Sales")).status
		}},
		"group-rename-drops-members": {"[jane]", "[]", func(c *client) any {
			id := c.group("Sales", c.user("jane"))
			c.patchGroup(id, renameTo("New"))
			return c.members(id)
		}},
		"group-rename-changes-id": {"200 [New]", "404 [New]", func(c *client) any {
			user := c.user("jane")
			id := c.group("Sales", user)
			c.patchGroup(id, renameTo("New"))
			return sprint(c.get("/Groups/"+id).status, c.groups(user))
		}},
		"group-rename-noop-200": {"New", "Sales", func(c *client) any {
			id := c.group("Sales")
			c.patchGroup(id, renameTo("New"))
			return c.get("/Groups/" + id).at("displayName")
		}},
		"group-rename-lookup-by-old-name": {"[] [New]", "[New] []", func(c *client) any {
			c.patchGroup(c.group("Sales"), renameTo("New"))
			return sprint(find(c, "Sales"), find(c, "New"))
		}},
		"group-rename-old-name-still-found": {"[] [New]", "[New] [New]", func(c *client) any {
			c.patchGroup(c.group("Sales"), renameTo("New"))
			return sprint(find(c, "Sales"), find(c, "New"))
		}},
		"group-rename-name-stays-taken": {"204", "409", func(c *client) any {
			id := c.group("Sales")
			c.patchGroup(id, renameTo("New"))
			return c.patchGroup(id, renameTo("Sales")).status
		}},
		"group-lookup-starts-with": {"[Sales]", "[Sales EMEA Sales]", func(c *client) any {
			c.group("Sales EMEA")
			c.group("Sales")
			return find(c, "Sales")
		}},
		"group-lookup-case-sensitive": {"[Sales]", "[]", func(c *client) any {
			c.group("Sales")
			return find(c, "sales")
		}},
		"group-rename-lowercases": {"New", "new", func(c *client) any {
			id := c.group("Sales")
			c.patchGroup(id, renameTo("New"))
			return c.get("/Groups/" + id).at("displayName")
		}},
		"group-name-blanks-collapsed": {"[A  B] [C D]", "[] [C D]", func(c *client) any {
			c.group("A  B")
			c.group("C D")
			return sprint(find(c, "A  B"), find(c, "C D"))
		}},
		"group-name-truncated": {"60", "50", func(c *client) any {
			return len(c.get("/Groups/" + c.group(strings.Repeat("x", 60))).text("displayName"))
		}},
		"group-create-empty-body": {"true", "false", func(c *client) any {
			return len(c.post("/Groups", `{"displayName":"Sales"}`).raw) > 0
		}},
		"group-create-duplicate-overwrites": {"409 [jane]", "201 []", func(c *client) any {
			id := c.group("Sales", c.user("jane"))
			return sprint(c.post("/Groups", `{"displayName":"Sales","members":[]}`).status, c.members(id))
		}},
		"group-empty-not-listed": {"[Sales] 2", "[] 1", func(c *client) any {
			c.group("Core", c.user("jane"))
			c.group("Sales")
			return sprint(find(c, "Sales"), c.get("/Groups").at("totalResults"))
		}},
		"group-put-rename-skips-members": {"New [b]", "New [a]", func(c *client) any {
			a, b, _ := c.abc()
			id := c.group("Sales", a)
			c.putGroup(id, "New", b)
			return sprint(c.get("/Groups/"+id).at("displayName"), c.members(id))
		}},
		"group-create-drops-first-member": {"[a b]", "[b]", func(c *client) any {
			a, b, _ := c.abc()
			return c.members(c.group("Sales", a, b))
		}},
	}
}
