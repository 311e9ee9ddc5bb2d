package provider_test

func authScenarios() scenarios {
	return scenarios{
		"auth-cross-tenant": func(c *client) any {
			return c.as(otherToken).get("/Users/" + c.user("jane@example.com")).status
		},
		"auth-rotated-token-still-valid": func(c *client) any {
			c.server.RotateToken(token, "new-token")
			return c.get("/Users").status
		},
	}
}
