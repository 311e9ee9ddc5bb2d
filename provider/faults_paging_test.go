package provider_test

import (
	"fmt"

	"github.com/oktascim/oktascim/provider"
)

func pagingScenarios() scenarios { return pagingSights().scenarios() }

func pagingSights() sights {
	// names lists who is on a page of /Users.
	names := func(c *client, start, count int) []string {
		return c.get(fmt.Sprintf("/Users?startIndex=%d&count=%d", start, count)).each("", "userName")
	}
	// walk lists everybody on pages of two, of three users, and who is on one page.
	walk := func(c *client) any {
		c.abc()
		return sprint(names(c, 1, 2), names(c, 3, 2), names(c, 1, 100))
	}
	seen := func(query, path string) func(c *client) any {
		return func(c *client) any {
			c.abc()
			return c.get("/Users" + query).at(path)
		}
	}
	return sights{
		"page-params-ignored-truncate-100": {"[a b] [c] [a b c]", "[a b c] [a b c] [a b c]", walk},
		"page-none-dos": {"100 20", "120 120", func(c *client) any {
			c.many(120)
			return sprint(len(names(c, 1, 100)), len(names(c, 101, 100)))
		}},
		"page-startindex-zero-based":   {"[a b] [c] [a b c]", "[b c] [] [b c]", walk},
		"page-beyond-end-returns-rows": {"[]", "[b c]", func(c *client) any { c.abc(); return names(c, 9, 2) }},
		"page-unstable-order":          {"[a b] [c] [a b c]", "[a b] [a] [a b c]", walk},
		"page-itemsperpage-is-count":   {"3", "100", seen("?count=100", "itemsPerPage")},
		"page-size-capped-below-100": {"60", "50", func(c *client) any {
			c.many(60)
			return len(names(c, 1, 100))
		}},
		"page-total-inaccurate-at-limit": {"120", "100", func(c *client) any {
			c.many(120)
			return c.get("/Users").at("totalResults")
		}},
		"page-10k-cap": {"200 200", "200 400", func(c *client) any {
			return sprint(c.get("/Users?startIndex=10000").status, c.get("/Users?startIndex=10001").status)
		}},
		"import-lists-unmanaged-users": {"[a b c] 404", "[a b c service-backup service-search] 200", func(c *client) any {
			c.abc()
			return sprint(names(c, 1, 100), c.get("/Users/00000000-service-search").status)
		}},
		"page-one-short":         {"[a b] [c] [a b c]", "[a] [c] [a b c]", walk},
		"page-last-missing":      {"[a b] [c] [a b c]", "[a b] [] [a b]", walk},
		"page-overlap":           {"[a b] [c] [a b c]", "[a b] [b c] [a b c]", walk},
		"page-total-is-page":     {"3", "2", seen("?count=2", "totalResults")},
		"page-total-active-only": {"[a b] 2", "[a b] 1", inactiveListed(names)},
		"page-omits-inactive":    {"[a b] 2", "[b] 1", inactiveListed(names)},
		"page-count-zero-all": {"[] 3", "[a b c] 3", func(c *client) any {
			c.abc()
			return sprint(names(c, 1, 0), c.get("/Users?count=0").at("totalResults"))
		}},
		"page-numbers-as-text":     {"float64", "string", func(c *client) any { return fmt.Sprintf("%T", c.get("/Users").at("totalResults")) }},
		"page-startindex-always-1": {"2", "1", seen("?startIndex=2", "startIndex")},
		"page-order-by-modified": {"[a b c]", "[b c a]", func(c *client) any {
			a, _, _ := c.abc()
			c.patch("/Users/"+a, operations(`{"op":"replace","value":{"title":"Dr"}}`))
			return names(c, 1, 100)
		}},
		"page-order-by-modified-first": {"[a b c]", "[a c b]", func(c *client) any {
			a, _, _ := c.abc()
			c.patch("/Users/"+a, operations(`{"op":"replace","value":{"title":"Dr"}}`))
			return names(c, 1, 100)
		}},
		"page-user-once-a-group": {"[a b] [c] 3", "[a a] [b c] 4", func(c *client) any {
			a, b, _ := c.abc()
			c.group("Core", a, b)
			c.group("Sales", a)
			return sprint(names(c, 1, 2), names(c, 3, 2), c.get("/Users").at("totalResults"))
		}},
		"page-user-once-an-email": {"[a b]", "[a a b]", func(c *client) any {
			c.user("a", provider.Object{"emails": []any{provider.Object{"value": "a@x"}, provider.Object{"value": "b@x"}}})
			c.user("b")
			return names(c, 1, 100)
		}},
		"page-list-summaries": {"Jane", "<nil>", seen("", "Resources.0.name.givenName")},
		"page-groups-first-only": {"Core", "Sales", func(c *client) any {
			c.group("Sales")
			c.group("Core")
			return c.get("/Groups?startIndex=2&count=1").at("Resources.0.displayName")
		}},
	}
}

// inactiveListed lists an inactive user and an active one.
func inactiveListed(names func(c *client, start, count int) []string) func(c *client) any {
	return func(c *client) any {
		c.user("a", provider.Object{"active": false})
		c.user("b")
		return sprint(names(c, 1, 100), c.get("/Users").at("totalResults"))
	}
}
