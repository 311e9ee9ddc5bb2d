package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// hostileLists are servers whose lists do not end, or count wrongly.
func hostileLists() []misbehaviour {
	list := func(change func(r *http.Request, o map[string]any)) func(http.ResponseWriter, *http.Request, http.Handler) {
		return object(func(r *http.Request, o map[string]any) {
			if _, ok := o["totalResults"]; ok && !r.URL.Query().Has("filter") {
				change(r, o)
			}
		})
	}
	var grown atomic.Int64
	return []misbehaviour{
		{name: "endless pages", crowd: 120, wrap: list(func(r *http.Request, o map[string]any) {
			start, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
			var page []any
			for i := range 100 {
				page = append(page, madeUp(start+i))
			}
			o["totalResults"], o["Resources"], o["itemsPerPage"] = start+150, page, 100
		})},
		{name: "totalResults grows", crowd: 120, wrap: list(func(_ *http.Request, o map[string]any) { o["totalResults"] = 100 + grown.Add(100) }), want: []string{"because the list ends on this page"}},
		// Everybody of ours is in it, and each page is full: nobody can tell it from a tenant that others fill meanwhile.
		{name: "totalResults and the pages grow for ever", crowd: 120, wrap: list(func(r *http.Request, o map[string]any) {
			start, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
			count, _ := strconv.Atoi(r.URL.Query().Get("count"))
			page, _ := o["Resources"].([]any)
			for i := len(page); i < count; i++ {
				page = append(page, madeUp(start+i))
			}
			o["totalResults"], o["Resources"], o["itemsPerPage"] = start+2*count-1, page, len(page)
		}), want: []string{"the list grew as fast as it was read"}},
		{name: "the same page for ever", crowd: 120, wrap: list(func(_ *http.Request, o map[string]any) { o["totalResults"] = 900 })},
		{name: "negative numbers", wrap: list(func(_ *http.Request, o map[string]any) {
			o["totalResults"], o["startIndex"], o["itemsPerPage"] = -1, -5, -100
		})},
		{name: "numbers beyond 64 bits", wrap: list(func(_ *http.Request, o map[string]any) {
			o["totalResults"], o["startIndex"] = 1e30, -1e30
		})},
		{name: "numbers as objects", wrap: list(func(_ *http.Request, o map[string]any) {
			o["totalResults"], o["startIndex"] = map[string]any{"a": 1}, []any{}
		})},
		{name: "Resources is an object", wrap: list(func(_ *http.Request, o map[string]any) { o["Resources"] = map[string]any{"0": 1} })},
		{name: "Resources holds anything", wrap: list(func(_ *http.Request, o map[string]any) {
			o["Resources"] = []any{nil, 1, "x", []any{}, map[string]any{}, map[string]any{"id": nil}}
		})},
		{name: "a lookup that ignores the filter", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			q := r.URL.Query()
			q.Del("filter")
			r.URL.RawQuery = q.Encode()
			next.ServeHTTP(w, r)
		}},
		{name: "a lookup that finds a stranger under the name that was asked for", wrap: object(func(r *http.Request, o map[string]any) {
			_, name, asked := strings.Cut(r.URL.Query().Get("filter"), `eq "`)
			if asked && o["totalResults"] == 0.0 && strings.HasSuffix(r.URL.Path, "/Users") {
				o["totalResults"] = 1
				o["Resources"] = []any{map[string]any{"id": strangerID(r), "userName": strings.TrimSuffix(name, `"`), "active": true}}
			}
		})},
	}
}

// madeUp is a user who is in the list only.
func madeUp(n int) map[string]any {
	return map[string]any{"id": fmt.Sprint("made-up-", n), "userName": fmt.Sprintf("u%d@example.com", n), "schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}}
}

// strangerID is the id of somebody who was in the tenant before.
func strangerID(r *http.Request) string { return r.Header.Get("X-Stranger") }

// hostileStatuses are servers that answer one status whatever is asked.
func hostileStatuses() []misbehaviour {
	status := func(code int, headers ...string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Code = code
			for i := 0; i+1 < len(headers); i += 2 {
				a.Header().Set(headers[i], headers[i+1])
			}
		})
	}
	var asked, slow atomic.Int64
	return []misbehaviour{
		// One with a Retry-After that cannot be read takes minutes: TestGateGivesUpOn429 has a clock of its own.
		{name: "429 for ever, at once", wrap: status(429, "Retry-After", "0"), want: []string{"429"}},
		{name: "429 for ever, in a day", wrap: status(429, "Retry-After", "86400"), want: []string{"429"}},
		{name: "503 now and then", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if asked.Add(1)%3 == 0 {
				http.Error(w, "busy", http.StatusServiceUnavailable)
				return
			}
			next.ServeHTTP(w, r)
		}, want: []string{"503"}},
		{name: "redirects in a circle", wrap: func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			http.Redirect(w, r, r.URL.String(), http.StatusTemporaryRedirect)
		}, want: []string{"307"}},
		{name: "redirects in a circle, from the start", atOnce: true, wrap: func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			http.Redirect(w, r, r.URL.String(), http.StatusTemporaryRedirect)
		}, want: []string{"redirects to"}},
		{name: "redirects to another host", wrap: status(302, "Location", "https://thief.example.com/scim/v2/Users"), want: []string{"302"}},
		{name: "204 with nothing for everything", wrap: func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(204) }},
		{name: "401 after the first answer", wrap: status(401), want: []string{"401"}},
		{name: "404 for everything that was made", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if r.Method != http.MethodPost && strings.Count(strings.TrimPrefix(r.URL.Path, "/scim/v2"), "/") > 1 {
				http.Error(w, `{"detail":"no"}`, http.StatusNotFound)
				return
			}
			next.ServeHTTP(w, r)
		}, want: []string{"404"}},
		{name: "slower and slower", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			time.Sleep(time.Duration(slow.Add(1)) * 20 * time.Millisecond)
			next.ServeHTTP(w, r)
		}, want: []string{"no answer within"}},
	}
}
