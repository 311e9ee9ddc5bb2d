package provider_test

import "github.com/oktascim/oktascim/provider"

func reactivateScenarios() scenarios {
	return scenarios{
		"reactivate-404-after-deactivate": func(c *client) any {
			id := c.user("jane@example.com", provider.Object{"active": false})
			return c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":true}}`)).status
		},
	}
}
