package orgsim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// access knows who may do what.
type access struct {
	token, readOnlyToken string
	expired, readOnly    bool // problems of the API token
	clients              []OAuthClient
	granted              map[string]grant // by access token
}

// grant is an access token's.
type grant struct {
	scopes []string
	ends   time.Time
}

func newAccess(o Options) *access {
	a := &access{token: o.Token, readOnlyToken: o.ReadOnlyToken, clients: o.OAuth, granted: map[string]grant{}}
	if a.token == "" {
		a.token = newToken()
	}
	return a
}

// admit lets a request in: an API token ("SSWS …"), whose rights are those of
// its admin, or an OAuth access token ("Bearer …"), which needs the scope.
func (a *access) admit(r *http.Request, base, scope string, now time.Time) *apiError {
	write := r.Method != http.MethodGet && r.Method != http.MethodHead
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	switch {
	case strings.EqualFold(scheme, "SSWS") && secret == a.token && !a.expired:
		if write && a.readOnly {
			return denied()
		}
		return nil
	case strings.EqualFold(scheme, "SSWS") && secret != "" && secret == a.readOnlyToken:
		if write {
			return denied()
		}
		return nil
	case strings.EqualFold(scheme, "Bearer"):
		g, ok := a.granted[secret]
		if !ok || !now.Before(g.ends) {
			return bearer(401, base, "invalid_token", "The access token is invalid.", r.URL.Path)
		}
		if scope != anyScope && !allows(g.scopes, scope, write) {
			return bearer(403, base, "insufficient_scope", "The access token provided does not contain the required scopes.", r.URL.Path)
		}
		return nil
	default:
		return noToken()
	}
}

// allows tells whether the scopes let somebody read or write a family.
func allows(scopes []string, family string, write bool) bool {
	manage := slices.Contains(scopes, "okta."+family+".manage")
	return manage || !write && slices.Contains(scopes, "okta."+family+".read")
}

// bearer is a refusal of an access token, which is told by a challenge (RFC 6750
// §3) and not by the body.
func bearer(status int, base, code, description, path string) *apiError {
	e := noToken()
	if status == 403 {
		e = denied()
	}
	e.status = status
	e.header = http.Header{"Www-Authenticate": {fmt.Sprintf(
		"Bearer authorization_uri=%q, realm=%q, error=%q, error_description=%q, resource=%q",
		base+"/oauth2/v1/authorize", base, code, description, path)}}
	return e
}
