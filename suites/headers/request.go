package headers

import (
	"net/http"

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

// otherMedia are those of Okta's SPEC test and of what a proxy may make of them.
var otherMedia = []string{"application/scim+json", "application/json", "application/json; charset=utf-8"}

func requestChecks() []kit.Check {
	const why = "A parser that is bound to one media type answers 415, or sees an empty body."
	return []kit.Check{
		{
			ID: "headers.request.users", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: exchanges,
			Title:   "Users sent as application/scim+json; charset=utf-8 are read and stored",
			Why:     why,
			Symptom: "Every create and update fails, or accounts appear without any data.",
			Refs:    []string{refOktaMedia, refMedia},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Answers[created]
				if !a.OK() {
					needMedia(t, kit.CreateUser, "/Users", func() any { return t.Person().Resource() })
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				for _, a := range sent(j, putUser, patchUser) {
					t.Report(check.Accepted(a))
				}
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					problems := check.Sent(r, j.Person.Sent.Resource(), "userName", "name.familyName")
					if len(sent(j, patchUser)) > 0 {
						problems = append(problems, check.Inactive(r)...)
					}
					return problems
				})
			},
		},
		{
			ID: "headers.request.groups", Level: kit.Must, Evidence: kit.Recorded, Journey: exchanges,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "Groups sent as application/scim+json; charset=utf-8 are read and stored",
			Why:     why,
			Symptom: "Every group push fails, or groups appear without any data.",
			Refs:    []string{refOktaMedia, refMedia},
			Body: func(t *kit.T) {
				j := t.Journey()
				a := j.Run.Answers[createdGroup]
				if !a.OK() {
					needMedia(t, kit.CreateGroup, "/Groups", func() any {
						return okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": t.GroupName(), "members": []any{}}
					})
				}
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.StopIfFailed()
				t.Report(check.Accepted(j.Run.Answers[renamedGroup]))
				t.LookGroup(j, []kit.View{kit.ViewByID}, kit.HasDisplayName(j.Group.Name))
			},
		},
		{
			ID: "headers.request.media", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Title:   "Users and groups sent in other media types of JSON are read and stored",
			Why:     why,
			Symptom: "Okta's SPEC test is red, or pushes fail behind a proxy.",
			Refs:    []string{refSpecMedia, refMedia, refMediaType},
			Body: func(t *kit.T) {
				kit.Each(t, otherMedia, func(media string) string { return media }, func(t *kit.T, media string) {
					u := t.Person()
					a := typed(t, media, http.MethodPost, "/Users", u.Resource())
					t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
					t.StopIfFailed()
					t.See("create user", a.Resource.ID(), u.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						return check.Sent(r, u.Resource(), "userName", "name.familyName")
					})
					if kit.HasFeature(t, kit.NeedGroups) {
						g := t.NewGroup()
						rename, body := http.MethodPut, any(okta.Resource{"schemas": []any{okta.GroupSchema}, "id": g.ID, "displayName": g.Name + " B", "members": []any{}})
						if !kit.PutsGroups(t) {
							rename, body = http.MethodPatch, kit.PatchBody([]any{okta.RenameOp(g.ID, g.Name+" B")})
						}
						t.Report(check.Accepted(typed(t, media, rename, kit.GroupPath(g.ID), body)))
						t.SeeGroup("rename group", g.ID, "", []kit.View{kit.ViewByID}, kit.HasDisplayName(g.Name+" B"))
					}
				})
			},
		},
		{
			ID: "headers.request.get-typed", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "A GET that declares a media type, although it has no body, is answered like any other",
			Why:     "The live client declares none; Okta's SPEC test file does with every GET.",
			Symptom: "Okta's SPEC test is red from its first step.",
			Refs:    []string{"Okta SPEC step 1", "RFC 9110 §8.3"},
			Body:    func(t *kit.T) { t.Report(check.List(t.Okta.Send(t, "users-spec-typed", nil))) },
		},
		{
			ID: "headers.accept.scim-json", Level: kit.Must, Evidence: kit.Recorded, Journey: exchanges,
			Title:   "A request that accepts application/scim+json gets a JSON answer",
			Why:     "A server that does not know the media type answers 406 or a web page.",
			Symptom: "«Error authenticating» or «Invalid SCIM data from SCIM implementation» when the admin tests the connector.",
			Refs:    []string{refOktaMedia, "RFC 7644 §3.8"},
			Body: func(t *kit.T) {
				for _, a := range sent(t.Carried(), testConnector, readUser) {
					t.Report(check.Status(a, http.StatusOK), check.WithJSON(a))
				}
				t.Journey() // it got through
			},
		},
		{
			ID: "headers.accept.other", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Requests that accept JSON by another name, accept anything, or say nothing get JSON answers",
			Why:     "A server that does not know the media type answers 406 or a web page.",
			Symptom: "«Error authenticating» or «Invalid SCIM data from SCIM implementation» when the admin tests the connector.",
			Refs:    []string{"Okta SPEC step 6", "RFC 7644 §3.8", "RFC 9110 §12.5.1"},
			Body: func(t *kit.T) {
				accepts := []string{"application/scim+json; charset=utf-8", "application/json", "*/*", ""}
				kit.Each(t, accepts, func(accept string) string { return "Accept: " + accept }, func(t *kit.T, accept string) {
					h := okta.Headers(http.MethodGet)
					h.Del("Accept")
					if accept != "" {
						h.Set("Accept", accept)
					}
					a := t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: "/Users", Query: [][2]string{{"startIndex", "1"}, {"count", "1"}}, Header: h})
					t.Report(check.Status(a, http.StatusOK), check.WithJSON(a))
				})
			},
		},
	}
}

// needMedia blocks the check when a request is refused in every media type: Okta's is not to blame then.
func needMedia(t *kit.T, s kit.Setup, path string, body func() any) {
	var last okta.Answer
	for _, media := range otherMedia {
		if last = typed(t, media, http.MethodPost, path, body()); last.OK() {
			return
		}
	}
	t.Require(s, check.At("in every media type", check.Status(last, http.StatusCreated)...))
}

// typed sends a request with the headers of Okta's live client but another
// Content-Type.
func typed(t *kit.T, media, method, path string, body any) okta.Answer {
	h := okta.Headers(method)
	h.Set("Content-Type", media)
	return t.Okta.Do(t, okta.Request{Method: method, Path: path, Header: h, Body: body})
}
