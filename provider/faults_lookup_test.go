package provider_test

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/oktascim/oktascim/provider"
)

// finds creates users and asks for one: the names found.
func finds(asked string, users ...string) func(c *client) any {
	return func(c *client) any {
		for _, name := range users {
			c.user(name, provider.Object{"emails": []any{provider.Object{"value": "mail-" + strings.Trim(name, "@ ") + ".example", "primary": true}}})
		}
		return c.lookUp(asked)
	}
}

// hit creates a user and looks at one attribute of the look-up's hit.
func hit(path string, more provider.Object) func(c *client) any {
	return func(c *client) any {
		c.user("jane@example.com", more)
		return c.filter("/Users", `userName eq "jane@example.com"`).at("Resources.0." + path)
	}
}

func lookupScenarios() scenarios { return lookupSights().scenarios() }

func lookupSights() sights {
	one := func(names ...string) []string { return append([]string{}, names...) }
	listed := func(query string) func(c *client) any {
		return func(c *client) any {
			c.user("jane@example.com")
			c.user("joe@example.com")
			return c.get("/Users?" + query).at("totalResults")
		}
	}
	long := strings.Repeat("jane", 20) + "@x"
	jane := `userName+eq+%22jane@example.com%22`
	return sights{
		"lookup-username-case-sensitive": sees(one("Jane@x"), one(), finds("jane@x", "Jane@x")),
		"lookup-plus-as-space":           sees(one("jane+x@x"), one(), finds("jane+x@x", "jane+x@x")),
		"lookup-quoted-value-rejected":   sees(one("jane@x"), one(), finds("jane@x", "jane@x")),
		"lookup-filter-dropped-with-other-params": sees(1.0, 2.0, func(c *client) any {
			n := listed("filter=" + jane + "&startIndex=1&count=100")(c)
			c.get("/Users?filter="+jane).has("totalResults", 1.0)
			return n
		}),
		"lookup-without-paging-finds-all": sees(1.0, 2.0, listed("filter="+jane)),
		"lookup-must-come-first": sees(1.0, 2.0, func(c *client) any {
			n := listed("startIndex=1&count=100&filter=" + jane)(c)
			c.get("/Users?filter="+jane+"&startIndex=1&count=100").has("totalResults", 1.0)
			return n
		}),
		"lookup-plus-encoded-blank-rejected": sees(200, 400, func(c *client) any {
			c.get("/Users?filter=userName%20eq%20%22jane@x%22").is(200)
			return c.get("/Users?filter=userName+eq+%22jane@x%22").status
		}),
		"lookup-quoted-space-escape-parse-error": sees(200, 400, func(c *client) any {
			c.filter("/Users", `userName eq "jane"`).is(200)
			return c.filter("/Users", `userName eq "jane doe"`).status
		}),
		"lookup-special-username-500": sees(200, 500, func(c *client) any {
			c.filter("/Users", `userName eq "jane+x@x"`).is(200)
			return c.filter("/Users", `userName eq "o'neil"`).status
		}),
		"lookup-percent-code-decoded": sees(one("jane%20doe@x"), one(), finds("jane%20doe@x", "jane%20doe@x")),
		"lookup-upper-case-finds-all": sees(one("jane@x"), one("jane@x", "joe@x"), finds("JANE@x", "jane@x", "joe@x")),
		"lookup-unknown-not-200-empty": sees(true, false, func(c *client) any {
			return len(c.filter("/Users", `userName eq "x"`).raw) > 0
		}),
		"lookup-apostrophe-wrong-user": sees(one("a'kelah"), one("a"), finds("a'kelah", "a", "a'kelah")),
		"lookup-by-email-not-username": sees(one("jane@x"), one(), finds("jane@x", "jane@x")),
		"lookup-signs-cleaned":         sees(one("r&d/c#@x"), one(), finds("r&d/c#@x", "r&d/c#@x")),
		"lookup-one-per-address": sees(one("b@x"), one(), func(c *client) any {
			for _, name := range []string{"a@x", "b@x"} {
				u := newUser(name)
				u["emails"] = []any{provider.Object{"value": "team@x"}}
				c.post("/Users", u).is(201)
			}
			return finds("b@x")(c)
		}),
		"lookup-eq-as-contains":     sees(one(), one("mary-jane@x"), finds("jane@x", "mary-jane@x")),
		"lookup-eq-as-starts-with":  sees(one("jane"), one("jane", "jane2"), finds("jane", "jane", "jane2")),
		"lookup-cut-off-tail-found": sees(one(), one("jane@x"), finds("jane@x.au", "jane@x")),
		"lookup-like-wildcards":     sees(one("a_b@x"), one("axb@x", "a_b@x"), finds("a_b@x", "axb@x", "a_b@x")),
		"lookup-plus-tag-stripped":  sees(one(), one("jane@x"), finds("jane+test@x", "jane@x")),
		"lookup-dots-ignored":       sees(one(), one("jdoe@x"), finds("j.doe@x", "jdoe@x")),
		"lookup-accents-ignored":    sees(one(), one("muller@x"), finds("müller@x", "muller@x")),
		"lookup-non-ascii-missed":   sees(one("müller@x"), one(), finds("müller@x", "müller@x")),
		"lookup-value-cut-at-64":    sees(one(long), one(), finds(long, long)),
		"lookup-blank-missed":       sees(one("jane doe"), one(), finds("jane doe", "jane doe")),
		"lookup-finds-by-any-name":  sees(one(), one("jane@x"), finds("Jane Doe", "jane@x")),
		"lookup-listed-but-not-filterable": sees(1.0, 0.0, func(c *client) any {
			local := withLocalAdmin(c, "root@x")
			local.get("/Users").has("totalResults", 1.0)
			return local.filter("/Users", `userName eq "root@x"`).at("totalResults")
		}),
		"lookup-index-filled-by-updates": sees([]int{1, 1}, []int{0, 1}, func(c *client) any {
			id := c.user("jane@x")
			before := len(c.lookUp("jane@x"))
			c.merged(id, provider.Object{"title": "x"}).is(200)
			return []int{before, len(c.lookUp("jane@x"))}
		}),
		"lookup-lost-after-update": sees([]int{1, 1}, []int{1, 0}, func(c *client) any {
			id := c.user("jane@x")
			before := len(c.lookUp("jane@x"))
			c.merged(id, provider.Object{"title": "x"}).is(200)
			return []int{before, len(c.lookUp("jane@x"))}
		}),
		"lookup-distinct-by-name":  sees(one("joe@x"), one(), finds("joe@x", "jane@x", "joe@x")),
		"lookup-hit-names-swapped": sees("Jane", "Doe", hit("name.givenName", nil)),
		"lookup-race-mixed-up": sees([]string{"[jane@x]", "[joe@x]"}, []string{"", ""}, func(c *client) any {
			names := []string{"jane@x", "joe@x"}
			found := make([]string, len(names))
			for _, name := range names {
				c.user(name)
			}
			atOnce(2, func(i int) *answer {
				a := c.filter("/Users", `userName eq "`+names[i]+`"`)
				found[i] = fmt.Sprint(a.each("", "userName"))
				return a
			})
			if found[0] == found[1] {
				return []string{"", ""}
			}
			return found
		}),
		"lookup-without-email-not-found": sees(1, 0, func(c *client) any {
			c.post("/Users", `{"userName":"jane@x"}`).is(201)
			return len(c.lookUp("jane@x"))
		}),
		"lookup-first-50-only": sees([]int{1, 1}, []int{1, 0}, func(c *client) any {
			if err := c.server.Seed("acme", 51); err != nil {
				c.t.Fatal(err)
			}
			return []int{len(c.lookUp("person50@example.com")), len(c.lookUp("person51@example.com"))}
		}),
		"lookup-filters-the-first-page": sees(1.0, 0.0, func(c *client) any {
			c.user("jane@x")
			c.user("joe@x")
			return c.get("/Users?startIndex=1&count=1&filter=" + url.QueryEscape(`userName eq "joe@x"`)).at("totalResults")
		}),
		"lookup-hit-once-an-email": sees(1, 2, func(c *client) any {
			c.user("jane@x", provider.Object{"emails": emails()})
			return len(c.lookUp("jane@x"))
		}),
		"lookup-hit-once-a-group": sees(1, 2, func(c *client) any {
			id := c.user("jane@x")
			c.group("A", id)
			c.group("B", id)
			return len(c.lookUp("jane@x"))
		}),
		"lookup-total-of-all-users": sees(0.0, 1.0, func(c *client) any {
			c.user("jane@x")
			return c.filter("/Users", `userName eq "joe@x"`).at("totalResults")
		}),
		"lookup-miss-finds-the-last": sees(one(), one("jane@x"), func(c *client) any {
			c.user("jane@x")
			c.lookUp("jane@x")
			return c.lookUp("joe@x")
		}),
		"lookup-miss-remembered": sees(one("jane@x"), one(), func(c *client) any {
			c.lookUp("jane@x")
			c.user("jane@x")
			c.user("joe@x")
			if got := c.lookUp("joe@x"); len(got) != 1 {
				return got
			}
			return c.lookUp("jane@x")
		}),
		"lookup-hit-without-id":     sees(true, false, func(c *client) any { return hit("id", nil)(c) != nil }),
		"lookup-hit-without-names":  sees("Jane", nil, hit("name.givenName", nil)),
		"lookup-hit-lean":           sees("Boss", nil, hit("title", provider.Object{"title": "Boss"})),
		"lookup-hit-active-as-text": sees(true, "true", hit("active", nil)),
	}
}
