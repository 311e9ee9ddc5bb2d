package provider_test

import (
	"strings"

	"github.com/oktascim/oktascim/provider"
)

func lastingScenarios() scenarios { return lastingSights().scenarios() }

func lastingSights() sights {
	off := provider.Object{"active": false}
	name := func(given string) provider.Object { return provider.Object{"givenName": given, "familyName": "Doe"} }
	extension := func(department, manager string) provider.Object {
		return provider.Object{provider.SchemaEnterprise: provider.Object{"department": department, "manager": provider.Object{"value": manager}}}
	}
	department := func(c *client, id string) any {
		extension, _ := c.get("/Users/" + id).body[provider.SchemaEnterprise].(provider.Object)
		return extension["department"]
	}
	return sights{
		"deactivate-drops-extension": {"true", "false", func(c *client) any {
			id := c.user("jane@example.com", extension("Sales", "x"))
			c.activate(id, false)
			_, shown := c.get("/Users/" + id).body[provider.SchemaEnterprise]
			return shown
		}},
		"deactivate-takes-reports": {"true true", "false true", func(c *client) any {
			leaver := c.user("jane@example.com")
			report, other := c.user("joe@example.com", extension("Sales", leaver)), c.user("jim@example.com", extension("Sales", "x"))
			c.activate(leaver, false)
			return sprint(c.get("/Users/"+report).at("active"), c.get("/Users/"+other).at("active"))
		}},
		"deactivate-by-mailbox-name": {"true true", "false true", func(c *client) any {
			leaver := c.user("jane@example.com")
			near, other := c.user("jane@mail.example.com"), c.user("joe@example.com")
			c.activate(leaver, false)
			return sprint(c.get("/Users/"+near).at("active"), c.get("/Users/"+other).at("active"))
		}},
		"put-cost-center-kept": {"4131", "4130", func(c *client) any {
			center := func(number string) provider.Object {
				return provider.Object{provider.SchemaEnterprise: provider.Object{"costCenter": number}}
			}
			extension, _ := c.merged(c.user("jane@example.com", center("4130")), center("4131")).body[provider.SchemaEnterprise].(provider.Object)
			return extension["costCenter"]
		}},
		"put-new-name-reactivates": {"false false", "false true", func(c *client) any {
			id := c.user("jane@example.com", off)
			return sprint(c.merged(id, provider.Object{"displayName": "Joan"}).at("active"), c.merged(id, provider.Object{"name": name("Joan")}).at("active"))
		}},
		"put-locale-for-all": {"en-US", "de-DE", func(c *client) any {
			english := provider.Object{"locale": "en-US"}
			other := c.user("joe@example.com", english)
			c.merged(c.user("jane@example.com", english), provider.Object{"locale": "de-DE"})
			return c.get("/Users/" + other).at("locale")
		}},
		"rob-department-shared": {"Sales Support", "Finance Support", func(c *client) any {
			joe, jim := c.user("joe@example.com", extension("Sales", "x")), c.user("jim@example.com", extension("Support", "x"))
			c.merged(c.user("jane@example.com", extension("Sales", "x")), extension("Finance", "x"))
			return sprint(department(c, joe), department(c, jim))
		}},
		"reactivate-lookup-by-archived-name": {"[jane@example.com] [joan@example.com]", "[jane@example.com] []", func(c *client) any {
			id := c.user("jane@example.com")
			c.activate(id, false)
			c.activate(id, true)
			before := c.lookUp("jane@example.com")
			c.merged(id, provider.Object{"userName": "joan@example.com"})
			return sprint(before, c.lookUp("joan@example.com"))
		}},
		"create-unknown-manager-400": {"201 201", "201 400", func(c *client) any {
			status := func(name, manager string) int {
				body := newUser(name)
				body[provider.SchemaEnterprise] = provider.Object{"manager": provider.Object{"value": manager}}
				return c.post("/Users", body).status
			}
			return sprint(status("jane@example.com", c.user("joe@example.com")), status("jim@example.com", "00701984"))
		}},
		"lookup-username-cut-64": {"70 3", "64 3", func(c *client) any {
			long := strings.Repeat("j", 70)
			return sprint(len(c.get("/Users/"+c.user(long)).text("userName")), len(c.get("/Users/"+c.user("joe")).text("userName")))
		}},
		"create-takes-address": {"team@example.com", "<nil>", func(c *client) any {
			team := provider.Object{"emails": []any{provider.Object{"value": "team@example.com", "primary": true}}}
			id := c.user("jane@example.com", team)
			c.user("joe@example.com", team)
			return c.get("/Users/" + id).at("emails.0.value")
		}},
		"group-taken-name-stores-members": {"409 []", "409 [a]", func(c *client) any {
			a, _, _ := c.abc()
			c.group("Sales")
			id := c.group("Support")
			return sprint(c.putGroup(id, "Sales", a).status, c.members(id))
		}},
		"create-conflict-reactivates": {"409 false", "409 true", func(c *client) any {
			id := c.user("jane@example.com", off)
			return sprint(c.post("/Users", newUser("jane@example.com")).status, c.get("/Users/"+id).at("active"))
		}},
		"create-conflict-takes-externalid": {"a", "b", func(c *client) any {
			id := c.user("jane@example.com", provider.Object{"externalId": "a"})
			again := newUser("jane@example.com")
			again["externalId"] = "b"
			c.post("/Users", again)
			return c.get("/Users/" + id).at("externalId")
		}},
		"member-add-reactivates": {"false", "true", func(c *client) any {
			id := c.user("jane@example.com", off)
			c.patchGroup(c.group("Sales"), add(id))
			return c.get("/Users/" + id).at("active")
		}},
		"group-lookup-by-words": {"[]", "[Sales-EMEA]", func(c *client) any {
			c.group("Sales-EMEA")
			return c.filter("/Groups", `displayName eq "Sales EMEA"`).each("", "displayName")
		}},
		"member-empty-push-empties-all": {"[] [a]", "[] []", func(c *client) any {
			a, b, _ := c.abc()
			other, group := c.group("Support", a), c.group("Sales", b)
			c.patchGroup(group, replaceBy())
			return sprint(c.members(group), c.members(other))
		}},
		"member-removed-once": {"[b] [b]", "[b] [b a]", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Sales", a, b)
			c.patchGroup(group, takeOut(a))
			first := c.members(group)
			c.patchGroup(group, add(a))
			c.patchGroup(group, takeOut(a))
			return sprint(first, c.members(group))
		}},
		"role-reset-by-joining": {"Admin", "Viewer", func(c *client) any {
			id := c.user("jane")
			c.group("Admins", id)
			c.patchGroup(c.group("List"), add(id))
			return c.role(id)
		}},
		"rob-leaver-back-with-next-create": {"false", "true", func(c *client) any {
			id := c.user("jane@example.com")
			c.activate(id, false)
			c.user("joe@example.com")
			return c.get("/Users/" + id).at("active")
		}},
		"rob-conflict-leaves-account": {"1 [jane@example.com]", "2 [jane@example.com jane@example.com]", func(c *client) any {
			c.user("jane@example.com")
			c.post("/Users", newUser("jane@example.com"))
			list := c.get("/Users")
			return sprint(list.at("totalResults"), list.each("", "userName"))
		}},
		"rob-list-shows-deleted-groups": {"[]", "[Sales]", func(c *client) any {
			c.delete("/Groups/" + c.group("Sales", c.user("jane")))
			return c.get("/Users").each("Resources.0.groups", "display")
		}},
	}
}
