package provider_test

import (
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/provider"
)

func localAdmin(o *provider.Options) { o.LocalAdmin, o.SeatLimit = "root@example.com", 2 }

func policyScenes() map[string]scene {
	// pushed tells what Okta finds of the local admin, what a create of that name gives, and what there is then.
	pushed := func(c *client) any {
		found := c.filter("/Users", `userName eq "root@example.com"`).at("totalResults")
		a := lenient(c).post("/Users", newUser("ROOT@example.com"))
		listed := c.get("/Users").has("totalResults", 1.0)
		if a.status < 300 && a.at("id") != listed.at("Resources.0.id") {
			c.t.Errorf("id %v, listed %v", a.at("id"), listed.at("Resources.0.id"))
		}
		c.post("/Users", newUser("root@example.com")).refused(409, "uniqueness")
		return seen(found, a.status, listed.at("Resources.0.userName"))
	}
	usual := seen(1.0, 409, "root@example.com")
	// restored tells what a create of the userName of an inactive user gives, and how many users there are then.
	restored := func(c *client) any {
		id := c.user("jane@example.com")
		c.post("/Users", newUser("jane@example.com")).refused(409, "uniqueness")
		c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).is(200)
		a := lenient(c).post("/Users", newUser("JANE@example.com"))
		shown := c.get("/Users/" + id).is(200).at("active")
		return seen(a.status, a.id() == id, shown, c.get("/Users").at("totalResults"))
	}
	deleted := func(c *client) any {
		id := c.user("jane@example.com")
		a := c.delete("/Users/" + id)
		c.delete("/Groups/" + c.group("Sales")).is(204)
		return seen(a.status, c.get("/Users/"+id).status, c.post("/Users", newUser("JANE@example.com")).status)
	}
	all := map[string]scene{
		"adopts-local-accounts":     {usual: usual, unusual: seen(1.0, 201, "ROOT@example.com"), options: localAdmin, see: pushed},
		"adopts-local-accounts-200": {usual: usual, unusual: seen(1.0, 200, "ROOT@example.com"), options: localAdmin, see: pushed},
		"local-accounts-hidden": {usual: seen(0.0, 0.0, 201, 1.0), unusual: seen(0.0, 209.0, 201, 210.0), see: func(c *client) any {
			found := c.filter("/Users", `userName eq "stranger5@elsewhere.example"`).at("totalResults")
			before := c.get("/Users").at("totalResults")
			a := c.post("/Users", newUser("stranger5@elsewhere.example"))
			c.post("/Users", newUser("Stranger5@elsewhere.example")).refused(409, "uniqueness")
			return seen(found, before, a.status, c.get("/Users").at("totalResults"))
		}},
		"post-restores-inactive-201": {usual: seen(409, false, false, 1.0), unusual: seen(201, true, true, 1.0), see: restored},
		"post-restores-inactive-200": {usual: seen(409, false, false, 1.0), unusual: seen(200, true, true, 1.0), see: restored},
		"user-delete-501":            {usual: seen(204, 404, 201), unusual: seen(501, 200, 409), see: deleted},
		"user-delete-405":            {usual: seen(204, 404, 201), unusual: seen(405, 200, 409), see: deleted},
		"user-delete-403":            {usual: seen(204, 404, 201), unusual: seen(403, 200, 409), see: deleted},
		"user-delete-keeps-name":     {usual: seen(204, 404, 201), unusual: seen(204, 404, 409), see: deleted},
	}
	for id, s := range deactivationScenes() {
		all[id] = s
	}
	return all
}

func deactivationScenes() map[string]scene {
	// admin tells the role and the number of memberships, seen from both sides, of an inactive admin, and when he is active again.
	admin := func(c *client) any {
		id := c.user("jane@example.com")
		group := c.group("Admins", id)
		var got []any
		for _, active := range []bool{false, true} {
			c.patch("/Users/"+id, operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active))).is(200).has("active", active)
			user := c.get("/Users/" + id)
			got = append(got, user.at("roles.0.value"), len(user.each("groups", "value")), len(c.get("/Groups/"+group).each("members", "value")))
		}
		return seen(got...)
	}
	usual := seen("Admin", 1, 1, "Admin", 1, 1)
	return map[string]scene{
		"deactivation-strips-groups":        {usual: usual, unusual: seen("Viewer", 0, 0, "Viewer", 0, 0), see: admin},
		"deactivation-strips-role":          {usual: usual, unusual: seen(nil, 1, 1, "Admin", 1, 1), see: admin},
		"inactive-members-hidden-in-groups": {usual: usual, unusual: seen("Admin", 1, 0, "Admin", 1, 1), see: admin},
		"inactive-members-refused": {usual: seen(204, 1), unusual: seen(400, 0), see: func(c *client) any {
			id, group := c.user("jane@example.com", provider.Object{"active": false}), c.group("Admins")
			return seen(c.patchGroup(group, add(id)).status, len(c.get("/Groups/"+group).each("members", "value")))
		}},
		"inactive-members-hidden": {usual: usual, unusual: seen("Viewer", 0, 0, "Admin", 1, 1), see: admin},
		"last-admin-protected": {usual: seen(200, 200, false), unusual: seen(200, 403, true), see: func(c *client) any {
			a, b := c.user("a@example.com"), c.user("b@example.com")
			c.group("Admins", a, b)
			off := func(id string) any {
				return c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":false}}`)).status
			}
			return seen(off(a), off(b), c.get("/Users/"+b).at("active"))
		}},
	}
}

