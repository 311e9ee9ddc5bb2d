package orgsim_test

import (
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// Each problem is seen where it says, and nowhere when it is not planted.
func TestProblems(t *testing.T) {
	t.Parallel()
	seen := map[string]func(*world) bool{
		"app-inactive":     func(w *world) bool { return w.do("GET", w.appPath(""), nil).object["status"] == "INACTIVE" },
		"provisioning-off": func(w *world) bool { return w.do("GET", w.appPath("/features"), nil).status == 400 },
		"create-off": func(w *world) bool {
			return at(w.do("GET", w.appPath("/features/USER_PROVISIONING"), nil).object, "capabilities", "create", "lifecycleCreate", "status") == "DISABLED" &&
				w.account("person0001@example.com") == nil
		},
		"update-off": func(w *world) bool {
			return at(w.do("GET", w.appPath("/features/USER_PROVISIONING"), nil).object, "capabilities", "update", "profile", "status") == "DISABLED" &&
				!w.renamed()
		},
		"deactivate-off": func(w *world) bool {
			off := at(w.do("GET", w.appPath("/features/USER_PROVISIONING"), nil).object, "capabilities", "update", "lifecycleDeactivate", "status") == "DISABLED"
			if off {
				w.want(204, "DELETE", "/api/v1/users/person0001@example.com", nil)
			}
			return off && w.account("person0001@example.com")["active"] == true
		},
		"connection-disabled": func(w *world) bool {
			return w.do("GET", w.appPath("/connections/default"), nil).object["status"] == "DISABLED"
		},
		"connection-auth-scheme": func(w *world) bool {
			return w.do("GET", w.appPath("/connections/default"), nil).object["authScheme"] == "OAUTH2"
		},
		"email-not-mapped":        func(w *world) bool { return !w.mapped("email", "emails") },
		"display-name-not-mapped": func(w *world) bool { return !w.mapped("displayName", "displayName") },
		"email-create-only":       func(w *world) bool { return !w.movesAddress() },
		"push-inactive":           func(w *world) bool { return w.firstPush("status") == "INACTIVE" },
		"push-error":              func(w *world) bool { return w.firstPush("status") == "ERROR" && w.firstPush("errorSummary") != "" },
		"member-unassigned": func(w *world) bool {
			a := w.do("GET", "/api/v1/users/not.assigned@example.com", nil)
			return a.status == 200 && w.do("GET", w.appPath("/users/"+a.object["id"].(string)), nil).status == 404 && len(w.members("Pilot")) == 3
		},
		"sync-failed": func(w *world) bool {
			a := w.do("GET", w.appPath("/users"), nil)
			return len(a.list) > 0 && a.list[0]["syncState"] == "ERROR" && a.list[0]["externalId"] != nil
		},
		"create-failed": func(w *world) bool {
			a := w.do("GET", w.appPath("/users?q=no.seat"), nil)
			return len(a.list) == 1 && a.list[0]["syncState"] == "ERROR" && a.list[0]["externalId"] == nil && w.account("no.seat@example.com") == nil
		},
		"app-refuses-token": func(w *world) bool {
			return len(w.events(`eventType eq "application.integration.authentication_failure"`)) == 3
		},
		"app-rate-limits": func(w *world) bool {
			return len(w.events(`eventType eq "application.integration.rate_limit_exceeded"`)) == 1
		},
		"token-expired": func(w *world) bool { return w.do("GET", "/api/v1/org", nil).object["errorCode"] == "E0000011" },
		"token-read-only": func(w *world) bool {
			return w.do("GET", "/api/v1/org", nil).status == 200 && w.do("POST", "/api/v1/groups", `{"profile":{"name":"x"}}`).object["errorCode"] == "E0000006"
		},
		"rate-limited": func(w *world) bool { return w.do("GET", "/api/v1/org", nil).object["errorCode"] == "E0000047" },
		"endless-pages": func(w *world) bool {
			a := w.do("GET", "/api/v1/users", nil)
			again := next(a.header, w.api.URL)
			return again != "" && next(w.do("GET", again, nil).header, w.api.URL) == again
		},
	}
	options := func(problems ...string) orgsim.Options {
		people := orgsim.People(3, "example.com")
		return orgsim.Options{People: people, Groups: orgsim.Deal(people, []string{"Pilot"}), Problems: problems}
	}
	sound := simulate(t, options())
	if !sound.renamed() {
		t.Error("a sound org does not push a new name")
	}
	for _, p := range orgsim.Problems() {
		look := seen[p.Name]
		if look == nil || p.What == "" || p.Shows == "" {
			t.Errorf("%s: not tested, or not described", p.Name)
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			if p.Name != "update-off" && p.Name != "deactivate-off" { // their looks change something
				if w := simulate(t, options()); look(w) {
					t.Error("seen in a sound org")
				}
			}
			if w := simulate(t, options(p.Name)); !look(w) {
				t.Errorf("not seen: %s", p.Shows)
			}
			later := simulate(t, options())
			if err := later.org.Plant(p.Name); err != nil {
				t.Error(err)
			}
			later.idle()
			if p.Name != "create-off" && !look(later) {
				t.Errorf("planted later, not seen: %s", p.Shows)
			}
		})
	}
	if _, err := orgsim.New(orgsim.Options{Problems: []string{"nope"}}); err == nil || !strings.Contains(err.Error(), "push-inactive") {
		t.Errorf("an unknown problem: %v", err)
	}
}

// renamed tells whether a new name arrives in the app.
func (w *world) renamed() bool {
	w.Helper()
	w.want(200, "POST", "/api/v1/users/person0001@example.com", map[string]any{"profile": map[string]any{"displayName": "New Name"}})
	return w.account("person0001@example.com").String("displayName") == "New Name"
}

// movesAddress tells whether a new address arrives in the app; it must not when
// the mapping says so, and the account must have had one from the start.
func (w *world) movesAddress() bool {
	w.Helper()
	if was := w.account("person0001@example.com").String("emails", "0", "value"); was != "person0001@example.com" {
		w.Errorf("from the start: %q", was)
	}
	w.want(200, "POST", "/api/v1/users/person0001@example.com", map[string]any{"profile": map[string]any{"email": "new@example.com"}})
	return w.account("person0001@example.com").String("emails", "0", "value") == "new@example.com"
}

// mapped tells whether an attribute is mapped and arrives; both or neither.
func (w *world) mapped(attribute, scim string) bool {
	w.Helper()
	list := w.want(200, "GET", "/api/v1/mappings?targetId="+w.org.AppID(), nil).list
	properties, _ := w.want(200, "GET", "/api/v1/mappings/"+list[0]["id"].(string), nil).object["properties"].(map[string]any)
	_, mapped := properties[attribute]
	account := w.account("person0001@example.com")
	if account == nil {
		return mapped
	}
	if _, arrived := account[scim]; arrived != mapped {
		w.Errorf("%s: mapped %v, arrived %v", attribute, mapped, arrived)
	}
	return mapped
}

func (w *world) firstPush(key string) any {
	w.Helper()
	return w.want(200, "GET", w.appPath("/group-push/mappings"), nil).list[0][key]
}
