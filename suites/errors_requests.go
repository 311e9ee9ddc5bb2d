package suites

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// userPath and groupPath are where one resource is.
func userPath(id string) string  { return "/Users/" + url.PathEscape(id) }
func groupPath(id string) string { return "/Groups/" + url.PathEscape(id) }

// raw sends a body as it stands: octets, or a value as JSON.
func (t *T) raw(method, path string, body any) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: method, Path: path, Body: body})
}

// readable blocks the check when the app does not take Okta's media type:
// headers.request is about that.
func (t *T) readable(a okta.Answer) okta.Answer {
	if a.Status == http.StatusUnsupportedMediaType {
		resource := "users"
		if strings.Contains(a.Op(), "/Groups") {
			resource = "groups"
		}
		t.Require(Setup{"headers.request." + resource + "-scim-json-charset", "sending Okta's media type"}, check.Status(a, http.StatusOK))
	}
	return a
}

// createRaw posts a user that may be wrong on purpose. The answer is judged by
// the caller; what it made is cleaned up like everything else.
func (t *T) createRaw(body okta.Resource) okta.Answer { return t.raw(http.MethodPost, "/Users", body) }

// freshBody is what Okta would send for a new person, to be spoilt.
func (t *T) freshBody() (okta.User, okta.Resource) {
	u := t.Person()
	return u, u.Resource()
}

// groupBody is what Okta would send for a new group, to be spoilt. externalId
// tells the group even when it has no name.
func (t *T) groupBody() okta.Resource {
	name := t.GroupName()
	return okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": name, "externalId": name, "members": []any{}}
}

// patchBody is a PATCH with these operations.
func patchBody(operations any) map[string]any {
	return map[string]any{"schemas": []any{okta.PatchSchema}, "Operations": operations}
}

// nameless deletes a group that a server made although it had to refuse it: it
// has no name by which the run's clean-up would know it. Only a group is
// deleted that a fresh read shows without a name, or with the externalId sent.
func (t *T) nameless(made okta.Answer, sent okta.Resource) {
	if t.Env().Keep || !made.OK() || made.Resource.ID() == "" {
		return
	}
	read := t.Okta.ReadGroup(t, made.Resource.ID())
	if !read.OK() || read.Resource == nil {
		return
	}
	if read.Resource.String("displayName") == "" || read.Resource["externalId"] == sent["externalId"] {
		t.Okta.DeleteGroup(t, made.Resource.ID())
	}
}

// strayUser deactivates a user that a PUT to an unknown id made: the run's
// clean-up knows of creates only.
func (t *T) strayUser(a okta.Answer, id string) {
	if t.Env().Keep || !a.OK() {
		return
	}
	if read := t.Okta.ReadUser(t, id); read.OK() && t.Env().Names.Ours(read.Resource.String("userName")) {
		t.Okta.With(func(c *okta.Config) { c.Dialect = okta.AIW }).Deactivate(t, id)
	}
}

// strayGroup deletes a group that a PUT to an unknown id made.
func (t *T) strayGroup(a okta.Answer, id string) {
	if t.Env().Keep || !a.OK() {
		return
	}
	if read := t.Okta.ReadGroup(t, id); read.OK() && t.Env().Names.Ours(read.Resource.String("displayName")) {
		t.Okta.DeleteGroup(t, id)
	}
}

// userNotStored has a problem when a lookup finds what a refused create sent.
func (t *T) userNotStored(userName string) []check.Problem {
	return check.At("after the refusal", check.NothingFound(t.Okta.LookupUser(t, userName))...)
}

func (t *T) groupNotStored(displayName string) []check.Problem {
	return check.At("after the refusal", check.NothingFound(t.Okta.LookupGroup(t, displayName))...)
}
