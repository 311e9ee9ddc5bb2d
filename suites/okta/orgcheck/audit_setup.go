package orgcheck

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
	"github.com/oktascim/oktascim/suites/profile"
)

func (a *Audit) appChecks() []kit.Check {
	return []kit.Check{{
		ID: "org.app.active", Level: kit.Must, Evidence: kit.Documented,
		Title:   "The app is ACTIVE in the org",
		Why:     "Okta provisions nothing to an app that is not active.",
		Symptom: "The app is greyed out in Applications, and assigned users get no account.",
		Refs:    []string{refApps},
		Body: func(t *kit.T) {
			app := must[org.App](t)(a.client.App(in(t), a.app))
			if app.Status != "ACTIVE" {
				t.Failf("", "status", "ACTIVE", "%s. %s", shown(app.Status), remedyActivate)
			}
		},
	}}
}

// provisioning is what an org says about an app's provisioning. create, update and deactivate are ENABLED, DISABLED or
// "" when the org does not say.
type provisioning struct {
	on                         bool
	create, update, deactivate string
	from                       string // where it was read
}

// readProvisioning reads the app's feature USER_PROVISIONING. Okta answers with an error when provisioning is off, and
// for kinds of apps that this part of its API does not cover; then the app's own list of features decides.
func readProvisioning(ctx context.Context, c *org.Client, appID string) (provisioning, error) {
	features, err := c.Features(ctx, appID)
	for _, f := range features {
		if f.Name == org.UserProvisioning {
			return provisioning{f.Status == "ENABLED", f.Capabilities.Create.LifecycleCreate.Status,
				f.Capabilities.Update.Profile.Status, f.Capabilities.Update.LifecycleDeactivate.Status, "feature " + f.Name}, nil
		}
	}
	covered := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound}
	if err != nil && !slices.Contains(covered, org.Status(err)) {
		return provisioning{}, err
	}
	app, err := c.App(ctx, appID)
	if err != nil {
		return provisioning{}, err
	}
	listed := func(feature string) string {
		if slices.Contains(app.Features, feature) {
			return "ENABLED"
		}
		return "DISABLED"
	}
	p := provisioning{create: listed("PUSH_NEW_USERS"), update: listed("PUSH_PROFILE_UPDATES"),
		deactivate: listed("PUSH_USER_DEACTIVATION"), from: "features of the app"}
	p.on = slices.Contains([]string{p.create, p.update, p.deactivate}, "ENABLED")
	return p, nil
}

// provisioned reads the provisioning and ends the check when it is off.
func (a *Audit) provisioned(t *kit.T) provisioning {
	p := must[provisioning](t)(readProvisioning(in(t), a.client, a.app))
	if !p.on {
		t.Block("provisioning is off (org.provisioning.on)")
	}
	return p
}

func (a *Audit) provisioningChecks() []kit.Check {
	checks := []kit.Check{{
		ID: "org.provisioning.on", Level: kit.Must, Evidence: kit.Documented,
		Title: "Provisioning to the app is switched on",
		Why:   "Without it an app integration signs users in, but creates no account.",
		Symptom: "The app has no Provisioning tab, or the tab says that provisioning is not enabled; assigned users get " +
			"no account.",
		Refs: []string{refFeatures, refGuide},
		Body: func(t *kit.T) {
			if p := must[provisioning](t)(readProvisioning(in(t), a.client, a.app)); !p.on {
				t.Failf("", p.from, "USER_PROVISIONING is ENABLED", "provisioning is off. %s", remedyProvisioning)
			}
		},
	}}
	for _, c := range []struct {
		id, setting, why, symptom string
		need                      kit.Need
		status                    func(provisioning) string
	}{
		{"create", "Create Users", "Without it Okta looks users up and links them, and creates none.",
			"No error in Okta: users who are assigned to the app get no account.", kit.NeedPushUsers,
			func(p provisioning) string { return p.create }},
		{"update", "Update User Attributes", "Without it changes of names and addresses stay in Okta.",
			"No error in Okta: the app keeps a user's old name and address.", kit.NeedUpdates,
			func(p provisioning) string { return p.update }},
		{"deactivate", "Deactivate Users", "Without it leavers keep their account and their seat.",
			"No error in Okta: a user who was unassigned or deactivated in Okta is still active in the app.",
			kit.NeedDeactivate, func(p provisioning) string { return p.deactivate }},
	} {
		checks = append(checks, kit.Check{
			ID: "org.provisioning." + c.id, Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{c.need},
			Title: "«" + c.setting + "» is enabled", Why: c.why, Symptom: c.symptom, Refs: []string{refFeatures, refGuide},
			Body: func(t *kit.T) {
				p := a.provisioned(t)
				if status := c.status(p); status != "ENABLED" {
					t.Failf("", p.from, "«"+c.setting+"» is ENABLED", "%s. %s", shown(status), remedySetting(c.setting))
				}
			},
		})
	}
	return checks
}

