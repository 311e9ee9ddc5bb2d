package harness

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
)

// fakeApp answers from a table of "METHOD path" and notes what it was asked.
type fakeApp struct {
	mu      sync.Mutex
	answers map[string]string // "200 {body}"
	asked   []string
}

func (f *fakeApp) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	key := r.Method + " " + strings.TrimPrefix(r.URL.Path, "/scim/v2")
	f.asked = append(f.asked, key)
	answer, ok := f.answers[key]
	if !ok {
		answer = "404 {}"
	}
	status, body, _ := strings.Cut(answer, " ")
	if r.Method == http.MethodPatch && status == "204" {
		for k, v := range f.answers {
			f.answers[k] = strings.ReplaceAll(v, `"active":true`, `"active":false`)
		}
	}
	var code int
	fmt.Sscan(status, &code)
	w.Header().Set("Content-Type", "application/scim+json")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, strings.ReplaceAll(body, "TAG", "oktascim-run123-1"))
}

func startFake(t *testing.T, answers map[string]string) (*fakeApp, *Env) {
	t.Helper()
	app := &fakeApp{answers: answers}
	server := httptest.NewServer(app)
	t.Cleanup(server.Close)
	return app, NewEnv(Settings{BaseURL: server.URL + "/scim/v2", Authorization: "Bearer topsecret", RunID: "run123", Timeout: 5 * time.Second})
}

