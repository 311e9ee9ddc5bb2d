package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
)

// hostileIDs are servers that answer with ids that lead elsewhere: out of the
// endpoint, into a header, or to somebody else.
func hostileIDs() []misbehaviour {
	// renamed answers with ids in another form and does not know that form.
	renamed := func(form func(id string) string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return each(func(_ *http.Request, r map[string]any) { r["id"] = form(fmt.Sprint(r["id"])) })
	}
	created := func(change func(r *http.Request, o map[string]any)) func(http.ResponseWriter, *http.Request, http.Handler) {
		return object(func(r *http.Request, o map[string]any) {
			if r.Method == http.MethodPost {
				change(r, o)
			}
		})
	}
	location := func(value string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return altered(func(r *http.Request, a *httptest.ResponseRecorder) {
			if r.Method == http.MethodPost {
				a.Header().Set("Location", value)
			}
		})
	}
	var changes atomic.Int64
	return []misbehaviour{
		{name: "ids with slashes", wrap: renamed(func(id string) string { return "a/../../" + id })},
		{name: "id is ..", wrap: renamed(func(string) string { return ".." })},
		{name: "id is .", wrap: renamed(func(string) string { return "." })},
		{name: "ids with backslashes", wrap: renamed(func(id string) string { return `..\..\` + id })},
		{name: "ids with blanks", wrap: renamed(func(id string) string { return " " + id + " " })},
		{name: "ids with percent signs", wrap: renamed(func(id string) string { return "%2e%2e%2f" + id + "%" })},
		{name: "ids with queries", wrap: renamed(func(id string) string { return id + "?x=y#z" })},
		{name: "ids with line ends and headers", wrap: renamed(func(id string) string { return id + "\r\nX-Injected: yes\r\n\r\nDELETE /scim/v2/Users/1 HTTP/1.1\r\n" })},
		{name: "ids with NULs and terminal codes", wrap: renamed(func(id string) string { return "\x00\x1b[31m" + id })},
		{name: "ids of 64 KB", wrap: renamed(func(id string) string { return strings.Repeat("x", 64<<10) + id })},
		{name: "ids are URLs", wrap: renamed(func(id string) string { return "http://thief.example.com/" + id })},
		{name: "empty ids", wrap: renamed(func(string) string { return "" })},
		{name: "ids are objects", wrap: each(func(_ *http.Request, r map[string]any) { r["id"] = map[string]any{"$oid": r["id"]} })},
		{name: "the same id for all", wrap: each(func(_ *http.Request, r map[string]any) { r["id"] = "1" })},
		{name: "an id that changes", wrap: each(func(_ *http.Request, r map[string]any) { r["id"] = fmt.Sprint(r["id"], "-", changes.Add(1)) })},
		{name: "a stranger's id on create", wrap: created(func(r *http.Request, o map[string]any) { o["id"] = strangerID(r) })},
		{name: "a stranger on create", wrap: created(func(r *http.Request, o map[string]any) {
			o["id"], o["userName"] = strangerID(r), "somebody.else@example.com"
		})},
		{name: "a stranger's id on update", wrap: object(func(r *http.Request, o map[string]any) {
			if r.Method == http.MethodPut || r.Method == http.MethodPatch {
				o["id"] = strangerID(r)
			}
		})},
		{name: "strangers as members", wrap: each(func(r *http.Request, o map[string]any) {
			if members, ok := o["members"].([]any); ok {
				o["members"] = append(members, map[string]any{"value": strangerID(r), "display": "x"})
			}
		})},
		{name: "a stranger behind every id", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if rest, ok := strings.CutPrefix(r.URL.Path, "/scim/v2/Users/"); ok && rest != "" {
				r.URL.Path = "/scim/v2/Users/" + strangerID(r)
			}
			next.ServeHTTP(w, r)
		}},
		{name: "Location with a header in it", wrap: location("/Users/1\r\nSet-Cookie: a=b")},
		{name: "Location on another host", wrap: location("https://thief.example.com/scim/v2/Users/1")},
		{name: "Location is a file", wrap: location("file:///etc/passwd")},
		{name: "Location is a script", wrap: location("javascript:alert(1)")},
		{name: "Location without end", wrap: location("/" + strings.Repeat("a/", 100_000))},
	}
}
