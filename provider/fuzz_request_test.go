package provider_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func FuzzPaging(f *testing.F) {
	for _, s := range [][3]string{{"1", "2", ""}, {"0", "-1", "id"}, {"99999999999999999999", "1e3", "emails.value"}, {"-9223372036854775808", "9223372036854775807", "*"}, {"٣", " 5", ",,"}} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, start, count, attributes string) {
		c := scimtest.NewClient(t, seeded(7))
		a := c.Get("/Users?" + url.Values{"startIndex": {start}, "count": {count}, "attributes": {attributes}, "excludedAttributes": {attributes}}.Encode())
		if a.Status != http.StatusOK {
			a.Is(http.StatusBadRequest)
			return
		}
		shown, _ := a.At("Resources").([]any)
		a.Has("totalResults", 7.0).Has("itemsPerPage", float64(len(shown)))
		if len(shown) > 7 {
			t.Errorf("%d of 7 people shown", len(shown))
		}
	})
}

// FuzzRequest sends anything anywhere: no panic, no 500, and every refusal a SCIM Error.
func FuzzRequest(f *testing.F) {
	for _, s := range [][5]string{
		{"GET", "/Users/%2e%2e/Groups", "", "", ""},
		{"POST", "/Users", "application/scim+json", "gzip", "\x1f\x8b"},
		{"PATCH", "/Groups/x?filter=a", "text/html; charset=x", "", "{}"},
		{"PUT", "/Users//", `application/json; charset="`, "", `{"userName":"a"}{`},
		{"DELETE", "/Schemas/urn:x", "", "", ""},
		{"OPTIONS", "*", "", "", ""},
	} {
		f.Add(s[0], s[1], s[2], s[3], s[4])
	}
	f.Fuzz(func(t *testing.T, method, path, mediaType, encoding, body string) {
		c := scimtest.NewClient(t, seeded(2))
		target, err := url.ParseRequestURI("http://app.example.com/scim/v2" + path)
		if err != nil || method == "" || strings.ContainsFunc(method, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Skip()
		}
		r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
		r.Method, r.URL = method, target
		r.Header = http.Header{"Authorization": {"Bearer " + scimtest.Token}, "Content-Type": {mediaType}, "Content-Encoding": {encoding}}
		w := httptest.NewRecorder()
		c.Server.ServeHTTP(w, r)
		if w.Code == http.StatusInternalServerError {
			t.Fatalf("%s %s: 500", method, path)
		}
		if w.Code >= 400 && method != http.MethodHead && !strings.Contains(w.Body.String(), "urn:ietf:params:scim:api:messages:2.0:Error") {
			t.Errorf("%s %s: %d without a SCIM Error: %s", method, path, w.Code, w.Body)
		}
	})
}