func TestCleanUp(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users":       `201 {"id":"u1"}`,
		"POST /Groups":      `201 {"id":"g1"}`,
		"GET /Users/u1":     `200 {"id":"u1","userName":"TAG@example.com","active":true}`,
		"PATCH /Users/u1":   `204 `,
		"GET /Groups/g1":    `200 {"id":"g1","displayName":"TAG Team"}`,
		"DELETE /Groups/g1": `204 `,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com", Active: true})
	s.Client.CreateGroup(t.Context(), "oktascim-run123-1 Team", nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // as after ^C: clean-up goes on
	env.Close(ctx, s)
	got := env.CloseAll(ctx)
	if diff := cmp.Diff(CleanUp{Deactivated: 1, Deleted: 1, Requests: 7, Sent: 9}, got); diff != "" {
		t.Error(diff)
	}
	want := []string{"POST /Users", "POST /Groups", "GET /Groups/g1", "DELETE /Groups/g1", "GET /Users/u1", "PATCH /Users/u1", "GET /Users/u1",
		"GET /Groups", "GET /Users"}
	if diff := cmp.Diff(want, app.asked); diff != "" {
		t.Error(diff)
	}
}

// A broken server may answer a create with somebody else's id: what does not
// carry the run's tag is never touched.
func TestCleanUpTouchesNoStranger(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users":        `201 {"id":"ceo"}`,
		"POST /Groups":       `201 {"id":"admins"}`,
		"GET /Users/ceo":     `200 {"id":"ceo","userName":"ceo@example.com","active":true}`,
		"GET /Groups/admins": `200 {"id":"admins","displayName":"Admins"}`,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	s.Client.CreateGroup(t.Context(), "oktascim-run123-1 Team", nil)
	env.Close(t.Context(), s)
	got := env.CloseAll(t.Context())
	if len(got.Left) != 2 || !strings.Contains(got.Left[0].Why, "not touched") {
		t.Errorf("got %+v", got)
	}
	for _, asked := range app.asked {
		if strings.HasPrefix(asked, "PATCH") || strings.HasPrefix(asked, "PUT") || strings.HasPrefix(asked, "DELETE") {
			t.Errorf("a stranger was touched: %s", asked)
		}
	}
}

func TestCleanUpSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	_, env := startFake(t, map[string]string{
		"POST /Users":     `201 {"id":"u1"}`,
		"GET /Users/u1":   `200 {"id":"u1","userName":"TAG@example.com","active":true}`,
		"PATCH /Users/u1": `500 `, "PUT /Users/u1": `501 `,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	env.Close(t.Context(), s)
	got := env.CloseAll(t.Context())
	want := CleanUp{Requests: 8, Sent: 9, Left: []Left{{Type: "Users", ID: "u1", Name: "oktascim-run123-1@example.com", Why: "PUT /Users/{id} answered 501"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPurgeAndKeep(t *testing.T) {
	t.Parallel()
	answers := map[string]string{
		"POST /Users":      `201 {"id":"u1"}`,
		"GET /Users/u1":    `200 {"id":"u1","userName":"TAG@example.com","active":false}`,
		"DELETE /Users/u1": `204 `,
	}
	app, env := startFake(t, answers)
	env.Purge = true
	s := env.NewSession(okta.AIW)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	env.Close(t.Context(), s)
	if got := env.CloseAll(t.Context()); got.Purged != 1 || got.Deactivated != 0 {
		t.Errorf("got %+v after %v", got, app.asked)
	}
	app, env = startFake(t, answers)
	env.Keep = true
	s = env.NewSession(okta.AIW)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	env.Close(t.Context(), s)
	if diff := cmp.Diff([]string{"POST /Users"}, app.asked); diff != "" {
		t.Error(diff)
	}
}

// A server that answers a PATCH with success and does nothing is deactivated by
// PUT; one that stored what it refused, or shows it late, is cleaned up too.
func TestCleanUpTrustsNoAnswer(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users":     `400 {}`,
		"GET /Users":      `200 {"totalResults":1,"Resources":[{"id":"u1","userName":"TAG@example.com"}]}`,
		"GET /Users/u1":   `200 {"id":"u1","userName":"TAG@example.com","active":true}`,
		"PATCH /Users/u1": `200 {"id":"u1","active":true}`,
		"PUT /Users/u1":   `200 {"id":"u1","active":false}`,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	env.Close(t.Context(), s)
	if got := env.CloseAll(t.Context()); got.Deactivated != 1 || len(got.Left) != 0 {
		t.Errorf("got %+v after %v", got, app.asked)
	}
}

// What carries the tag of the run and is in the list at the end is cleaned up, whoever made it; what the list still
// shows then is left.
func TestLastLook(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users":     `201 {"id":"u1"}`,
		"GET /Users/u1":   `200 {"id":"u1","userName":"TAG@example.com","active":false}`,
		"GET /Users":      `200 {"totalResults":2,"Resources":[{"id":"u1","userName":"TAG@example.com","active":false},{"id":"u9","userName":"TAG-9@example.com","active":true}]}`,
		"GET /Users/u9":   `200 {"id":"u9","userName":"TAG-9@example.com","active":true}`,
		"PATCH /Users/u9": `200 {"id":"u9","active":false}`,
		"GET /Groups":     `200 {"totalResults":0,"Resources":[]}`,
	})
	s := env.NewSession(okta.OIN)
	a := s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	s.Client.PatchUser(t.Context(), a.Resource.ID(), map[string]any{"active": false})
	env.Close(t.Context(), s)
	env.cleaned.Deactivated++
	got := env.CloseAll(t.Context())
	if len(got.Left) != 1 || got.Left[0].ID != "u9" || !slices.Contains(app.asked, "PATCH /Users/u9") {
		t.Errorf("got %+v after %v", got, app.asked)
	}
}

// A create that gave no id is found by the name that was sent.
func TestCleanUpFindsWhatHasNoID(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users":     `201 `,
		"GET /Users":      `200 {"totalResults":1,"Resources":[{"id":"u7","userName":"TAG@example.com","active":true}]}`,
		"PATCH /Users/u7": `204 `,
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	env.Close(t.Context(), s)
	if got := env.CloseAll(t.Context()); got.Deactivated != 1 {
		t.Errorf("got %+v after %v", got, app.asked)
	}
}

func TestRecorderKeepsNoSecret(t *testing.T) {
	t.Parallel()
	_, env := startFake(t, map[string]string{"POST /Users": `201 {"id":"u1","password":"hunter22","echo":"Bearer topsecret"}`})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com", Password: "hunter22"})
	exchanges := s.Recorder.Exchanges()
	text, err := json.Marshal(exchanges)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"topsecret", "hunter22"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%q is in the exchange: %s", secret, text)
		}
	}
	x := exchanges[0]
	if x.Status != 201 || x.RequestHeaders["Authorization"] != "Bearer ***" || !strings.Contains(x.Request, "oktascim-run123-1@example.com") {
		t.Errorf("the exchange is not whole: %+v", x)
	}
	if timings := s.Recorder.Timings(); len(timings) != 1 || timings[0].MS <= 0 {
		t.Errorf("timings: %+v", timings)
	}
}

func TestRecorderNotesLostAnswers(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	env := NewEnv(Settings{BaseURL: server.URL, Authorization: "Bearer topsecret", Timeout: time.Second})
	s := env.NewSession("")
	s.Client.ReadUser(t.Context(), "1")
	if x := s.Recorder.Exchanges(); len(x) != 1 || x[0].Error == "" || x[0].Status != 0 {
		t.Errorf("got %+v", x)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	n := NewNamer("oktascim", "k3f9xq", "b")
	if got := n.Next(); got != "oktascim-k3f9xq-b1" {
		t.Errorf("got %q", got)
	}
	for name, ours := range map[string]bool{
		"oktascim-k3f9xq-b1@example.com": true, "OKTASCIM-K3F9XQ-B1@EXAMPLE.COM": true,
		"oktascim-zzzzzz-1@example.com": false, "ceo@example.com": false, "": false, "oktascim-k3f9xq": false,
	} {
		if got := n.Ours(name); got != ours {
			t.Errorf("Ours(%q) is %v", name, got)
		}
	}
	ids := map[string]bool{}
	form := regexp.MustCompile(`^00uk3f9xq\w{3}[a-z][A-Z][a-z0-9]{6}$`)
	for i := range 5000 {
		id := n.OktaID(fmt.Sprintf("oktascim-k3f9xq-b%d", i))
		if !form.MatchString(id) || !n.Ours(id) || !n.Ours(strings.ToUpper(id)) || ids[strings.ToLower(id)] || runOfOktaID("oktascim", id) != "k3f9xq" {
			t.Fatalf("Okta id %q", id)
		}
		ids[strings.ToLower(id)] = true
		if got := n.Anonymous("no user " + id + " here"); got != "no user … here" {
			t.Fatal(got)
		}
	}
	other := NewNamer("oktascim", "zzzzzz", "").OktaID("oktascim-zzzzzz-1")
	if n.Ours(other) || runOfOktaID("another", other) != "" || runOfOktaID("oktascim", "00u1") != "" {
		t.Errorf("%q is taken for a run's own", other)
	}
	seen := map[string]bool{}
	for range 1000 {
		id := NewRunID()
		if len(id) != 6 || seen[id] {
			t.Fatalf("run id %q", id)
		}
		seen[id] = true
	}
}

// An answer that is lost leaves a resource behind: it is found by its name.
func TestCleanUpAfterALostAnswer(t *testing.T) {
	t.Parallel()
	app, env := startFake(t, map[string]string{
		"POST /Users":     `201 {"id":"u1"}`,
		"GET /Users":      `200 {"totalResults":1,"Resources":[{"id":"u1","userName":"TAG@example.com","active":true}]}`,
		"PATCH /Users/u1": `204 `,
	})
	next := env.Transport
	lose := true
	env.Transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		a, err := next.RoundTrip(r)
		if lose && err == nil {
			lose = false
			a.Body.Close()
			return nil, io.ErrUnexpectedEOF
		}
		return a, err
	})
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	env.Close(t.Context(), s)
	if got := env.CloseAll(t.Context()); got.Deactivated != 1 {
		t.Errorf("got %+v after %v", got, app.asked)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestAnonymous(t *testing.T) {
	t.Parallel()
	n := NewNamer("oktascim", "k3f9xq", "")
	got := n.Anonymous("GET /Users/{id} of oktascim-k3f9xq-12-o'brien@example.com: no oktascim-k3f9xq-7 Team")
	if want := "GET /Users/{id} of …: no … Team"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
