package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/provider"
)

const acme = "urn:example:params:scim:schemas:extension:acme:2.0:Account"

func resourceScenes() map[string]scene {
	// echoed looks at a user, as it was before and after Okta's GET and PUT of all of it.
	echoed := func(look func(a *answer) any) func(c *client) any {
		return func(c *client) any {
			id := c.user("jane@example.com")
			before := look(c.get("/Users/" + id))
			c.merged(id, provider.Object{"title": "x"}).is(200).has("title", "x")
			if after := look(c.get("/Users/" + id)); fmt.Sprint(after) != fmt.Sprint(before) {
				c.t.Errorf("%v, after PUT %v", before, after)
			}
			return before
		}
	}
	at := func(path string) func(a *answer) any { return func(a *answer) any { return a.at(path) } }
	extension := func(a *answer) any {
		account, _ := a.body[acme].(provider.Object)
		return seen(a.at("schemas.0"), account["plan"], account["status"])
	}
	keys := func(names ...string) func(a *answer) any {
		return func(a *answer) any {
			var got []any
			for _, name := range names {
				v, there := a.body[name]
				got = append(got, there, v)
			}
			return jsonOf(got)
		}
	}
	return map[string]scene{
		"extra-attributes": {usual: nil, unusual: "dark", see: echoed(at("settings.theme"))},
		"vendor-extension": {usual: seen(provider.SchemaUser, nil, nil), unusual: seen(acme, "team", nil), see: echoed(extension)},
		"derived-attributes": {usual: seen(nil, nil, 0), unusual: seen("deprovisioned", 1.0, 1), see: func(c *client) any {
			id := c.user("jane@example.com")
			group := c.group("Sales", id)
			c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).is(200)
			user, _ := c.get("/Users/" + id).body[acme].(provider.Object)
			sales, _ := c.get("/Groups/" + group).body[acme].(provider.Object)
			n, _ := sales["memberCount"].(float64)
			return seen(user["status"], user["groupCount"], int(n))
		}},
		"volatile-attributes": {usual: true, unusual: false, see: func(c *client) any {
			id := c.user("jane@example.com")
			first := c.get("/Users/" + id)
			return string(first.raw) == string(c.get("/Users/"+id).raw)
		}},
		"schemas-lists-all": {usual: 1, unusual: 3, see: echoed(func(a *answer) any { return len(a.at("schemas").([]any)) })},
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
	meta := func(name string) func(c *client) any {
		return func(c *client) any {
			a := c.get("/Users/" + c.user("jane@example.com"))
			a.has("meta.resourceType", "User")
			if !strings.HasSuffix(fmt.Sprint(a.at("meta.location")), a.id()) {
				c.t.Errorf("meta.location %v", a.at("meta.location"))
			}
			return a.at("meta." + name)
		}
	}
	return map[string]scene{
		"etags-honoured": {usual: seen(false, 200, 200, 200, false), unusual: seen(true, 304, 412, 200, true), see: func(c *client) any {
			id := c.user("jane@example.com")
			tag := c.get("/Users/" + id).header.Get("ETag")
			config := c.get("/ServiceProviderConfig").at("etag.supported")
			status := []any{c.with("If-None-Match", tag).get("/Users/" + id).status}
			for _, match := range []string{`W/"0"`, ""} {
				status = append(status, c.with("If-Match", match).patch("/Users/"+id, operations(retitle)).status)
			}
			if now := c.get("/Users/" + id); tag != "" && (now.header.Get("ETag") == tag || now.at("meta.version") != now.header.Get("ETag")) {
				c.t.Errorf("ETag %s, then %s and meta.version %v", tag, now.header.Get("ETag"), now.at("meta.version"))
			}
			return seen(tag != "", status[0], status[1], status[2], config)
		}},
		"meta-without-times": {usual: "2000-01-01T00:00:00.000Z", unusual: nil, see: meta("lastModified")},
		"times-with-offset":  {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T05:30:00.000000000+05:30", see: meta("created")},
		"times-in-seconds":   {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T00:00:00Z", see: meta("created")},
		"clock-ahead":        {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T01:00:00.000Z", see: meta("created")},
		"modified-not-by-members": {usual: seen("2000-01-01T00:00:07.000Z", 1), unusual: seen("2000-01-01T00:00:00.000Z", 1), see: func(c *client) any {
			id := c.group("Sales")
			time.Sleep(7 * time.Second)
			c.patch("/Groups/"+id, operations(`{"op":"add","path":"members","value":[{"value":"`+c.user("jane@example.com")+`"}]}`)).is(204)
			group := c.get("/Groups/" + id)
			return seen(group.at("meta.lastModified"), len(group.each("members", "value")))
		}},
		"modified-by-every-write": {usual: "2000-01-01T00:00:00.000Z", unusual: "2000-01-01T00:00:07.000Z", see: func(c *client) any {
			id := c.user("jane@example.com")
			time.Sleep(7 * time.Second)
			c.put("/Users/"+id, newUser("jane@example.com")).is(200)
			return c.get("/Users/" + id).at("meta.lastModified")
		}},
	}
}

func memberScenes() map[string]scene {
	// shown counts the members in the answers to PUT, GET by id and lookup of a group, and the groups in those of a user.
	shown := func(c *client) any {
		jane, joe := c.user("jane@example.com"), c.user("joe@example.com")
		id := c.group("Sales", jane)
		body := provider.Object{"displayName": "Sales", "members": []any{provider.Object{"value": jane}, provider.Object{"value": joe}}}
		answers := []*answer{c.put("/Groups/"+id, body).is(200), c.get("/Groups/" + id), c.filter("/Groups", `displayName eq "Sales"`)}
		answers = append(answers, c.get("/Users/"+joe), c.filter("/Users", `userName eq "joe@example.com"`))
		c.filter("/Groups", `members.value eq "`+joe+`"`).has("totalResults", 1.0)
		var counts []any
		for i, a := range answers {
			resource := a.body
			if list, ok := a.body["Resources"].([]any); ok {
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
	look := func(path string) func(c *client) any {
		return func(c *client) any {
			return c.get("/Groups/" + c.group("Sales", c.user("jane@example.com"), c.user("joe@example.com"))).at(path)
		}
	}
	lone := func(c *client) any {
		return seen(jsonOf(c.get("/Groups/"+c.group("Sales")).at("members")), jsonOf(c.get("/Users/"+c.user("jane@example.com")).at("groups")),
			len(c.get("/Groups/"+c.group("Others")).body))
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
		"members-value-only":         {usual: "User", unusual: nil, see: look("members.0.type")},
		"members-extra":              {usual: nil, unusual: "member", see: look("members.0.role")},
		"members-display-name":       {usual: "jane@example.com", unusual: "Jane Doe", see: look("members.0.display")},
		"members-reversed":           {usual: "jane@example.com", unusual: "joe@example.com", see: look("members.0.display")},
		"everyone-is-in-a-group": {usual: seen([]string{"Sales"}, 1.0), unusual: seen([]string{"Everyone", "Sales"}, 2.0), see: func(c *client) any {
			id := c.user("jane@example.com")
			c.group("Sales", id)
			groups := c.get("/Users/"+id).each("groups", "display")
			slices.Sort(groups)
			return seen(groups, c.get("/Groups").at("totalResults"))
		}},
	}
}
