package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider"
)

// three creates c, a and b, and tells the order in which two pages list them.
func three(c *client) []string {
	for _, name := range []string{"c", "a", "b"} {
		c.user(name + "@example.com")
	}
	return slices.Concat(c.get("/Users?startIndex=1&count=2").is(200).each("", "userName"), c.get("/Users?startIndex=3&count=2").each("", "userName"))
}

func listScenes() map[string]scene {
	order := func(names ...string) any {
		for i := range names {
			names[i] += "@example.com"
		}
		return names
	}
	inOrder := func(c *client) any {
		got := three(c)
		c.get("/Users?startIndex=9").has("totalResults", 3.0).has("Resources", []any{})
		return got
	}
	return map[string]scene{
		"newest-first":  {usual: order("c", "a", "b"), unusual: order("b", "a", "c"), see: inOrder},
		"order-by-name": {usual: order("c", "a", "b"), unusual: order("a", "b", "c"), see: inOrder},
		"order-by-display-name": {usual: []string{"Zoe", "Ann"}, unusual: []string{"Ann", "Zoe"}, see: func(c *client) any {
			c.user("a@example.com", provider.Object{"displayName": "Zoe"})
			c.user("b@example.com", provider.Object{"displayName": "Ann"})
			return c.get("/Users").each("", "displayName")
		}},
		"group-blanks-collapsed": {usual: seen("A  B", 1.0), unusual: seen("A B", 1.0), see: func(c *client) any {
			id := c.group("A  B")
			return seen(c.get("/Groups/"+id).at("displayName"), c.filter("/Groups", `displayName eq "A  B"`).at("totalResults"))
		}},
		"order-by-id": {usual: false, unusual: true, see: func(c *client) any {
			for i := range 12 { // ids are random: twelve are hardly ever in order
				c.user(fmt.Sprintf("%d@example.com", i))
			}
			return slices.IsSorted(c.get("/Users").each("", "id"))
		}},
		"lookup-miss-404": {usual: seen(200, 200, 200, 200), unusual: seen(404, 404, 200, 200), see: func(c *client) any {
			c.user("jane@example.com")
			return seen(c.filter("/Users", `userName eq "joe@example.com"`).status, c.filter("/Groups", `displayName eq "Sales"`).status,
				c.filter("/Users", `userName eq "Jane@example.com"`).has("totalResults", 1.0).status, c.get("/Groups").status)
		}},
		"items-per-page-is-count": {usual: seen(1.0, 0.0), unusual: seen(100.0, 100.0), see: func(c *client) any {
			c.user("jane@example.com")
			return seen(c.get("/Users?startIndex=1&count=100").at("itemsPerPage"), c.filter("/Users", `userName eq "none"`).at("itemsPerPage"))
		}},
		"list-extra-members": {usual: seen(5, 0.0), unusual: seen(11, 0.0), see: func(c *client) any {
			a := c.get("/Users").is(200)
			return seen(len(a.body), a.at("totalResults"))
		}},
		"no-discovery": {usual: seen(200, 200, 200), unusual: seen(404, 404, 200), see: func(c *client) any {
			return seen(c.get("/ServiceProviderConfig").status, c.get("/Schemas").status, c.get("/Users").status)
		}},
		"filters-of-okta-only": {usual: seen(200, 200, 200, 200), unusual: seen(200, 200, 400, 400), see: func(c *client) any {
			var got []any
			for _, filter := range []string{`userName eq "a\"b"`, `userName EQ "x"`, `userName sw "a"`, `userName eq "a" or title pr`} {
				got = append(got, c.filter("/Users", filter).status)
			}
			return seen(got...)
		}},
		"no-endpoint-html": {usual: seen(404, true, true), unusual: seen(404, false, true), see: func(c *client) any {
			a := lenient(c).get("/Nothing")
			return seen(a.status, a.text("detail") != "", c.get("/Users/none").is(404).text("detail") != "")
		}},
		"count-capped-100": {usual: 120, unusual: 100, options: seed(120), see: func(c *client) any {
			return len(c.get("/Users?count=1000").has("totalResults", 120.0).each("", "id"))
		}},
		"default-count-20": {usual: seen(100, 30), unusual: seen(20, 30), options: seed(120), see: func(c *client) any {
			return seen(len(c.get("/Users").has("totalResults", 120.0).each("", "id")), len(c.get("/Users?count=30").each("", "id")))
		}},
		"projection-ignored": {usual: seen(3, false), unusual: seen(10, true), see: func(c *client) any {
			id := c.user("jane@example.com")
			few := c.get("/Users/" + id + "?attributes=userName")
			return seen(len(few.body), c.get("/Users/"+id+"?excludedAttributes=name").at("name") != nil)
		}},
	}
}

func seed(people int) func(*provider.Options) {
	return func(o *provider.Options) { o.Seed = people }
}

func idScenes() map[string]scene {
	// form tells whether the ids of users and groups have a form, and uses them everywhere.
	form := func(pattern string) scene {
		like := regexp.MustCompile(`^(?:` + pattern + `)$`)
		return scene{usual: false, unusual: true, see: func(c *client) any {
			a, b := c.user("a@example.com"), c.user("b@example.com")
			group := c.group("Sales", a, b)
			ids := []string{a, b, group}
			slices.Sort(ids)
			if len(slices.Compact(ids)) != 3 {
				c.t.Errorf("ids %q", ids)
			}
			c.patch("/Groups/"+escaped(group), operations(`{"op":"remove","path":"members[value eq \"`+a+`\"]"}`)).is(204)
			c.get("/Groups/"+escaped(group)).has("id", group).has("members.0.value", b)
			location, _ := c.get("/Users/"+escaped(b)).has("groups.0.value", group).at("meta.location").(string)
			c.get(strings.TrimPrefix(location, "http://app.example.com/scim/v2")).is(200).has("id", b)
			c.filter("/Users", `id eq "`+a+`"`).has("totalResults", 1.0)
			return like.MatchString(a) && like.MatchString(b) && like.MatchString(group)
		}}
	}
	return map[string]scene{
		"numeric-ids":          form(`[0-9]{7}`),
		"short-ids":            form(`[1-3]`),
		"upper-case-ids":       form(`[0-9A-F-]{36}`),
		"long-ids":             form(`.{250}`),
		"base64-ids":           form(`[0-9A-Za-z_-]{55}=`),
		"ids-with-punctuation": form(`acme:(User|Group)\.[1-3]=~v1@eu\+x_-`),
		"ids-to-escape":        form(`100%25 ü\|[1-3]#a\?b&c`),
	}
}
