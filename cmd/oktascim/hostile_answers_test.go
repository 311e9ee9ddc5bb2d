package main

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf16"
)

// hostileBodies are servers whose answers are no JSON, or JSON that hurts.
func hostileBodies() []misbehaviour {
	always := func(text string) middleware {
		return body(func(string) string { return text })
	}
	within := func(text string) middleware {
		return body(func(was string) string { return strings.Replace(was, "{", "{"+text+",", 1) })
	}
	media := func(value string, change func(string) string) middleware {
		return altered(func(_ *http.Request, a *answer) {
			a.Header().Set("Content-Type", value)
			replace(a, change(a.Body.String()))
		})
	}
	same := func(s string) string { return s }
	const evil = "\x1b]0;owned\x07\x1b[2J\x1b[31m\u202e\u0007\u009b31m<script>alert(1)</script><img src=x " +
		"onerror=alert(1)>"
	return []misbehaviour{
		{name: "deep JSON", wrap: always(strings.Repeat(`{"a":`, 200_000) + "1" + strings.Repeat("}", 200_000)),
			want: "nest|not JSON"},
		{name: "deep arrays", wrap: always(strings.Repeat("[", 3_000_000)), want: "nest|not JSON"},
		{name: "deep inside a list", wrap: body(func(was string) string {
			return strings.Replace(was, `"Resources":[`,
				`"Resources":[`+strings.Repeat(`[`, 100_000)+strings.Repeat(`]`, 100_000)+",", 1)
		})},
		{name: "a hundred thousand members", few: true, wrap: always("{" + strings.Repeat(`"a":1,`, 100_000) + `"b":2}`)},
		{name: "a string of 4 MB", few: true, wrap: always(`{"schemas":["x"],"id":"` + strings.Repeat("x", 4<<20) + `"}`)},
		{name: "17 MB of JSON", few: true, wrap: always(`{"schemas":["x"],"id":"` + strings.Repeat("x", 17<<20) + `"}`),
			want: "longer than"},
		{name: "members twice", wrap: within(`"totalResults":7,"id":"other","userName":"ceo@example.com"`)},
		{name: "huge numbers", wrap: within(`"totalResults":1e999999,"startIndex":99999999999999999999999999`), legal: true},
		{name: "numbers of a million digits", few: true, wrap: within(`"x":` + strings.Repeat("9", 1_000_000)), legal: true},
		{name: "NaN and Infinity", wrap: within(`"x":NaN,"y":Infinity`), want: "not JSON"},
		{name: "no UTF-8", wrap: within("\"x\":\"\xff\xfe\x80\""), want: "not UTF-8"},
		{name: "lone surrogates", wrap: within(`"x":"\ud800"`), legal: true},
		{name: "byte order mark", wrap: body(func(was string) string { return "\ufeff" + was }), want: "byte order mark"},
		{name: "UTF-16", wrap: media("application/scim+json; charset=utf-16", func(s string) string {
			var b strings.Builder
			for _, u := range utf16.Encode([]rune(s)) {
				b.WriteByte(byte(u >> 8))
				b.WriteByte(byte(u))
			}
			return b.String()
		})},
		{name: "a media type out of bounds", wrap: media(strings.Repeat("x/", 50_000), same), legal: true},
		{name: "HTML with 200", wrap: media("text/html",
			func(string) string { return "<html><script>alert(1)</script>" + evil }), want: "not JSON"},
		{name: "HTML, from the start", atOnce: true, wrap: media("text/html", func(string) string { return evil }),
			want: "web page"},
		{name: "nothing with 200", wrap: always(""), want: "empty"},
		{name: "null", wrap: always("null")},
		{name: "an array", wrap: always("[]")},
		{name: "a number", wrap: always("42")},
		{name: "two objects", wrap: body(func(was string) string { return was + was }), want: "follows the JSON value"},
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
		{name: "terminal codes and scripts in errors", wrap: altered(func(_ *http.Request, a *answer) {
			a.Code = http.StatusBadRequest
			a.Header().Set("X-"+strings.Repeat("y", 20), "\u009b31m<script>alert(1)</script>")
			a.Body.Reset()
			fmt.Fprintf(a.Body, `{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":%q,"detail":%q}`, evil, evil)
		})},
		{name: "the token echoed", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			altered(func(r *http.Request, a *answer) {
				a.Code = http.StatusInternalServerError
				a.Header().Set("X-Echo", r.Header.Get("Authorization"))
				a.Header().Set("Location", "/Users/"+targetToken)
				a.Body.Reset()
				fmt.Fprintf(a.Body, `{"detail":"your token %s is bad","token":%q}`, targetToken, targetToken)
			})(w, r, next)
		}},
		{name: "the token echoed, from the start", atOnce: true, wrap: altered(func(r *http.Request, a *answer) {
			a.Code = http.StatusFound
			a.Header().Set("Location", "https://app.example.com/login?token="+targetToken)
		}), want: "redirects to"},
	}
}

