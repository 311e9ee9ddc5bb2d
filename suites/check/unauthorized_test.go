package check

import (
	"errors"
	"net/http"
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

func TestCredentialJudgements(t *testing.T) {
	t.Parallel()
	lost := okta.Answer{Method: "GET", URL: "https://x/Users", Err: errors.New("hung up")}
	challenged := answer("GET", "/Users", 401, "")
	challenged.Header = http.Header{"Www-Authenticate": {"Bearer"}}
	echoing := answer("GET", "/Users", 401, "")
	echoing.Header = http.Header{"X-Token": {"secret-1"}}
	tests := []struct {
		name string
		got  []Problem
		want []string
	}{
		{"401", Unauthorized(answer("GET", "/Users", 401, `{"detail":"no"}`)), nil},
		{"403 where 401 is wanted", Unauthorized(answer("GET", "/Users", 403, "")), []string{"expected 401 Unauthorized, got 403"}},
		{"403 where it is legal", Unauthorized(answer("GET", "/Users", 403, ""), 401, 403), nil},
		{"let in", Unauthorized(answer("GET", "/Users", 200, `{"Resources":[]}`)), []string{"got 200"}},
		{"a list in the refusal", Unauthorized(answer("GET", "/Users", 401, `{"Resources":[{"id":"1"}]}`)), []string{"no resources, got 1 resources"}},
		{"an empty list in the refusal", NothingShown(answer("GET", "/Users", 401, `{"Resources":[]}`)), nil},
		{"a user in the refusal", NothingShown(answer("GET", "/Users/1", 403, `{"userName":"jane"}`)), []string{"one with userName"}},
		{"lost shows nothing", NothingShown(lost), nil},
		{"not let in", NotLetIn(answer("DELETE", "/Groups/1", 404, "")), nil},
		{"let in without a body", NotLetIn(answer("DELETE", "/Groups/1", 204, "")), []string{"a refusal, got 204"}},
		{"no such operation", NotLetIn(answer("PATCH", "/Groups/1", 501, "")), nil},
		{"a crash is no refusal", NotLetIn(answer("DELETE", "/Groups/1", 500, "")), []string{"no server error"}},
		{"a challenge", Challenge(challenged), nil},
		{"no challenge", Challenge(answer("GET", "/Users", 401, "")), []string{"no such header"}},
		{"no challenge needed", Challenge(answer("GET", "/Users", 403, "")), nil},
		{"no echo", NoEcho(answer("GET", "/Users", 401, `{"detail":"no"}`), "the credential", "secret-1"), nil},
		{"an echo in the body", NoEcho(answer("GET", "/Users", 401, `{"detail":"bad secret-1"}`), "the credential", "secret-1"), []string{"body: expected nothing of the credential"}},
		{"an echo in a header", NoEcho(echoing, "the credential", "secret-1"), []string{"X-Token"}},
		{"nothing to echo", NoEcho(echoing, "the credential", ""), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			expect(t, tt.got, tt.want...)
		})
	}
}
