package provider_test

func createScenarios() scenarios {
	return scenarios{
		"create-empty-body": func(c *client) any { return len(c.post("/Users", newUser("jane@example.com")).raw) > 0 },
		"create-race-500": func(c *client) any {
			return atOnce(2, func(int) *answer { return c.post("/Users", newUser("jane@example.com")) })
		},
	}
}
