package headers

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

func answerMediaChecks() []kit.Check {
	const symptom = "None in most cases; «Invalid SCIM data from SCIM implementation» where the type decides how an answer is read."
	refs := []string{refMedia, "RFC 7644 §3.8", refMediaType}
	return []kit.Check{
		{
			ID: "headers.answer.reads", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Answers to reads are declared as application/scim+json or application/json",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.JSONMediaType(t.Okta.ReadUser(t, p.ID)), check.JSONMediaType(t.Okta.ListUsers(t, 1, 1)),
					check.JSONMediaType(t.Okta.LookupUser(t, p.Sent.UserName)))
			},
		},
		{
			ID: "headers.answer.writes", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Answers to writes that have a body are declared as application/scim+json or application/json",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				m := madeUser(t)
				t.Report(check.JSONMediaType(m.Answer))
				if kit.HasFeature(t, kit.NeedUpdates) {
					t.Report(check.JSONMediaType(t.Okta.PutUser(t, m.id(), read(t, m).Resource)))
				}
				if kit.UsesDialect(t, okta.OIN) && kit.HasFeature(t, kit.NeedDeactivate) {
					t.Report(check.JSONMediaType(t.Okta.PatchUser(t, m.id(), map[string]any{"active": true})))
				}
			},
		},
		{
			ID: "headers.answer.groups", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Answers about groups are declared as application/scim+json or application/json",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) {
				m := madeGroup(t)
				t.Report(check.JSONMediaType(m.Answer), check.JSONMediaType(read(t, m)), check.JSONMediaType(t.Okta.ListGroups(t, 1, 1)))
			},
		},
		{
			ID: "headers.answer.charset", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Answers are UTF-8 and declare no other charset",
			Why:     "A name with an umlaut is read in the charset that the answer declares.",
			Symptom: "«ZoÃ«» or «Zo�» in Okta's imports.",
			Refs:    []string{"RFC 8259 §8.1", "Okta SCIM 2.0 reference: Accept-Charset utf-8"},
			Body: func(t *kit.T) {
				u := t.Person(kit.Named("Zoë", "Łuczak-東", "Zoë Łuczak-東"))
				made := t.Okta.CreateUser(t, u)
				t.Require(kit.CreateUser, check.Status(made, http.StatusCreated))
				t.Report(check.UTF8(made), check.UTF8(t.Okta.LookupUser(t, u.UserName)))
				if id := made.Resource.ID(); id != "" {
					t.Report(check.UTF8(t.Okta.ReadUser(t, id)))
				}
			},
		},
	}
}

func locationChecks() []kit.Check {
	const symptom = "None in Okta, which follows the id; other clients and reports end in nothing."
	return []kit.Check{
		{
			ID: "headers.location.user", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The Location of a created user leads to that user, if it is sent",
			Why:     "It is the address that the server itself gives the resource: a host, path or id that is wrong there is wrong in more places.",
			Symptom: symptom,
			Refs:    []string{"RFC 7644 §3.3", "RFC 9110 §10.2.2"},
			Body:    func(t *kit.T) { locationOf(t, madeUser(t)) },
		},
		{
			ID: "headers.location.group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "The Location of a created group leads to that group, if it is sent",
			Symptom: symptom,
			Refs:    []string{"RFC 7644 §3.3", "RFC 9110 §10.2.2"},
			Body:    func(t *kit.T) { locationOf(t, madeGroup(t)) },
		},
		{
			ID: "headers.meta-location.user", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "meta.location of a user leads to that user, if it is shown",
			Symptom: symptom,
			Refs:    []string{"RFC 7643 §3.1 meta.location: the URI of the resource"},
			Body:    func(t *kit.T) { metaLocationOf(t, madeUser(t)) },
		},
		{
			ID: "headers.meta-location.group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "meta.location of a group leads to that group, if it is shown",
			Symptom: symptom,
			Refs:    []string{"RFC 7643 §3.1 meta.location: the URI of the resource"},
			Body:    func(t *kit.T) { metaLocationOf(t, madeGroup(t)) },
		},
		{
			ID: "headers.location.present", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A created resource has a Location header, and meta.location says the same",
			Symptom: "None in Okta, which follows the id.",
			Refs:    []string{"RFC 7644 §3.3: the URI SHALL be in the Location header and in meta.location"},
			Body: func(t *kit.T) {
				m := madeUser(t)
				location := m.Header.Get("Location")
				if location == "" {
					t.Failf(m.Op(), "Location", "the URI of the created user", "no such header")
				} else if meta := metaLocation(m.Resource); !check.SameURI(meta, location) {
					t.Failf(m.Op(), "meta.location", "the same as in the Location header: "+location, "%q", meta)
				}
			},
		},
		{
			ID: "headers.location.origin", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Location and meta.location name the host that the client talks to",
			Why:     "A server behind a proxy may give its inner address away. When the app is tested at another address than Okta uses, this says nothing.",
			Symptom: "None in Okta, which follows the id.",
			Refs:    []string{"RFC 7644 §3.3", "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				m := madeUser(t)
				for _, l := range []struct{ at, uri string }{{"Location", m.Header.Get("Location")}, {"meta.location", metaLocation(m.Resource)}} {
					if located, problems := check.Locate(t.Env().BaseURL, l.uri); len(problems) == 0 && located.Elsewhere != "" {
						t.Failf(m.Op(), l.at, "the origin of the SCIM base URL", "%q", located.Elsewhere)
					}
				}
			},
		},
	}
}

