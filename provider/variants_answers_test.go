package provider_test

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider"
)

const retitle = `{"op":"replace","value":{"title":"x"}}`

func answerScenes() map[string]scene {
	return map[string]scene{
		"patch-204": {usual: seen(200, "x"), unusual: seen(204, "x"), see: func(c *client) any {
			id := c.user("jane@example.com")
			status := c.patch("/Users/"+id, operations(retitle)).status
			return seen(status, c.get("/Users/"+id).at("title"))
		}},
		"patch-whole-answer": {usual: seen(204, 0), unusual: seen(200, 2), see: patchedGroup},
		"patch-brief-answer": {usual: seen(204, 0), unusual: seen(200, 0), see: patchedGroup},
		"delete-200": {usual: seen(204, nil, 404), unusual: seen(200, "Sales", 404), see: func(c *client) any {
			id := c.group("Sales")
			a := c.delete("/Groups/" + id)
			return seen(a.status, a.at("displayName"), c.get("/Groups/"+id).status)
		}},
		"deleted-group-410": {usual: seen(404, 404, 404, 201), unusual: seen(410, 410, 404, 201), see: func(c *client) any {
			id := c.group("Sales")
			c.delete("/Groups/" + id).is(204)
			return seen(c.get("/Groups/"+id).status, c.delete("/Groups/"+id).status, c.get("/Groups/none").status,
				c.post("/Groups", `{"displayName":"Sales"}`).status)
		}},
		"no-location-header": {usual: true, unusual: false, see: func(c *client) any {
			return c.post("/Users", newUser("jane@example.com")).is(201).header.Get("Location") != ""
		}},
		"relative-locations": {usual: "http://app.example.com/scim/v2/Groups/", unusual: "/scim/v2/Groups/", see: func(c *client) any {
			a := c.post("/Groups", `{"displayName":"Sales"}`)
			user := c.get("/Users/" + c.user("jane@example.com"))
			c.patch("/Groups/"+a.id(), operations(`{"op":"add","path":"members","value":[{"value":"`+user.id()+`"}]}`)).is(204)
			for _, location := range []any{a.header.Get("Location"), a.at("meta.location"), c.get("/Users/" + user.id()).at("groups.0.$ref")} {
				if location != a.header.Get("Location") {
					c.t.Errorf("%v and %v", location, a.header.Get("Location"))
				}
			}
			return strings.TrimSuffix(a.header.Get("Location"), a.id())
		}},
	}
}

// patchedGroup adds a member to a group of one, and tells the status and how many members the answer has.
func patchedGroup(c *client) any {
	id := c.group("Sales", c.user("jane@example.com"))
	a := c.patch("/Groups/"+id, operations(`{"op":"add","path":"members","value":[{"value":"`+c.user("joe@example.com")+`"}]}`))
	if members := c.get("/Groups/"+id).each("members", "value"); len(members) != 2 {
		c.t.Errorf("members %v", members)
	}
	return seen(a.status, len(a.each("members", "value")))
}

// twice creates a user twice and gives the second answer.
func twice(c *client) *answer {
	c.user("jane@example.com")
	return lenient(c).post("/Users", newUser("jane@example.com"))
}

func errorScenes() map[string]scene {
	return map[string]scene{
		"conflict-without-scimtype": {usual: seen("uniqueness", "invalidSyntax"), unusual: seen(nil, "invalidSyntax"), see: func(c *client) any {
			return seen(twice(c).at("scimType"), c.post("/Users", "{").at("scimType"))
		}},
		"errors-without-scimtype": {usual: seen("uniqueness", "invalidSyntax"), unusual: seen(nil, nil), see: func(c *client) any {
			return seen(twice(c).at("scimType"), c.post("/Users", "{").at("scimType"))
		}},
		"error-status-number": {usual: "409", unusual: 409.0, see: func(c *client) any { return twice(c).at("status") }},
		"error-extra-members": {usual: seen("409", 1, nil), unusual: seen("409", 2, "2000-01-01T00:00:00Z"), see: func(c *client) any {
			a := twice(c)
			return seen(a.at("status"), len(a.at("schemas").([]any)), a.at("timestamp"))
		}},
		"error-detail-german": {
			usual:   "There is no User with the id \"none\".",
			unusual: "Das gewünschte Objekt wurde nicht gefunden. Es geht um „none“.",
			see:     func(c *client) any { return c.get("/Users/none").is(404).at("detail") },
		},
		"error-detail-long": {usual: 1, unusual: 4, see: func(c *client) any {
			return len(strings.Split(c.get("/Users/none").is(404).text("detail"), "\n"))
		}},
	}
}

