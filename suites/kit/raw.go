package kit

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// UserPath and groupPath are where one resource is.
func UserPath(id string) string { return "/Users/" + url.PathEscape(id) }

func GroupPath(id string) string { return "/Groups/" + url.PathEscape(id) }

// Raw sends a body as it stands: octets, or a value as JSON.
func (t *T) Raw(method, path string, body any) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: method, Path: path, Body: body})
}

// PatchBody is a PATCH with these operations.
func PatchBody(operations any) map[string]any {
	return map[string]any{"schemas": []any{okta.PatchSchema}, "Operations": operations}
}

// CleanStrayUser deactivates a user that a PUT to an unknown id made: the run's
// clean-up knows of creates only.
func CleanStrayUser(t *T, a okta.Answer, id string) {
	if t.Env().Keep || !a.OK() {
		return
	}
	if read := t.Okta.ReadUser(t, id); read.OK() && t.Env().Names.Ours(read.Resource.String("userName")) {
		t.Okta.With(func(c *okta.Config) { c.Dialect = okta.AIW }).Deactivate(t, id)
	}
}

// CleanStrayGroup deletes a group that a PUT to an unknown id made.
func CleanStrayGroup(t *T, a okta.Answer, id string) {
	if t.Env().Keep || !a.OK() {
		return
	}
	if read := t.Okta.ReadGroup(t, id); read.OK() && t.Env().Names.Ours(read.Resource.String("displayName")) {
		t.Okta.DeleteGroup(t, id)
	}
}

// UnknownIDs are ids that no server has given out: the two of Okta's SPEC test,
// of which the longer is no number of 64 bits, and one that looks like a UUID.
func UnknownIDs() []string {
	return []string{"010101001010101011001010101011", "00919288221112222", "0b4f7c1e-6d52-4f0a-9a67-1c2d3e4f5a6b"}
}

// BrokenBody is a request body that is no JSON object.
type BrokenBody struct {
	Title  string
	Octets string
}

// SendBroken sends a body wherever Okta sends one. A PATCH without operations
// may be taken for one that changes nothing, and so may a PUT without a body by an
// app that keeps what a PUT leaves out.
func (s *Users) SendBroken(b BrokenBody) {
	at := "with a body that is " + b.Title
	refused := func(method, path string) { s.ReportAt(at, check.Refused(s.Raw(method, path, []byte(b.Octets)))) }
	harmless := func(path string) { s.ReportAt(at, check.NoCrash(s.Raw(http.MethodPatch, path, []byte(b.Octets)))) }
	put := func(path string, kept func() (okta.Resource, []check.Problem)) {
		if b.Octets != "" {
			refused(http.MethodPut, path)
			return
		}
		before, problems := kept()
		s.Require(ReadUser, problems)
		if a := s.Raw(http.MethodPut, path, []byte(b.Octets)); !a.OK() {
			s.ReportAt(at, check.Refused(a))
			return
		}
		after, problems := kept()
		s.ReportAt(at+" PUT", problems, s.Unchanged(before, after))
	}
	refused(http.MethodPost, "/Users")
	if HasFeature(s.T, NeedUpdates) {
		p := s.User()
		put(UserPath(p.ID), func() (okta.Resource, []check.Problem) { return s.ByID(p.ID) })
	}
	if UsesDialect(s.T, okta.OIN) && HasFeature(s.T, NeedDeactivate) {
		harmless(UserPath(s.User().ID))
	}
	if !HasFeature(s.T, NeedGroups) {
		return
	}
	refused(http.MethodPost, "/Groups")
	if PutsGroups(s.T) {
		g := s.Team()
		put(GroupPath(g.ID), func() (okta.Resource, []check.Problem) { return s.GroupByID(g.ID) })
	}
	if PatchesGroups(s.T) {
		harmless(GroupPath(s.Team().ID))
	}
}

// HasFeature tells whether the profile gives the app a feature.
func HasFeature(t *T, need Need) bool { return t.World.Missing([]Need{need}) == "" }

// UsesDialect reports whether Okta writes users to the app in that dialect.
func UsesDialect(t *T, d okta.Dialect) bool {
	return slices.ContainsFunc(t.Env().Dialects, func(has okta.Dialect) bool { return has.Users() == d })
}

// PutsGroups reports whether Okta writes groups to the app by PUT.
func PutsGroups(t *T) bool { return writesGroups(t, okta.AIW) }

// PatchesGroups reports whether Okta writes groups to the app by PATCH.
func PatchesGroups(t *T) bool { return writesGroups(t, okta.OIN) }

func writesGroups(t *T, d okta.Dialect) bool {
	return slices.ContainsFunc(t.Env().Dialects, func(has okta.Dialect) bool { return has.Groups() == d })
}
