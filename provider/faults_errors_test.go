package provider_test

import "strings"

func errorScenarios() scenarios { return errorSights().scenarios() }

func errorSights() sights {
	seen := func(path string) func(c *client) any {
		return func(c *client) any {
			a := c.get("/Users/nobody")
			return sprint(a.status, a.at(path))
		}
	}
	return sights{
		"err-plain-text": {"application/scim+json", "text/plain; charset=utf-8", func(c *client) any {
			return c.get("/Users/nobody").header.Get("Content-Type")
		}},
		"err-wrapped-envelope":  {"404 <nil>", "404 404", seen("error.status")},
		"err-status-not-string": {"true", "false", func(c *client) any { return c.get("/Users/nobody").text("status") == "404" }},
		"err-422-validation": {"400 invalidValue", "422 <nil>", func(c *client) any {
			a := c.post("/Users", `{"userName":"jane","active":"maybe"}`)
			return sprint(a.status, a.at("scimType"))
		}},
		"err-null-value-500": {"200", "500", func(c *client) any {
			return c.patch("/Users/"+c.user("jane"), operations(`{"op":"replace","path":"displayName","value":null}`)).status
		}},
		"err-401-as-403":       {"401 401", "403 403", func(c *client) any { a := c.as("wrong").get("/Users"); return sprint(a.status, a.at("status")) }},
		"err-404-as-400":       {"404 404", "400 400", seen("status")},
		"err-404-as-200-empty": {"404 404", "200 <nil>", seen("status")},
		"err-html-page": {"false", "true", func(c *client) any {
			return strings.HasPrefix(string(c.get("/Users/nobody").raw), "<!doctype html>")
		}},
		"err-malformed-json-500": {"400 400", "500 500", func(c *client) any {
			return sprint(c.post("/Users", `{"userName":`).status, c.post("/Groups", `[]`).status)
		}},
		"err-without-detail":  {"404 true", "404 false", func(c *client) any { a := c.get("/Users/nobody"); return sprint(a.status, a.text("detail") != "") }},
		"err-without-schemas": {"404 urn:ietf:params:scim:api:messages:2.0:Error", "404 <nil>", seen("schemas.0")},
		"err-empty-body":      {"false", "true", func(c *client) any { return len(c.get("/Users/nobody").raw) == 0 }},
		"err-write-200": {"404 400", "404 200", func(c *client) any {
			return sprint(c.get("/Users/nobody").status, c.post("/Users", `{}`).status)
		}},
		"err-status-differs": {"404 404", "404 500", seen("status")},
		"err-unknown-group-500": {"404 404", "404 500", func(c *client) any {
			return sprint(c.get("/Users/nobody").status, c.get("/Groups/nobody").status)
		}},
		"err-group-conflict-500": {"409", "500", func(c *client) any {
			c.group("Sales")
			return c.post("/Groups", `{"displayName":"Sales"}`).status
		}},
		"err-invalid-filter-ignored": {"400", "200", func(c *client) any { return c.filter("/Users", "userName is jane").status }},
		"err-invalid-filter-500":     {"400", "500", func(c *client) any { return c.filter("/Users", "userName is jane").status }},
		"err-echoes-token": {"false", "true", func(c *client) any {
			return strings.Contains(c.as("s3cret").get("/Users").text("detail"), "s3cret")
		}},
	}
}
