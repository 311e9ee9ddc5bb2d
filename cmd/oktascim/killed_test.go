package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// What a run made that is killed in the middle is in the journal: sweep cleans it up.
func TestRunIsKilled(t *testing.T) {
	t.Parallel()
	storage := provider.NewMemory()
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: targetToken}}, Storage: storage})
	if err != nil {
		t.Fatal(err)
	}
	made, once := make(chan struct{}), sync.Once{}
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.ServeHTTP(w, r)
		if r.Method == http.MethodPost && r.URL.Path == "/scim/v2/Groups" && active(storage) >= 6 {
			once.Do(func() { close(made) })
		}
	}))
	t.Cleanup(target.Close)
	state := t.TempDir()
	c := self(t, "run", "--base-url", target.URL+"/scim/v2", "--area", "members,groups,update", "--parallel", "4")
	c.Env = append(c.Env, "XDG_STATE_HOME="+state)
	errs := &strings.Builder{}
	c.Stdout, c.Stderr = errs, errs
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-made:
	case <-time.After(time.Minute):
		t.Error("the run made nothing within a minute")
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	if active(storage) == 0 {
		t.Fatalf("nothing was there to be cleaned up: the test shows nothing\n%s", errs)
	}
	left := journals(t, state)
	if len(left) != 1 {
		t.Fatalf("journals: %v\n%s", left, errs)
	}
	env := map[string]string{"OKTASCIM_TOKEN": targetToken, "XDG_STATE_HOME": state}
	if code, out, errs := command(t, env, "sweep", "--base-url", target.URL+"/scim/v2", "--yes"); code != exitConforms {
		t.Errorf("sweep: exit code %d\n%s%s", code, out, errs)
	}
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
		if tx.Active() > 0 || tx.Count(provider.KindGroup) > 0 {
			t.Errorf("%d active users and %d groups are left", tx.Active(), tx.Count(provider.KindGroup))
		}
		return nil
	})
	if left := journals(t, state); len(left) > 0 {
		t.Errorf("journals after sweep: %v", left)
	}
}

// active is the number of active users.
func active(storage provider.Storage) (n int) {
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error { n = tx.Active(); return nil })
	return n
}
