package suites

import (
	"context"
	"flag"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/oktascim/oktascim/fixtures/apps"
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

var (
	areaFlag  = flag.String("area", "", "areas to run, comma separated")
	checkFlag = flag.String("check", "", "globs of check ids to run, comma separated")
	faultFlag = flag.String("fault", "", "fault to switch on in the reference provider")
	kindFlag  = flag.String("variant", "", "variant to switch on in the reference provider")
)

// TestReference runs the catalogue against the correct reference provider:
// every check must pass there.
func TestReference(t *testing.T) {
	selection := Selection{Areas: split(*areaFlag), IDs: split(*checkFlag)}
	checks, err := selection.Pick(Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	text, err := apps.Reference()
	if err != nil {
		t.Fatal(err)
	}
	p, err := profile.Parse("reference.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	options := provider.Options{
		Tokens:     []provider.Token{{Secret: "old-token", Tenant: "a"}, {Secret: "tenant-b-token", Tenant: "b"}},
		LocalAdmin: p.Roles.ExistingAdmin,
		SeatLimit:  p.Seats.Limit,
		Roles:      &provider.RoleMap{Attribute: p.Roles.Attribute, Default: p.Roles.Default},
		Faults:     split(*faultFlag),
		Variants:   split(*kindFlag),
	}
	for _, g := range p.Roles.Groups {
		options.Roles.Groups = append(options.Roles.Groups, provider.GroupRole{Group: g.Group, Role: g.Role})
	}
	server, err := provider.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.RotateToken("old-token", "good-token"); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	defer listener.Close()
	env := harness.NewEnv(harness.Settings{
		BaseURL: listener.URL + "/scim/v2", Authorization: "Bearer good-token", RevokedAuthorization: "Bearer old-token",
		OtherTenantAuthorization: "Bearer tenant-b-token", Profile: p, Settle: 2 * time.Second, Timeout: 20 * time.Second,
	})
	start := time.Now()
	done, requests := 0, 0
	cleanUp, err := Run(context.Background(), env, checks, Observer{
		Started: func(types.SpecReport) {},
		Finished: func(s types.SpecReport) {
			for _, e := range s.ReportEntries {
				r, ok := e.GetRawValue().(harness.Result)
				if !ok {
					continue
				}
				done++
				requests += r.Requests
				if r.Outcome != harness.Pass {
					t.Errorf("%s %s (%s): %s %s", r.Outcome, r.ID, r.Dialect, r.Title, r.Reason)
					for _, p := range r.Problems {
						t.Errorf("    %s", p)
					}
				}
				if testing.Verbose() && s.RunTime > 20*time.Millisecond {
					t.Logf("%6.1f ms %4d requests %s (%s)", float64(s.RunTime.Microseconds())/1000, r.Requests, r.ID, r.Dialect)
				}
			}
			if s.State.Is(types.SpecStatePanicked) {
				t.Errorf("panic in %s: %s\n%s", s.LeafNodeText, s.Failure.ForwardedPanic, s.Failure.Location.FullStackTrace)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(cleanUp.Left) > 0 {
		t.Errorf("not cleaned up: %v", cleanUp.Left)
	}
	if want := len(Plan(checks, env.Dialects)); done != want {
		t.Errorf("%d of %d specs gave a result", done, want)
	}
	t.Logf("%d checks, %d specs, %d requests, %s", len(checks), done, requests, time.Since(start).Round(time.Millisecond))
}

func split(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(m.Run())
}
