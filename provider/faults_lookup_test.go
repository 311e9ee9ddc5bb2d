package provider_test

func lookupScenarios() scenarios {
	return scenarios{
		"lookup-username-case-sensitive": func(c *client) any {
			c.user("Jane@example.com")
			return c.filter("/Users", `userName eq "jane@example.com"`).at("totalResults")
		},
		"lookup-plus-as-space": func(c *client) any {
			c.user("jane+x@example.com")
			return c.filter("/Users", `userName eq "jane+x@example.com"`).at("totalResults")
		},
	}
}