// locationOf reports a Location header of a 201 that leads elsewhere. Without
// one there is nothing to follow, which is headers.location.present's.
func locationOf(t *kit.T, m made) {
	if location := m.Header.Get("Location"); location != "" {
		leadsTo(t, "Location", location, m.endpoint, m.id())
	}
}

// metaLocationOf is the same for meta.location in the answer to the create and
// in a fresh read.
func metaLocationOf(t *kit.T, m made) {
	created, read := metaLocation(m.Resource), metaLocation(read(t, m).Resource)
	if created != "" {
		leadsTo(t, m.Op()+" meta.location", created, m.endpoint, m.id())
	}
	if read != "" && read != created {
		leadsTo(t, "GET /"+m.endpoint+"/{id} meta.location", read, m.endpoint, m.id())
	}
}

func transferChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "headers.gzip", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Answers decode as the encoding they declare",
			Why:     "Okta accepts gzip and deflate with every request.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on imports, once a page is long enough to be compressed.",
			Refs:    []string{"RFC 9110 §8.4", "Okta SCIM 2.0 reference: Accept-Encoding gzip,deflate"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				for _, a := range []okta.Answer{t.Okta.ListUsers(t, 1, kit.ImportPage), t.Okta.ReadUser(t, p.ID)} {
					t.Report(check.Status(a, http.StatusOK), check.WithJSON(a))
				}
			},
		},
		{
			ID: "headers.identity", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A client that accepts no compression gets none",
			Symptom: "None in Okta: it accepts gzip.",
			Refs:    []string{"RFC 9110 §12.5.3"},
			Body: func(t *kit.T) {
				h := okta.Headers(http.MethodGet)
				h.Set("Accept-Encoding", "identity")
				a := t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: "/Users", RawQuery: "startIndex=1&count=100", Header: h})
				t.Report(check.Status(a, http.StatusOK))
				if coding := a.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
					t.Failf(a.Op(), "Content-Encoding", "none", "%q", coding)
				}
			},
		},
		{
			ID: "headers.direct", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "No request that Okta sends is answered with a redirect",
			Why:     "Okta does not follow redirects. Frameworks that add or take away a trailing slash make them.",
			Symptom: "«Error authenticating» or an unexpected status in the task, although a browser finds the page.",
			Refs:    []string{"RFC 9110 §15.4", kit.RefOktaURL},
			Body: func(t *kit.T) {
				m := madeUser(t)
				t.Report(check.Direct(m.Answer), check.Direct(kit.ListOneUser(t)), check.Direct(t.Okta.Send(t, "connector-users", nil)),
					check.Direct(t.Okta.LookupUser(t, m.Resource.String("userName"))), check.Direct(t.Okta.ReadUser(t, m.id())))
				if kit.HasFeature(t, kit.NeedGroups) {
					g := madeGroup(t)
					t.Report(check.Direct(g.Answer), check.Direct(t.Okta.Send(t, "groups-spec", nil)),
						check.Direct(t.Okta.LookupGroup(t, g.Resource.String("displayName"))), check.Direct(t.Okta.ReadGroup(t, g.id())))
				}
			},
		},
	}
}
