package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// requestMedia are the media types in which Okta sends bodies, and the two in
// between that a proxy may make of them.
var requestMedia = []struct {
	id, media string
	refs      []string
}{
	{"scim-json-charset", "application/scim+json; charset=utf-8", []string{refOktaMedia, refMedia}},
	{"scim-json", "application/scim+json", []string{refMedia, refMediaType}},
	{"json", "application/json", []string{refSpecMedia, refMedia}},
	{"json-charset", "application/json; charset=utf-8", []string{refSpecMedia, refMedia}},
}

func requestMediaChecks() []Check {
	var out []Check
	for _, m := range requestMedia {
		out = append(out,
			Check{
				ID: "headers.request.users-" + m.id, Level: Must,
				Title:   "Users sent as " + m.media + " are read and stored",
				Why:     "A parser that is bound to one media type answers 415, or sees an empty body.",
				Symptom: "Every create and update fails, or accounts appear without any data.",
				Refs:    m.refs,
				Body:    func(t *T) { t.userAs(m.media) },
			},
			Check{
				ID: "headers.request.groups-" + m.id, Level: Must, Needs: []Need{NeedGroups},
				Title:   "Groups sent as " + m.media + " are read and stored",
				Symptom: "Every group push fails, or groups appear without any data.",
				Refs:    m.refs,
				Body:    func(t *T) { t.groupAs(m.media) },
			},
		)
	}
	return out
}

// userAs creates and updates a user in a media type, by every method that Okta
// uses with this app.
func (t *T) userAs(media string) {
	u := t.Person()
	a := t.typed(media, http.MethodPost, "/Users", u.Resource())
	if !a.OK() && a.Status != http.StatusForbidden { // as for want of a seat, which a retry may take from others
		t.needMedia(CreateUser, func(media string) okta.Answer {
			return t.typed(media, http.MethodPost, "/Users", t.Person().Resource())
		})
	}
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	id := a.Resource.ID()
	stored := func(r okta.Resource) []check.Problem {
		return check.Sent(r, u.Resource(), "userName", "name.familyName")
	}
	t.See("create user", id, u.UserName, []View{ViewByID}, stored)
	t.StopIfFailed()
	if t.does(NeedUpdates) {
		body := t.mustReadUser(id).Clone()
		u.FamilyName += " Changed"
		body.Set(u.FamilyName, "name", "familyName")
		t.Report(check.Status(t.typed(media, http.MethodPut, userPath(id), body), http.StatusOK))
		t.See("replace user", id, u.UserName, []View{ViewByID}, stored)
	}
	if t.speaks(okta.OIN) && t.does(NeedDeactivate) {
		body := patchBody([]any{map[string]any{"op": "replace", "value": map[string]any{"active": false}}})
		t.Report(check.Accepted(t.typed(media, http.MethodPatch, userPath(id), body)))
		t.See("patch user", id, u.UserName, []View{ViewByID}, check.Inactive)
	}
}

// needMedia blocks the check when a request is refused in every media type: the
// one of this check is not to blame then.
func (t *T) needMedia(s Setup, send func(media string) okta.Answer) {
	var last okta.Answer
	for _, m := range requestMedia {
		if last = send(m.media); last.OK() {
			return
		}
	}
	t.Require(s, check.At("in every media type", check.Status(last, http.StatusOK, http.StatusCreated)...))
}

// groupAs creates and renames a group in a media type.
func (t *T) groupAs(media string) {
	name := t.GroupName()
	body := func() okta.Resource {
		return okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": name, "members": []any{}}
	}
	a := t.typed(media, http.MethodPost, "/Groups", body())
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	id := a.Resource.ID()
	named := func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", name) }
	t.SeeGroup("create group", id, name, []View{ViewByID}, named)
	t.StopIfFailed()
	if t.speaks(okta.AIW) {
		name = t.GroupName()
		t.Report(check.Status(t.typed(media, http.MethodPut, groupPath(id), body()), http.StatusOK))
		t.SeeGroup("replace group", id, name, []View{ViewByID}, named)
	}
	if t.speaks(okta.OIN) {
		name = t.GroupName()
		rename := func(media string) okta.Answer {
			return t.typed(media, http.MethodPatch, groupPath(id), patchBody([]any{okta.RenameOp(id, name)}))
		}
		a := rename(media)
		if !a.OK() {
			t.needMedia(RenameGroup, rename)
		}
		t.Report(check.Accepted(a))
		t.SeeGroup("patch group", id, name, []View{ViewByID}, named)
	}
}

func acceptChecks() []Check {
	accepts := []struct {
		id, accept, title string
		level             Level
		refs              []string
	}{
		{"scim-json", "application/scim+json", "application/scim+json", Must, []string{refOktaMedia, "RFC 7644 §3.8"}},
		{"scim-json-charset", "application/scim+json; charset=utf-8", "application/scim+json; charset=utf-8", Must, []string{"Okta SPEC step 6", "RFC 7644 §3.8"}},
		{"json", "application/json", "application/json", Should, []string{"RFC 7644 §3.8"}},
		{"any", "*/*", "anything", Should, []string{"RFC 9110 §12.5.1"}},
		{"none", "", "", Should, []string{"RFC 9110 §12.5.1"}},
	}
	var out []Check
	for _, e := range accepts {
		title := "A request that accepts " + e.title + " gets a JSON answer"
		if e.accept == "" {
			title = "A request without an Accept header gets a JSON answer"
		}
		out = append(out, Check{
			ID: "headers.accept." + e.id, Level: e.level,
			Title:   title,
			Why:     "A server that does not know the media type answers 406 or a web page.",
			Symptom: "«Error authenticating» or «Invalid SCIM data from SCIM implementation» when the admin tests the connector.",
			Refs:    e.refs,
			Body: func(t *T) {
				p := t.NewUser()
				list := t.accepting(e.accept, "/Users", [2]string{"startIndex", "1"}, [2]string{"count", "1"})
				for _, a := range []okta.Answer{list, t.accepting(e.accept, userPath(p.ID))} {
					t.Report(check.Status(a, http.StatusOK), check.WithJSON(a))
				}
			},
		})
	}
	return out
}
