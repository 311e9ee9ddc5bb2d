package provider_test

import "github.com/oktascim/oktascim/provider"

func seatScenarios() scenarios { return seatSights().scenarios() }

func seatSights() sights {
	off := provider.Object{"active": false}
	// full makes a tenant with two seats that are taken, and gives one of the users.
	full := func(c *client) string {
		c.server.SetSeatLimit(2)
		c.user("a")
		return c.user("b")
	}
	// one more user is created, and then looked for.
	more := func(c *client) any {
		full(c)
		a := c.post("/Users", newUser("c"))
		return sprint(a.status, c.filter("/Users", `userName eq "c"`).at("Resources.0.active"))
	}
	// returns is a refused return with a new profile: its status, and how the user is shown then.
	returns := func(c *client) any {
		id := c.user("z", off)
		full(c)
		status := c.merged(id, provider.Object{"displayName": "New", "active": true}).status
		shown := c.get("/Users/" + id)
		return sprint(status, shown.at("displayName"), shown.at("active"))
	}
	// after somebody left, another comes.
	freed := func(c *client) any {
		c.activate(full(c), false)
		return c.post("/Users", newUser("c")).status
	}
	return sights{
		"seat-not-enforced": {"403 <nil>", "201 true", more},
		"seat-race-overshoot": {"[201 403]", "[201 201]", func(c *client) any {
			c.server.SetSeatLimit(1)
			return atOnce(2, func(i int) *answer { return c.post("/Users", newUser(string(rune('a'+i)))) })
		}},
		"seat-reactivate-bypass": {"403 403", "200 403", func(c *client) any {
			id := c.user("z", off)
			full(c)
			return sprint(c.activate(id, true).status, c.post("/Users", newUser("c")).status)
		}},
		"seat-limit-generic-400": {"403", "400", func(c *client) any {
			full(c)
			return c.post("/Users", newUser("c")).status
		}},
		"seat-silent-no-seat":            {"403 <nil>", "201 false", more},
		"seat-inactive-counts":           {"201", "403", freed},
		"seat-never-freed":               {"201", "403", freed},
		"seat-refused-user-stored":       {"403 <nil>", "403 false", more},
		"seat-refused-profile-stored":    {"403 Jane Doe false", "403 New false", returns},
		"seat-refused-activation-stored": {"403 Jane Doe false", "403 New true", returns},
		"seat-limit-200-error-body":      {"403 <nil>", "200 <nil>", more},
		"seat-limit-500":                 {"403 <nil>", "500 <nil>", more},
		"seat-limit-one-short": {"201 403", "403 403", func(c *client) any {
			c.server.SetSeatLimit(1)
			return sprint(c.post("/Users", newUser("a")).status, c.post("/Users", newUser("b")).status)
		}},
		"seat-limit-one-over": {"201 403 403", "201 201 403", func(c *client) any {
			c.server.SetSeatLimit(1)
			return sprint(c.post("/Users", newUser("a")).status, c.post("/Users", newUser("b")).status, c.post("/Users", newUser("c")).status)
		}},
		"seat-limit-blocks-updates": {"200 200", "403 200", func(c *client) any {
			id := full(c)
			return sprint(c.put("/Users/"+id, `{"userName":"b","title":"Dr"}`).status, c.activate(id, false).status)
		}},
		"seat-limit-blocks-deactivation": {"200 200", "200 403", func(c *client) any {
			id := full(c)
			return sprint(c.put("/Users/"+id, `{"userName":"b","title":"Dr"}`).status, c.activate(id, false).status)
		}},
		"seat-limit-blocks-inactive": {"201", "403", func(c *client) any {
			full(c)
			return c.post("/Users", `{"userName":"c","active":false}`).status
		}},
		"seat-limit-blocks-groups": {"201 204", "403 204", func(c *client) any {
			id := c.group("Sales")
			full(c)
			created := c.post("/Groups", `{"displayName":"Core"}`).status
			c.server.SetSeatLimit(0)
			return sprint(created, c.patchGroup(id, renameTo("New")).status)
		}},
		"seat-limit-evicts-oldest": {"403 true", "201 false", func(c *client) any {
			full(c)
			return sprint(c.post("/Users", newUser("c")).status, c.get("/Users").at("Resources.0.active"))
		}},
	}
}
