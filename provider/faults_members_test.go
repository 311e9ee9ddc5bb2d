package provider_test

func memberScenarios() scenarios { return memberSights().scenarios() }

func memberSights() sights {
	// after tells who is in a group of a and b after a PATCH.
	after := func(ops func(a, b, c string) []string) func(c *client) any {
		return func(c *client) any {
			u, v, w := c.abc()
			group := c.group("Sales", u, v)
			c.patchGroup(group, ops(u, v, w)...)
			return c.members(group)
		}
	}
	status := func(ops func(a, b, c string) []string) func(c *client) any {
		return func(c *client) any {
			u, v, w := c.abc()
			return c.patchGroup(c.group("Sales", u), ops(u, v, w)...).status
		}
	}
	put := func(c *client) any {
		u, v, w := c.abc()
		group := c.group("Sales", u, v)
		a := c.putGroup(group, "Sales", v, w)
		return sprint(a.status, c.members(group))
	}
	all := sights{
		"member-remove-filter-ignored-200": {"[b]", "[a b]", after(func(a, _, _ string) []string { return []string{takeOut(a)} })},
		"member-remove-filter-clears-all":  {"[b]", "[]", after(func(a, _, _ string) []string { return []string{takeOut(a)} })},
		"member-multi-remove-wrong-index": {"[c]", "[b]", func(c *client) any {
			u, v, w := c.abc()
			group := c.group("Sales", u, v, w)
			c.patchGroup(group, takeOut(u), takeOut(v))
			return c.members(group)
		}},
		"member-replace-empty-400":  {"204", "400", status(func(_, _, _ string) []string { return []string{replaceBy()} })},
		"member-replace-empty-noop": {"[]", "[a b]", after(func(_, _, _ string) []string { return []string{replaceBy()} })},
		"member-add-existing-409":   {"204", "409", status(func(a, _, _ string) []string { return []string{add(a)} })},
		"member-duplicates-stored": {"[a] []", "[a a] [a]", func(c *client) any {
			u := c.user("a")
			group := c.group("Sales", u)
			c.patchGroup(group, add(u))
			twice := c.members(group)
			c.patchGroup(group, takeOut(u))
			return sprint(twice, c.members(group))
		}},
		"member-answer-stale": {"[b c] [b c]", "[a b] [b c]", func(c *client) any {
			u, v, w := c.abc()
			group := c.group("Sales", u, v)
			a := c.putGroup(group, "Sales", v, w)
			return sprint(a.each("members", "display"), c.members(group))
		}},
		"member-put-ignored":         {"200 [b c]", "200 [a b]", put},
		"member-put-immutable-error": {"200 [b c]", "400 [a b]", put},
		"member-put-200-stores-zero": {"200 [b c]", "200 []", put},
		"member-compound-ops-fail": {"New [b c]", "New [a b]", func(c *client) any {
			u, v, w := c.abc()
			group := c.group("Sales", u, v)
			c.patchGroup(group, renameTo("New"), takeOut(u), add(w))
			return sprint(c.get("/Groups/"+group).at("displayName"), c.members(group))
		}},
		"group-write-not-atomic": {"400 0 400 Core 400 Core", "400 1 400 New 400 Newer", func(c *client) any {
			created := c.post("/Groups", `{"displayName":"Sales","members":[{"value":"nobody"}]}`).status
			left := c.get("/Groups").at("totalResults")
			id := c.group("Core")
			name := func() any { return c.get("/Groups/" + id).at("displayName") }
			patched, first := c.patchGroup(id, renameTo("New"), add("nobody")).status, name()
			return sprint(created, left, patched, first, c.putGroup(id, "Newer", "nobody").status, name())
		}},
		"member-ops-adds-first":   {"[b a]", "[b]", after(func(a, _, _ string) []string { return []string{takeOut(a), add(a)} })},
		"member-add-ignored-200":  {"[a b c]", "[a b]", after(func(_, _, c string) []string { return []string{add(c)} })},
		"member-add-replaces-all": {"[a b c]", "[c]", after(func(_, _, c string) []string { return []string{add(c)} })},
		"member-add-first-only": {"[a b]", "[a]", func(c *client) any {
			u, v, _ := c.abc()
			group := c.group("Sales")
			c.patchGroup(group, add(u, v))
			return c.members(group)
		}},
		"member-replace-only-adds":   {"[b]", "[a b]", after(func(_, b, _ string) []string { return []string{replaceBy(b)} })},
		"member-put-appends":         {"200 [b c]", "200 [a b c]", put},
		"member-remove-last-refused": {"204", "400", status(func(a, _, _ string) []string { return []string{takeOut(a)} })},
		"member-remove-absent-404":   {"204", "404", status(func(_, b, _ string) []string { return []string{takeOut(b)} })},
		"member-remove-first-only":   {"[]", "[b]", after(func(a, b, _ string) []string { return []string{takeOut(a), takeOut(b)} })},
		"member-remove-by-place":     {"[a]", "[b]", after(func(_, b, _ string) []string { return []string{takeOut(b)} })},
		"member-unknown-stored": {"400 0", "204 1", func(c *client) any {
			group := c.group("Sales")
			return sprint(c.patchGroup(group, add("nobody")).status, len(c.members(group)))
		}},
		"member-race-lost-update": {"3", "1", func(c *client) any {
			u, v, w := c.abc()
			users, group := []string{u, v, w}, c.group("Sales")
			atOnce(3, func(i int) *answer { return c.patchGroup(group, add(users[i])) })
			return len(c.members(group))
		}},
	}
	for _, more := range []sights{memberSizeSights(), memberUserSights()} {
		for id, one := range more {
			all[id] = one
		}
	}
	return all
}

