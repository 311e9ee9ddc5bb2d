package orgcheck

import (
	"fmt"
	"net/http"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/org"
)

func (a *Audit) userChecks() []suites.Check {
	return []suites.Check{{
		ID: "org.users.synced", Level: suites.Must,
		Title:   "Nobody's synchronisation with the app failed",
		Why:     "After a failure Okta holds other data of the person than the app does, until somebody retries the task.",
		Symptom: "A red mark beside the person in the app's Assignments tab, and a task in Dashboard > Tasks.",
		Refs:    []string{refAppUsers, refGuide},
		Body: func(t *suites.T) {
			a.users(t, "no error", func(u org.AppUser) string {
				if u.SyncState == "ERROR" {
					return "syncState ERROR. " + remedyRetry
				}
				return ""
			})
		},
	}, {
		ID: "org.users.provisioned", Level: suites.Must, Needs: []suites.Need{suites.NeedPushUsers},
		Title:   "Everybody who is assigned has an account in the app",
		Why:     "People who were assigned before provisioning was switched on are never created by themselves.",
		Symptom: "A person is assigned to the app and cannot find it, or gets an error; Assignments offers «Provision User».",
		Refs:    []string{refAppUsers, refGuide},
		Body: func(t *suites.T) {
			a.users(t, "an account in the app (externalId)", func(u org.AppUser) string {
				if u.ExternalID == "" && u.SyncState != "ERROR" && u.SyncState != "SYNCING" {
					return "none, " + words(u) + ". " + remedyProvisionUser
				}
				return ""
			})
		},
	}, {
		ID: "org.users.up-to-date", Level: suites.Should, Needs: []suites.Need{suites.NeedUpdates},
		Title:   "Nobody waits for a push of changed data",
		Why:     "OUT_OF_SYNC says that Okta holds newer data than it has pushed.",
		Symptom: "The app shows old names or addresses for a while.",
		Refs:    []string{refAppUsers},
		Body: func(t *suites.T) {
			a.users(t, "SYNCHRONIZED", func(u org.AppUser) string {
				if u.SyncState == "OUT_OF_SYNC" && u.ExternalID != "" {
					return "OUT_OF_SYNC. " + remedyOutOfSync
				}
				return ""
			})
		},
	}}
}

func words(u org.AppUser) string {
	return fmt.Sprintf("status %s, syncState %s", shown(u.Status), shown(u.SyncState))
}

// users reports what judge finds wrong with each person who is assigned.
func (a *Audit) users(t *suites.T, expected string, judge func(org.AppUser) string) {
	p := must[provisioning](t)(readProvisioning(in(t), a.client, a.app))
	if !p.on {
		t.Block("provisioning is off (org.provisioning.on)")
	}
	users := must[[]org.AppUser](t)(a.client.AppUsers(in(t), a.app))
	if len(users) == 0 {
		t.Unsupported("nobody is assigned to the app")
	}
	for _, u := range users {
		if wrong := judge(u); wrong != "" {
			t.Failf("app user "+a.nameOf(t, u), expected, "%s", wrong)
		}
	}
}

// nameOf is the person's name in the app, or else the login.
func (a *Audit) nameOf(t *suites.T, u org.AppUser) string {
	if u.UserName != "" {
		return u.UserName
	}
	person, err := a.client.User(in(t), u.ID)
	if err != nil && org.Status(err) != http.StatusNotFound || person.Login == "" {
		return u.ID
	}
	return person.Login
}
