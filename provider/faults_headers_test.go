package provider_test

import "strings"

func headerScenarios() scenarios { return headerSights().scenarios() }

func headerSights() sights {
	sent := func(name, value string) func(c *client) any {
		return func(c *client) any { return c.with(name, value).post("/Users", newUser("jane")).status }
	}
	kind := func(c *client) any { return c.get("/Users").header.Get("Content-Type") }
	return sights{
		"hdr-content-type-scimjson-unread": {"201", "400", sent("Content-Type", "application/scim+json; charset=utf-8")},
		"hdr-application-json-rejected":    {"201", "415", sent("Content-Type", "application/json")},
		"hdr-charset-rejected":             {"201", "415", sent("Content-Type", "application/scim+json; charset=utf-8")},
		"hdr-accept-charset-406":           {"201", "406", sent("Accept", "application/scim+json; charset=utf-8")},
		"hdr-wrong-response-content-type":  {"application/scim+json", "application/json+scim", kind},
		"hdr-list-as-text-html":            {"application/scim+json", "text/html; charset=utf-8", kind},
		"hdr-location-wrong": {"http://app.example.com/scim/v2/Users true", "http://0.0.0.0:8080/scim/v2/scim/v2/Users true", func(c *client) any {
			a := c.post("/Users", newUser("jane"))
			where, _ := strings.CutSuffix(a.header.Get("Location"), "/"+a.id())
			return sprint(where, a.header.Get("Location") == a.at("meta.location"))
		}},
		"hdr-gzip-mislabelled": {"true {", "false {", func(c *client) any {
			a := c.with("Accept-Encoding", "gzip").get("/Users")
			return sprint(a.header.Get("Content-Encoding") == "", string(a.raw[:1]))
		}},
		"hdr-no-challenge": {"true", "false", func(c *client) any {
			return c.as("wrong").get("/Users").header.Get("WWW-Authenticate") != ""
		}},
		"hdr-body-in-latin1": {"Zoë", "Zo\ufffd", func(c *client) any { return c.get("/Users/" + c.user("Zoë")).at("userName") }},
	}
}
