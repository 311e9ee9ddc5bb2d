package orgsim_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

var dialects = []okta.Dialect{okta.AIW, okta.OIN}

// The life of a person, as an admin does it by the API: what the app holds after
// each step.
func TestLifeOfAPerson(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			w := simulate(t, orgsim.Options{SCIM: orgsim.SCIM{Dialect: d}})
			id := w.want(200, "POST", "/api/v1/users?activate=true", map[string]any{
				"profile": map[string]any{"login": "jane@example.com", "email": "jane@example.com", "firstName": "Jane", "lastName": "Doe",
					"displayName": "Jane Doe", "department": "R&D"},
				"credentials": map[string]any{"password": map[string]any{"value": "x"}},
			}).object["id"].(string)
			if w.account("jane@example.com") != nil {
				t.Error("provisioned without an assignment")
			}

			w.want(200, "POST", w.appPath("/users"), map[string]any{"id": id, "scope": "USER"})
			account := w.account("jane@example.com")
			if account["active"] != true || account.String("displayName") != "Jane Doe" || account.String("externalId") != id ||
				account.String("emails", "0", "value") != "jane@example.com" || account.String(okta.EnterpriseSchema, "department") != "R&D" {
				t.Errorf("after the assignment: %v", account)
			}
			au := w.want(200, "GET", w.appPath("/users/"+id), nil).object
			if au["externalId"] != account.ID() || au["status"] != "PROVISIONED" || au["syncState"] != "SYNCHRONIZED" || au["scope"] != "USER" || au["lastSync"] == nil {
				t.Errorf("app user: %v", au)
			}

			w.want(200, "POST", "/api/v1/users/"+id, map[string]any{"profile": map[string]any{"displayName": "Jane Roe", "department": nil}})
			account = w.account("jane@example.com")
			if account.String("displayName") != "Jane Roe" || account.String(okta.EnterpriseSchema, "department") != "" {
				t.Errorf("after the update: %v", account)
			}

			w.want(200, "POST", "/api/v1/users/"+id+"/lifecycle/suspend", nil)
			if w.account("jane@example.com")["active"] != true {
				t.Error("suspended: deactivated in the app")
			}
			w.want(200, "POST", "/api/v1/users/"+id+"/lifecycle/unsuspend", nil)

			w.want(200, "POST", "/api/v1/users/"+id+"/lifecycle/deactivate", nil)
			if w.account("jane@example.com")["active"] != false {
				t.Error("deactivated in Okta: active in the app")
			}
			w.want(404, "GET", w.appPath("/users/"+id), nil)
			w.want(200, "POST", "/api/v1/users/"+id+"/lifecycle/activate?sendEmail=false", nil)
			w.want(200, "POST", w.appPath("/users"), map[string]any{"id": id})
			if again := w.account("jane@example.com"); again["active"] != true || again.ID() != account.ID() {
				t.Errorf("after the reassignment: %v", again)
			}
			w.want(204, "DELETE", w.appPath("/users/"+id), nil)
			if w.account("jane@example.com")["active"] != false {
				t.Error("unassigned: active in the app")
			}
			w.want(204, "DELETE", "/api/v1/users/"+id, nil)
			w.want(204, "DELETE", "/api/v1/users/"+id, nil)
			w.want(404, "GET", "/api/v1/users/"+id, nil)

			got := w.events(`eventType sw "application.provision"`)
			want := []string{"application.provision.user.push", "application.provision.user.push_profile", "application.provision.user.deactivate",
				"application.provision.user.reactivate", "application.provision.user.deactivate"}
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// Only who is assigned is pushed, and each change of the membership arrives.
func TestPushedGroup(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			people := orgsim.People(4, "example.com")
			people[0].Assigned, people[1].Assigned = true, true
			login := func(i int) string { return people[i].Login }
			w := simulate(t, orgsim.Options{SCIM: orgsim.SCIM{Dialect: d}, People: people,
				Groups: []orgsim.Group{{Name: "Pilot & Co", Members: []string{login(0), login(2)}, Pushed: true}}})
			expect := func(step, name string, want ...int) {
				t.Helper()
				var logins []string
				for _, i := range want {
					logins = append(logins, login(i))
				}
				got := w.members(name)
				slices.Sort(got)
				if !slices.Equal(logins, got) {
					t.Errorf("%s: %v, want %v", step, got, logins)
				}
			}
			id := func(login string) string {
				return w.want(200, "GET", "/api/v1/users/"+login, nil).object["id"].(string)
			}
			group := w.want(200, "GET", "/api/v1/groups?q=Pilot", nil).list[0]["id"].(string)
			expect("pushed", "Pilot & Co", 0)

			w.want(204, "PUT", "/api/v1/groups/"+group+"/users/"+id(login(1)), nil)
			expect("a member more", "Pilot & Co", 0, 1)
			w.want(200, "POST", w.appPath("/users"), map[string]any{"id": id(login(2))})
			expect("a member is assigned later", "Pilot & Co", 0, 1, 2)
			w.want(204, "DELETE", "/api/v1/groups/"+group+"/users/"+id(login(0)), nil)
			expect("a member less", "Pilot & Co", 1, 2)
			w.want(200, "PUT", "/api/v1/groups/"+group, map[string]any{"profile": map[string]any{"name": "Everybody"}})
			expect("renamed", "Everybody", 1, 2)

			push := w.want(200, "GET", w.appPath("/group-push/mappings?sourceGroupId="+group), nil).list[0]
			path := w.appPath("/group-push/mappings/" + push["id"].(string))
			w.want(400, "DELETE", path+"?deleteTargetGroup=true", nil)
			w.want(200, "PATCH", path, map[string]any{"status": "INACTIVE"})
			w.want(204, "DELETE", "/api/v1/groups/"+group+"/users/"+id(login(1)), nil)
			expect("paused", "Everybody", 1, 2)
			w.want(200, "PATCH", path, map[string]any{"status": "ACTIVE"})
			expect("taken up again", "Everybody", 2)
			w.want(200, "PATCH", path, map[string]any{"status": "INACTIVE"})
			w.want(204, "DELETE", path+"?deleteTargetGroup=true", nil)
			if w.members("Everybody") != nil {
				t.Error("the group is still in the app")
			}
			if w.account(login(2))["active"] != true {
				t.Error("its member is not")
			}
		})
	}
}