// memberUserSights are those that show in the users.
func memberUserSights() sights {
	leave := func(see func(c *client, user, group, other string) any) func(c *client) any {
		return func(c *client) any {
			u, v, _ := c.abc()
			group, other := c.group("Sales", u, v), c.group("Core", u)
			c.patchGroup(group, takeOut(u))
			return see(c, u, group, other)
		}
	}
	return sights{
		"membership-two-stores-drift": {"[b] [Core]", "[b] [Core Sales]", leave(func(c *client, user, group, _ string) any {
			return sprint(c.members(group), c.groups(user))
		})},
		"member-remove-leaves-all-groups": {"[a]", "[]", leave(func(c *client, _, _, other string) any { return c.members(other) })},
		"member-remove-deactivates": {"true", "false", leave(func(c *client, user, _, _ string) any {
			return c.get("/Users/" + user).at("active")
		})},
		"user-groups-attr-stale": {"[Sales]", "[]", func(c *client) any {
			id := c.user("jane")
			c.group("Sales", id)
			return c.groups(id)
		}},
		"member-list-shows-none": {"1 [jane]", "0 [jane]", func(c *client) any {
			group := c.group("Sales", c.user("jane"))
			members, _ := c.get("/Groups").at("Resources.0.members").([]any)
			return sprint(len(members), c.members(group))
		}},
		"member-user-side-first-group": {"[Sales Core]", "[Sales]", func(c *client) any {
			id := c.user("jane")
			c.group("Sales", id)
			c.group("Core", id)
			return c.groups(id)
		}},
		"member-add-clears-profile": {"Jane Doe", "<nil>", func(c *client) any {
			id := c.user("jane")
			c.patchGroup(c.group("Sales"), add(id))
			return c.get("/Users/" + id).at("displayName")
		}},
	}
}

// memberSizeSights need many users.
func memberSizeSights() sights {
	return sights{
		"member-large-group-500": {"204 204", "204 500", func(c *client) any {
			ids := c.many(501)
			group := c.group("Sales")
			return sprint(c.patchGroup(group, add(ids[:500]...)).status, c.patchGroup(group, add(ids[500])).status)
		}},
		"member-put-first-100": {"120", "100", func(c *client) any {
			group := c.group("Sales")
			c.putGroup(group, "Sales", c.many(120)...)
			return len(c.members(group))
		}},
		"member-batch-capped-100": {"120", "100", func(c *client) any {
			group := c.group("Sales")
			c.patchGroup(group, add(c.many(120)...))
			return len(c.members(group))
		}},
		"member-shown-first-100": {"120", "100", func(c *client) any { return len(c.members(c.group("Sales", c.many(120)...))) }},
	}
}
