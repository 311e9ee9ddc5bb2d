package suites

import (
	"context"
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// typed sends a request with the headers of Okta's live client but another
// Content-Type.
func (t *T) typed(media, method, path string, body any) okta.Answer {
	h := okta.Headers()
	h.Set("Content-Type", media)
	return t.Okta.Do(t, okta.Request{Method: method, Path: path, Header: h, Body: body})
}

// accepting sends a GET with another Accept header; empty sends none.
func (t *T) accepting(accept, path string, query ...[2]string) okta.Answer {
	h := okta.Headers()
	h.Del("Accept")
	if accept != "" {
		h.Set("Accept", accept)
	}
	return t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: path, Query: query, Header: h})
}

// leadsTo reports whether a resource's URI leads back to it. Another origin is
// not followed, because the token must not go there: of such a URI only the end
// is judged.
func (t *T) leadsTo(at, location, endpoint, id string) {
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
			a := t.get(u)
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
func (t *T) get(address string) okta.Answer {
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
func (t *T) madeUser() made {
	p := t.Person()
	a := t.Okta.CreateUser(t, p)
	t.Require(CreateUser, check.Status(a, http.StatusCreated), check.WithResource(a))
	return made{a, "Users"}
}

// madeGroup creates a group and keeps the answer.
func (t *T) madeGroup() made {
	a := t.Okta.CreateGroup(t, t.GroupName(), nil)
	t.Require(CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	return made{a, "Groups"}
}

// read is the resource by id, once it shows.
func (t *T) read(m made) okta.Answer {
	byID := t.Okta.ReadUser
	if m.endpoint == "Groups" {
		byID = t.Okta.ReadGroup
	}
	var a okta.Answer
	t.Await(ReadUser, "create by id", func() []check.Problem {
		a = byID(context.Context(t), m.id())
		return check.All(check.Status(a, http.StatusOK), check.WithResource(a))
	})
	return a
}
