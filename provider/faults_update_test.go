package provider_test

import "github.com/oktascim/oktascim/provider"

func updateScenarios() scenarios {
	return scenarios{
		"put-update-reactivates": func(c *client) any {
			id := c.user("jane@example.com", provider.Object{"active": false})
			return c.put("/Users/"+id, `{"userName":"jane@example.com","title":"x"}`).at("active")
		},
	}
}
