package orgcheck

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/profile"
)

// provisioning is what an org says of an app's provisioning to the app.
type provisioning struct {
	on bool
	// create, update and deactivate are ENABLED, DISABLED or "" when the org does
	// not say.
	create, update, deactivate string
	from                       string // where it was read
}

// readProvisioning reads the app's feature USER_PROVISIONING. Okta answers with
// an error when provisioning is off, and for kinds of apps that this part of its
// API does not know; then the app's own list of features tells.
func readProvisioning(ctx context.Context, c *org.Client, appID string) (provisioning, error) {
	features, err := c.Features(ctx, appID)
	switch org.Status(err) {
	case 0:
		if err != nil {
			return provisioning{}, err
		}
		for _, f := range features {
			if f.Name == org.UserProvisioning {
				return provisioning{f.Status == "ENABLED", f.Create, f.Update, f.Deactivate, "feature " + f.Name}, nil
			}
		}
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound:
	default:
		return provisioning{}, err
	}
	app, err := c.App(ctx, appID)
	if err != nil {
		return provisioning{}, err
	}
	p := provisioning{from: "features of the app"}
	p.create = listed(app, "PUSH_NEW_USERS")
	p.update = listed(app, "PUSH_PROFILE_UPDATES")
	p.deactivate = listed(app, "PUSH_USER_DEACTIVATION")
	p.on = slices.Contains([]string{p.create, p.update, p.deactivate}, "ENABLED")
	return p, nil
}

func listed(app org.App, feature string) string {
	if slices.Contains(app.Features, feature) {
		return "ENABLED"
	}
	return "DISABLED"
}

func (a *Audit) provisioningChecks() []suites.Check {
	checks := []suites.Check{{
		ID: "org.provisioning.on", Level: suites.Must,
		Title:   "Provisioning to the app is switched on",
		Why:     "An app integration signs people in without it, but creates no account.",
		Symptom: "The app has no Provisioning tab, or the tab says that provisioning is not enabled; assigned people get no account.",
		Refs:    []string{refFeatures, refGuide},
		Body: func(t *suites.T) {
			if p := must[provisioning](t)(readProvisioning(in(t), a.client, a.app)); !p.on {
				t.Failf(p.from, "USER_PROVISIONING is ENABLED", "provisioning is off. %s", remedyProvisioning)
			}
		},
	}}
	for _, c := range []struct {
		id, setting, why, symptom string
		need                      suites.Need
		status                    func(provisioning) string
	}{
		{"create", "Create Users", "Without it Okta looks people up and links them, and creates nobody.",
			"People who are assigned to the app get no account; nothing is red.", suites.NeedPushUsers,
			func(p provisioning) string { return p.create }},
		{"update", "Update User Attributes", "Without it changes of name and address stay in Okta.",
			"The app keeps a person's old name and address; nothing is red.", suites.NeedUpdates,
			func(p provisioning) string { return p.update }},
		{"deactivate", "Deactivate Users", "Without it leavers keep their account and their seat.",
			"A person who was unassigned or deactivated in Okta is still active in the app; nothing is red.", suites.NeedDeactivate,
			func(p provisioning) string { return p.deactivate }},
	} {
		checks = append(checks, suites.Check{
			ID: "org.provisioning." + c.id, Level: suites.Must, Needs: []suites.Need{c.need},
			Title: "«" + c.setting + "» is enabled", Why: c.why, Symptom: c.symptom, Refs: []string{refFeatures, refGuide},
			Body: func(t *suites.T) {
				p := must[provisioning](t)(readProvisioning(in(t), a.client, a.app))
				if !p.on {
					t.Block("provisioning is off (org.provisioning.on)")
				}
				if status := c.status(p); status != "ENABLED" {
					t.Failf(p.from, "«"+c.setting+"» is ENABLED", "%s. %s", shown(status), remedySetting(c.setting))
				}
			},
		})
	}
	return checks
}

const unknown = "UNKNOWN"

func (a *Audit) connectionChecks() []suites.Check {
	read := func(t *suites.T) org.Connection {
		c, err := a.client.Connection(in(t), a.app)
		if status := org.Status(err); status == http.StatusBadRequest || status == http.StatusNotFound {
			t.Block("provisioning is off (org.provisioning.on)")
		}
		must[any](t)(nil, err)
		if c.Status == unknown {
			t.Unsupported("Okta's API does not tell about the provisioning connection of this kind of app; press «Test Connector Configuration» in its Provisioning tab")
		}
		return c
	}
	return []suites.Check{{
		ID: "org.connection.enabled", Level: suites.Must,
		Title:   "The provisioning connection to the app is enabled",
		Why:     "Everything Okta provisions goes through the default connection.",
		Symptom: "The Provisioning tab shows a connection that is not verified, and nothing arrives in the app.",
		Refs:    []string{refConnect},
		Body: func(t *suites.T) {
			if c := read(t); c.Status != "ENABLED" {
				t.Failf("connections/default status", "ENABLED", "%s. %s", shown(c.Status), remedyConnection)
			}
		},
	}, {
		ID: "org.connection.scheme", Level: suites.Must,
		Title:   "The provisioning connection authenticates as the app profile says",
		Why:     "The profile's scheme is what the app was tested with; by another one Okta is let in differently, or not at all.",
		Symptom: "The connector test fails with 401, or goes by another way than the one that was tested.",
		Refs:    []string{refConnect, refGuide},
		Body: func(t *suites.T) {
			scheme := t.Env().Profile.SCIM.Auth.Scheme
			if scheme == profile.Basic {
				t.Unsupported("Okta's API has no word for Basic authentication")
			}
			if c := read(t); c.AuthScheme != "TOKEN" {
				t.Failf("connections/default authScheme", fmt.Sprintf("TOKEN, as the profile's scim.auth.scheme is %s", scheme),
					"%s. Provisioning > Integration > Edit: choose the authentication mode HTTP Header, and enter the token", shown(c.AuthScheme))
			}
		},
	}}
}
