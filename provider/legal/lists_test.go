package legal_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

// three creates c, a and b, and tells the order in which two pages list them.
func three(c *scimtest.Client) []string {
	for _, name := range []string{"c", "a", "b"} {
		c.User(name + "@example.com")
	}
	return slices.Concat(c.Get("/Users?startIndex=1&count=2").Is(200).Each("", "userName"), c.Get("/Users?startIndex=3&count=2").Each("", "userName"))
}

func listScenes() map[string]scene {
	order := func(names ...string) any {
		for i := range names {
			names[i] += "@example.com"
		}
		return names
	}
	inOrder := func(c *scimtest.Client) any {
		got := three(c)
		c.Get("/Users?startIndex=9").Has("totalResults", 3.0).Has("Resources", []any{})
		return got
	}
	return map[string]scene{
		"newest-first":  {usual: order("c", "a", "b"), unusual: order("b", "a", "c"), see: inOrder},
		"order-by-name": {usual: order("c", "a", "b"), unusual: order("a", "b", "c"), see: inOrder},
		"order-by-display-name": {usual: []string{"Zoe", "Ann"}, unusual: []string{"Ann", "Zoe"}, see: func(c *scimtest.Client) any {
			c.User("a@example.com", provider.Object{"displayName": "Zoe"})
			c.User("b@example.com", provider.Object{"displayName": "Ann"})
			return c.Get("/Users").Each("", "displayName")
		}},
		"group-blanks-collapsed": {usual: seen("A  B", 1.0), unusual: seen("A B", 1.0), see: func(c *scimtest.Client) any {
			id := c.Group("A  B")
			return seen(c.Get("/Groups/"+id).At("displayName"), c.Filter("/Groups", `displayName eq "A  B"`).At("totalResults"))
		}},
		"order-by-id": {usual: false, unusual: true, see: func(c *scimtest.Client) any {
			for i := range 12 { // ids are random: twelve are hardly ever in order
				c.User(fmt.Sprintf("%d@example.com", i))
			}
			return slices.IsSorted(c.Get("/Users").Each("", "id"))
		}},
		"lookup-miss-404": {usual: seen(200, 200, 200, 200), unusual: seen(404, 404, 200, 200), see: func(c *scimtest.Client) any {
			c.User("jane@example.com")
			return seen(c.Filter("/Users", `userName eq "joe@example.com"`).Status, c.Filter("/Groups", `displayName eq "Sales"`).Status,
				c.Filter("/Users", `userName eq "Jane@example.com"`).Has("totalResults", 1.0).Status, c.Get("/Groups").Status)
		}},
		"items-per-page-is-count": {usual: seen(1.0, 0.0), unusual: seen(100.0, 100.0), see: func(c *scimtest.Client) any {
			c.User("jane@example.com")
			return seen(c.Get("/Users?startIndex=1&count=100").At("itemsPerPage"), c.Filter("/Users", `userName eq "none"`).At("itemsPerPage"))
		}},
		"list-extra-members": {usual: seen(5, 0.0), unusual: seen(11, 0.0), see: func(c *scimtest.Client) any {
			a := c.Get("/Users").Is(200)
			return seen(len(a.Body), a.At("totalResults"))
		}},
		"no-discovery": {usual: seen(200, 200, 200), unusual: seen(404, 404, 200), see: func(c *scimtest.Client) any {
			return seen(c.Get("/ServiceProviderConfig").Status, c.Get("/Schemas").Status, c.Get("/Users").Status)
		}},
		"filters-of-okta-only": {usual: seen(200, 200, 200, 200), unusual: seen(200, 200, 400, 400), see: func(c *scimtest.Client) any {
			var got []any
			for _, filter := range []string{`userName eq "a\"b"`, `userName EQ "x"`, `userName sw "a"`, `userName eq "a" or title pr`} {
				got = append(got, c.Filter("/Users", filter).Status)
			}
			return seen(got...)
		}},
		"no-endpoint-html": {usual: seen(404, true, true), unusual: seen(404, false, true), see: func(c *scimtest.Client) any {
			a := scimtest.Lenient(c).Get("/Nothing")
			return seen(a.Status, a.Text("detail") != "", c.Get("/Users/none").Is(404).Text("detail") != "")
		}},
		"count-capped-100": {usual: 120, unusual: 100, options: seed(120), see: func(c *scimtest.Client) any {
			return len(c.Get("/Users?count=1000").Has("totalResults", 120.0).Each("", "id"))
		}},
		"default-count-20": {usual: seen(100, 30), unusual: seen(20, 30), options: seed(120), see: func(c *scimtest.Client) any {
			return seen(len(c.Get("/Users").Has("totalResults", 120.0).Each("", "id")), len(c.Get("/Users?count=30").Each("", "id")))
		}},
		"projection-ignored": {usual: seen(3, false), unusual: seen(10, true), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			few := c.Get("/Users/" + id + "?attributes=userName")
			return seen(len(few.Body), c.Get("/Users/"+id+"?excludedAttributes=name").At("name") != nil)
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
		return scene{usual: false, unusual: true, see: func(c *scimtest.Client) any {
			a, b := c.User("a@example.com"), c.User("b@example.com")
			group := c.Group("Sales", a, b)
			ids := []string{a, b, group}
			slices.Sort(ids)
			if len(slices.Compact(ids)) != 3 {
				c.T.Errorf("ids %q", ids)
			}
			c.Patch("/Groups/"+scimtest.Escaped(group), scimtest.Operations(`{"op":"remove","path":"members[value eq \"`+a+`\"]"}`)).Is(204)
			c.Get("/Groups/"+scimtest.Escaped(group)).Has("id", group).Has("members.0.value", b)
			location, _ := c.Get("/Users/"+scimtest.Escaped(b)).Has("groups.0.value", group).At("meta.location").(string)
			c.Get(strings.TrimPrefix(location, "http://app.example.com/scim/v2")).Is(200).Has("id", b)
			c.Filter("/Users", `id eq "`+a+`"`).Has("totalResults", 1.0)
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
