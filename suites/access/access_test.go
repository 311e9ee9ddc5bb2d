package access_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/access"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
)

// TestMain makes the test binary the command of a probe when it is called with the address of the app.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && strings.HasPrefix(os.Args[2], "http://") {
		os.Exit(probe(os.Args[1], os.Args[2]))
	}
	flag.Parse()
	os.Exit(m.Run())
}

// probe signs in and prints the session, or tells by its exit status whether the session is open.
func probe(mode, app string) int {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		known := slices.Contains([]string{"PATH", "HOME", "PWD", "OLDPWD", "SHLVL", "_"}, name) // the last four are the shell's
		if !known && !strings.HasPrefix(name, "OKTASCIM_") {
			return 7
		}
	}
	if mode == "crash" {
		return 3
	}
	request, _ := http.NewRequest(http.MethodGet, app+"/access/me", nil)
	request.Header.Set("Authorization", "Bearer "+os.Getenv("OKTASCIM_CREDENTIAL"))
	if mode == "get" {
		body := fmt.Sprintf(`{"userName": %q, "password": %q}`, os.Getenv("OKTASCIM_USER_NAME"), os.Getenv("OKTASCIM_PASSWORD"))
		request, _ = http.NewRequest(http.MethodPost, app+"/access/sign-in", strings.NewReader(body))
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 3
	}
	defer answer.Body.Close()
	var given struct{ Session string }
	text, _ := io.ReadAll(answer.Body)
	_ = json.Unmarshal(text, &given)
	fmt.Println(given.Session)
	if answer.StatusCode != http.StatusOK {
		return 1
	}
	return 0
}

// run runs a check against an app with a fault and returns its result.
func run(t *testing.T, id, fault string, probes func(app string) []profile.Probe) result.Result {
	t.Helper()
	hooks, err := faulty.Hooks(strings.Fields(fault)...)
	if err != nil {
		t.Fatal(err)
	}
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: "scim-token"}}, Access: true, Hooks: hooks})
	if err != nil {
		t.Fatal(err)
	}
	app := httptest.NewServer(server)
	t.Cleanup(app.Close)
	p := profile.Default()
	p.Access = &profile.Access{Within: profile.Duration{Duration: 300 * time.Millisecond}, Probes: probes(app.URL)}
	env := harness.NewEnv(harness.Settings{BaseURL: app.URL + "/scim/v2", Authorization: "Bearer scim-token", Profile: p,
		Timeout: time.Minute, KeepExchanges: true})
	checks, err := kit.Selection{IDs: []string{id}}.Pick(access.Checks())
	if err != nil {
		t.Fatal(err)
	}
	var out result.Result
	if _, err := kit.Run(t.Context(), env, checks, kit.Observer{Finished: func(r result.Result) { out = r }}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestCommands(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := func(check string) func(string) []profile.Probe {
		return func(app string) []profile.Probe {
			return []profile.Probe{{Name: "session", Get: &profile.Call{Command: []string{self, "get", app}},
				Check: profile.Call{Command: []string{self, check, app}}}}
		}
	}
	shell := func(app string) []profile.Probe {
		return []profile.Probe{{Name: "session", Get: &profile.Call{Shell: "'" + self + "' get " + app},
			Check: profile.Call{Shell: "'" + self + "' check " + app}}}
	}
	none := func(string) []profile.Probe {
		return []profile.Probe{{Name: "session", Check: profile.Call{Command: []string{"/there/is/none"}}}}
	}
	for name, tc := range map[string]struct {
		fault  string
		probes func(string) []profile.Probe
		want   result.Outcome
	}{
		"closed":             {"", command("check"), result.Pass},
		"survives":           {"access-session-survives", command("check"), result.Fail},
		"by a shell":         {"", shell, result.Pass},
		"survives the shell": {"access-session-survives", shell, result.Fail},
		"a probe that fails": {"", command("crash"), result.Blocked},
		"no such program":    {"", none, result.Blocked},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := run(t, "access.deactivated.out", tc.fault, tc.probes)
			if got.Outcome != tc.want {
				t.Errorf("%s: %s %v", got.Outcome, got.Reason, got.Problems)
			}
		})
	}
}

// A request goes out with the values of the user, and no secret stays in the result.
func TestRequests(t *testing.T) {
	t.Parallel()
	var session string
	spy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/sign-in" && r.URL.Query().Get("who") == "":
			http.Error(w, "who?", http.StatusBadRequest)
		case r.URL.Path == "/sign-in":
			session = "session-of-" + r.URL.Query().Get("who")
			http.SetCookie(w, &http.Cookie{Name: "sid", Value: session})
		case r.Header.Get("Cookie") == "sid="+session:
			http.Redirect(w, r, "/login", http.StatusFound) // as apps send those who are out
		default:
			http.Error(w, "boom", http.StatusInternalServerError)
		}
	}))
	defer spy.Close()
	probes := func(string) []profile.Probe {
		return []profile.Probe{{Name: "session",
			Get:   &profile.Call{HTTP: &profile.HTTPCall{URL: spy.URL + "/sign-in?who={{userName}}", Take: "cookie:sid"}},
			Check: profile.Call{HTTP: &profile.HTTPCall{URL: spy.URL + "/me", Headers: map[string]string{"Cookie": "sid={{credential}}"}}}}}
	}
	got := run(t, "access.new.in", "", probes)
	text, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Outcome != result.Fail || !strings.Contains(got.Problems[0].Actual, "out: GET /me answered 302") {
		t.Errorf("%s %v", got.Outcome, got.Problems)
	}
	if session == "" || strings.Contains(string(text), session) {
		t.Errorf("the session %q is in the result: %s", session, text)
	}
}
