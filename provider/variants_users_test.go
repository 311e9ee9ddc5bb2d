package provider_test

import (
	"strings"

	"github.com/oktascim/oktascim/provider"
)

func userScenes() map[string]scene {
	stored := func(path string, sent provider.Object) func(c *client) any {
		return func(c *client) any {
			id := c.user("Jane@Example.com", sent)
			shown := c.get("/Users/" + id)
			shown.has("userName", "Jane@Example.com").has("name.givenName", "Jane")
			c.merged(id, provider.Object{"active": false}).is(200).has("active", false).has(path, shown.at(path))
			return shown.at(path)
		}
	}
	const enterprise = provider.SchemaEnterprise
	everything := provider.Object{
		"title": "Engineer", "nickName": "Janie", "locale": "en-US", "phoneNumbers": []any{provider.Object{"value": "+1 555 0100", "type": "work"}},
		enterprise: provider.Object{"department": "R&D"}, "name": provider.Object{"givenName": "Jane", "familyName": "Doe", "middleName": "Q"},
	}
	two := provider.Object{"emails": []any{
		provider.Object{"value": "home@example.com", "type": "home"},
		provider.Object{"value": "work@example.com", "type": "work", "primary": true},
	}}
	return map[string]scene{
		"optional-attributes-dropped": {usual: seen(13, "Q", "Doe"), unusual: seen(8, nil, "Doe"), see: func(c *client) any {
			a := c.get("/Users/" + c.user("jane@example.com", everything))
			c.patch("/Users/"+a.id(), operations(retitle)).is(200)
			return seen(len(a.body)-2, a.at("name.middleName"), a.at("name.familyName")) // but groups and roles
		}},
		"no-display-name": {usual: "Jane", unusual: nil, see: stored("displayName", provider.Object{"displayName": "Jane"})},
		"email-type-dropped": {usual: "work", unusual: nil, see: stored("emails.0.type", provider.Object{
			"emails": []any{provider.Object{"value": "jane@example.com", "type": "work"}},
		})},
		"active-only-as-sent": {usual: seen(true, false), unusual: seen(nil, false), see: func(c *client) any {
			sent := newUser("jane@example.com")
			delete(sent, "active")
			id := c.post("/Users", sent).is(201).id()
			before := c.get("/Users/" + id).at("active")
			c.merged(id, provider.Object{"active": false}).is(200)
			return seen(before, c.get("/Users/"+id).at("active"))
		}},
		"display-name-by-default": {usual: nil, unusual: "Jane Doe", see: stored("displayName", provider.Object{"displayName": nil})},
		"formatted-name-derived": {usual: seen(nil, "Old Name"), unusual: seen("Jane Doe", "Joan Doe"), see: func(c *client) any {
			id := c.user("jane@example.com")
			before := c.get("/Users/" + id).at("name.formatted")
			c.merged(id, provider.Object{"name": provider.Object{"givenName": "Joan", "familyName": "Doe", "formatted": "Old Name"}}).is(200)
			return seen(before, c.get("/Users/"+id).at("name.formatted"))
		}},
		"server-defaults":         {usual: nil, unusual: "Etc/UTC", see: stored("timezone", nil)},
		"phone-numbers-canonical": {usual: "+1 555 0100", unusual: "tel:+1-555-0100", see: stored("phoneNumbers.0.value", everything)},
		"emails-lower-case":       {usual: "Jane@Example.com", unusual: "jane@example.com", see: stored("emails.0.value", nil)},
		"emails-with-defaults": {usual: nil, unusual: "work", see: stored("emails.0.type", provider.Object{
			"emails": []any{provider.Object{"value": "jane@example.com"}},
		})},
		"emails-extra": {usual: nil, unusual: true, see: stored("emails.0.verified", nil)},
		"one-email":    {usual: "home@example.com", unusual: "work@example.com", see: stored("emails.0.value", two)},
		"emails-unique": {usual: seen(201, 201, 2.0), unusual: seen(409, 201, 1.0), see: func(c *client) any {
			c.user("jane@example.com")
			joe := newUser("joe@example.com")
			joe["emails"] = []any{provider.Object{"value": "JANE@example.com"}}
			status := c.post("/Users", joe).status
			listed := c.get("/Users").at("totalResults")
			return seen(status, c.post("/Users", newUser("ann@example.com")).status, listed)
		}},
	}
}

