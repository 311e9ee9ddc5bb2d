package provider_test

func seatScenarios() scenarios {
	return scenarios{
		"seat-race-overshoot": func(c *client) any {
			c.server.SetSeatLimit(1)
			return atOnce(2, func(i int) *answer { return c.post("/Users", newUser(string(rune('a'+i))+"@example.com")) })
		},
	}
}
