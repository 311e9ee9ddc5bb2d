package replay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/har"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
	"github.com/oktascim/oktascim/suites/replay"
	"github.com/oktascim/oktascim/suites/watch"
)

const token = "the-token"

// app starts the reference provider with faults.
func app(t *testing.T, storage provider.Storage, faults ...string) string {
	t.Helper()
	hooks, err := faulty.Hooks(faults...)
	if err != nil {
		t.Fatal(err)
	}
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: token}}, Hooks: hooks,
		Storage: storage, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(server)
	t.Cleanup(s.Close)
	return s.URL + "/scim/v2"
}

// record records a pilot in front of a correct app, in which a user and a group are already.
func record(t *testing.T, d okta.Dialect) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pilot.har")
	writer, err := har.Create(path, "test", "1")
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	cleaner := har.NewCleaner(false)
	base := app(t, provider.NewMemory())
	w, err := watch.New(watch.Options{BaseURL: base, Transport: harness.NewTransport(), Profile: profile.Default(),
		Passed: func(x *watch.Exchange) {
			if err := writer.Add(x.Entry(cleaner)); err != nil {
				t.Error(err)
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(w)
	config := okta.Config{BaseURL: base, Authorization: "Bearer " + token, Dialect: d}
	direct := okta.New(config)
	config.BaseURL = proxy.URL + "/scim/v2"
	c, ctx := okta.New(config), t.Context()
	user := func(i int) okta.User {
		name := fmt.Sprintf("person%d@corp.example", i)
		return okta.User{UserName: name, GivenName: "Given", FamilyName: "Family", Email: name,
			DisplayName: fmt.Sprint("Person ", i),
			ExternalID:  fmt.Sprintf("00u%017d", i), Active: true, Extra: map[string]any{"title": "Boss"}}
	}
	direct.CreateUser(ctx, okta.User{UserName: "person0@corp.example", Active: true})
	old := direct.CreateGroup(ctx, "Old", nil).Resource.ID()

	c.TestConnector(ctx)
	members := make([]okta.Member, 12)
	var wg sync.WaitGroup
	for i := range members {
		wg.Go(func() { members[i] = okta.Member{Value: c.PushUser(ctx, user(i)).ID, Display: user(i).UserName} })
	}
	wg.Wait()
	g := c.PushGroup(ctx, "New group", members[:6]).ID
	c.ChangeMembers(ctx, g, "New group", members[6:8], members[:1], members[1:8])
	c.PushNow(ctx, old, "Old", members[:2])
	c.RenameGroup(ctx, g, "Newer group", members[1:8])
	c.PushProfile(ctx, members[3].Value, okta.User{UserName: user(3).UserName, DisplayName: "Other"})
	c.Deactivate(ctx, members[4].Value)
	c.Reactivate(ctx, members[4].Value, user(4))
	c.Deactivate(ctx, members[5].Value)
	c.CreateUser(ctx, user(1)) // 409
	c.ImportUsers(ctx, 0)
	c.ImportGroups(ctx, 0)
	c.UnlinkGroup(ctx, g, true)
	proxy.Close()
	w.Close(ctx)
	return path
}

// again replays a recording, and returns the checks that failed and the notes.
func again(t *testing.T, path, base string, serial bool) (failed []string, results []result.Result, notes string,
	env *harness.Env) {
	t.Helper()
	env = harness.NewEnv(harness.Settings{BaseURL: base, Authorization: "Bearer " + token})
	s, err := replay.Run(t.Context(), func() (io.ReadCloser, error) { return os.Open(path) }, replay.Options{Env: env,
		Serial: serial})
	if err != nil {
		t.Fatal(err)
	}
	done := env.CloseAll(context.Background())
	if len(done.Left) > 0 {
		t.Errorf("left: %v", done.Left)
	}
	for _, r := range s.Results {
		if r.Outcome == result.Fail && !slices.Contains(failed, r.ID) {
			failed = append(failed, r.ID)
		}
	}
	return failed, s.Results, strings.Join(s.Notes, "\n"), env
}

// A recording replayed against a correct app has nothing to tell; against a broken one it has. Strangers are left
// alone.
func TestReplay(t *testing.T) {
	t.Parallel()
	for _, d := range []okta.Dialect{okta.AIW, okta.OIN} {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			path := record(t, d)
			for _, serial := range []bool{false, true} {
				storage := provider.NewMemory()
				base := app(t, storage)
				before := people(t, storage, nil)
				failed, results, notes, env := again(t, path, base, serial)
				for _, r := range results {
					if r.Failing() {
						t.Errorf("serial %v: %s", serial, r.Words())
					}
				}
				if len(failed) > 0 || strings.Contains(notes, "left out") || !strings.Contains(notes,
					"2 users and groups were created before") {
					t.Errorf("serial %v: %v\n%s", serial, failed, notes)
				}
				if after := people(t, storage, env); !slices.Equal(before, after) {
					t.Errorf("strangers were\n%v, and are\n%v", before, after)
				}
			}
			for fault, want := range map[string]string{"group-create-500": "replay.status", "put-answers-204": "replay.success",
				"create-answer-only-id": "replay.shape", "deactivate-stale-answer": "replay.shape", "lookup-lost-after-update": "replay.shape",
				"create-answer-shows-password": "replay.more"} {
				failed, results, _, _ := again(t, path, app(t, provider.NewMemory(), fault), false)
				found := slices.Contains(failed, want)
				for _, r := range results {
					found = found || r.ID == want && r.Failing() // a should warns
				}
				if !found {
					t.Errorf("%s: failed %v, not %s", fault, failed, want)
				}
			}
		})
	}
}

// people are the users whom a replay did not make, and it must have deactivated its own.
func people(t *testing.T, storage provider.Storage, env *harness.Env) (out []string) {
	t.Helper()
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
		for _, r := range tx.List(provider.KindUser, 0, 1000) {
			name := fmt.Sprint(r.Attributes["userName"])
			switch {
			case env == nil || !env.Names.Ours(name):
				out = append(out, fmt.Sprint(r.ID, r.Attributes))
			case r.Attributes["active"] != false:
				t.Errorf("%s is still active", name)
			}
		}
		if env != nil && len(tx.List(provider.KindGroup, 0, 10)) > 0 {
			t.Error("groups are left")
		}
		return nil
	})
	return out
}

