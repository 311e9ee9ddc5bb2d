package legal_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

const acme = "urn:example:params:scim:schemas:extension:acme:2.0:Account"

func resourceScenes() map[string]scene {
	// echoed looks at a user, as it was before and after Okta's GET and PUT of all of it.
	echoed := func(look func(a *scimtest.Answer) any) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			before := look(c.Get("/Users/" + id))
			c.Merged(id, provider.Object{"title": "x"}).Is(200).Has("title", "x")
			if after := look(c.Get("/Users/" + id)); fmt.Sprint(after) != fmt.Sprint(before) {
				c.T.Errorf("%v, after PUT %v", before, after)
			}
			return before
		}
	}
	at := func(path string) func(a *scimtest.Answer) any {
		return func(a *scimtest.Answer) any { return a.At(path) }
	}
	extension := func(a *scimtest.Answer) any {
		account, _ := a.Body[acme].(provider.Object)
		return seen(a.At("schemas.0"), account["plan"], account["status"])
	}
	keys := func(names ...string) func(a *scimtest.Answer) any {
		return func(a *scimtest.Answer) any {
			var got []any
			for _, name := range names {
				v, there := a.Body[name]
				got = append(got, there, v)
			}
			return jsonOf(got)
		}
	}
	return map[string]scene{
		"extra-attributes": {usual: nil, unusual: "dark", see: echoed(at("settings.theme"))},
		"vendor-extension": {usual: seen(provider.SchemaUser, nil, nil), unusual: seen(acme, "team", nil), see: echoed(extension)},
		"derived-attributes": {usual: seen(nil, nil, 0), unusual: seen("deprovisioned", 1.0, 1), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			group := c.Group("Sales", id)
			c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Is(200)
			user, _ := c.Get("/Users/" + id).Body[acme].(provider.Object)
			sales, _ := c.Get("/Groups/" + group).Body[acme].(provider.Object)
			n, _ := sales["memberCount"].(float64)
			return seen(user["status"], user["groupCount"], int(n))
		}},
		"volatile-attributes": {usual: true, unusual: false, see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			first := c.Get("/Users/" + id)
			return string(first.Raw) == string(c.Get("/Users/"+id).Raw)
		}},
		"schemas-lists-all": {usual: 1, unusual: 3, see: echoed(func(a *scimtest.Answer) any { return len(a.At("schemas").([]any)) })},
		"null-for-absent": {
			usual:   `[false,null,false,null,true,"jane@example.com",false,null]`,
			unusual: `[true,null,true,null,true,"jane@example.com",false,null]`,
			see:     echoed(keys("nickName", "phoneNumbers", "userName", "password")),
		},
		"empty-array-for-absent": {
			usual: `[false,null,false,null,true,[]]`, unusual: `[false,null,true,[],true,[]]`,
			see: echoed(keys("nickName", "phoneNumbers", "groups")),
		},
		"empty-text-for-absent": {
			usual: `[false,null,false,null,false,null]`, unusual: `[true,"",false,null,false,null]`,
			see: echoed(keys("nickName", "phoneNumbers", "password")),
		},
	}
}

func metaScenes() map[string]scene {
	meta := func(name string) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			a := c.Get("/Users/" + c.User("jane@example.com"))
			a.Has("meta.resourceType", "User")
			if !strings.HasSuffix(fmt.Sprint(a.At("meta.location")), a.ID()) {
				c.T.Errorf("meta.location %v", a.At("meta.location"))
			}
			return a.At("meta." + name)
		}
	}
	return map[string]scene{
		"etags-honoured": {usual: seen(false, 200, 200, 200, false), unusual: seen(true, 304, 412, 200, true), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			tag := c.Get("/Users/" + id).Header.Get("ETag")
			config := c.Get("/ServiceProviderConfig").At("etag.supported")
			status := []any{c.With("If-None-Match", tag).Get("/Users/" + id).Status}
			for _, match := range []string{`W/"0"`, ""} {
				status = append(status, c.With("If-Match", match).Patch("/Users/"+id, scimtest.Operations(retitle)).Status)
			}
			if now := c.Get("/Users/" + id); tag != "" && (now.Header.Get("ETag") == tag || now.At("meta.version") != now.Header.Get("ETag")) {
				c.T.Errorf("ETag %s, then %s and meta.version %v", tag, now.Header.Get("ETag"), now.At("meta.version"))
			}
			return seen(tag != "", status[0], status[1], status[2], config)
		}},
		"meta-without-times": {usual: "2000-01-01T00:00:00.000Z", unusual: nil, see: meta("lastModified")},
		"times-with-offset":  {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T05:30:00.000000000+05:30", see: meta("created")},
		"times-in-seconds":   {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T00:00:00Z", see: meta("created")},
		"clock-ahead":        {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T01:00:00.000Z", see: meta("created")},
		"modified-not-by-members": {usual: seen("2000-01-01T00:00:07.000Z", 1), unusual: seen("2000-01-01T00:00:00.000Z", 1), see: func(c *scimtest.Client) any {
			id := c.Group("Sales")
			time.Sleep(7 * time.Second)
			c.Patch("/Groups/"+id, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+c.User("jane@example.com")+`"}]}`)).Is(204)
			group := c.Get("/Groups/" + id)
			return seen(group.At("meta.lastModified"), len(group.Each("members", "value")))
		}},
		"modified-by-every-write": {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T00:00:07.000Z", see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			time.Sleep(7 * time.Second)
			c.Put("/Users/"+id, scimtest.NewUser("jane@example.com")).Is(200)
			return c.Get("/Users/" + id).At("meta.lastModified")
		}},
	}
}

