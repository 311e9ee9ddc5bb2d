package provider_test

func roleScenarios() scenarios {
	return scenarios{
		"role-not-revoked-on-removal": func(c *client) any {
			id := c.user("jane@example.com")
			group := c.group("Admins", id)
			c.patch("/Groups/"+group, operations(`{"op":"remove","path":"members"}`)).is(204)
			return c.get("/Users/" + id).at("roles.0.value")
		},
	}
}
