package provider_test

import (
	"maps"

	"github.com/oktascim/oktascim/provider"
)

func updateScenarios() scenarios { return updateSights().scenarios() }

func updateSights() sights {
	all := sights{}
	maps.Copy(all, updateAnswerSights())
	maps.Copy(all, updateStoredSights())
	maps.Copy(all, updateRenameSights())
	maps.Copy(all, updateSideSights())
	maps.Copy(all, updatePatchSights())
	return all
}

// answeredPut creates a user, changes him by GET and PUT, and shows something of the answer.
func answeredPut(changes provider.Object, show func(a *answer) any) func(c *client) any {
	return func(c *client) any {
		return show(c.merged(c.user("jane@example.com", provider.Object{"title": "Boss"}), changes))
	}
}

func statusOf(a *answer) any { return a.status }

func updateAnswerSights() sights {
	type o = provider.Object
	return sights{
		"put-not-implemented":       sees([]any{200, false}, []any{405, true}, answeredPut(nil, func(a *answer) any { return []any{a.status, len(a.raw) == 0} })),
		"put-answers-204":           sees(200, 204, answeredPut(nil, statusOf)),
		"put-answers-old-resource":  sees("New", "Boss", answeredPut(o{"title": "New"}, func(a *answer) any { return a.at("title") })),
		"put-answer-shows-password": sees(nil, "secret", answeredPut(o{"password": "secret"}, func(a *answer) any { return a.at("password") })),
		"put-answer-active-as-text": sees(true, "true", answeredPut(nil, func(a *answer) any { return a.at("active") })),
		"put-answer-other-id": sees(200, 404, func(c *client) any {
			return c.get("/Users/" + c.merged(c.user("jane@x"), nil).id()).status
		}),
		"put-echoes-and-stores-nothing": sees([]any{"New", "New"}, []any{"New", "Boss"}, func(c *client) any {
			id := c.user("jane@x", o{"title": "Boss"})
			return []any{c.merged(id, o{"title": "New"}).at("title"), c.get("/Users/" + id).at("title")}
		}),
		"put-echoed-meta-rejected": sees(200, 400, answeredPut(nil, statusOf)),
		"put-echoed-groups-rejected": sees(200, 400, func(c *client) any {
			id := c.user("jane@x")
			c.merged(id, o{"title": "New"}).is(200)
			c.group("Sales", id)
			return c.merged(id, nil).status
		}),
		"put-empty-text-rejected": sees(200, 400, answeredPut(o{"title": ""}, statusOf)),
		"put-null-rejected":       sees(200, 400, answeredPut(o{"title": nil}, statusOf)),
		"put-empty-list-rejected": sees(200, 400, answeredPut(o{"phoneNumbers": []any{}}, statusOf)),
		"put-unchanged-500":       sees(200, 500, answeredPut(nil, statusOf)),
	}
}