func memberScenes() map[string]scene {
	// shown counts the members in the answers to PUT, GET by id and lookup of a group, and the groups in those of a user.
	shown := func(c *scimtest.Client) any {
		jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
		id := c.Group("Sales", jane)
		body := provider.Object{"displayName": "Sales", "members": []any{provider.Object{"value": jane}, provider.Object{"value": joe}}}
		answers := []*scimtest.Answer{c.Put("/Groups/"+id, body).Is(200), c.Get("/Groups/" + id), c.Filter("/Groups", `displayName eq "Sales"`)}
		answers = append(answers, c.Get("/Users/"+joe), c.Filter("/Users", `userName eq "joe@example.com"`))
		c.Filter("/Groups", `members.value eq "`+joe+`"`).Has("totalResults", 1.0)
		var counts []any
		for i, a := range answers {
			resource := a.Body
			if list, ok := a.Body["Resources"].([]any); ok {
				resource = list[0].(provider.Object)
			}
			v, there := resource[map[bool]string{true: "members", false: "groups"}[i < 3]]
			switch list := v.(type) {
			case []any:
				counts = append(counts, len(list))
			default:
				counts = append(counts, map[bool]string{true: "null", false: "none"}[there])
			}
		}
		return seen(counts...)
	}
	usual := seen(2, 2, 2, 1, 1)
	look := func(path string) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any {
			return c.Get("/Groups/" + c.Group("Sales", c.User("jane@example.com"), c.User("joe@example.com"))).At(path)
		}
	}
	lone := func(c *scimtest.Client) any {
		return seen(jsonOf(c.Get("/Groups/"+c.Group("Sales")).At("members")), jsonOf(c.Get("/Users/"+c.User("jane@example.com")).At("groups")),
			len(c.Get("/Groups/"+c.Group("Others")).Body))
	}
	return map[string]scene{
		"members-not-in-writes":      {usual: usual, unusual: seen("none", 2, 2, 1, 1), see: shown},
		"members-null-in-writes":     {usual: usual, unusual: seen("null", 2, 2, 1, 1), see: shown},
		"members-not-in-lists":       {usual: usual, unusual: seen(2, 2, "none", 1, 1), see: shown},
		"members-hidden":             {usual: usual, unusual: seen("none", "none", "none", 1, 1), see: shown},
		"user-groups-hidden":         {usual: usual, unusual: seen(2, 2, 2, "none", "none"), see: shown},
		"user-groups-not-in-lists":   {usual: usual, unusual: seen(2, 2, 2, 1, "none"), see: shown},
		"memberships-hidden":         {usual: usual, unusual: seen("none", "none", "none", "none", "none"), see: shown},
		"empty-memberships-left-out": {usual: seen("[]", "[]", 5), unusual: seen("null", "null", 4), see: lone},
		"empty-memberships-null":     {usual: seen("[]", "[]", 5), unusual: seen("null", "null", 5), see: lone},
		"members-type-not-in-lists": {usual: "User", unusual: nil, see: func(c *scimtest.Client) any {
			c.Group("Admins", c.User("jane@example.com"))
			return c.Get("/Groups").At("Resources.0.members.0.type")
		}},
		"members-value-only":   {usual: "User", unusual: nil, see: look("members.0.type")},
		"members-extra":        {usual: nil, unusual: "member", see: look("members.0.role")},
		"members-display-name": {usual: "jane@example.com", unusual: "Jane Doe", see: look("members.0.display")},
		"members-reversed":     {usual: "jane@example.com", unusual: "joe@example.com", see: look("members.0.display")},
		"everyone-is-in-a-group": {usual: seen([]string{"Sales"}, 1.0), unusual: seen([]string{"Everyone", "Sales"}, 2.0), see: func(c *scimtest.Client) any {
			id := c.User("jane@example.com")
			c.Group("Sales", id)
			groups := c.Get("/Users/"+id).Each("groups", "display")
			slices.Sort(groups)
			return seen(groups, c.Get("/Groups").At("totalResults"))
		}},
	}
}
