package suites_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/oktascim/oktascim/suites"
)

// These are given to every test of an app.
var (
	t  *testing.T
	my http.Handler // answers /scim/v2/Users and so on
)

// A test of an app that is written in Go: the handler is tested from outside, as Okta does. In the folder
// fixtures/examples/go-app of this module is a whole app with such a test.
func ExampleTest() {
	// func TestOkta(t *testing.T) {
	server := httptest.NewServer(my)
	defer server.Close()
	suites.Test(t, suites.Config{BaseURL: server.URL + "/scim/v2", Token: "the-token"})
}

// Only what the app has already, and only as Okta's catalog apps write.
func ExampleTest_some() {
	suites.Test(t, suites.Config{
		BaseURL:  "https://staging.example.com/scim/v2", // the token is in OKTASCIM_TOKEN
		Dialects: []string{"oin"},
		Areas:    []string{"connector", "auth", "lookup", "create"},
		Checks:   []string{"users.*", "connector.*"},
	})
}

// A Ginkgo suite. `ginkgo -p --label-filter 'area:deactivate'` runs a part of it.
func ExampleDescribe() {
	// func TestOkta(t *testing.T) {
	server := httptest.NewServer(my)
	defer server.Close()
	suites.Describe(suites.Config{BaseURL: server.URL + "/scim/v2", Token: "the-token", Profile: "testdata/app.yaml"})
	gomega.RegisterFailHandler(ginkgo.Fail)
	ginkgo.RunSpecs(t, "Okta")
}
