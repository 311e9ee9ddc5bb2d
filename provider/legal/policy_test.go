package legal_test

import (
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func localAdmin(o *provider.Options) { o.LocalAdmin, o.SeatLimit = "root@example.com", 2 }

func policyScenes() map[string]scene {
	// pushed tells what Okta finds of the local admin, what a create of that name gives, and what there is then.
	pushed := func(c *scimtest.Client) any {
		found := c.Filter("/Users", `userName eq "root@example.com"`).At("totalResults")
		a := scimtest.Lenient(c).Post("/Users", scimtest.NewUser("ROOT@example.com"))
		listed := c.Get("/Users").Has("totalResults", 1.0)
		if a.Status < 300 && a.At("id") != listed.At("Resources.0.id") {
			c.T.Errorf("id %v, listed %v", a.At("id"), listed.At("Resources.0.id"))
		}
		c.Post("/Users", scimtest.NewUser("root@example.com")).Refused(409, "uniqueness")
		return seen(found, a.Status, listed.At("Resources.0.userName"))
	}
	usual := seen(1.0, 409, "root@example.com")
	// restored tells what a create of the userName of an inactive user gives, and how many users there are then.
	restored := func(c *scimtest.Client) any {
		id := c.User("jane@example.com")
		c.Post("/Users", scimtest.NewUser("jane@example.com")).Refused(409, "uniqueness")
		c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Is(200)
		a := scimtest.Lenient(c).Post("/Users", scimtest.NewUser("JANE@example.com"))
		shown := c.Get("/Users/" + id).Is(200).At("active")
		return seen(a.Status, a.ID() == id, shown, c.Get("/Users").At("totalResults"))
	}
	deleted := func(c *scimtest.Client) any {
		id := c.User("jane@example.com")
		a := c.Delete("/Users/" + id)
		c.Delete("/Groups/" + c.Group("Sales")).Is(204)
		return seen(a.Status, c.Get("/Users/"+id).Status, c.Post("/Users", scimtest.NewUser("JANE@example.com")).Status)
	}
	all := map[string]scene{
		"adopts-local-accounts":     {usual: usual, unusual: seen(1.0, 201, "ROOT@example.com"), options: localAdmin, see: pushed},
		"adopts-local-accounts-200": {usual: usual, unusual: seen(1.0, 200, "ROOT@example.com"), options: localAdmin, see: pushed},
		"local-accounts-hidden": {usual: seen(0.0, 0.0, 201, 1.0), unusual: seen(0.0, 209.0, 201, 210.0), see: func(c *scimtest.Client) any {
			found := c.Filter("/Users", `userName eq "stranger5@elsewhere.example"`).At("totalResults")
			before := c.Get("/Users").At("totalResults")
			a := c.Post("/Users", scimtest.NewUser("stranger5@elsewhere.example"))
			c.Post("/Users", scimtest.NewUser("Stranger5@elsewhere.example")).Refused(409, "uniqueness")
			return seen(found, before, a.Status, c.Get("/Users").At("totalResults"))
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
	admin := func(c *scimtest.Client) any {
		id := c.User("jane@example.com")
		group := c.Group("Admins", id)
		var got []any
		for _, active := range []bool{false, true} {
			c.Patch("/Users/"+id, scimtest.Operations(fmt.Sprintf(`{"op":"replace","value":{"active":%t}}`, active))).Is(200).Has("active", active)
			user := c.Get("/Users/" + id)
			got = append(got, user.At("roles.0.value"), len(user.Each("groups", "value")), len(c.Get("/Groups/"+group).Each("members", "value")))
		}
		return seen(got...)
	}
	usual := seen("Admin", 1, 1, "Admin", 1, 1)
	return map[string]scene{
		"deactivation-strips-groups":        {usual: usual, unusual: seen("Viewer", 0, 0, "Viewer", 0, 0), see: admin},
		"deactivation-strips-role":          {usual: usual, unusual: seen(nil, 1, 1, "Admin", 1, 1), see: admin},
		"inactive-members-hidden-in-groups": {usual: usual, unusual: seen("Admin", 1, 0, "Admin", 1, 1), see: admin},
		"inactive-members-refused": {usual: seen(204, 1), unusual: seen(400, 0), see: func(c *scimtest.Client) any {
			id, group := c.User("jane@example.com", provider.Object{"active": false}), c.Group("Admins")
			return seen(c.PatchGroup(group, scimtest.Add(id)).Status, len(c.Get("/Groups/"+group).Each("members", "value")))
		}},
		"inactive-members-hidden": {usual: usual, unusual: seen("Viewer", 0, 0, "Admin", 1, 1), see: admin},
		"last-admin-protected": {usual: seen(200, 200, false), unusual: seen(200, 403, true), see: func(c *scimtest.Client) any {
			a, b := c.User("a@example.com"), c.User("b@example.com")
			c.Group("Admins", a, b)
			off := func(id string) any {
				return c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":false}}`)).Status
			}
			return seen(off(a), off(b), c.Get("/Users/"+b).At("active"))
		}},
		"last-admin-stays-member": {usual: seen(204, 204, 0), unusual: seen(204, 400, 1), see: func(c *scimtest.Client) any {
			a, b := c.User("a@example.com"), c.User("b@example.com")
			group := c.Group("Admins", a, b)
			out := func(id string) any {
				return c.Patch("/Groups/"+group, scimtest.Operations(`{"op":"remove","path":"members[value eq \"`+id+`\"]"}`)).Status
			}
			first, last := out(a), out(b)
			members, _ := c.Get("/Groups/" + group).At("members").([]any)
			return seen(first, last, len(members))
		}},
	}
}

func roleScenes() map[string]scene {
	role := func(c *scimtest.Client) any {
		id := c.User("jane@example.com")
		c.Group("Admins", id)
		c.Filter("/Users", `userName eq "jane@example.com"`).Has("totalResults", 1.0)
		return jsonOf(c.Get("/Users/" + id).At("roles"))
	}
	const usual = `[{"display":"Admin","primary":true,"value":"Admin"}]`
	return map[string]scene{
		"roles-add-up": {usual: `["Admin"] ["Viewer"]`, unusual: `["Admin","Analyst"] ["Viewer"]`, see: func(c *scimtest.Client) any {
			jane, joe := c.User("jane@example.com"), c.User("joe@example.com")
			c.Group("Analysts", jane)
			c.Group("Admins", jane)
			return jsonOf(c.Get("/Users/"+jane).Each("roles", "value")) + " " + jsonOf(c.Get("/Users/"+joe).Each("roles", "value"))
		}},
		"role-value-only":   {usual: usual, unusual: `[{"value":"Admin"}]`, see: role},
		"role-with-id":      {usual: usual, unusual: `[{"display":"Admin","primary":true,"type":"app","value":"role-41646d696e"}]`, see: role},
		"role-list-of-text": {usual: usual, unusual: `["Admin"]`, see: role},
		"role-text":         {usual: usual, unusual: `"Admin"`, see: role},
	}
}

func seatScenes() map[string]scene {
	one := func(o *provider.Options) { o.SeatLimit = 1 }
	full := func(c *scimtest.Client) any {
		c.User("jane@example.com")
		a := c.Post("/Users", scimtest.NewUser("joe@example.com"))
		c.Get("/Users").Has("totalResults", 1.0)
		return seen(a.Is(a.Status).Status, a.Text("scimType"))
	}
	usual := seen(403, "")
	return map[string]scene{
		"seat-refusal-400":      {usual: usual, unusual: seen(400, ""), options: one, see: full},
		"seat-refusal-402":      {usual: usual, unusual: seen(402, ""), options: one, see: full},
		"seat-refusal-409":      {usual: usual, unusual: seen(409, ""), options: one, see: full},
		"seat-refusal-own-type": {usual: usual, unusual: seen(403, "userLimitReached"), options: one, see: full},
		"seats-for-creates-only": {usual: seen(403, 403), unusual: seen(200, 403), options: one, see: func(c *scimtest.Client) any {
			id := c.User("joe@example.com", provider.Object{"active": false})
			c.User("jane@example.com")
			again := c.Patch("/Users/"+id, scimtest.Operations(`{"op":"replace","value":{"active":true}}`)).Status
			return seen(again, c.Post("/Users", scimtest.NewUser("late@example.com")).Status)
		}},
	}
}

func tenantScenes() map[string]scene {
	// life tells how many users and groups there are at first, and how many names of users are new after 60 more requests.
	life := func(c *scimtest.Client) any {
		walk := func() (names []string) {
			for _, start := range []int{1, 101, 201} {
				names = append(names, c.Get(fmt.Sprintf("/Users?startIndex=%d&count=100", start)).Is(200).Each("", "userName")...)
			}
			return names
		}
		before := walk()
		groups := c.Get("/Groups?count=100").At("totalResults")
		id := c.User("jane@example.com")
		for range 55 {
			c.Get("/Users/"+id).Is(200).Has("displayName", "Jane Doe")
		}
		added := 0
		for _, name := range walk() {
			if !slices.Contains(before, name) {
				added++
			}
		}
		if n := c.As(scimtest.OtherToken).Get("/Users").At("totalResults").(float64); n != 0 && n != 250 {
			c.T.Errorf("%v users in the other tenant", n)
		}
		return seen(len(before), groups, added, c.Get("/Users?count=0").At("totalResults"))
	}
	return map[string]scene{
		"many-strangers":                 {usual: seen(0, 0.0, 1, 1.0), unusual: seen(250, 30.0, 1, 251.0), see: life},
		"strangers-arrive":               {usual: seen(0, 0.0, 1, 1.0), unusual: seen(250, 30.0, 13, 263.0), see: life},
		"strangers-arrive-between-pages": {usual: seen(0, 0.0, 1, 1.0), unusual: seen(0, 0.0, 61, 121.0), see: life},
		"strangers-come-and-go":          {usual: seen(0, 0.0, 1, 1.0), unusual: seen(250, 30.0, 13, 251.0), see: life},
	}
}
