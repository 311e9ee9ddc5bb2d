package provider_test

import "github.com/oktascim/oktascim/provider"

func reactivateScenarios() scenarios { return reactivateSights().scenarios() }

func reactivateSights() sights {
	off := provider.Object{"active": false}
	return sights{
		"reactivate-post-doesnt-unsuspend": {"409", "201 false", func(c *client) any {
			c.user("jane", off)
			a := c.post("/Users", newUser("JANE"))
			if a.status == 409 {
				return a.status
			}
			return sprint(a.status, a.at("active"))
		}},
		"reactivate-404-after-deactivate": {"200", "404", func(c *client) any { return c.activate(c.user("jane", off), true).status }},
		"reactivate-patch-true-rejected": {"200 200", "400 200", func(c *client) any {
			id := c.user("jane", off)
			return sprint(c.activate(id, true).status, c.activate(id, false).status)
		}},
		"reactivate-put-400": {"200 200", "400 200", func(c *client) any {
			id := c.user("jane", off)
			return sprint(c.putActive(id, true).status, c.activate(id, true).status)
		}},
		"reactivate-stale-default-role": {"Admin Admin", "Viewer Admin", func(c *client) any {
			id := c.user("jane", off)
			group := c.group("Admins", id)
			c.activate(id, true)
			first := c.role(id)
			c.patchGroup(group, takeOut(id), add(id))
			return sprint(first, c.role(id))
		}},
		"reactivate-externalid-tombstone": {"201", "409", func(c *client) any {
			known := provider.Object{"externalId": "00u1"}
			c.delete("/Users/" + c.user("jane", known))
			return c.post("/Users", `{"userName":"joe","externalId":"00u1"}`).status
		}},
		"reactivate-new-id": {"200 [jane]", "404 [jane]", func(c *client) any {
			id := c.user("jane", off)
			group := c.group("Sales", id)
			c.activate(id, true)
			return sprint(c.get("/Users/"+id).status, c.members(group))
		}},
		"reactivate-empties-profile": {"Jane Doe", "<nil>", func(c *client) any {
			id := c.user("jane", off)
			c.putActive(id, true)
			return c.get("/Users/" + id).at("displayName")
		}},
		"reactivate-noop-200": {"200 true", "200 false", func(c *client) any {
			id := c.user("jane", off)
			return sprint(c.activate(id, true).status, c.get("/Users/"+id).at("active"))
		}},
		"reactivate-lookup-stale": {"true true", "false true", func(c *client) any {
			id := c.user("jane", off)
			c.activate(id, true)
			return sprint(c.filter("/Users", `userName eq "jane"`).at("Resources.0.active"), c.get("/Users/"+id).at("active"))
		}},
		"reactivate-active-user-409": {"200", "409", func(c *client) any { return c.activate(c.user("jane"), true).status }},
		"reactivate-no-groups-any-more": {"204", "400", func(c *client) any {
			id := c.user("jane")
			c.activate(id, false)
			c.activate(id, true)
			return c.patchGroup(c.group("Sales"), add(id)).status
		}},
	}
}
