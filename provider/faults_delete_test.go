package provider_test

func deleteScenarios() scenarios {
	return scenarios{
		"deactivate-hard-deletes": func(c *client) any {
			id := c.user("jane@example.com")
			c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).is(200)
			return c.get("/Users/" + id).status
		},
		"group-delete-leaves-memberships": func(c *client) any {
			id := c.user("jane@example.com")
			c.delete("/Groups/" + c.group("Sales", id)).is(204)
			return c.get("/Users/"+id).each("groups", "display")
		},
	}
}