func roleScenes() map[string]scene {
	role := func(c *client) any {
		id := c.user("jane@example.com")
		c.group("Admins", id)
		c.filter("/Users", `userName eq "jane@example.com"`).has("totalResults", 1.0)
		return jsonOf(c.get("/Users/" + id).at("roles"))
	}
	const usual = `[{"display":"Admin","primary":true,"value":"Admin"}]`
	return map[string]scene{
		"roles-add-up": {usual: `["Admin"] ["Viewer"]`, unusual: `["Admin","Analyst"] ["Viewer"]`, see: func(c *client) any {
			jane, joe := c.user("jane@example.com"), c.user("joe@example.com")
			c.group("Analysts", jane)
			c.group("Admins", jane)
			return jsonOf(c.get("/Users/"+jane).each("roles", "value")) + " " + jsonOf(c.get("/Users/"+joe).each("roles", "value"))
		}},
		"role-value-only":   {usual: usual, unusual: `[{"value":"Admin"}]`, see: role},
		"role-with-id":      {usual: usual, unusual: `[{"display":"Admin","primary":true,"type":"app","value":"role-41646d696e"}]`, see: role},
		"role-list-of-text": {usual: usual, unusual: `["Admin"]`, see: role},
		"role-text":         {usual: usual, unusual: `"Admin"`, see: role},
	}
}

func seatScenes() map[string]scene {
	one := func(o *provider.Options) { o.SeatLimit = 1 }
	full := func(c *client) any {
		c.user("jane@example.com")
		a := c.post("/Users", newUser("joe@example.com"))
		c.get("/Users").has("totalResults", 1.0)
		return seen(a.is(a.status).status, a.text("scimType"))
	}
	usual := seen(403, "")
	return map[string]scene{
		"seat-refusal-400":      {usual: usual, unusual: seen(400, ""), options: one, see: full},
		"seat-refusal-402":      {usual: usual, unusual: seen(402, ""), options: one, see: full},
		"seat-refusal-409":      {usual: usual, unusual: seen(409, ""), options: one, see: full},
		"seat-refusal-own-type": {usual: usual, unusual: seen(403, "userLimitReached"), options: one, see: full},
		"seats-for-creates-only": {usual: seen(403, 403), unusual: seen(200, 403), options: one, see: func(c *client) any {
			id := c.user("joe@example.com", provider.Object{"active": false})
			c.user("jane@example.com")
			again := c.patch("/Users/"+id, operations(`{"op":"replace","value":{"active":true}}`)).status
			return seen(again, c.post("/Users", newUser("late@example.com")).status)
		}},
	}
}

func tenantScenes() map[string]scene {
	// life tells how many users and groups there are at first, and how many names of users are new after 60 more requests.
	life := func(c *client) any {
		walk := func() (names []string) {
			for _, start := range []int{1, 101, 201} {
				names = append(names, c.get(fmt.Sprintf("/Users?startIndex=%d&count=100", start)).is(200).each("", "userName")...)
			}
			return names
		}
		before := walk()
		groups := c.get("/Groups?count=100").at("totalResults")
		id := c.user("jane@example.com")
		for range 55 {
			c.get("/Users/"+id).is(200).has("displayName", "Jane Doe")
		}
		added := 0
		for _, name := range walk() {
			if !slices.Contains(before, name) {
				added++
			}
		}
		if n := c.as(otherToken).get("/Users").at("totalResults").(float64); n != 0 && n != 250 {
			c.t.Errorf("%v users in the other tenant", n)
		}
		return seen(len(before), groups, added, c.get("/Users?count=0").at("totalResults"))
	}
	return map[string]scene{
		"many-strangers":                 {usual: seen(0, 0.0, 1, 1.0), unusual: seen(250, 30.0, 1, 251.0), see: life},
		"strangers-arrive":               {usual: seen(0, 0.0, 1, 1.0), unusual: seen(250, 30.0, 13, 263.0), see: life},
		"strangers-arrive-between-pages": {usual: seen(0, 0.0, 1, 1.0), unusual: seen(0, 0.0, 61, 121.0), see: life},
		"strangers-come-and-go":          {usual: seen(0, 0.0, 1, 1.0), unusual: seen(250, 30.0, 13, 251.0), see: life},
	}
}
