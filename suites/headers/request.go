// Package headers has the checks of media types, Location and other headers.
package headers

import (
	"context"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refMedia     = "RFC 7644 §3.1"
	refMediaType = "RFC 7644 §8.1"
	refOktaMedia = "Okta SCIM 2.0 reference: Content-Type application/scim+json; charset=utf-8"
	refSpecMedia = "Okta SPEC step 6: Content-Type application/json"
)

// Checks: media types, locations and encodings.
func Checks() []kit.Check {
	return slices.Concat(
		kit.InArea(kit.Headers, nil, requestMediaChecks()),
		kit.InArea(kit.Headers, nil, noBodyChecks()),
		kit.InArea(kit.Headers, nil, acceptChecks()),
		kit.InArea(kit.Headers, nil, answerMediaChecks()),
		kit.InArea(kit.Headers, nil, locationChecks()),
		kit.InArea(kit.Headers, nil, transferChecks()),
	)
}

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

func requestMediaChecks() []kit.Check {
	var out []kit.Check
	for _, m := range requestMedia {
		level := kit.Should
		if m.id == "scim-json-charset" { // that of the live client; SPEC's create has a check of its own
			level = kit.Must
		}
		out = append(out,
			kit.Check{
				ID: "headers.request.users-" + m.id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed),
				Title:   "Users sent as " + m.media + " are read and stored",
				Why:     "A parser that is bound to one media type answers 415, or sees an empty body.",
				Symptom: "Every create and update fails, or accounts appear without any data.",
				Refs:    m.refs,
				Body:    func(t *kit.T) { userAs(t, m.media) },
			},
			kit.Check{
				ID: "headers.request.groups-" + m.id, Level: level, Evidence: kit.GroundOf(level, kit.Assumed),
				Needs:   []kit.Need{kit.NeedGroups},
				Title:   "Groups sent as " + m.media + " are read and stored",
				Symptom: "Every group push fails, or groups appear without any data.",
				Refs:    m.refs,
				Body:    func(t *kit.T) { groupAs(t, m.media) },
			},
		)
	}
	return out
}

// userAs creates and updates a user in a media type, by every method that Okta
// uses with this app.
func userAs(t *kit.T, media string) {
	u := t.Person()
	a := typed(t, media, http.MethodPost, "/Users", u.Resource())
	if !a.OK() && a.Status != http.StatusForbidden { // as for want of a seat, which a retry may take from others
		needMedia(t, kit.CreateUser, func(media string) okta.Answer {
			return typed(t, media, http.MethodPost, "/Users", t.Person().Resource())
		})
	}
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	id := a.Resource.ID()
	stored := func(r okta.Resource) []check.Problem {
		return check.Sent(r, u.Resource(), "userName", "name.familyName")
	}
	t.See("create user", id, u.UserName, []kit.View{kit.ViewByID}, stored)
	t.StopIfFailed()
	if kit.HasFeature(t, kit.NeedUpdates) {
		body := t.MustReadUser(id).Clone()
		u.FamilyName += " Changed"
		body.Set(u.FamilyName, "name", "familyName")
		t.Report(check.Status(typed(t, media, http.MethodPut, kit.UserPath(id), body), http.StatusOK))
		t.See("replace user", id, u.UserName, []kit.View{kit.ViewByID}, stored)
	}
	if kit.UsesDialect(t, okta.OIN) && kit.HasFeature(t, kit.NeedDeactivate) {
		body := kit.PatchBody([]any{map[string]any{"op": "replace", "value": map[string]any{"active": false}}})
		t.Report(check.Accepted(typed(t, media, http.MethodPatch, kit.UserPath(id), body)))
		t.See("patch user", id, u.UserName, []kit.View{kit.ViewByID}, check.Inactive)
	}
}

// needMedia blocks the check when a request is refused in every media type: the
// one of this check is not to blame then.
func needMedia(t *kit.T, s kit.Setup, send func(media string) okta.Answer) {
	var last okta.Answer
	for _, m := range requestMedia {
		if last = send(m.media); last.OK() {
			return
		}
	}
	t.Require(s, check.At("in every media type", check.Status(last, http.StatusOK, http.StatusCreated)...))
}

// groupAs creates and renames a group in a media type.
func groupAs(t *kit.T, media string) {
	name := t.GroupName()
	body := func() okta.Resource {
		return okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": name, "members": []any{}}
	}
	a := typed(t, media, http.MethodPost, "/Groups", body())
	t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
	t.StopIfFailed()
	id := a.Resource.ID()
	named := func(r okta.Resource) []check.Problem { return check.Text(r, "displayName", name) }
	t.SeeGroup("create group", id, name, []kit.View{kit.ViewByID}, named)
	t.StopIfFailed()
	if kit.PutsGroups(t) {
		name = t.GroupName()
		put := body()
		put["id"] = id
		t.Report(check.Status(typed(t, media, http.MethodPut, kit.GroupPath(id), put), http.StatusOK))
		t.SeeGroup("replace group", id, name, []kit.View{kit.ViewByID}, named)
	}
	if kit.PatchesGroups(t) {
		name = t.GroupName()
		rename := func(media string) okta.Answer {
			return typed(t, media, http.MethodPatch, kit.GroupPath(id), kit.PatchBody([]any{okta.RenameOp(id, name)}))
		}
		a := rename(media)
		if !a.OK() {
			needMedia(t, kit.RenameGroup, rename)
		}
		t.Report(check.Accepted(a))
		t.SeeGroup("patch group", id, name, []kit.View{kit.ViewByID}, named)
	}
}