// hostileLists are servers whose lists do not end, or count wrongly.
func hostileLists() []misbehaviour {
	list := func(change func(r *http.Request, o map[string]any)) middleware {
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
		{name: "totalResults grows", crowd: 120,
			wrap: list(func(_ *http.Request, o map[string]any) { o["totalResults"] = 100 + grown.Add(100) }),
			want: "because the list ends on this page"},
		// Everybody of ours is in it, and each page is full: nobody can tell it from a tenant that others fill meanwhile.
		{name: "totalResults and the pages grow for ever", crowd: 120, wrap: list(func(r *http.Request, o map[string]any) {
			start, _ := strconv.Atoi(r.URL.Query().Get("startIndex"))
			count, _ := strconv.Atoi(r.URL.Query().Get("count"))
			page, _ := o["Resources"].([]any)
			for i := len(page); i < count; i++ {
				page = append(page, madeUp(start+i))
			}
			o["totalResults"], o["Resources"], o["itemsPerPage"] = start+2*count-1, page, len(page)
		}), want: "the list grew as fast as it was read"},
		{name: "the same page for ever", crowd: 120,
			wrap: list(func(_ *http.Request, o map[string]any) { o["totalResults"] = 900 })},
		{name: "negative numbers", wrap: list(func(_ *http.Request, o map[string]any) {
			o["totalResults"], o["startIndex"], o["itemsPerPage"] = -1, -5, -100
		})},
		{name: "numbers beyond 64 bits", wrap: list(func(_ *http.Request, o map[string]any) {
			o["totalResults"], o["startIndex"] = 1e30, -1e30
		})},
		{name: "numbers as objects", wrap: list(func(_ *http.Request, o map[string]any) {
			o["totalResults"], o["startIndex"] = map[string]any{"a": 1}, []any{}
		})},
		{name: "Resources is an object", wrap: list(func(_ *http.Request,
			o map[string]any) {
			o["Resources"] = map[string]any{"0": 1}
		})},
		{name: "Resources holds anything", wrap: list(func(_ *http.Request, o map[string]any) {
			o["Resources"] = []any{nil, 1, "x", []any{}, map[string]any{}, map[string]any{"id": nil}}
		})},
		{name: "a lookup that ignores the filter", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			q := r.URL.Query()
			q.Del("filter")
			r.URL.RawQuery = q.Encode()
			next.ServeHTTP(w, r)
		}},
		{name: "a lookup that finds a stranger under the name that was asked for",
			wrap: object(func(r *http.Request, o map[string]any) {
				_, name, asked := strings.Cut(r.URL.Query().Get("filter"), `eq "`)
				if asked && o["totalResults"] == 0.0 && strings.HasSuffix(r.URL.Path, "/Users") {
					o["totalResults"] = 1
					o["Resources"] = []any{map[string]any{"id": strangerID(r), "userName": strings.TrimSuffix(name, `"`),
						"active": true}}
				}
			})},
	}
}

// madeUp is a user who is in the list only.
func madeUp(n int) map[string]any {
	return map[string]any{"id": fmt.Sprint("made-up-", n), "userName": fmt.Sprintf("u%d@example.com", n),
		"schemas": []any{"urn:ietf:params:scim:schemas:core:2.0:User"}}
}

