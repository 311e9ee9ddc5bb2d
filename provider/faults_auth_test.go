package provider_test

import (
	"strings"

	"github.com/oktascim/oktascim/provider"
)

func authScenarios() scenarios { return authSights().scenarios() }

func authSights() sights {
	list := func(authorization string) func(c *client) any {
		return func(c *client) any {
			c.as("made-up").get("/Users").is(401)
			return c.with("Authorization", authorization).get("/Users").status
		}
	}
	used := func(authorization string) func(c *client) any {
		return func(c *client) any {
			c.get("/Users").is(200)
			return list(authorization)(c)
		}
	}
	unknown := func(show func(a *answer) any) func(c *client) any {
		return func(c *client) any { return show(c.as("made-up").get("/Users")) }
	}
	return sights{
		"auth-empty-bearer-bypass":   sees(401, 200, list("Bearer ")),
		"auth-user-jwt-accepted":     sees(401, 200, list("Bearer "+jwt())),
		"auth-no-header-accepted":    sees(401, 200, list("")),
		"auth-token-prefix-accepted": sees(401, 200, used("Bearer "+token+"x")),
		"auth-rotated-token-still-valid": sees(401, 200, func(c *client) any {
			c.server.RotateToken(token, "new-token")
			return c.get("/Users").status
		}),
		"auth-revoked-token-writes": sees([]int{401, 401}, []int{401, 201}, func(c *client) any {
			c.server.RotateToken(token, "new-token")
			return []int{c.get("/Users").status, c.post("/Users", newUser("jane@example.com")).status}
		}),
		"auth-groups-unguarded": sees(401, 200, func(c *client) any {
			c.as("made-up").get("/Users").is(401)
			return c.as("made-up").get("/Groups").status
		}),
		"auth-user-by-id-unguarded": sees(401, 200, func(c *client) any {
			id := c.user("jane@example.com")
			c.as("made-up").get("/Users").is(401)
			return c.as("made-up").get("/Users/" + id).status
		}),
		"auth-create-unguarded": sees(401, 201, func(c *client) any {
			c.as("made-up").get("/Users").is(401)
			return c.as("made-up").post("/Users", newUser("jane@example.com")).status
		}),
		"auth-lookup-unguarded": sees(401, 200, func(c *client) any {
			c.as("made-up").get("/Users").is(401)
			return c.as("made-up").filter("/Users", `userName eq "jane@x"`).status
		}),
		"auth-any-basic-accepted":       sees(401, 200, list("Basic amFuZTpzZWNyZXQ=")),
		"auth-null-token-accepted":      sees(401, 200, list("Bearer null")),
		"auth-token-as-pattern":         sees(401, 200, list("Bearer %")),
		"auth-token-beginning-accepted": sees(401, 200, used("Bearer "+token[:3])),
		"auth-token-case-ignored":       sees(401, 200, used("Bearer "+strings.ToUpper(token))),
		"auth-token-middle-ignored":     sees(401, 200, used("Bearer "+token[:3]+"x"+token[4:])),
		"auth-locked-after-bad-token": sees([]int{401, 200, 200}, []int{401, 403, 200}, func(c *client) any {
			return []int{c.as("made-up").get("/Users").status, c.get("/Users").status, c.get("/Users").status}
		}),
		"auth-locked-after-revoked-token": sees([]int{401, 200}, []int{401, 403}, func(c *client) any {
			c.server.RotateToken(token, "new-token")
			return []int{c.get("/Users").status, c.as("new-token").get("/Users").status}
		}),
		"auth-foreign-member-accepted": sees([]string{}, []string{"jane@x"}, func(c *client) any {
			id := c.user("jane@x")
			other := c.as(otherToken)
			group := other.post("/Groups", provider.Object{"displayName": "Sales", "members": []any{provider.Object{"value": id}}}).id()
			return other.get("/Groups/"+group).each("members", "display")
		}),
		"auth-refused-write-stored": sees(0.0, 1.0, func(c *client) any {
			c.as("made-up").post("/Users", newUser("jane@example.com")).is(401)
			return c.get("/Users").at("totalResults")
		}),
		"auth-scheme-case-sensitive": sees(200, 401, list("bearer "+token)),
		"auth-cross-tenant": sees(404, 200, func(c *client) any {
			return c.as(otherToken).get("/Users/" + c.user("jane@example.com")).status
		}),
		"auth-lookup-crosses-tenants": sees([]string{}, []string{"jane@example.com"}, func(c *client) any {
			c.user("jane@example.com")
			if n := c.as(otherToken).get("/Users").at("totalResults"); n != 0.0 {
				c.t.Errorf("the other tenant lists %v users", n)
			}
			return c.as(otherToken).lookUp("jane@example.com")
		}),
		"auth-list-crosses-tenants": sees(0.0, 1.0, func(c *client) any {
			c.user("jane@example.com")
			return c.as(otherToken).get("/Users").at("totalResults")
		}),
		"auth-401-for-bad-user-id": sees(404, 401, func(c *client) any {
			c.get("/Users/00000000-0000-4000-8000-000000000000").is(404)
			return c.get("/Users/00919288221112222").status
		}),
		"auth-redirects-to-login":   sees(401, 302, unknown(func(a *answer) any { return a.status })),
		"auth-500-for-bad-token":    sees(401, 500, unknown(func(a *answer) any { return a.status })),
		"auth-403-for-bad-token":    sees(401, 403, unknown(func(a *answer) any { return a.status })),
		"auth-refusal-without-body": sees(false, true, unknown(func(a *answer) any { return len(a.raw) == 0 })),
		"auth-no-challenge":         sees(`Bearer realm="SCIM"`, "", unknown(func(a *answer) any { return a.header.Get("WWW-Authenticate") })),
		"auth-error-shows-token":    sees(false, true, unknown(func(a *answer) any { return strings.Contains(string(a.raw), "made-up") })),
	}
}