func updateStoredSights() sights {
	type o = provider.Object
	same := func(name string, v any) (o, o) { return o{name: v}, o{"title": "New"} }
	unchanged := func(path, name string, v any) func(c *client) any {
		created, changes := same(name, v)
		return shownPut(path, created, changes)
	}
	department := o{"department": "Sales"}
	readdressed := func(c *client) any {
		id := c.user("jane@example.com")
		status := c.merged(id, o{"emails": []any{o{"value": "new@example.com", "primary": true}}}).status
		return []any{status, c.get("/Users/" + id).at("emails.0.value")}
	}
	return sights{
		"put-null-becomes-none-string":   sees(nil, "None", shownPut("title", o{"title": "Boss"}, o{"title": nil})),
		"put-displayname-not-applied":    sees("New", "Jane Doe", shownPut("displayName", nil, o{"displayName": "New"})),
		"put-names-not-applied":          sees("Joan", "Jane", shownPut("name.givenName", nil, o{"name": o{"givenName": "Joan"}})),
		"put-email-not-applied":          sees("home@example.com", "jane@example.com", shownPut("emails.0.value", nil, o{"emails": emails()})),
		"put-new-address-taken-409":      sees([]any{200, "new@example.com"}, []any{409, "jane@example.com"}, readdressed),
		"put-new-address-refused-stored": sees([]any{200, "new@example.com"}, []any{400, "new@example.com"}, readdressed),
		"put-locale-not-applied":         sees("de-DE", nil, shownPut("locale", nil, o{"locale": "de-DE"})),
		"put-externalid-not-applied":     sees("new", "old", shownPut("externalId", o{"externalId": "old"}, o{"externalId": "new"})),
		"put-clears-externalid":          sees("old", nil, unchanged("externalId", "externalId", "old")),
		"put-drops-extension": sees(true, false, func(c *client) any {
			id := c.user("jane@x", o{provider.SchemaEnterprise: department})
			c.merged(id, o{"title": "New"})
			return c.get("/Users/" + id).body[provider.SchemaEnterprise] != nil
		}),
		"put-family-name-cleared":     sees("Doe", nil, shownPut("name.familyName", nil, o{"name": o{"givenName": "Joan", "familyName": "Doe"}})),
		"put-display-name-from-names": sees("JD", "Jane Doe", unchanged("displayName", "displayName", "JD")),
		"put-primary-flag-lost":       sees(true, nil, unchanged("emails.1.primary", "emails", emails())),
		"put-email-type-lost":         sees("home", nil, unchanged("emails.0.type", "emails", emails())),
		"put-adds-emails":             sees(nil, "jane@example.com", shownPut("emails.1.value", nil, o{"title": "New"})),
		"put-keeps-old-email": sees(nil, "jane@example.com", shownPut("emails.1.value", nil,
			o{"emails": []any{o{"value": "new@example.com", "primary": true}}})),
		"put-null-keeps-old":       sees(nil, "Boss", shownPut("title", o{"title": "Boss"}, o{"title": nil})),
		"put-empty-text-keeps-old": sees(nil, "Boss", shownPut("title", o{"title": "Boss"}, o{"title": ""})),
		"put-update-deactivates":   sees(true, false, shownPut("active", nil, o{"title": "New"})),
		"put-update-reactivates":   sees(false, true, unchanged("active", "active", false)),
	}
}

func updateRenameSights() sights {
	type o = provider.Object
	// renamed gives somebody another userName and looks at what became of it.
	renamed := func(to string, show func(c *client, id string, a *answer) any) func(c *client) any {
		return func(c *client) any {
			c.user("joe@x")
			id := c.user("jane@x", o{"title": "Boss"})
			group := c.group("Sales", id)
			c.get("/Groups/"+group).has("members.0.display", "jane@x")
			return show(c, id, c.merged(id, o{"userName": to, "title": "New"}))
		}
	}
	status := func(_ *client, _ string, a *answer) any { return a.status }
	userName := func(c *client, id string, _ *answer) any { return c.get("/Users/" + id).at("userName") }
	lookups := func(c *client, _ string, _ *answer) any {
		return []int{len(c.lookUp("jane@x")), len(c.lookUp("new@x"))}
	}
	return sights{
		"put-overwrites-username":  sees("jane@example.com", "work@example.com", shownPut("userName", o{"emails": emails()}, o{"title": "New"})),
		"put-username-not-applied": sees("new@x", "jane@x", renamed("new@x", userName)),
		"put-rename-not-propagated": sees("new@x", "jane@x", renamed("new@x", func(c *client, _ string, _ *answer) any {
			return c.filter("/Groups", `displayName eq "Sales"`).at("Resources.0.members.0.display")
		})),
		"put-rename-not-in-lookup":   sees([]int{0, 1}, []int{1, 0}, renamed("new@x", lookups)),
		"put-rename-keeps-old-alias": sees([]int{0, 1}, []int{1, 1}, renamed("new@x", lookups)),
		"put-rename-gives-new-id": sees([]int{200, 1}, []int{404, 1}, renamed("new@x", func(c *client, id string, a *answer) any {
			return []int{c.get("/Users/" + id).status, len(c.get("/Users/"+a.id()).each("groups", "value"))}
		})),
		"put-rename-old-name-blocked": sees(201, 409, renamed("new@x", func(c *client, _ string, _ *answer) any {
			return c.post("/Users", newUser("jane@x")).status
		})),
		"put-taken-username-accepted": sees(409, 200, renamed("joe@x", status)),
		"put-taken-username-500":      sees(409, 500, renamed("joe@x", status)),
		"put-taken-username-half-stored": sees("Boss", "New", renamed("joe@x", func(c *client, id string, a *answer) any {
			a.is(409)
			return c.get("/Users/"+id).has("userName", "jane@x").at("title")
		})),
		"put-own-username-409":       sees(200, 409, renamed("jane@x", status)),
		"put-own-username-case-409":  sees(200, 409, renamed("Jane@x", status)),
		"put-rename-by-case-ignored": sees("Jane@x", "jane@x", renamed("Jane@x", userName)),
	}
}

