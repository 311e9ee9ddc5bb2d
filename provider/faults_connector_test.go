package provider_test

func connectorScenarios() scenarios {
	return scenarios{
		"connector-resources-null": func(c *client) any { return c.get("/Users").at("Resources") },
	}
}
