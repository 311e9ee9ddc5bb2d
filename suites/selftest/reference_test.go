package selftest

import (
	"flag"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

var (
	areaFlag    = flag.String("area", "", "TestReference: areas to run, comma separated")
	checkFlag   = flag.String("check", "", "TestReference: globs of check ids to run, comma separated")
	faultFlag   = flag.String("fault", "", "TestReference: faults to switch on, comma separated")
	variantFlag = flag.String("variant", "", "TestReference: variants to switch on, comma separated")
)

// TestReference runs the catalogue against the correct reference provider:
// every check must pass there, and nothing may be left behind.
func TestReference(t *testing.T) {
	checks, err := kit.Selection{Areas: split(*areaFlag), IDs: split(*checkFlag), Depth: kit.Full}.Pick(suites.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	out := lab{checks: checks, profile: profileFlag(), faults: split(*faultFlag), variants: split(*variantFlag)}.run(t)
	for _, c := range out.checks {
		if c.Outcome == reports.Unsupported && (strings.HasPrefix(c.ID, "users.lookup.email") || strings.HasPrefix(c.ID, "roles.pushed.") ||
			slices.Contains(optional, kit.Area(c.Area))) {
			continue // TestEmailProfile, TestPushedRoles and TestOptional run these
		}
		if c.Outcome != reports.Pass {
			t.Errorf("%s %s %s: %s %s", c.Outcome, c.ID, c.Dialect, c.Title, c.Reason)
			for _, p := range c.Problems {
				t.Errorf("    at %s: expected %s, got %s", p.At(), p.Expected, p.Actual)
			}
		}
	}
	if want := len(kit.Plan(checks, []okta.Dialect{okta.AIW, okta.OIN})); len(out.checks) != want {
		t.Errorf("%d results for %d specs", len(out.checks), want)
	}
	for _, l := range out.cleanUp.Left {
		t.Errorf("not cleaned up: %+v", l)
	}
	t.Logf("%d checks, %d specs, %d requests, %s", len(checks), len(out.checks), out.requests, time.Since(start).Round(time.Millisecond))
}

// TestEmailProfile runs the checks that need a profile of an app whose unique
// identifier is the e-mail address: they pass on the reference provider, and
// fail where an address is looked up among the userNames.
func TestEmailProfile(t *testing.T) {
	checks, err := kit.Selection{IDs: []string{"users.lookup.email*"}}.Pick(suites.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	byEmail := func(p *profile.Profile) { p.Okta.UniqueIdentifier, p.Okta.EmailLookup = profile.ByEmail, true }
	if failing := (lab{checks: checks, profile: byEmail}).run(t).ids(reports.Fail, reports.Warn, reports.Blocked, reports.Unsupported); len(failing) > 0 {
		t.Errorf("on the reference provider: %v", failing)
	}
	noFilter := func(r *http.Request) {
		q := r.URL.Query()
		q.Del("filter")
		r.URL.RawQuery = q.Encode()
	}
	broken := lab{checks: checks, profile: byEmail, before: noFilter}.run(t)
	failing := broken.ids(reports.Warn, reports.Fail, reports.Blocked)
	for _, c := range checks {
		if !slices.Contains(failing, c.ID) {
			t.Errorf("%s does not see an app that ignores the filter", c.ID)
		}
	}
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

var smallFlag = flag.Bool("small", false, "TestReference: with small groups, as the matrix has them")

func profileFlag() func(*profile.Profile) {
	if *smallFlag {
		return small
	}
	return nil
}

// TestPushedRoles runs the checks of roles that Okta pushes as an attribute, in
// each place where one can be: they pass on an app that takes them, and fail on one
// that makes roles of groups.
func TestPushedRoles(t *testing.T) {
	checks, err := kit.Selection{IDs: []string{"roles.pushed.*"}}.Pick(suites.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	for _, attribute := range []string{"roles", "userType", "urn:example:params:scim:schemas:extension:app:2.0:User:role"} {
		pushed := func(p *profile.Profile) { p.Roles.Source, p.Roles.Attribute = profile.SourceAttribute, attribute }
		for _, c := range (lab{checks: checks, profile: pushed}).run(t).checks {
			if c.Outcome != reports.Pass && !(c.ID == "roles.pushed.create-typed" && attribute != "roles") {
				t.Errorf("%s: %s %s: %s %v", attribute, c.Outcome, c.ID, c.Reason, c.Problems)
			}
		}
		out := lab{checks: checks, profile: pushed, groupRoles: true}.run(t)
		for _, c := range out.checks {
			if c.Level == reports.Must && c.Outcome == reports.Pass && c.ID != "roles.pushed.none" {
				t.Errorf("%s: %s passes where groups give the role", attribute, c.ID)
			}
		}
	}
}