func noBodyChecks() []kit.Check {
	return []kit.Check{{
		ID: "headers.request.get-typed", Level: kit.Must, Evidence: kit.OktaTest,
		Title:   "A GET that declares a media type, although it has no body, is answered like any other",
		Why:     "The live client declares none; Okta's SPEC test file does with every GET.",
		Symptom: "Okta's SPEC test is red from its first step.",
		Refs:    []string{"Okta SPEC step 1", "RFC 9110 §8.3"},
		Body:    func(t *kit.T) { t.Report(check.List(t.Okta.Send(t, "users-spec-typed", nil))) },
	}}
}

func acceptChecks() []kit.Check {
	accepts := []struct {
		id, accept, title string
		level             kit.Level
		refs              []string
	}{
		{"scim-json", "application/scim+json", "application/scim+json", kit.Must, []string{refOktaMedia, "RFC 7644 §3.8"}},
		{"scim-json-charset", "application/scim+json; charset=utf-8", "application/scim+json; charset=utf-8", kit.Should, []string{"Okta SPEC step 6", "RFC 7644 §3.8"}},
		{"json", "application/json", "application/json", kit.Should, []string{"RFC 7644 §3.8"}},
		{"any", "*/*", "anything", kit.Should, []string{"RFC 9110 §12.5.1"}},
		{"none", "", "", kit.Should, []string{"RFC 9110 §12.5.1"}},
	}
	var out []kit.Check
	for _, e := range accepts {
		title := "A request that accepts " + e.title + " gets a JSON answer"
		if e.accept == "" {
			title = "A request without an Accept header gets a JSON answer"
		}
		out = append(out, kit.Check{
			ID: "headers.accept." + e.id, Level: e.level, Evidence: kit.GroundOf(e.level, kit.RFC),
			Title:   title,
			Why:     "A server that does not know the media type answers 406 or a web page.",
			Symptom: "«Error authenticating» or «Invalid SCIM data from SCIM implementation» when the admin tests the connector.",
			Refs:    e.refs,
			Body: func(t *kit.T) {
				p := t.NewUser()
				list := accepting(t, e.accept, "/Users", [2]string{"startIndex", "1"}, [2]string{"count", "1"})
				for _, a := range []okta.Answer{list, accepting(t, e.accept, kit.UserPath(p.ID))} {
					t.Report(check.Status(a, http.StatusOK), check.WithJSON(a))
				}
			},
		})
	}
	return out
}

// typed sends a request with the headers of Okta's live client but another
// Content-Type.
func typed(t *kit.T, media, method, path string, body any) okta.Answer {
	h := okta.Headers(method)
	h.Set("Content-Type", media)
	return t.Okta.Do(t, okta.Request{Method: method, Path: path, Header: h, Body: body})
}

// accepting sends a GET with another Accept header; empty sends none.
func accepting(t *kit.T, accept, path string, query ...[2]string) okta.Answer {
	h := okta.Headers(http.MethodGet)
	h.Del("Accept")
	if accept != "" {
		h.Set("Accept", accept)
	}
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: path, Query: query, Header: h})
}

// leadsTo reports whether a resource's URI leads back to it. Another origin is
// not followed, because the token must not go there: of such a URI only the end
// is judged.
func leadsTo(t *kit.T, at, location, endpoint, id string) {
	located, problems := check.Locate(t.Env().BaseURL, location)
	if len(problems) == 0 {
		problems = check.EndsIn(location, endpoint, id)
	}
	t.ReportAt(at, problems)
	if len(problems) > 0 || located.Elsewhere != "" {
		return
	}
	t.Eventually("create by its location", func() []check.Problem {
		var last []check.Problem
		for _, u := range located.URLs {
			a := get(t, u)
			if last = check.All(check.Status(a, http.StatusOK), sameResource(a, id)); len(last) == 0 {
				return nil
			}
		}
		return check.At(at+" "+location, last...)
	})
}

func sameResource(a okta.Answer, id string) []check.Problem {
	if !a.OK() {
		return nil // its status is reported
	}
	return check.SameID(a, id)
}

// get reads an absolute URL of the service's own origin.
func get(t *kit.T, address string) okta.Answer {
	client := t.Okta.With(func(c *okta.Config) { c.BaseURL = address })
	return client.Do(t, okta.Request{Method: http.MethodGet})
}

// metaLocation is meta.location of a resource; empty when it shows none.
func metaLocation(r okta.Resource) string { return r.String("meta", "location") }

// made is a resource that a check created, with the answer to its create.
type made struct {
	okta.Answer
	endpoint string // "Users" or "Groups"
}

func (m made) id() string { return m.Resource.ID() }

// madeUser creates a user and keeps the answer.
func madeUser(t *kit.T) made {
	p := t.Person()
	a := t.Okta.CreateUser(t, p)
	t.Require(kit.CreateUser, check.Status(a, http.StatusCreated), check.WithResource(a))
	return made{a, "Users"}
}

// madeGroup creates a group and keeps the answer.
func madeGroup(t *kit.T) made {
	a := t.Okta.CreateGroup(t, t.GroupName(), nil)
	t.Require(kit.CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	return made{a, "Groups"}
}

// read is the resource by id, once it shows.
func read(t *kit.T, m made) okta.Answer {
	byID := t.Okta.ReadUser
	if m.endpoint == "Groups" {
		byID = t.Okta.ReadGroup
	}
	var a okta.Answer
	t.Await(kit.ReadUser, "create by id", func() []check.Problem {
		a = byID(context.Context(t), m.id())
		return check.All(check.Status(a, http.StatusOK), check.WithResource(a))
	})
	return a
}
