package provider_test

func robustnessScenarios() scenarios {
	return scenarios{
		"rob-utf8-garbled": func(c *client) any { return c.get("/Users/" + c.user("zoë@example.com")).at("userName") },
	}
}
