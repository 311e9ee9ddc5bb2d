package provider_test

import "strings"

func connectorScenarios() scenarios { return connectorSights().scenarios() }

func connectorSights() sights {
	list := func(path string) func(c *client) any {
		return func(c *client) any {
			c.user("jane@example.com")
			return c.get("/Users?startIndex=1&count=2").at(path)
		}
	}
	page := func(path string) func(c *client) any {
		return func(c *client) any {
			c.user("a@example.com")
			c.user("b@example.com")
			return c.get("/Users?startIndex=1&count=1").at(path)
		}
	}
	core := []any{"urn:ietf:params:scim:schemas:core:2.0:User"}
	return sights{
		"connector-resources-null": sees([]any{}, nil, func(c *client) any { return c.get("/Users").at("Resources") }),
		"connector-groups-404": sees(200, 404, func(c *client) any {
			c.filter("/Groups", `displayName eq "x"`).is(200)
			c.get("/Groups/" + c.group("Sales")).is(200)
			return c.get("/Groups?startIndex=1&count=100").status
		}),
		"connector-system-user-first": sees("jane@example.com b@example.com", "system jane@example.com", func(c *client) any {
			c.user("jane@example.com")
			c.user("b@example.com")
			first := c.get("/Users?count=1&startIndex=1")
			if id, _ := first.at("Resources.0.id").(string); c.get("/Users/"+id).is(200).at("userName") != first.at("Resources.0.userName") {
				c.t.Error("the first listed user is another one by id")
			}
			rest := c.get("/Users?count=100&startIndex=2")
			if first.at("totalResults") != float64(1+len(rest.each("", "id"))) {
				c.t.Errorf("totalResults %v, but %d on the second page", first.at("totalResults"), len(rest.each("", "id")))
			}
			return strings.Join([]string{first.each("", "userName")[0], rest.each("", "userName")[0]}, " ")
		}),
		"listresponse-wrong-envelope": sees(
			[]any{1.0, []any{"urn:ietf:params:scim:api:messages:2.0:ListResponse"}, false},
			[]any{0.0, core, true},
			func(c *client) any {
				body := c.get("/Users").body
				return []any{body["startIndex"], body["schemas"], body["resources"] != nil}
			}),
		"connector-totals-as-text":        sees(1.0, "1", list("totalResults")),
		"connector-page-numbers-missing":  sees(1.0, nil, list("startIndex")),
		"connector-total-of-the-page":     sees(2.0, 1.0, page("totalResults")),
		"connector-single-result-object":  sees("jane@example.com", nil, list("Resources.0.userName")),
		"connector-items-without-schemas": sees(core, nil, list("Resources.0.schemas")),
		"connector-items-scim-1-schema":   sees(core, []any{"urn:scim:schemas:core:1.0"}, list("Resources.0.schemas")),
		"connector-items-without-active":  sees(true, nil, list("Resources.0.active")),
		"connector-listed-ids-differ": sees(200, 404, func(c *client) any {
			c.user("jane@example.com")
			return c.get("/Users/" + c.get("/Users").each("", "id")[0]).status
		}),
		"connector-list-shows-password": sees(false, true, func(c *client) any {
			c.user("jane@example.com")
			return c.get("/Users").at("Resources.0.password") != nil
		}),
		"connector-read-without-names": sees("Jane", nil, shownCreated("name.givenName", nil)),
		"connector-group-name-differs-by-id": sees("Sales", "sales", func(c *client) any {
			id := c.group("Sales")
			c.get("/Groups").has("Resources.0.displayName", "Sales")
			return c.get("/Groups/" + id).at("displayName")
		}),
		"connector-groups-need-paging": sees(200, 400, func(c *client) any {
			c.get("/Groups?startIndex=1&count=100").is(200)
			return c.get("/Groups").status
		}),
	}
}
