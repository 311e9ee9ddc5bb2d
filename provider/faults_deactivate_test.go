package provider_test

func deactivateScenarios() scenarios {
	return scenarios{
		"deactivate-patch-noop-200": func(c *client) any {
			return c.patch("/Users/"+c.user("jane@example.com"), operations(`{"op":"replace","value":{"active":false}}`)).at("active")
		},
	}
}
