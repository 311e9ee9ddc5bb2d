package provider_test

func errorScenarios() scenarios {
	return scenarios{
		"err-plain-text": func(c *client) any { return c.get("/Users/nobody").header.Get("Content-Type") },
	}
}
