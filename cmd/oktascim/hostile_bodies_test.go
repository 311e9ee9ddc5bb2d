package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"unicode/utf16"
)

// hostileBodies are servers whose answers are no JSON, or JSON that hurts.
func hostileBodies() []misbehaviour {
	always := func(text string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return body(func(string) string { return text })
	}
	within := func(text string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return body(func(was string) string { return strings.Replace(was, "{", "{"+text+",", 1) })
	}
	media := func(value string, change func(string) string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Type", value)
			text := change(a.Body.String())
			a.Body.Reset()
			a.Body.WriteString(text)
		})
	}
	same := func(s string) string { return s }
	const evil = "\x1b]0;owned\x07\x1b[2J\x1b[31m\u202e\u0007\u009b31m<script>alert(1)</script><img src=x onerror=alert(1)>"
	return []misbehaviour{
		{name: "deep JSON", wrap: always(strings.Repeat(`{"a":`, 200_000) + "1" + strings.Repeat("}", 200_000)), want: []string{"nest", "not JSON"}},
		{name: "deep arrays", wrap: always(strings.Repeat("[", 3_000_000)), want: []string{"nest", "not JSON"}},
		{name: "deep inside a list", wrap: body(func(was string) string {
			return strings.Replace(was, `"Resources":[`, `"Resources":[`+strings.Repeat(`[`, 100_000)+strings.Repeat(`]`, 100_000)+",", 1)
		})},
		{name: "a hundred thousand members", few: true, wrap: always("{" + strings.Repeat(`"a":1,`, 100_000) + `"b":2}`)},
		{name: "a string of 4 MB", few: true, wrap: always(`{"schemas":["x"],"id":"` + strings.Repeat("x", 4<<20) + `"}`)},
		{name: "17 MB of JSON", few: true, wrap: always(`{"schemas":["x"],"id":"` + strings.Repeat("x", 17<<20) + `"}`), want: []string{"longer than"}},
		{name: "members twice", wrap: within(`"totalResults":7,"id":"other","userName":"ceo@example.com"`)},
		{name: "huge numbers", wrap: within(`"totalResults":1e999999,"startIndex":99999999999999999999999999`), legal: true},
		{name: "numbers of a million digits", few: true, wrap: within(`"x":` + strings.Repeat("9", 1_000_000)), legal: true},
		{name: "NaN and Infinity", wrap: within(`"x":NaN,"y":Infinity`), want: []string{"not JSON"}},
		{name: "no UTF-8", wrap: within("\"x\":\"\xff\xfe\x80\""), want: []string{"not UTF-8"}},
		{name: "lone surrogates", wrap: within(`"x":"\ud800"`), legal: true},
		{name: "byte order mark", wrap: body(func(was string) string { return "\ufeff" + was }), want: []string{"byte order mark"}},
		{name: "UTF-16", wrap: media("application/scim+json; charset=utf-16", func(s string) string {
			var b strings.Builder
			for _, u := range utf16.Encode([]rune(s)) {
				b.WriteByte(byte(u >> 8))
				b.WriteByte(byte(u))
			}
			return b.String()
		})},
		{name: "a media type out of bounds", wrap: media(strings.Repeat("x/", 50_000), same), legal: true},
		{name: "HTML with 200", wrap: media("text/html", func(string) string { return "<html><script>alert(1)</script>" + evil }), want: []string{"not JSON"}},
		{name: "HTML, from the start", atOnce: true, wrap: media("text/html", func(string) string { return evil }), want: []string{"web page"}},
		{name: "nothing with 200", wrap: always(""), want: []string{"empty"}},
		{name: "null", wrap: always("null")},
		{name: "an array", wrap: always("[]")},
		{name: "a number", wrap: always("42")},
		{name: "two objects", wrap: body(func(was string) string { return was + was }), want: []string{"follows the JSON value"}},
		{name: "comments", wrap: body(func(was string) string { return "/* hello */" + was })},
		{name: "NULs", wrap: body(func(was string) string { return "\x00" + was + "\x00" })},
		{name: "terminal codes and scripts in values", wrap: each(func(_ *http.Request, r map[string]any) {
			for _, name := range []string{"userName", "displayName", "externalId", "title"} {
				if text, ok := r[name].(string); ok {
					r[name] = text + evil
				}
			}
			r["meta"] = map[string]any{"resourceType": evil, "location": "javascript:alert(1)" + evil, "created": evil}
		})},
		{name: "terminal codes and scripts in errors", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Code = http.StatusBadRequest
			a.Header().Set("X-"+strings.Repeat("y", 20), "\u009b31m<script>alert(1)</script>")
			a.Body.Reset()
			fmt.Fprintf(a.Body, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":%q,"detail":%q}`, evil, evil)
		})},
		{name: "the token echoed", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			altered(func(r *http.Request, a *httptest.ResponseRecorder) {
				a.Code = http.StatusInternalServerError
				a.Header().Set("X-Echo", r.Header.Get("Authorization"))
				a.Header().Set("Location", "/Users/"+targetToken)
				a.Body.Reset()
				fmt.Fprintf(a.Body, `{"detail":"your token %s is bad","token":%q}`, targetToken, targetToken)
			})(w, r, next)
		}},
		{name: "the token echoed, from the start", atOnce: true, wrap: altered(func(r *http.Request, a *httptest.ResponseRecorder) {
			a.Code = http.StatusFound
			a.Header().Set("Location", "https://app.example.com/login?token="+targetToken)
		}), want: []string{"redirects to"}},
	}
}
