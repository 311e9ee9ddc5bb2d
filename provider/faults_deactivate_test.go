package provider_test

import "github.com/oktascim/oktascim/provider"

func deactivateScenarios() scenarios { return deactivateSights().scenarios() }

func deactivateSights() sights {
	known := provider.Object{"externalId": "00u1", "title": "Dr"}
	after := func(path string) func(c *client) any {
		return func(c *client) any {
			id := c.user("jane", known)
			c.activate(id, false)
			return c.get("/Users/" + id).at(path)
		}
	}
	return sights{
		"deactivate-patch-unsupported":        {"200", "501", func(c *client) any { return c.activate(c.user("jane"), false).status }},
		"deactivate-pathless-500":             {"200", "500", func(c *client) any { return c.activate(c.user("jane"), false).status }},
		"deactivate-pathless-as-full-replace": {"Dr", "<nil>", after("title")},
		"deactivate-patch-noop-200":           {"false", "true", after("active")},
		"deactivate-put-ignored": {"false", "true", func(c *client) any {
			id := c.user("jane")
			c.putActive(id, false)
			return c.get("/Users/" + id).at("active")
		}},
		"deactivate-patch-then-404": {"200", "404", func(c *client) any {
			id := c.user("jane")
			c.activate(id, false)
			return c.get("/Users/" + id).status
		}},
		"deactivate-active-missing-from-get": {"false", "<nil>", after("active")},
		"deactivate-active-as-1-0":           {"false", "0", after("active")},
		"deactivate-active-stale-true":       {"false", "true", after("active")},
		"deactivate-non-atomic": {"200 false", "500 false", func(c *client) any {
			id := c.user("jane")
			return sprint(c.activate(id, false).status, c.get("/Users/"+id).at("active"))
		}},
		"deactivate-renames-user":      {"jane", "deactivated-jane", after("userName")},
		"deactivate-clears-email":      {"jane", "<nil>", after("emails.0.value")},
		"deactivate-clears-externalid": {"00u1", "<nil>", after("externalId")},
		"deactivate-lookup-misses": {"1 1", "0 1", func(c *client) any {
			c.activate(c.user("jane"), false)
			return sprint(c.filter("/Users", `userName eq "jane"`).at("totalResults"), c.get("/Users").at("totalResults"))
		}},
		"deactivate-again-409": {"200 200 200", "200 409 409", func(c *client) any {
			id := c.user("jane")
			return sprint(c.activate(id, false).status, c.activate(id, false).status, c.putActive(id, false).status)
		}},
		"deactivate-strips-group-mates": {"[a b]", "[]", func(c *client) any {
			a, b, _ := c.abc()
			group := c.group("Sales", a, b)
			c.activate(a, false)
			return c.members(group)
		}},
		"deactivate-deletes-lone-groups": {"200 200", "404 200", func(c *client) any {
			a, b, _ := c.abc()
			lone, shared := c.group("Lone", a), c.group("Shared", a, b)
			c.activate(a, false)
			return sprint(c.get("/Groups/"+lone).status, c.get("/Groups/"+shared).status)
		}},
		"deactivate-stale-answer": {"false false", "true false", func(c *client) any {
			id := c.user("jane")
			return sprint(c.activate(id, false).at("active"), c.get("/Users/"+id).at("active"))
		}},
		"deactivate-undone-by-group-push": {"false", "true", func(c *client) any {
			id := c.user("jane")
			c.activate(id, false)
			c.patchGroup(c.group("Sales"), add(id))
			return c.get("/Users/" + id).at("active")
		}},
		"deactivate-put-drops-changes": {"false Sir", "false Dr", func(c *client) any {
			id := c.user("jane", known)
			c.put("/Users/"+id, `{"userName":"jane","title":"Sir","active":false}`)
			a := c.get("/Users/" + id)
			return sprint(a.at("active"), a.at("title"))
		}},
		"deactivate-takes-the-group-along": {"true", "false", func(c *client) any {
			a, b := c.user("a"), c.user("b")
			c.group("Core", a, b)
			c.patch("/Users/"+a, operations(`{"op":"replace","value":{"active":false}}`))
			return c.get("/Users/" + b).at("active")
		}},
		"deactivate-frees-username": {"409 409", "201 409", func(c *client) any {
			c.activate(c.user("jane"), false)
			return sprint(c.post("/Users", newUser("jane")).status, c.post("/Users", newUser("jane")).status)
		}},
	}
}