// Recordings that others made, that end in the middle or that are none.
func TestForeign(t *testing.T) {
	t.Parallel()
	base := app(t, provider.NewMemory())
	whole, err := os.ReadFile(record(t, okta.OIN))
	if err != nil {
		t.Fatal(err)
	}
	play := func(text []byte) (*replay.Summary, error) {
		env := harness.NewEnv(harness.Settings{BaseURL: base, Authorization: "Bearer " + token})
		defer env.CloseAll(context.Background())
		return replay.Run(t.Context(), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil },
			replay.Options{Env: env})
	}
	s, err := play(whole[:len(whole)*2/3])
	if err != nil || !strings.Contains(strings.Join(s.Notes, "\n"), "ends in the middle") {
		t.Errorf("truncated: %v, %v", s, err)
	}
	if _, err := play([]byte(`{"log":{"entries":[{"request":{"method":"GET","url":"https://example.com/logo.png"}}]}}`)); !errors.Is(err, replay.ErrNoSCIM) {
		t.Errorf("no SCIM: %v", err)
	}
	if _, err := play([]byte("hello")); err == nil || !strings.Contains(err.Error(), "no HAR file") {
		t.Errorf("no HAR: %v", err)
	}
	browser := `{"log":{"version":"1.2","browser":{},"pages":[],"entries":[
		{"startedDateTime":"2026-01-02T03:04:05.678+01:00","time":3,"request":{"method":"GET","url":"https://x.example/api/scim/v2/Users?filter=userName%20eq%20%22who%40x.example%22","headers":[{"name":":method","value":"GET"},{"name":"Accept","value":"*/*"},{"name":"Cookie","value":"a=b"}]},
		"response":{"status":200,"content":{"text":"eyJzY2hlbWFzIjpbInVybjppZXRmOnBhcmFtczpzY2ltOmFwaTptZXNzYWdlczoyLjA6TGlzdFJlc3BvbnNlIl0sInRvdGFsUmVzdWx0cyI6MCwiUmVzb3VyY2VzIjpbXX0=","encoding":"base64"}}},
		{"request":{"method":"GET","url":"https://x.example/style.css"}}]}}`
	if s, err = play([]byte(browser)); err != nil || !strings.Contains(strings.Join(s.Notes, "\n"),
		"1 of 1 recorded exchanges were replayed") {
		t.Errorf("of a browser: %+v, %v", s, err)
	}
}

// A recording of 100 MB is read as it comes.
func TestLarge(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("100 MB")
	}
	const many = 1000
	open := func() (io.ReadCloser, error) {
		padding := strings.Repeat("x", 100<<10)
		readers := []io.Reader{strings.NewReader(`{"log":{"entries":[`)}
		for i := range many {
			between := map[bool]string{true: ",", false: ""}[i > 0]
			readers = append(readers,
				strings.NewReader(between+`{"request":{"method":"GET","url":"https://x.example/Users/1?pad`),
				strings.NewReader(`"},"response":{"status":404,"content":{"text":"`), strings.NewReader(padding), strings.NewReader(`"}}}`))
		}
		readers = append(readers, strings.NewReader(`]}}`))
		return io.NopCloser(io.MultiReader(readers...)), nil
	}
	env := harness.NewEnv(harness.Settings{BaseURL: app(t, provider.NewMemory()), Authorization: "Bearer " + token})
	s, err := replay.Run(t.Context(), open, replay.Options{Env: env})
	if err != nil || !strings.Contains(strings.Join(s.Notes, "\n"), "1000 of 1000") {
		t.Errorf("%+v %v", s, err)
	}
}
