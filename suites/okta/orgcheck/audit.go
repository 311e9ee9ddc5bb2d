// Package orgcheck holds the checks of Okta's own side: whether an org is set up to provision an app as the app profile
// says (Audit), and whether what an org does arrives in the app (Journey). They read and change the org through package
// org; package suites does not know of it.
package orgcheck

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"slices"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta/org"
)

// Catalogue lists the checks of this package, for reading: they run as returned by Audit.Checks and Journey.Checks.
func Catalogue() []kit.Check {
	return slices.Concat((&Audit{}).Checks(), (&Journey{}).Checks())
}

// Sources of what the checks require.
const (
	refAPI      = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/"
	refApps     = refAPI + "Application/"
	refFeatures = refAPI + "ApplicationFeatures/"
	refConnect  = refAPI + "ApplicationConnections/"
	refMappings = refAPI + "ProfileMapping/"
	refPush     = refAPI + "GroupPushMapping/"
	refAppUsers = refAPI + "ApplicationUsers/"
	refLogs     = refAPI + "SystemLog/"
	refEvents   = "https://developer.okta.com/docs/reference/api/event-types/"
	refOneGroup = "Okta help, Group Push: one group for both assigning and pushing is not supported"
	refGuide    = "Setup guide of the app: Okta SCIM provisioning"
	refCRUDE    = "Okta CRUD-E step 4"
	refCRUD     = "Okta SCIM provisioning integration test (CRUD)"
)

// inOrg sets the area of checks.
func inOrg(checks []kit.Check) []kit.Check {
	for i := range checks {
		checks[i].Area = kit.Org
	}
	return checks
}

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

// NewAudit returns an audit of the app that looks at the System Log of the last hours. Its requests are remembered: the
// config's transport carries each once.
func NewAudit(config org.Config, appID string, hours int) (*Audit, error) {
	config.Transport = &memory{next: config.Transport}
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

// Prepare reads the app and which groups are pushed to it, so that what makes an audit pointless is one clear error and
// not many failures.
func (a *Audit) Prepare(ctx context.Context) (org.App, error) {
	app, err := a.client.App(ctx, a.app)
	if err != nil {
		return app, err
	}
	mappings, err := a.client.PushMappings(ctx, a.app)
	if status := org.Status(err); status == http.StatusBadRequest || status == http.StatusNotFound {
		return app, nil // the app does not push groups
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
	return app, err
}

// Checks lists what is checked: those about pushed groups once a group.
func (a *Audit) Checks() []kit.Check {
	return inOrg(slices.Concat(a.appChecks(), a.provisioningChecks(), a.connectionChecks(), a.mappingChecks(),
		a.pushChecks(), a.userChecks(), a.logChecks()))
}

// in returns the context in which a check asks the org: the answers are among the check's exchanges.
func in(t *kit.T) context.Context { return org.Via(t, t.Record) }

// must ends a check that cannot read what it needs.
func must[V any](t *kit.T) func(V, error) V {
	return func(v V, err error) V {
		need(t, err)
		return v
	}
}

// need ends a check whose request to the org failed.
func need(t *kit.T, err error) {
	if err != nil {
		t.Block("%v", err)
	}
}

// shown is a value of the org, or says that there is none.
func shown(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// memory is an http.RoundTripper that sends each GET once only: the checks of one audit look at the same state of the
// org, and its rate limits are spared. Answers other than 200 are not kept.
type memory struct {
	next http.RoundTripper
	kept sync.Map // answers as on the wire, by URL
}

// largest is the largest answer that is read, in bytes; longer ones are cut, and rejected by package org.
const largest = 32 << 20

// RoundTrip implements http.RoundTripper.
func (m *memory) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet {
		return m.next.RoundTrip(request)
	}
	if kept, ok := m.kept.Load(request.URL.String()); ok {
		return http.ReadResponse(bufio.NewReader(bytes.NewReader(kept.([]byte))), request)
	}
	answer, err := m.next.RoundTrip(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		return answer, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, largest+1), answer.Body}
	text, err := httputil.DumpResponse(answer, true)
	if err != nil {
		return nil, err
	}
	m.kept.Store(request.URL.String(), text)
	return answer, nil
}