func updateScenes() map[string]scene {
	// group tells the status of a change of a group of one, and how many members it has then.
	group := func(method, body string) func(c *client) any {
		return func(c *client) any {
			jane, joe := c.user("jane@example.com"), c.user("joe@example.com")
			id := c.group("Sales", jane)
			a := c.send(method, "/Groups/"+id, strings.ReplaceAll(body, "JOE", joe))
			return seen(a.status, len(c.get("/Groups/"+id).each("members", "value")))
		}
	}
	unknown := operations(`{"op":"add","path":"members","value":[{"value":"none"},{"value":"JOE"}]}`)
	// created tells the statuses of creates of users that differ from newUser.
	created := func(different ...provider.Object) func(c *client) any {
		return func(c *client) any {
			var got []any
			for i, d := range different {
				body := newUser(string(rune('a'+i)) + "@example.com")
				for name, v := range d {
					body[name] = v
				}
				got = append(got, c.post("/Users", body).status)
			}
			return seen(got...)
		}
	}
	// readdressed tells the statuses of PUTs with a new address and with that which is there then, and that.
	readdressed := func(c *client) any {
		id := c.user("jane@example.com")
		body := newUser("jane@example.com")
		body["emails"] = []any{provider.Object{"value": "new@example.com", "primary": true}}
		got := c.put("/Users/"+id, body).status
		shown := c.get("/Users/" + id)
		return seen(got, c.put("/Users/"+id, shown.body).status, shown.at("emails.0.value"))
	}
	type o = provider.Object
	return map[string]scene{
		"put-merges": {usual: seen(nil, nil), unusual: seen("x", nil), see: func(c *client) any {
			id := c.user("jane@example.com", o{"title": "x", "nickName": "Janie"})
			body := newUser("jane@example.com")
			body["nickName"] = ""
			c.put("/Users/"+id, body).is(200)
			a := c.get("/Users/" + id)
			return seen(a.at("title"), a.at("nickName"))
		}},
		"put-empty-body-keeps": {usual: seen(400, "x"), unusual: seen(200, "x"), see: func(c *client) any {
			id := c.user("jane@example.com", o{"title": "x"})
			status := c.put("/Users/"+id, "").status
			return seen(status, c.get("/Users/"+id).at("title"))
		}},
		"put-group-clears-members": {usual: seen(200, 1), unusual: seen(200, 0), see: group("PUT", `{"displayName":"Marketing"}`)},
		"unknown-members-ignored":  {usual: seen(400, 1), unusual: seen(204, 2), see: group("PATCH", unknown)},
		"unknown-members-404":      {usual: seen(400, 1), unusual: seen(404, 1), see: group("PATCH", unknown)},
		"group-names-not-unique": {usual: seen(409, 1.0), unusual: seen(201, 2.0), see: func(c *client) any {
			c.group("Sales")
			status := c.post("/Groups", `{"displayName":"Sales"}`).status
			return seen(status, c.filter("/Groups", `displayName eq "sales"`).at("totalResults"))
		}},
		"user-name-immutable": {usual: seen(200, 200, "new@example.com"), unusual: seen(400, 200, "jane@example.com"), see: func(c *client) any {
			id := c.user("jane@example.com")
			got := c.put("/Users/"+id, newUser("new@example.com")).status
			name := c.get("/Users/" + id).text("userName")
			return seen(got, c.put("/Users/"+id, newUser(name)).status, name)
		}},
		"emails-immutable":      {usual: seen(200, 200, "new@example.com"), unusual: seen(400, 200, "jane@example.com"), see: readdressed},
		"logins-immutable-409":  {usual: seen(200, 200, "new@example.com"), unusual: seen(409, 200, "jane@example.com"), see: readdressed},
		"user-names-are-emails": {usual: seen(201, 201), unusual: seen(201, 400), see: created(o{}, o{"userName": "jane"})},
		"names-required": {
			usual: seen(201, 201, 201), unusual: seen(201, 400, 400),
			see: created(o{}, o{"name": o{"givenName": "Jane"}}, o{"emails": []any{}}),
		},
		"long-values-refused": {
			usual: seen(201, 201, 201), unusual: seen(201, 400, 400),
			see: created(o{"title": strings.Repeat("ü", 255)}, o{"title": strings.Repeat("ü", 256)}, o{"name": o{"givenName": strings.Repeat("x", 300)}}),
		},
		"schemas-required":    {usual: seen(201, 201), unusual: seen(201, 400), see: created(o{}, o{"schemas": nil})},
		"external-ids-unique": {usual: seen(201, 201, 201), unusual: seen(201, 409, 201), see: created(o{"externalId": "x"}, o{"externalId": "x"}, o{"externalId": "X"})},
	}
}