func updateSideSights() sights {
	type o = provider.Object
	member := func(changes o) func(c *client) any {
		return func(c *client) any {
			id := c.user("jane@x")
			group := c.group("Sales", id)
			c.merged(id, changes).is(200)
			return len(c.get("/Groups/"+group).each("members", "value"))
		}
	}
	bystander := func(name string) func(c *client) any {
		return func(c *client) any {
			other := c.user("joe@x", o{"displayName": name, "title": "Boss"})
			c.merged(c.user("jane@x"), o{"title": "New"}).is(200)
			return c.get("/Users/" + other).at("title")
		}
	}
	listed := func(list func(c *client) *answer) func(c *client) any {
		return func(c *client) any {
			id := c.user("jane@x")
			c.merged(id, o{"displayName": "New"}).is(200)
			c.get("/Users/"+id).has("displayName", "New")
			return list(c).at("Resources.0.displayName")
		}
	}
	return sights{
		"put-resets-unmentioned":      sees(1, 0, member(o{"title": "New"})),
		"put-empty-groups-leaves-all": sees(1, 0, member(o{"groups": []any{}})),
		"put-groups-joins": sees([]string{}, []string{"Sales"}, func(c *client) any {
			id := c.user("jane@x")
			c.merged(id, o{"groups": []any{o{"value": c.group("Sales")}}}).is(200)
			return c.get("/Users/"+id).each("groups", "display")
		}),
		"put-body-id-idor": sees("Joe", "New", func(c *client) any {
			other := c.user("joe@x", o{"displayName": "Joe"})
			c.merged(c.user("jane@x"), o{"id": other, "displayName": "New", "userName": "new@x"}).is(200)
			return c.get("/Users/" + other).at("displayName")
		}),
		"put-unknown-id-creates": sees(404, 200, func(c *client) any {
			return c.put("/Users/00000000-0000-4000-8000-000000000000", newUser("jane@x")).status
		}),
		"put-unmanaged-user-noop-200": sees("New", nil, func(c *client) any {
			local := withLocalAdmin(c, "root@x")
			id := local.get("/Users").each("", "id")[0]
			local.merged(id, o{"title": "New"}).is(200)
			return local.get("/Users/" + id).at("title")
		}),
		"put-updates-namesakes": sees("Boss", "New", bystander("Jane Doe")),
		"put-updates-everybody": sees("Boss", "New", bystander("Joe")),
		"put-created-moves": sees(true, false, func(c *client) any {
			if err := c.server.Seed("acme", 1); err != nil {
				c.t.Fatal(err)
			}
			id := c.get("/Users").each("", "id")[0]
			before := c.get("/Users/" + id).at("meta.created")
			c.merged(id, o{"title": "New"})
			return c.get("/Users/"+id).at("meta.created") == before
		}),
		"update-not-in-list":   sees("New", "Jane Doe", listed(func(c *client) *answer { return c.get("/Users") })),
		"update-not-in-lookup": sees("New", "Jane Doe", listed(func(c *client) *answer { return c.filter("/Users", `userName eq "jane@x"`) })),
	}
}

func updatePatchSights() sights {
	patched := func(operation string, show func(a *answer) any) func(c *client) any {
		return func(c *client) any { return show(c.patch("/Users/"+c.user("jane@x"), operations(operation))) }
	}
	return sights{
		"patch-readonly-fields-rejected": sees(200, 400, patched(`{"op":"replace","value":{"schemas":["`+provider.SchemaUser+`"],"userName":"new@x"}}`, statusOf)),
		"patch-noop-400":                 sees(200, 400, patched(`{"op":"replace","value":{"active":true}}`, statusOf)),
		"patch-returns-stale-resource":   sees(false, true, patched(`{"op":"replace","value":{"active":false}}`, func(a *answer) any { return a.at("active") })),
		"patch-unknown-path-silent-200":  sees(400, 200, patched(`{"op":"replace","path":"shoeSize","value":"42"}`, statusOf)),
		"patch-race-lost-update": sees([]any{false, "New"}, []any{nil, nil}, func(c *client) any {
			id := c.user("jane@x")
			changes := []string{`{"op":"replace","value":{"active":false}}`, `{"op":"replace","value":{"title":"New"}}`}
			atOnce(2, func(i int) *answer { return c.patch("/Users/"+id, operations(changes[i])).is(200) })
			user := c.get("/Users/" + id)
			if user.at("active") == false && user.at("title") == "New" {
				return []any{false, "New"}
			}
			return []any{nil, nil}
		}),
	}
}
