package watch_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/legal"
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
	"github.com/oktascim/oktascim/suites/profile"
	"github.com/oktascim/oktascim/suites/watch"
)

const token = "the-token-of-okta"

// lab is Okta, a watch and an app.
type lab struct {
	testing.TB
	app, proxy *httptest.Server
	watcher    *watch.Watcher
	okta       *okta.Client
	scim       okta.Config

	mu        sync.Mutex
	sequences []watch.Sequence
	found     []watch.Finding
}

var everyCheck = sync.OnceValue(func() []kit.Check { return slices.Concat(suites.Catalogue(), watch.Catalogue()) })

// newLab puts a watch in front of an app.
func newLab(t testing.TB, app http.Handler, dialect okta.Dialect, change ...func(*watch.Options)) *lab {
	t.Helper()
	l := &lab{TB: t, app: httptest.NewServer(app)}
	t.Cleanup(l.app.Close)
	options := watch.Options{BaseURL: l.app.URL + "/scim/v2", Transport: harness.NewTransport(),
		Profile:   profile.Default(),
		Catalogue: everyCheck(), Verify: 1e6,
		Sequence: func(s watch.Sequence) { l.mu.Lock(); l.sequences = append(l.sequences, s); l.mu.Unlock() },
		Found:    func(f *watch.Finding) { l.mu.Lock(); l.found = append(l.found, *f); l.mu.Unlock() }}
	for _, f := range change {
		f(&options)
	}
	var err error
	if l.watcher, err = watch.New(options); err != nil {
		t.Fatal(err)
	}
	l.proxy = httptest.NewServer(l.watcher)
	t.Cleanup(l.proxy.Close)
	l.scim = okta.Config{BaseURL: l.proxy.URL + "/scim/v2", Authorization: "Bearer " + token, Dialect: dialect}
	l.okta = okta.New(l.scim)
	return l
}

// provide returns the reference provider with faults or variants.
func provide(t testing.TB, hooks func(...string) ([]func(*provider.Behaviors), error), names ...string) http.Handler {
	t.Helper()
	behave, err := hooks(names...)
	if err != nil {
		t.Fatal(err)
	}
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: token}}, Hooks: behave})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

// close ends the watch and returns the ids of the checks that found something, of a level or of both.
func (l *lab) close(levels ...result.Level) (out []string) {
	l.Helper()
	l.proxy.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	l.watcher.Close(ctx)
	for _, r := range l.watcher.Results() {
		if r.Symptom == "unknown" {
			l.Errorf("%s is no check of the catalogue", r.ID)
		}
		if r.Failing() && (len(levels) == 0 || slices.Contains(levels, r.Level)) && !slices.Contains(out, r.ID) {
			out = append(out, r.ID)
		}
	}
	return out
}

