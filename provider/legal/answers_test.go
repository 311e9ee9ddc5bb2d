package legal_test

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

const retitle = `{"op":"replace","value":{"title":"x"}}`

func answerScenes() map[string]scene {
	return map[string]scene{
		"patch-204": {usual: seen(200, "x"), unusual: seen(204, "x"), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			status := c.Patch("/Users/"+id, scimtest.Operations(retitle)).Status
			return seen(status, c.Get("/Users/"+id).At("title"))
		}},
		"patch-whole-answer": {usual: seen(204, 0), unusual: seen(200, 2), see: patchedGroup},
		"patch-brief-answer": {usual: seen(204, 0), unusual: seen(200, 0), see: patchedGroup},
		"delete-200": {usual: seen(204, nil, 404), unusual: seen(200, "Sales", 404), see: func(c *scimtest.Client) any {
			id := c.Group("Sales")
			a := c.Delete("/Groups/" + id)
			return seen(a.Status, a.At("displayName"), c.Get("/Groups/"+id).Status)
		}},
		"deleted-group-410": {usual: seen(404, 404, 404, 201), unusual: seen(410, 410, 404, 201), see: func(c *scimtest.Client) any {
			id := c.Group("Sales")
			c.Delete("/Groups/" + id).Is(204)
			return seen(c.Get("/Groups/"+id).Status, c.Delete("/Groups/"+id).Status, c.Get("/Groups/none").Status,
				c.Post("/Groups", `{"displayName":"Sales"}`).Status)
		}},
		"no-location-header": {usual: true, unusual: false, see: func(c *scimtest.Client) any {
			return c.Post("/Users", scimtest.NewUser("jane@example.com")).Is(201).Header.Get("Location") != ""
		}},
		"relative-locations": {usual: "http://app.example.com/scim/v2/Groups/", unusual: "/scim/v2/Groups/", see: func(c *scimtest.Client) any {
			a := c.Post("/Groups", `{"displayName":"Sales"}`)
			user := c.Get("/Users/" + c.User("jane@example.com"))
			c.Patch("/Groups/"+a.ID(), scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+user.ID()+`"}]}`)).Is(204)
			for _, location := range []any{a.Header.Get("Location"), a.At("meta.location"), c.Get("/Users/" + user.ID()).At("groups.0.$ref")} {
				if location != a.Header.Get("Location") {
					c.T.Errorf("%v and %v", location, a.Header.Get("Location"))
				}
			}
			return strings.TrimSuffix(a.Header.Get("Location"), a.ID())
		}},
	}
}

// patchedGroup adds a member to a group of one, and tells the status and how many members the answer has.
func patchedGroup(c *scimtest.Client) any {
	id := c.Group("Sales", c.User("jane@example.com"))
	a := c.Patch("/Groups/"+id, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+c.User("joe@example.com")+`"}]}`))
	if members := c.Get("/Groups/"+id).Each("members", "value"); len(members) != 2 {
		c.T.Errorf("members %v", members)
	}
	return seen(a.Status, len(a.Each("members", "value")))
}

// twice creates a user twice and gives the second answer.
func twice(c *scimtest.Client) *scimtest.Answer {
	c.User("jane@example.com")
	return scimtest.Lenient(c).Post("/Users", scimtest.NewUser("jane@example.com"))
}

func errorScenes() map[string]scene {
	return map[string]scene{
		"conflict-without-scimtype": {usual: seen("uniqueness", "invalidSyntax"), unusual: seen(nil, "invalidSyntax"), see: func(c *scimtest.Client) any {
			return seen(twice(c).At("scimType"), c.Post("/Users", "{").At("scimType"))
		}},
		"errors-without-scimtype": {usual: seen("uniqueness", "invalidSyntax"), unusual: seen(nil, nil), see: func(c *scimtest.Client) any {
			return seen(twice(c).At("scimType"), c.Post("/Users", "{").At("scimType"))
		}},
		"error-status-number": {usual: "409", unusual: 409.0, see: func(c *scimtest.Client) any { return twice(c).At("status") }},
		"error-extra-members": {usual: seen("409", 1, nil), unusual: seen("409", 2, "2000-01-01T00:00:00Z"), see: func(c *scimtest.Client) any {
			a := twice(c)
			return seen(a.At("status"), len(a.At("schemas").([]any)), a.At("timestamp"))
		}},
		"error-detail-german": {
			usual:   "There is no User with the id \"none\".",
			unusual: "Das gewünschte Objekt wurde nicht gefunden. Es geht um „none“.",
			see:     func(c *scimtest.Client) any { return c.Get("/Users/none").Is(404).At("detail") },
		},
		"error-detail-long": {usual: 1, unusual: 4, see: func(c *scimtest.Client) any {
			return len(strings.Split(c.Get("/Users/none").Is(404).Text("detail"), "\n"))
		}},
	}
}