func authScenes() map[string]scene {
	challenges := func(c *client) any { return len(c.as("wrong").get("/Users").is(401).header.Values("WWW-Authenticate")) }
	return map[string]scene{
		"challenge-left-out":     {usual: 1, unusual: 0, see: challenges},
		"challenge-with-details": {usual: 1, unusual: 2, see: challenges},
		"auth-scheme-exact": {usual: seen(200, 200, 401), unusual: seen(200, 401, 401), see: func(c *client) any {
			var got []any
			for _, header := range []string{"Bearer " + token, "bearer " + token, "Bearer wrong"} {
				got = append(got, c.with("Authorization", header).get("/Users").status)
			}
			return seen(got...)
		}},
		"rotated-token-grace": {usual: seen(401, 200, 401), unusual: seen(200, 200, 401), see: func(c *client) any {
			if err := c.server.RotateToken(token, "new-token"); err != nil {
				c.t.Fatal(err)
			}
			c.as("new-token").user("jane@example.com")
			return seen(c.get("/Users").status, c.as("new-token").get("/Users").status, c.as("never").get("/Users").status)
		}},
		"foreign-ids-403": {usual: seen(404, 404, 404), unusual: seen(403, 403, 404), see: func(c *client) any {
			id := c.user("jane@example.com")
			c.get("/Users/" + id).is(200)
			other := c.as(otherToken)
			return seen(other.get("/Users/"+id).status, other.patch("/Users/"+id, operations(retitle)).status, other.get("/Users/none").status)
		}},
		"discovery-is-public": {usual: seen(401, 401, 401), unusual: seen(200, 200, 401), see: func(c *client) any {
			c = c.with("Authorization", "")
			return seen(c.get("/ServiceProviderConfig").status, c.get("/Schemas/"+provider.SchemaUser).status, c.get("/Users").status)
		}},
	}
}

func mediaScenes() map[string]scene {
	mediaType := func(c *client) any {
		c.get("/Users/none").is(404)
		return c.get("/Users").is(200).header.Get("Content-Type")
	}
	raw := func(c *client) any {
		id := c.user("jane@example.com", provider.Object{"displayName": "Zoë 🎈 a/b <c>"})
		a := c.get("/Users/"+id).has("displayName", "Zoë 🎈 a/b <c>")
		_, rest, _ := strings.Cut(strings.ReplaceAll(string(a.raw), " ", ""), `"displayName":`)
		value, _, _ := strings.Cut(rest, ",")
		return seen(strings.Index(string(a.raw), `"meta"`) < strings.Index(string(a.raw), `"userName"`), string(a.raw[1]), value)
	}
	const quote, shown = `"`, `"Zoë🎈a/b<c>"`
	return map[string]scene{
		"media-type-json":    {usual: "application/scim+json", unusual: "application/json; charset=utf-8", see: mediaType},
		"media-type-charset": {usual: "application/scim+json", unusual: `Application/SCIM+JSON;charset="UTF-8"`, see: mediaType},
		"json-pretty":        {usual: seen(false, quote, shown), unusual: seen(true, "\n", `"Zoë🎈a/b\u003cc\u003e"`), see: raw},
		"json-reversed":      {usual: seen(false, quote, shown), unusual: seen(true, quote, shown), see: raw},
		"json-escaped":       {usual: seen(false, quote, shown), unusual: seen(true, quote, `"Zo\u00eb\uD83C\udf88a\/b\u003cc\u003e"`), see: raw},
	}
}

func deliveryScenes() map[string]scene {
	took := func(requests int) func(c *client) any {
		return func(c *client) any {
			start := time.Now()
			for range requests {
				c.get("/Users").is(200)
			}
			return time.Since(start)
		}
	}
	// refused tells which of 60 requests at once were answered 429, and after how long the next one was not.
	refused := func(wait time.Duration) func(c *client) any {
		return func(c *client) any {
			c = lenient(c)
			var which []any
			for i := range 60 {
				if a := c.get("/Users"); a.status == 429 {
					which = append(which, i+1, a.header.Get("Retry-After"))
				}
			}
			time.Sleep(wait)
			return seen(len(which)/2, which[:min(4, len(which))], c.get("/Users").status)
		}
	}
	packed := func(coding string) func(c *client) any {
		return func(c *client) any {
			none := c.get("/Users").is(200).header.Get("Content-Encoding")
			a := c.with("Accept-Encoding", "gzip,deflate").get("/Users")
			id := c.with("Accept-Encoding", coding).post("/Groups", `{"displayName":"Sales"}`).header.Get("Location")
			c.with("Accept-Encoding", coding).delete(id[strings.Index(id, "/Groups/"):]).is(204)
			return seen(none, a.header.Get("Content-Encoding"))
		}
	}
	header := func(name string) func(c *client) any {
		return func(c *client) any { return c.get("/Users").is(200).has("totalResults", 0.0).header.Get(name) }
	}
	return map[string]scene{
		"latency-300ms":         {usual: time.Duration(0), unusual: 600 * time.Millisecond, see: took(2)},
		"latency-cold-start":    {usual: time.Duration(0), unusual: 6 * time.Second, see: took(3)},
		"throttles-every-20th":  {usual: seen(0, []any(nil), 200), unusual: seen(3, []any{20, "1", 40, "1"}, 200), see: refused(0)},
		"throttles-at-gateway":  {usual: seen(0, []any(nil), 200), unusual: seen(4, []any{15, "3", 30, "3"}, 200), see: refused(0)},
		"throttles-25-a-second": {usual: seen(0, []any(nil), 200), unusual: seen(25, []any{26, "1", 27, "1"}, 200), see: refused(time.Second)},
		"gzip-always":           {usual: seen("", ""), unusual: seen("", "gzip"), see: packed("gzip")},
		"deflate-always":        {usual: seen("", ""), unusual: seen("", "deflate"), see: packed("deflate")},
		"chunked-answers":       {usual: "130", unusual: "", see: header("Content-Length")},
		"connection-close":      {usual: "", unusual: "close", see: header("Connection")},
		"gateway-headers":       {usual: "", unusual: "gateway", see: header("Server")},
	}
}

// jsonOf is a value as JSON, to compare what is deep.
func jsonOf(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}