// strangerID is the id of somebody who was in the tenant before.
func strangerID(r *http.Request) string { return r.Header.Get("X-Stranger") }

// hostileStatuses are servers that answer one status whatever is asked.
func hostileStatuses() []misbehaviour {
	status := func(code int, headers ...string) middleware {
		return altered(func(_ *http.Request, a *answer) {
			a.Code = code
			for i := 0; i+1 < len(headers); i += 2 {
				a.Header().Set(headers[i], headers[i+1])
			}
		})
	}
	var asked, slow atomic.Int64
	return []misbehaviour{
		// One with a Retry-After that cannot be read takes minutes: TestGateGivesUpOn429 has a clock of its own.
		{name: "429 for ever, at once", wrap: status(429, "Retry-After", "0"), want: "429"},
		{name: "429 for ever, in a day", wrap: status(429, "Retry-After", "86400"), want: "429"},
		{name: "503 now and then", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if asked.Add(1)%3 == 0 {
				http.Error(w, "busy", http.StatusServiceUnavailable)
				return
			}
			next.ServeHTTP(w, r)
		}, want: "503"},
		{name: "redirects in a circle", wrap: func(w http.ResponseWriter, r *http.Request, _ http.Handler) {
			http.Redirect(w, r, r.URL.String(), http.StatusTemporaryRedirect)
		}, want: "307"},
		{name: "redirects to another host", wrap: status(302, "Location", "https://thief.example.com/scim/v2/Users"),
			want: "302"},
		{name: "204 with nothing for everything",
			wrap: func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(204) }},
		{name: "401 after the first answer", wrap: status(401), want: "401"},
		{name: "404 for everything that was made", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if r.Method != http.MethodPost && strings.Count(strings.TrimPrefix(r.URL.Path, "/scim/v2"), "/") > 1 {
				http.Error(w, `{"detail":"no"}`, http.StatusNotFound)
				return
			}
			next.ServeHTTP(w, r)
		}, want: "404"},
		{name: "slower and slower", wrap: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			time.Sleep(time.Duration(slow.Add(1)) * 20 * time.Millisecond)
			next.ServeHTTP(w, r)
		}, want: "no answer within"},
	}
}

// hostileIDs are servers that answer with ids that lead elsewhere: out of the
// endpoint, into a header, or to somebody else.
func hostileIDs() []misbehaviour {
	// renamed answers with ids in another form and does not know that form.
	renamed := func(form func(id string) string) middleware {
		return each(func(_ *http.Request, r map[string]any) { r["id"] = form(fmt.Sprint(r["id"])) })
	}
	created := func(change func(r *http.Request, o map[string]any)) middleware {
		return object(func(r *http.Request, o map[string]any) {
			if r.Method == http.MethodPost {
				change(r, o)
			}
		})
	}
	location := func(value string) middleware {
		return altered(func(r *http.Request, a *answer) {
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
		{name: "ids with line ends and headers",
			wrap: renamed(func(id string) string {
				return id + "\r\nX-Injected: yes\r\n\r\nDELETE /scim/v2/Users/1 " +
					"HTTP/1.1\r\n"
			})},
		{name: "ids with NULs and terminal codes", wrap: renamed(func(id string) string { return "\x00\x1b[31m" + id })},
		{name: "ids of 64 KB", wrap: renamed(func(id string) string { return strings.Repeat("x", 64<<10) + id })},
		{name: "ids are URLs", wrap: renamed(func(id string) string { return "http://thief.example.com/" + id })},
		{name: "empty ids", wrap: renamed(func(string) string { return "" })},
		{name: "ids are objects", wrap: each(func(_ *http.Request,
			r map[string]any) {
			r["id"] = map[string]any{"$oid": r["id"]}
		})},
		{name: "the same id for all", wrap: each(func(_ *http.Request, r map[string]any) { r["id"] = "1" })},
		{name: "an id that changes", wrap: each(func(_ *http.Request,
			r map[string]any) {
			r["id"] = fmt.Sprint(r["id"], "-", changes.Add(1))
		})},
		{name: "a stranger's id on create", wrap: created(func(r *http.Request,
			o map[string]any) {
			o["id"] = strangerID(r)
		})},
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
