package legal_test

import (
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func userScenes() map[string]scene {
	stored := func(path string, sent provider.Object) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			id := c.User("Jane@Example.com", sent)
			shown := c.Get("/Users/" + id)
			shown.Has("userName", "Jane@Example.com").Has("name.givenName", "Jane")
			c.Merged(id, provider.Object{"active": false}).Is(200).Has("active", false).Has(path, shown.At(path))
			return shown.At(path)
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
		"optional-attributes-dropped": {usual: seen(13, "Q", "Doe"), unusual: seen(8, nil, "Doe"), see: func(c *scimtest.Client) any {
			a := c.Get("/Users/" + c.User("jane@example.com", everything))
			c.Patch("/Users/"+a.ID(), scimtest.Operations(retitle)).Is(200)
			return seen(len(a.Body)-2, a.At("name.middleName"), a.At("name.familyName")) // but groups and roles
		}},
		"no-display-name": {usual: "Jane", unusual: nil, see: stored("displayName", provider.Object{"displayName": "Jane"})},
		"email-type-dropped": {usual: "work", unusual: nil, see: stored("emails.0.type", provider.Object{
			"emails": []any{provider.Object{"value": "jane@example.com", "type": "work"}},
		})},
		"active-only-as-sent": {usual: seen(true, false), unusual: seen(nil, false), see: func(c *scimtest.Client) any {
			sent := scimtest.NewUser("jane@example.com")
			delete(sent, "active")
			id := c.Post("/Users", sent).Is(201).ID()
			before := c.Get("/Users/" + id).At("active")
			c.Merged(id, provider.Object{"active": false}).Is(200)
			return seen(before, c.Get("/Users/"+id).At("active"))
		}},
		"display-name-by-default": {usual: nil, unusual: "Jane Doe", see: stored("displayName", provider.Object{"displayName": nil})},
		"formatted-name-derived": {usual: seen(nil, "Old Name"), unusual: seen("Jane Doe", "Joan Doe"), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			before := c.Get("/Users/" + id).At("name.formatted")
			c.Merged(id, provider.Object{"name": provider.Object{"givenName": "Joan", "familyName": "Doe", "formatted": "Old Name"}}).Is(200)
			return seen(before, c.Get("/Users/"+id).At("name.formatted"))
		}},
		"server-defaults":         {usual: nil, unusual: "Etc/UTC", see: stored("timezone", nil)},
		"phone-numbers-canonical": {usual: "+1 555 0100", unusual: "tel:+1-555-0100", see: stored("phoneNumbers.0.value", everything)},
		"emails-lower-case":       {usual: "Jane@Example.com", unusual: "jane@example.com", see: stored("emails.0.value", nil)},
		"emails-with-defaults": {usual: nil, unusual: "work", see: stored("emails.0.type", provider.Object{
			"emails": []any{provider.Object{"value": "jane@example.com"}},
		})},
		"emails-extra": {usual: nil, unusual: true, see: stored("emails.0.verified", nil)},
		"one-email":    {usual: "home@example.com", unusual: "work@example.com", see: stored("emails.0.value", two)},
		"emails-unique": {usual: seen(201, 201, 2.0), unusual: seen(409, 201, 1.0), see: func(c *scimtest.Client) any {
			c.User("jane@example.com")
			joe := scimtest.NewUser("joe@example.com")
			joe["emails"] = []any{provider.Object{"value": "JANE@example.com"}}
			status := c.Post("/Users", joe).Status
			listed := c.Get("/Users").At("totalResults")
			return seen(status, c.Post("/Users", scimtest.NewUser("ann@example.com")).Status, listed)
		}},
	}
}

func updateScenes() map[string]scene {
	// group tells the status of a change of a group of one, and how many members it has then.
	group := func(method, body string) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
			id := c.Group("Sales", jane)
			a := c.Send(method, "/Groups/"+id, strings.ReplaceAll(body, "JOE", joe))
			return seen(a.Status, len(c.Get("/Groups/"+id).Each("members", "value")))
		}
	}
	unknown := scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"none"},{"value":"JOE"}]}`)
	// created tells the statuses of creates of users that differ from newUser.
	created := func(different ...provider.Object) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			var got []any
			for i, d := range different {
				body := scimtest.NewUser(string(rune('a'+i)) + "@example.com")
				for name, v := range d {
					body[name] = v
				}
				got = append(got, c.Post("/Users", body).Status)
			}
			return seen(got...)
		}
	}
	// readdressed tells the statuses of PUTs with a new address and with that which is there then, and that.
	readdressed := func(c *scimtest.Client) any {
		id := c.User("jane@example.com")
		body := scimtest.NewUser("jane@example.com")
		body["emails"] = []any{provider.Object{"value": "new@example.com", "primary": true}}
		got := c.Put("/Users/"+id, body).Status
		shown := c.Get("/Users/" + id)
		return seen(got, c.Put("/Users/"+id, shown.Body).Status, shown.At("emails.0.value"))
	}
	type o = provider.Object
	return map[string]scene{
		"put-merges": {usual: seen(nil, nil), unusual: seen("x", nil), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com", o{"title": "x", "nickName": "Janie"})
			body := scimtest.NewUser("jane@example.com")
			body["nickName"] = ""
			c.Put("/Users/"+id, body).Is(200)
			a := c.Get("/Users/" + id)
			return seen(a.At("title"), a.At("nickName"))
		}},
		"put-empty-body-keeps": {usual: seen(400, "x"), unusual: seen(200, "x"), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com", o{"title": "x"})
			status := c.Put("/Users/"+id, "").Status
			return seen(status, c.Get("/Users/"+id).At("title"))
		}},
		"put-group-clears-members": {usual: seen(200, 1), unusual: seen(200, 0), see: group("PUT", `{"displayName":"Marketing"}`)},
		"unknown-members-ignored":  {usual: seen(400, 1), unusual: seen(204, 2), see: group("PATCH", unknown)},
		"unknown-members-404":      {usual: seen(400, 1), unusual: seen(404, 1), see: group("PATCH", unknown)},
		"group-names-not-unique": {usual: seen(409, 1.0), unusual: seen(201, 2.0), see: func(c *scimtest.Client) any {
			c.Group("Sales")
			status := c.Post("/Groups", `{"displayName":"Sales"}`).Status
			return seen(status, c.Filter("/Groups", `displayName eq "sales"`).At("totalResults"))
		}},
		"user-name-immutable": {usual: seen(200, 200, "new@example.com"), unusual: seen(400, 200, "jane@example.com"), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			got := c.Put("/Users/"+id, scimtest.NewUser("new@example.com")).Status
			name := c.Get("/Users/" + id).Text("userName")
			return seen(got, c.Put("/Users/"+id, scimtest.NewUser(name)).Status, name)
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
