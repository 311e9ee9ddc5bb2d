package provider_test

func headerScenarios() scenarios {
	return scenarios{
		"hdr-application-json-rejected": func(c *client) any {
			return c.with("Content-Type", "application/json").post("/Users", newUser("jane@example.com")).status
		},
	}
}