// An assignment by a group comes and goes with the membership.
func TestAssignedByGroup(t *testing.T) {
	t.Parallel()
	people := orgsim.People(2, "example.com")
	w := simulate(t, orgsim.Options{People: people, Groups: []orgsim.Group{{Name: "All", Members: []string{people[0].Login}, Assigned: true}}})
	user := func(i int) string {
		return w.want(200, "GET", "/api/v1/users/"+people[i].Login, nil).object["id"].(string)
	}
	group := w.want(200, "GET", "/api/v1/groups?q=all", nil).list[0]["id"].(string)
	if w.want(200, "GET", w.appPath("/users/"+user(0)), nil).object["scope"] != "GROUP" || w.account(people[0].Login) == nil || w.account(people[1].Login) != nil {
		t.Error("from the start")
	}
	w.want(204, "PUT", "/api/v1/groups/"+group+"/users/"+user(1), nil)
	w.want(403, "DELETE", w.appPath("/users/"+user(1)), nil)
	w.want(200, "POST", w.appPath("/users"), map[string]any{"id": user(1)})
	w.want(204, "DELETE", "/api/v1/groups/"+group+"/users/"+user(1), nil)
	if w.account(people[1].Login)["active"] != true {
		t.Error("assigned directly too, and gone with the group")
	}
	w.want(204, "DELETE", w.appPath("/groups/"+group), nil)
	if w.account(people[0].Login)["active"] != false {
		t.Error("the group's assignment is gone, the account is not")
	}
}

// An admin without the API does the same.
func TestAdmin(t *testing.T) {
	t.Parallel()
	people := orgsim.People(2, "example.com")
	w := simulate(t, orgsim.Options{People: people, Groups: []orgsim.Group{{Name: "Pilot", Members: []string{people[0].Login, people[1].Login}}}})
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		w.idle()
	}
	do(w.org.Assign(people[0].Login))
	do(w.org.PushGroup("Pilot"))
	if got := w.members("Pilot"); !slices.Equal(got, []string{people[0].Login}) {
		t.Errorf("one is assigned: %v", got)
	}
	do(w.org.AssignGroup("Pilot"))
	if got := w.members("Pilot"); len(got) != 2 {
		t.Errorf("the group is assigned: %v", got)
	}
	if got, want := w.org.Counts(), (orgsim.Counts{Assigned: 2, Provisioned: 2, Pushed: 1}); got != want {
		t.Errorf("counts: %s", got)
	}
	do(w.org.Unassign(people[0].Login)) // the group still has it
	if w.account(people[0].Login)["active"] != true {
		t.Error("unassigned directly, and the group's assignment is gone too")
	}
	for name, err := range map[string]error{"nobody": w.org.Assign("nobody"), "by the group only": w.org.Unassign(people[1].Login),
		"no group": w.org.AssignGroup("x"), "pushed already": w.org.PushGroup("Pilot"), "no problem": w.org.Plant("x")} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// What a suspended person's profile becomes reaches the app when the person is
// let in again.
func TestSuspended(t *testing.T) {
	t.Parallel()
	w := simulate(t, orgsim.Options{People: assigned(1)})
	login, user := "person0001@example.com", "/api/v1/users/person0001@example.com"
	w.want(200, "POST", user+"/lifecycle/suspend", nil)
	w.want(200, "POST", user, map[string]any{"profile": map[string]any{"displayName": "New Name"}})
	if w.account(login).String("displayName") != "Ada Archer" {
		t.Error("suspended, and still pushed")
	}
	w.want(200, "POST", user+"/lifecycle/unsuspend", nil)
	if w.account(login).String("displayName") != "New Name" {
		t.Error("let in again, and not pushed")
	}
}

// Somebody who comes back is put into the groups again, whatever the app did to
// the account in the meantime, and made anew if it is gone.
func TestComeBack(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		people := assigned(2)
		logins := []string{people[0].Login, people[1].Login}
		w := simulate(t, orgsim.Options{SCIM: orgsim.SCIM{Dialect: d}, People: people, Groups: []orgsim.Group{{Name: "Pilot", Members: logins, Pushed: true}}})
		group, _ := w.scim.LookupGroup(t.Context(), "Pilot").List()
		for _, meantime := range []func(id string) okta.Answer{
			func(id string) okta.Answer { return w.scim.PatchGroup(t.Context(), group[0].ID(), okta.RemoveOp(id)) },
			func(id string) okta.Answer {
				return w.scim.Do(t.Context(), okta.Request{Method: "DELETE", Path: "/Users/" + id})
			},
		} {
			if err := w.org.Unassign(logins[0]); err != nil {
				t.Fatal(err)
			}
			w.idle()
			if a := meantime(w.account(logins[0]).ID()); !a.OK() {
				t.Fatalf("%d %s", a.Status, a.Body)
			}
			if err := w.org.Assign(logins[0]); err != nil {
				t.Fatal(err)
			}
			w.idle()
			got := w.members("Pilot")
			slices.Sort(got)
			if w.account(logins[0])["active"] != true || !slices.Equal(got, logins) {
				t.Errorf("%s: back as %v, in the group are %v", d, w.account(logins[0]), got)
			}
		}
	}
}
