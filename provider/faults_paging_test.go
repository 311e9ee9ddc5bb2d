package provider_test

func pagingScenarios() scenarios {
	return scenarios{
		"page-startindex-zero-based": func(c *client) any {
			c.user("a@example.com")
			c.user("b@example.com")
			return c.get("/Users?startIndex=1&count=1").each("", "userName")
		},
	}
}