// pilot is what an admin does in Okta with a few users and groups.
func (l *lab) pilot() {
	l.Helper()
	people := orgsim.People(6, "example.com")
	for i := range people {
		people[i].Assigned = true
		people[i].Department = "R&D"
	}
	logins := func(n ...int) (out []string) {
		for _, i := range n {
			out = append(out, people[i].Login)
		}
		return out
	}
	c, ctx := l.okta, l.Context()
	c.TestConnector(ctx)
	org, err := orgsim.New(orgsim.Options{SCIM: l.scim, People: people, Groups: []orgsim.Group{
		{Name: "Analysts", Members: logins(0, 1, 2), Pushed: true}, {Name: "Admins & Co", Members: logins(2, 3),
			Pushed: true}}})
	if err != nil {
		l.Fatal(err)
	}
	defer org.Close()
	api := func(method, path, body string) {
		r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
		r.Header.Set("Authorization", "SSWS "+org.Token())
		w := httptest.NewRecorder()
		org.ServeHTTP(w, r)
		if w.Code >= 400 {
			l.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
		}
		if err := org.WaitIdle(ctx); err != nil {
			l.Fatal(err)
		}
	}
	if err := org.WaitIdle(ctx); err != nil {
		l.Fatal(err)
	}
	appUsers := "/apps/" + org.AppID() + "/users"
	api("POST", "/users/"+people[0].Login, `{"profile":{"displayName":"New Name","title":"Lead","firstName":"Anna"}}`)
	api("DELETE", appUsers+"/"+people[1].Login, "")
	l.lookups(people[1].Login)
	api("POST", appUsers, fmt.Sprintf(`{"id":%q,"scope":"USER"}`, idOf(l, org, people[1].Login)))
	api("POST", "/users/"+people[4].Login+"/lifecycle/deactivate", "")

	a := c.CreateGroup(ctx, "Other", nil)
	u := c.PushUser(ctx, okta.User{UserName: "link.me@example.com", GivenName: "Link", FamilyName: "Me",
		Email:       "link.me@example.com",
		DisplayName: "Link Me", ExternalID: "00u1234567890abcdefg", Active: true})
	if id := a.Resource.ID(); a.OK() && u.ID != "" {
		member := []okta.Member{{Value: u.ID, Display: "link.me@example.com"}}
		c.ChangeMembers(ctx, id, "Other", member, nil, member)
		c.RenameGroup(ctx, id, "Others", member)
		c.ChangeMembers(ctx, id, "Others", nil, member, nil)
		c.PushNow(ctx, id, "Others", member)
		if v := c.PushUser(ctx, okta.User{UserName: "second@example.com", GivenName: "Sec", FamilyName: "Ond",
			Email:       "second@example.com",
			DisplayName: "Sec Ond", ExternalID: "00u1234567890abcdefh", Active: true}); v.ID != "" {
			c.PushNow(ctx, id, "Others", []okta.Member{{Value: v.ID, Display: "second@example.com"}})
		}
		c.PushUser(ctx, okta.User{UserName: "link.me@example.com", GivenName: "Linked", FamilyName: "Me",
			Email:       "link.me@example.com",
			DisplayName: "Linked Me", ExternalID: "00u1234567890abcdefg", Active: true})
		c.PushNow(ctx, id, "Others", nil)
		c.PushNow(ctx, id, "Others", member)
		c.UnlinkGroup(ctx, id, true)
	}
	c.PushGroup(ctx, "Analysts", nil)
	c.ImportUsers(ctx, 0)
	c.ImportGroups(ctx, 0)
}

func (l *lab) lookups(name string) { l.okta.LookupUser(l.Context(), name) }

// idOf is the id of a user in Okta.
func idOf(l *lab, org *orgsim.Org, login string) string {
	r := httptest.NewRequest("GET", "/api/v1/users/"+login, nil)
	r.Header.Set("Authorization", "SSWS "+org.Token())
	w := httptest.NewRecorder()
	org.ServeHTTP(w, r)
	_, rest, _ := strings.Cut(w.Body.String(), `"id":"00u`)
	id, _, _ := strings.Cut(rest, `"`)
	return "00u" + id
}

var dialects = []okta.Dialect{okta.AIW, okta.OIN}

// A correct app has no finding, in either dialect.
func TestHealthy(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			l := newLab(t, provide(t, faulty.Hooks), d)
			l.pilot()
			l.close()
			for _, f := range l.found {
				t.Errorf("%s", f.Words())
			}
			for _, u := range l.watcher.Unknown() {
				t.Errorf("%+v\n%s", u, u.Template)
			}
			for _, s := range l.sequences {
				t.Log(s.String())
			}
		})
	}
}

var all = flag.Bool("all", false, "TestVariants, TestEveryFault: all of them (minutes), not a sample")

// A legal app has no must that fails, however unusual it is.
func TestVariants(t *testing.T) {
	t.Parallel()
	for i, v := range legal.All() {
		if !*all && i%15 != 0 {
			continue
		}
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			for _, d := range dialects {
				l := newLab(t, provide(t, legal.Hooks, v.ID), d, func(o *watch.Options) { o.Settle = 2 * time.Second })
				l.pilot()
				l.close()
				for _, f := range l.found {
					if f.Level == result.Must {
						t.Errorf("%s: %s", d, f.Words())
					}
				}
			}
		})
	}
}
