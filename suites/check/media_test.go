package check

import (
	"net/http"
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

func TestMediaJudgements(t *testing.T) {
	t.Parallel()
	declared := func(media, body string) okta.Answer {
		a := answer("GET", "/Users/1", 200, body)
		a.Header = http.Header{"Content-Type": {media}}
		return a
	}
	tests := []struct {
		name, media, body string
		kind, utf8        []string
	}{
		{"SCIM", "application/scim+json; charset=utf-8", "{}", nil, nil},
		{"JSON", "Application/JSON", "{}", nil, nil},
		{"a problem", "application/problem+json", "{}", nil, nil},
		{"utf8 as some write it", "application/json;charset=UTF8", "{}", nil, nil},
		{"a web page", "text/html", "<p>", []string{`a JSON media type, got "text/html"`}, nil},
		{"text", "text/plain; charset=utf-8", "{}", []string{"text/plain"}, nil},
		{"nothing declared", "", "{}", []string{`""`}, nil},
		{"no body", "text/plain", "", nil, nil},
		{"another charset", "application/json; charset=ISO-8859-1", "{}", nil, []string{"charset=utf-8, or no charset"}},
		{"other octets", "application/json", "{\"a\":\"Zo\xeb\"}", nil, []string{"body: expected UTF-8"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, JSONKind(declared(tt.media, tt.body)), tt.kind...)
			expect(t, UTF8(declared(tt.media, tt.body)), tt.utf8...)
		})
	}
}

func TestDirect(t *testing.T) {
	t.Parallel()
	moved := answer("GET", "/Users", 308, "")
	moved.Header = http.Header{"Location": {"/scim/v2/Users/"}}
	expect(t, Direct(moved), `an answer, no redirect, got 308 Permanent Redirect to "/scim/v2/Users/"`)
	expect(t, Direct(answer("GET", "/Users", 200, "{}")))
	expect(t, Direct(answer("GET", "/Users", 404, "{}")))
}
