package provider_test

func memberScenarios() scenarios {
	return scenarios{
		"member-remove-filter-clears-all": func(c *client) any {
			a, b := c.user("a@example.com"), c.user("b@example.com")
			group := c.group("Sales", a, b)
			c.patch("/Groups/"+group, operations(`{"op":"remove","path":"members[value eq \"`+a+`\"]"}`)).is(204)
			return len(c.get("/Groups/"+group).each("members", "value"))
		},
		"member-race-lost-update": func(c *client) any {
			users := []string{c.user("a@example.com"), c.user("b@example.com"), c.user("c@example.com")}
			group := c.group("Sales")
			atOnce(3, func(i int) *answer {
				return c.patch("/Groups/"+group, operations(`{"op":"add","path":"members","value":[{"value":"`+users[i]+`"}]}`)).is(204)
			})
			return len(c.get("/Groups/"+group).each("members", "value"))
		},
	}
}
