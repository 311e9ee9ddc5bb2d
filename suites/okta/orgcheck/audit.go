package orgcheck

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// Audit reads how an org provisions one app. It sends nothing but GET.
type Audit struct {
	client       *org.Client
	app          string
	since, until time.Time

	pushed []pushed // by Prepare
}

// pushed is a group that is pushed to the app.
type pushed struct {
	org.PushMapping
	name string
}

// NewAudit prepares an audit of the app, which looks at the System Log since
// some time. Its requests are remembered: the config's transport carries each
// once.
func NewAudit(config org.Config, appID string, hours int) (*Audit, error) {
	config.Transport = newMemory(config.Transport)
	client, err := org.New(config)
	if err != nil {
		return nil, err
	}
	if err := org.CheckAppID(appID); err != nil {
		return nil, err
	}
	now := time.Now()
	return &Audit{client: client, app: appID, since: now.Add(-time.Duration(hours) * time.Hour), until: now}, nil
}

// Prepare reads the app and which groups are pushed to it, so that what makes
// an audit senseless is one clear error and not many failures.
func (a *Audit) Prepare(ctx context.Context) (org.App, error) {
	app, err := a.client.App(ctx, a.app)
	if err != nil {
		return app, err
	}
	mappings, err := a.client.PushMappings(ctx, a.app)
	if err != nil {
		if org.Status(err) == 400 || org.Status(err) == 404 {
			return app, nil // the app does not push groups
		}
		return app, err
	}
	for _, m := range mappings {
		name := m.SourceGroupID
		if g, err := a.client.Group(ctx, m.SourceGroupID); err == nil && g.Name != "" {
			name = g.Name
		}
		if slices.ContainsFunc(a.pushed, func(p pushed) bool { return p.name == name }) {
			name = fmt.Sprintf("%s (%s)", name, m.ID)
		}
		a.pushed = append(a.pushed, pushed{m, name})
	}
	return app, nil
}

// Checks lists what is checked: those about pushed groups once a group.
func (a *Audit) Checks() []suites.Check {
	return inOrg(slices.Concat(
		a.appChecks(),
		a.provisioningChecks(),
		a.connectionChecks(),
		a.mappingChecks(),
		a.pushChecks(),
		a.userChecks(),
		a.logChecks(),
	))
}

// in gives the context in which a check asks the org: what it is answered is
// among the check's exchanges.
func in(t *suites.T) context.Context { return org.Via(t, t.Record) }

// must ends a check that cannot read what it needs.
func must[V any](t *suites.T) func(V, error) V {
	return func(v V, err error) V {
		if err != nil {
			t.Block("%v", err)
		}
		return v
	}
}

func (a *Audit) appChecks() []suites.Check {
	return []suites.Check{{
		ID: "org.app.active", Level: suites.Must,
		Title:   "The app is ACTIVE in the org",
		Why:     "Okta provisions nothing to an app that is not active.",
		Symptom: "The app is greyed out in Applications, and assigned people get no account.",
		Refs:    []string{refApps},
		Body: func(t *suites.T) {
			app := must[org.App](t)(a.client.App(in(t), a.app))
			if app.Status != "ACTIVE" {
				t.Failf("status", "ACTIVE", "%s. %s", shown(app.Status), remedyActivate)
			}
		},
	}}
}

// shown is a value of the org, or that there is none.
func shown(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