func (a *Audit) connectionChecks() []kit.Check {
	read := func(t *kit.T) org.Connection {
		c, err := a.client.Connection(in(t), a.app)
		if status := org.Status(err); status == http.StatusBadRequest || status == http.StatusNotFound {
			t.Block("provisioning is off (org.provisioning.on)")
		}
		need(t, err)
		if c.Status == "UNKNOWN" {
			t.Unsupported("Okta's API does not cover the provisioning connection of this kind of app; press " +
				"«Test Connector Configuration» in its Provisioning tab")
		}
		return c
	}
	return []kit.Check{{
		ID: "org.connection.enabled", Level: kit.Must, Evidence: kit.Documented,
		Title:   "The provisioning connection to the app is enabled",
		Why:     "Everything Okta provisions goes through the default connection.",
		Symptom: "The Provisioning tab shows a connection that is not verified, and nothing arrives in the app.",
		Refs:    []string{refConnect},
		Body: func(t *kit.T) {
			if c := read(t); c.Status != "ENABLED" {
				t.Failf("", "connections/default status", "ENABLED", "%s. %s", shown(c.Status), remedyConnection)
			}
		},
	}, {
		ID: "org.connection.scheme", Level: kit.Must, Evidence: kit.Documented,
		Title:   "The provisioning connection authenticates as the app profile says",
		Why:     "The app was tested with the profile's scheme. With another one the app may reject Okta.",
		Symptom: "The connector test fails with 401, or uses a scheme that was not tested.",
		Refs:    []string{refConnect, refGuide},
		Body: func(t *kit.T) {
			scheme := t.Env().Profile.SCIM.Auth.Scheme
			if scheme == profile.Basic {
				t.Unsupported("Okta's API has no word for Basic authentication")
			}
			if c := read(t); c.AuthScheme != "TOKEN" {
				t.Failf("", "connections/default authScheme", fmt.Sprintf("TOKEN, as the profile's scim.auth.scheme is %s", scheme),
					"%s. Provisioning > Integration > Edit: choose the authentication mode HTTP Header, and enter the token",
					shown(c.AuthScheme))
			}
		},
	}}
}

func (a *Audit) mappingChecks() []kit.Check {
	read := func(t *kit.T) map[string]org.Property {
		m, found, err := a.client.ToApp(in(t), a.app)
		need(t, err)
		if !found {
			t.Block("the org shows no profile mapping from its users to the app: see Profile Editor > Mappings")
		}
		return m.Properties
	}
	var checks []kit.Check
	for _, c := range []struct{ id, attribute, why, symptom string }{
		{"email", "email", "The app identifies a user by the address.",
			"Provisioning fails for all users, or they arrive without an address and cannot sign in."},
		{"display-name", "displayName", "The app shows it as the user's name.",
			"Users appear in the app without a name, or by their address."},
	} {
		checks = append(checks, kit.Check{
			ID: "org.mapping." + c.id, Level: kit.Must, Evidence: kit.Documented,
			Title: fmt.Sprintf("The attribute %q of the app is mapped", c.attribute), Why: c.why, Symptom: c.symptom,
			Refs: []string{refMappings, refGuide},
			Body: func(t *kit.T) {
				if strings.TrimSpace(read(t)[c.attribute].Expression) == "" {
					t.Failf("", "profile mapping "+c.attribute, "an expression, such as user."+c.attribute, "none. %s",
						remedyMapping(c.attribute))
				}
			},
		})
	}
	return append(checks, kit.Check{
		ID: "org.mapping.updates", Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedUpdates},
		Title:   "Mapped attributes are sent on update, not on create only",
		Why:     "The app profile says that profile updates are pushed.",
		Symptom: "No error in Okta: a user's new name or address stays in Okta, although Update User Attributes is enabled.",
		Refs:    []string{refMappings},
		Body: func(t *kit.T) {
			properties := read(t)
			for _, attribute := range []string{"email", "displayName", "givenName", "familyName"} {
				if properties[attribute].PushStatus == "DONT_PUSH" {
					t.Failf("", "profile mapping "+attribute, "Apply mapping on user create and update (PUSH)",
						"on create only (DONT_PUSH). In Profile Editor > Mappings, change the arrow beside %s", attribute)
				}
			}
		},
	})
}
