package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// brokenBody is a request body that is no JSON object.
type brokenBody struct {
	title  string
	octets string
}

const cutOff = `{"schemas":["` + okta.UserSchema + `"],"userName":`

func syntaxErrorChecks() []Check {
	kinds := []struct {
		id, title string
		bodies    []brokenBody
	}{
		{"malformed", "A body that is not JSON is refused", []brokenBody{{"cut off", cutOff}, {"a form", "userName=x&active=true"}}},
		{"empty", "An empty body is refused, or changes nothing where it could only be an update", []brokenBody{{"empty", ""}}},
		{"no-object", "A body that is JSON but no object is refused", []brokenBody{
			{"an array", `[{"userName":"x"}]`}, {"a text", `"userName"`}, {"null", `null`}}},
	}
	var out []Check
	for _, k := range kinds {
		out = append(out, Check{
			ID: "errors.syntax." + k.id, Level: Must,
			Title:   k.title,
			Why:     "Proxies cut bodies off. A server error makes Okta repeat the request.",
			Symptom: "«Internal Server Error» in the task, or an account without any data.",
			Refs:    []string{refError + " invalidSyntax"},
			Body: func(t *T) {
				s := &stage{T: t}
				for _, b := range k.bodies {
					s.sendBroken(b)
				}
			},
		})
	}
	return out
}

// sendBroken sends a body wherever Okta sends one. A PATCH without operations
// may be taken for one that changes nothing, and so may a PUT without a body by an
// app that keeps what a PUT leaves out.
func (s *stage) sendBroken(b brokenBody) {
	at := "with a body that is " + b.title
	refused := func(method, path string) { s.ReportAt(at, check.Refused(s.raw(method, path, []byte(b.octets)))) }
	harmless := func(path string) { s.ReportAt(at, check.NoCrash(s.raw(http.MethodPatch, path, []byte(b.octets)))) }
	put := func(path string, kept func() (okta.Resource, []check.Problem)) {
		if b.octets != "" {
			refused(http.MethodPut, path)
			return
		}
		before, problems := kept()
		s.Require(ReadUser, problems)
		if a := s.raw(http.MethodPut, path, []byte(b.octets)); !a.OK() {
			s.ReportAt(at, check.Refused(a))
			return
		}
		after, problems := kept()
		s.ReportAt(at+" PUT", problems, s.unchanged(before, after))
	}
	refused(http.MethodPost, "/Users")
	if s.does(NeedUpdates) {
		p := s.user()
		put(userPath(p.ID), func() (okta.Resource, []check.Problem) { return s.ByID(p.ID) })
	}
	if s.speaks(okta.OIN) && s.does(NeedDeactivate) {
		harmless(userPath(s.user().ID))
	}
	if !s.does(NeedGroups) {
		return
	}
	refused(http.MethodPost, "/Groups")
	if s.speaks(okta.AIW) {
		g := s.team()
		put(groupPath(g.ID), func() (okta.Resource, []check.Problem) { return s.GroupByID(g.ID) })
	}
	if s.speaks(okta.OIN) {
		harmless(groupPath(s.team().ID))
	}
}

// does tells whether the profile gives the app a feature.
func (t *T) does(need Need) bool { return t.world.missing([]Need{need}) == "" }

// speaks tells whether the run is about an app of that dialect.
func (t *T) speaks(d okta.Dialect) bool {
	for _, has := range t.Env().Dialects {
		if has == d {
			return true
		}
	}
	return false
}