func authScenes() map[string]scene {
	challenges := func(c *scimtest.Client) any {
		return len(c.As("wrong").Get("/Users").Is(401).Header.Values("WWW-Authenticate"))
	}
	return map[string]scene{
		"wrong-token-delayed": {usual: time.Duration(0), unusual: 115 * time.Second, see: func(c *scimtest.Client) any {
			start := time.Now()
			challenges(c)
			c.Get("/Users").Is(200)
			return time.Since(start)
		}},
		"challenge-left-out":     {usual: 1, unusual: 0, see: challenges},
		"challenge-with-details": {usual: 1, unusual: 2, see: challenges},
		"auth-scheme-exact": {usual: seen(200, 200, 401), unusual: seen(200, 401, 401), see: func(c *scimtest.Client) any {
			var got []any
			for _, header := range []string{"Bearer " + scimtest.Token, "bearer " + scimtest.Token, "Bearer wrong"} {
				got = append(got, c.With("Authorization", header).Get("/Users").Status)
			}
			return seen(got...)
		}},
		"rotated-token-grace": {usual: seen(401, 200, 401), unusual: seen(200, 200, 401), see: func(c *scimtest.Client) any {
			if err := c.Server.RotateToken(scimtest.Token, "new-token"); err != nil {
				c.T.Fatal(err)
			}
			c.As("new-token").User("jane@example.com")
			return seen(c.Get("/Users").Status, c.As("new-token").Get("/Users").Status, c.As("never").Get("/Users").Status)
		}},
		"foreign-ids-403": {usual: seen(404, 404, 404), unusual: seen(403, 403, 404), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			c.Get("/Users/" + id).Is(200)
			other := c.As(scimtest.OtherToken)
			return seen(other.Get("/Users/"+id).Status, other.Patch("/Users/"+id, scimtest.Operations(retitle)).Status, other.Get("/Users/none").Status)
		}},
		"discovery-is-public": {usual: seen(401, 401, 401), unusual: seen(200, 200, 401), see: func(c *scimtest.Client) any {
			c = c.With("Authorization", "")
			return seen(c.Get("/ServiceProviderConfig").Status, c.Get("/Schemas/"+provider.SchemaUser).Status, c.Get("/Users").Status)
		}},
	}
}

func mediaScenes() map[string]scene {
	mediaType := func(c *scimtest.Client) any {
		c.Get("/Users/none").Is(404)
		return c.Get("/Users").Is(200).Header.Get("Content-Type")
	}
	raw := func(c *scimtest.Client) any {
		id := c.User("jane@example.com", provider.Object{"displayName": "Zoë 🎈 a/b <c>"})
		a := c.Get("/Users/"+id).Has("displayName", "Zoë 🎈 a/b <c>")
		_, rest, _ := strings.Cut(strings.ReplaceAll(string(a.Raw), " ", ""), `"displayName":`)
		value, _, _ := strings.Cut(rest, ",")
		return seen(strings.Index(string(a.Raw), `"meta"`) < strings.Index(string(a.Raw), `"userName"`), string(a.Raw[1]), value)
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
	took := func(requests int) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			start := time.Now()
			for range requests {
				c.Get("/Users").Is(200)
			}
			return time.Since(start)
		}
	}
	// refused tells which of 60 requests at once were answered 429, and after how long the next one was not.
	refused := func(wait time.Duration) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			c = scimtest.Lenient(c)
			var which []any
			for i := range 60 {
				if a := c.Get("/Users"); a.Status == 429 {
					which = append(which, i+1, a.Header.Get("Retry-After"))
				}
			}
			time.Sleep(wait)
			return seen(len(which)/2, which[:min(4, len(which))], c.Get("/Users").Status)
		}
	}
	packed := func(coding string) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			none := c.Get("/Users").Is(200).Header.Get("Content-Encoding")
			a := c.With("Accept-Encoding", "gzip,deflate").Get("/Users")
			id := c.With("Accept-Encoding", coding).Post("/Groups", `{"displayName":"Sales"}`).Header.Get("Location")
			c.With("Accept-Encoding", coding).Delete(id[strings.Index(id, "/Groups/"):]).Is(204)
			return seen(none, a.Header.Get("Content-Encoding"))
		}
	}
	header := func(name string) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any { return c.Get("/Users").Is(200).Has("totalResults", 0.0).Header.Get(name) }
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
