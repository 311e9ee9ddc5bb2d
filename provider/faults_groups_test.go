package provider_test

func groupScenarios() scenarios {
	return scenarios{
		"group-rename-duplicate-name": func(c *client) any {
			c.group("Sales")
			return c.patch("/Groups/"+c.group("Core"), operations(`{"op":"replace","value":{"displayName":"Sales"}}`)).status
		},
	}
}
