package orgsim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/orgsim"
)

// world is an org and the app that it provisions.
type world struct {
	*testing.T
	org  *orgsim.Org
	api  *httptest.Server
	app  *httptest.Server
	scim *okta.Client
}

// simulate starts the reference provider and an org that provisions it.
func simulate(t *testing.T, options orgsim.Options, change ...func(*provider.Options)) *world {
	t.Helper()
	given := provider.Options{Tokens: []provider.Token{{Secret: "scim-token"}}}
	for _, f := range change {
		f(&given)
	}
	server, err := provider.New(given)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, app: httptest.NewServer(server)}
	t.Cleanup(w.app.Close)
	scim := okta.Config{BaseURL: w.app.URL + "/scim/v2", Authorization: "Bearer scim-token"}
	w.scim = okta.New(scim)
	if options.SCIM.BaseURL == "" {
		options.SCIM.BaseURL, options.SCIM.Authorization = scim.BaseURL, scim.Authorization
	}
	if w.org, err = orgsim.New(options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.org.Close)
	w.api = httptest.NewServer(w.org)
	t.Cleanup(w.api.Close)
	w.idle()
	return w
}

func (w *world) idle() {
	w.Helper()
	ctx, cancel := context.WithTimeout(w.Context(), 30*time.Second)
	defer cancel()
	if err := w.org.WaitIdle(ctx); err != nil {
		w.Fatal(err)
	}
}

// answer is what the API gave.
type answer struct {
	status int
	header http.Header
	text   []byte
	object map[string]any
	list   []map[string]any
}

func (w *world) as(authorization, method, path string, body any) answer {
	w.Helper()
	text, ok := body.(string)
	if !ok && body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			w.Fatal(err)
		}
		text = string(b)
	}
	rq, err := http.NewRequestWithContext(w.Context(), method, w.api.URL+path, strings.NewReader(text))
	if err != nil {
		w.Fatal(err)
	}
	rq.Header.Set("Authorization", authorization)
	resp, err := w.api.Client().Do(rq)
	if err != nil {
		w.Fatal(err)
	}
	defer resp.Body.Close()
	a := answer{status: resp.StatusCode, header: resp.Header}
	if a.text, err = io.ReadAll(resp.Body); err != nil {
		w.Fatal(err)
	}
	switch {
	case bytes.HasPrefix(a.text, []byte("[")):
		err = json.Unmarshal(a.text, &a.list)
	case len(a.text) > 0:
		err = json.Unmarshal(a.text, &a.object)
	}
	if err != nil {
		w.Fatalf("%s %s: %v in %s", method, path, err, a.text)
	}
	return a
}

// want sends a request with the org's token, waits until the org is idle, and fails the test on another status.
func (w *world) want(status int, method, path string, body any) answer {
	w.Helper()
	a := w.as("SSWS "+w.org.Token(), method, path, body)
	w.idle()
	if a.status != status {
		w.Fatalf("%s %s: %d, want %d: %s", method, path, a.status, status, a.text)
	}
	return a
}

// id is the id of the user with that login.
func (w *world) id(login string) string {
	w.Helper()
	return w.want(200, "GET", "/api/v1/users/"+login, nil).object["id"].(string)
}

func (w *world) appPath(more string) string { return "/api/v1/apps/" + w.org.AppID() + more }

// account is the app's user of that userName; nil when there is none.
func (w *world) account(userName string) okta.Resource {
	w.Helper()
	a := w.scim.LookupUser(w.Context(), userName)
	list, _ := a.List()
	if !a.OK() || len(list) > 1 {
		w.Fatalf("%d accounts of %s: %d %s", len(list), userName, a.Status, a.Body)
	}
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// members are the userNames in the app's group, sorted; nil when there is no group.
func (w *world) members(group string) []string {
	w.Helper()
	list, _ := w.scim.LookupGroup(w.Context(), group).List()
	if len(list) == 0 {
		return nil
	}
	out := []string{}
	read := w.scim.ReadGroup(w.Context(), list[0].ID()).Resource
	all, _ := read["members"].([]any)
	for _, e := range all {
		id := okta.Resource(e.(map[string]any)).String("value")
		out = append(out, w.scim.ReadUser(w.Context(), id).Resource.String("userName"))
	}
	slices.Sort(out)
	return out
}

// events are the types of the System Log, with a minus before failures.
func (w *world) events(filter string) []string {
	w.Helper()
	path := "/api/v1/logs?" + url.Values{"limit": {"1000"}, "filter": {filter}}.Encode()
	var out []string
	for _, e := range w.want(200, "GET", path, nil).list {
		kind := e["eventType"].(string)
		if at(e, "outcome", "result") == "FAILURE" {
			kind = "-" + kind
		}
		out = append(out, kind)
	}
	return out
}

// at is the value at a path of a JSON object.
func at(o map[string]any, path ...string) any {
	v, _ := okta.Resource(o).Get(path...)
	return v
}
