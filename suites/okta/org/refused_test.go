package org_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/suites/okta/org"
)

func TestCheckURL(t *testing.T) {
	t.Parallel()
	for url, words := range map[string]string{
		"https://example.okta.com":            "",
		"https://example.okta.com/":           "",
		"https://sso.example.com":             "",
		"http://127.0.0.1:8443":               "",
		"http://localhost:8443":               "",
		"http://[::1]:8443":                   "",
		"https://example-admin.okta.com":      "https://example.okta.com",
		"https://a-b-admin.oktapreview.com":   "https://a-b.oktapreview.com",
		"http://example.okta.com":             "not https",
		"example.okta.com":                    "not an org URL",
		"":                                    "not an org URL",
		"https://example.okta.com/app/UserHo": "has a path",
		"https://a:b@example.okta.com":        "user name",
		"https://example.okta.com?x=1":        "query",
		"ftp://example.okta.com":              "not an org URL",
		"https://exa mple.okta.com":           "not an org URL",
	} {
		err := org.CheckURL(url)
		if words == "" {
			if err != nil {
				t.Errorf("%s: %v", url, err)
			}
			continue
		}
		wantError(t, err, true, words)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	path := "GET /api/v1/apps/" + appID
	for _, tc := range []struct {
		name, answer string
		usage        bool
		words        []string
	}{
		{"expired token", `401 {"errorCode":"E0000011","errorSummary":"Invalid token provided"}`, false,
			[]string{"refuses the credentials", "E0000011", "OKTA_API_TOKEN", "expired"}},
		{"no right", `403 {"errorCode":"E0000006","errorSummary":"You do not have permission"}`, false,
			[]string{"403", "E0000006", "may not do this"}},
		{"unknown app", `404 {"errorCode":"E0000007"}`, true, []string{"there is no app " + appID, "--okta-org"}},
		{"Okta is down", `503 {"errorCode":"E0000009"}`, false, []string{"503", "status.okta.com"}},
		{"not JSON", `200 <html>`, false, []string{"not JSON"}},
		{"nothing", `{}`, false, []string{"holds no app"}},
		{"an array", `[]`, false, []string{"no usable answer"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := client(t, fake{path: tc.answer}).App(t.Context(), appID)
			wantError(t, err, tc.usage, tc.words...)
		})
	}
	_, err := client(t, fake{}).App(t.Context(), "../users")
	wantError(t, err, true, "is not an app id", "0oa")
}

func TestReadOnlyToken(t *testing.T) {
	t.Parallel()
	c := client(t, fake{"POST /api/v1/users": `403 {"errorCode":"E0000006"}`})
	_, err := c.CreateUser(t.Context(), org.User{Login: "a@example.com"}, "x-password")
	wantError(t, err, false, "creating the user a@example.com", "403", "rights of the admin")
	if strings.Contains(err.Error(), "x-password") {
		t.Error("the password is shown")
	}
}

func TestStrangeServers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		handler http.HandlerFunc
		words   string
	}{
		"web page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, "<html>")
		}, "not JSON"},
		"bad gateway": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusBadGateway)
			fmt.Fprint(w, "<html>")
		}, "status.okta.com"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.example.com/", http.StatusFound)
		}, "redirects to \"https://login.example.com/\""},
		"bad link": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Add("Link", `<http://[::bad>; rel="next"`)
			fmt.Fprint(w, "[]")
		}, "Link header"},
		"hangs up": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "gives no answer"},
		"slow":     {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "nothing came within"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := client(t, tc.handler, func(c *org.Config) { c.Timeout = 300 * time.Millisecond })
			_, err := c.AppUsers(t.Context(), appID)
			wantError(t, err, false, tc.words)
		})
	}
}

// pager gives pages of one user; more says whether page n has a next one.
func pager(more func(n int) string) (http.HandlerFunc, *atomic.Int64) {
	var calls atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		n := int(calls.Add(1))
		w.Header().Set("Content-Type", "application/json")
		w.Header().Add("Link", `<http://other.example.com`+r.URL.Path+`?limit=500>; rel="self"`)
		if next := more(n); next != "" {
			w.Header().Add("Link", `<http://other.example.com`+r.URL.Path+`?after=`+next+`&limit=500>; rel="next"`)
		}
		fmt.Fprintf(w, `[{"id":"00u%d"}]`, n)
	}, &calls
}

func TestPages(t *testing.T) {
	t.Parallel()
	three, _ := pager(func(n int) string { return map[int]string{1: "b", 2: "c"}[n] })
	users, err := client(t, three).AppUsers(t.Context(), appID) // and never to other.example.com
	if err != nil || len(users) != 3 || users[2].ID != "00u3" {
		t.Errorf("%v %v", users, err)
	}

	endless, calls := pager(func(n int) string { return fmt.Sprint("c", n) })
	_, err = client(t, endless, func(c *org.Config) { c.MaxPages = 20 }).AppUsers(t.Context(), appID)
	wantError(t, err, false, "does not end", "20 pages")
	if n := calls.Load(); n != 20 {
		t.Errorf("%d requests, want 20", n)
	}

	circle, calls := pager(func(n int) string { return fmt.Sprint("c", n%3) })
	_, err = client(t, circle).AppUsers(t.Context(), appID)
	wantError(t, err, false, "does not end")
	if n := calls.Load(); n > 5 {
		t.Errorf("%d requests for a circle of three pages", n)
	}
}

// limited answers 429 a number of times, with a reset after so many seconds.
func limited(times int64, reset string) (http.HandlerFunc, *atomic.Int64) {
	var calls atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if calls.Add(1) > times {
			fmt.Fprint(w, `[{"id":"00u1"}]`)
			return
		}
		w.Header().Set("Date", "Fri, 02 Jan 2026 03:04:05 GMT") // 1767323045
		if reset != "" {
			w.Header().Set("X-Rate-Limit-Reset", reset)
		}
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"errorCode":"E0000047","errorSummary":"API call exceeded rate limit due to too many requests."}`)
	}, &calls
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	var waited []time.Duration
	near, _ := limited(2, "1767323055")
	var notices atomic.Int64
	c := client(t, near, noWait(&waited), func(c *org.Config) { c.Notice = func(string) { notices.Add(1) } })
	users, err := c.AppUsers(t.Context(), appID)
	if err != nil || len(users) != 1 {
		t.Fatalf("%v %v", users, err)
	}
	if len(waited) != 2 || waited[0] != 11*time.Second || notices.Load() != 2 {
		t.Errorf("waited %v with %d notices, want twice the 10 s to the reset and one more", waited, notices.Load())
	}

	far, calls := limited(99, "1767326645")
	_, err = client(t, far, noWait(&waited)).AppUsers(t.Context(), appID)
	wantError(t, err, false, "rate limit is used up", "2026-01-02T04:04:05Z", "1h0m1s", "Run it again later")
	if n := calls.Load(); n != 1 {
		t.Errorf("%d requests, want 1: a far reset is not tried again", n)
	}
	none, _ := limited(99, "")
	_, err = client(t, none, noWait(&waited)).AppUsers(t.Context(), appID)
	wantError(t, err, false, "does not say until when")
	always, calls := limited(99, "1767323055")
	_, err = client(t, always, noWait(&waited)).AppUsers(t.Context(), appID)
	wantError(t, err, false, "5 times in a row")
	if n := calls.Load(); n != 5 {
		t.Errorf("%d requests, want 5", n)
	}
}
