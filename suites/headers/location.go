package headers

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

func locationChecks() []kit.Check {
	const symptom = "None in Okta, which follows the id; other clients and reports end in nothing."
	refs := []string{"RFC 7644 §3.3", "RFC 9110 §10.2.2", "RFC 7643 §3.1 meta.location: the URI of the resource"}
	return []kit.Check{
		{
			ID: "headers.location.user", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: exchanges,
			Title:   "Location and meta.location of a created user lead to that user, if they are sent",
			Why:     "It is the address that the server itself gives the resource: a host, path or id that is wrong there is wrong in more places.",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) { locations(t, created, readUser, "Users") },
		},
		{
			ID: "headers.location.group", Level: kit.Must, Evidence: kit.Recorded, Journey: exchanges,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "Location and meta.location of a created group lead to that group, if they are sent",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) { locations(t, createdGroup, readGroup, "Groups") },
		},
		{
			ID: "headers.location.present", Level: kit.Should, Evidence: kit.RFC, Journey: exchanges,
			Title:   "A created resource has a Location header, and meta.location says the same",
			Symptom: "None in Okta, which follows the id.",
			Refs:    []string{"RFC 7644 §3.3: the URI SHALL be in the Location header and in meta.location"},
			Body: func(t *kit.T) {
				a := t.Journey().Run.Answers[created]
				location := a.Header.Get("Location")
				if location == "" {
					t.Failf(a.Op(), "Location", "the URI of the created user", "no such header")
				} else if meta := metaLocation(a); !check.SameURI(meta, location) {
					t.Failf(a.Op(), "meta.location", "the same as in the Location header: "+location, "%q", meta)
				}
			},
		},
		{
			ID: "headers.location.origin", Level: kit.Should, Evidence: kit.RFC, Journey: exchanges,
			Title:   "Location and meta.location name the host that the client talks to",
			Why:     "A server behind a proxy may give its inner address away. When the app is tested at another address than Okta uses, this says nothing.",
			Symptom: "None in Okta, which follows the id.",
			Refs:    []string{"RFC 7644 §3.3", "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				a := t.Journey().Run.Answers[created]
				for _, l := range []struct{ at, uri string }{{"Location", a.Header.Get("Location")}, {"meta.location", metaLocation(a)}} {
					if located, problems := check.Locate(t.Env().BaseURL, l.uri); len(problems) == 0 && located.Elsewhere != "" {
						t.Failf(a.Op(), l.at, "the origin of the SCIM base URL", "%q", located.Elsewhere)
					}
				}
			},
		},
	}
}

// metaLocation is meta.location of an answer; empty when it shows none.
func metaLocation(a okta.Answer) string { return a.Resource.String("meta", "location") }

// locations follows every URI that the answer to a create and a read give for the resource.
func locations(t *kit.T, create, read int, endpoint string) {
	j := t.Journey()
	made := j.Run.Answers[create]
	id := made.Resource.ID()
	if step := kit.CreateUser; id == "" {
		if endpoint == "Groups" {
			step = kit.CreateGroup
		}
		t.Require(step, check.Status(made, http.StatusCreated), check.WithResource(made))
	}
	followed := map[string]bool{"": true}
	for _, l := range []struct{ at, uri string }{
		{"Location", made.Header.Get("Location")}, {made.Op() + " meta.location", metaLocation(made)},
		{"GET /" + endpoint + "/{id} meta.location", metaLocation(j.Run.Answers[read])},
	} {
		if !followed[l.uri] {
			followed[l.uri] = true
			leadsTo(t, l.at, l.uri, endpoint, id)
		}
	}
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
			a := t.Okta.With(func(c *okta.Config) { c.BaseURL = u }).Do(t, okta.Request{Method: http.MethodGet})
			if last = check.Status(a, http.StatusOK); a.OK() {
				last = append(last, check.SameID(a, id)...)
			}
			if len(last) == 0 {
				return nil
			}
		}
		return check.At(at+" "+location, last...)
	})
}
