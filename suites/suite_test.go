package suites_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/oktascim/oktascim/fixtures/apps"
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/profile"
)

// TestSuite is a Ginkgo suite of all checks: against the app at OKTASCIM_BASE_URL, with the token in OKTASCIM_TOKEN and the
// app profile OKTASCIM_PROFILE, or without a base URL against the reference provider.
//
//	ginkgo -p --label-filter 'area:deactivate && level:must' ./suites
func TestSuite(t *testing.T) {
	suites.Describe(app(t))
	gomega.RegisterFailHandler(ginkgo.Fail)
	ginkgo.RunSpecs(t, "Okta provisioning")
}

// app is the one that the environment names, or else the reference provider.
func app(t *testing.T) suites.Config {
	t.Helper()
	if url := os.Getenv("OKTASCIM_BASE_URL"); url != "" {
		return suites.Config{BaseURL: url, Profile: os.Getenv("OKTASCIM_PROFILE")}
	}
	return reference(t, func(app http.Handler) http.Handler { return app })
}

// reference is the reference provider, set up as the reference profile says, behind something of the test.
func reference(t *testing.T, behind func(http.Handler) http.Handler) suites.Config {
	t.Helper()
	const file, token = "../fixtures/apps/reference.yaml", "good-token-1234567890"
	text, err := apps.Reference()
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Parse(file, text)
	if err != nil {
		t.Fatal(err)
	}
	roles := &provider.RoleMap{Attribute: p.Roles.Attribute, Default: p.Roles.Default}
	for _, g := range p.Roles.Groups {
		roles.Groups = append(roles.Groups, provider.GroupRole{Group: g.Group, Role: g.Role})
	}
	handler, err := provider.New(provider.Options{
		Tokens: []provider.Token{{Secret: token}}, LocalAdmin: p.Roles.ExistingAdmin, SeatLimit: p.Seats.Limit, Roles: roles,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(behind(handler))
	t.Cleanup(server.Close)
	return suites.Config{BaseURL: server.URL + "/scim/v2", Token: token, Profile: file}
}
