package suites

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// guardedRequest is one of the requests Okta sends, which only the tenant's own
// token may get through.
type guardedRequest struct {
	id    string // ends the ids of its checks
	what  string // begins their titles: "Reading a user by id"
	needs []Need
	only  okta.Dialect // the dialect that has it; empty: both
	byID  bool         // aimed at one resource
	// prepare makes what the request is aimed at.
	prepare func(*stage) aimed
}

// aimed is a request with its target.
type aimed struct {
	send func(*okta.Client) okta.Answer
	// intact has a problem for everything that the request must not have done
	// and that a fresh read shows; nil for reads.
	intact func() []check.Problem
}

// stage are a user and a group of this check, made when they are first needed.
type stage struct {
	*T
	person *Person
	group  *Group
}

func (s *stage) user() Person {
	if s.person == nil {
		p := s.NewUser()
		s.person = &p
	}
	return *s.person
}

func (s *stage) team() Group {
	if s.group == nil {
		g := s.NewGroup()
		s.group = &g
	}
	return *s.group
}

// guardedRequests are all that Okta sends to a user or a group.
func guardedRequests() []guardedRequest {
	return slices.Concat(guardedUserRequests(), guardedGroupRequests())
}

func guardedUserRequests() []guardedRequest {
	return []guardedRequest{
		{id: "users-list", what: "Listing users", prepare: func(s *stage) aimed {
			s.user()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ListUsers(s, 1, 1) }}
		}},
		{id: "users-lookup", what: "Looking a user up", prepare: func(s *stage) aimed {
			p := s.user()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.LookupUser(s, p.Sent.UserName) }}
		}},
		{id: "users-read", what: "Reading a user by id", byID: true, prepare: func(s *stage) aimed {
			p := s.user()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ReadUser(s, p.ID) }}
		}},
		{id: "users-create", what: "Creating a user", prepare: func(s *stage) aimed {
			fresh := s.Person()
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.CreateUser(s, fresh) },
				intact: func() []check.Problem { return check.NothingFound(s.Okta.LookupUser(s, fresh.UserName)) },
			}
		}},
		{id: "users-put", what: "Replacing a user by PUT", needs: []Need{NeedUpdates}, byID: true, prepare: func(s *stage) aimed {
			p := s.user()
			before := s.mustReadUser(p.ID)
			changed := before.Clone()
			changed["displayName"], changed["active"] = "Changed "+p.Sent.DisplayName, false
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PutUser(s, p.ID, changed) },
				intact: func() []check.Problem { return s.userAsBefore(p, before) },
			}
		}},
		{id: "users-patch", what: "Changing a user by PATCH", needs: []Need{NeedDeactivate}, only: okta.OIN, byID: true, prepare: func(s *stage) aimed {
			p := s.user()
			before := s.mustReadUser(p.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PatchUser(s, p.ID, map[string]any{"active": false}) },
				intact: func() []check.Problem { return s.userAsBefore(p, before) },
			}
		}},
	}
}

func guardedGroupRequests() []guardedRequest {
	return []guardedRequest{
		{id: "groups-list", what: "Listing groups", needs: []Need{NeedGroups}, prepare: func(s *stage) aimed {
			s.team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ListGroups(s, 1, 1) }}
		}},
		{id: "groups-lookup", what: "Looking a group up", needs: []Need{NeedGroups}, prepare: func(s *stage) aimed {
			g := s.team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.LookupGroup(s, g.Name) }}
		}},
		{id: "groups-read", what: "Reading a group by id", needs: []Need{NeedGroups}, byID: true, prepare: func(s *stage) aimed {
			g := s.team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ReadGroup(s, g.ID) }}
		}},
		{id: "groups-create", what: "Creating a group", needs: []Need{NeedGroups}, prepare: func(s *stage) aimed {
			name := s.GroupName()
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.CreateGroup(s, name, nil) },
				intact: func() []check.Problem { return check.NothingFound(s.Okta.LookupGroup(s, name)) },
			}
		}},
		{id: "groups-put", what: "Replacing a group by PUT", needs: []Need{NeedGroups}, only: okta.AIW, byID: true, prepare: func(s *stage) aimed {
			p, g := s.user(), s.team()
			before := s.mustReadGroup(g.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PutGroup(s, g.ID, g.Name+" changed", AsMembers(p)) },
				intact: func() []check.Problem { return s.groupAsBefore(g, before) },
			}
		}},
		{id: "groups-patch", what: "Changing a group by PATCH", needs: []Need{NeedGroups}, only: okta.OIN, byID: true, prepare: func(s *stage) aimed {
			p, g := s.user(), s.team()
			before := s.mustReadGroup(g.ID)
			ops := []okta.Operation{okta.RenameOp(g.ID, g.Name+" changed"), okta.AddOp(AsMembers(p)...)}
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PatchGroup(s, g.ID, ops...) },
				intact: func() []check.Problem { return s.groupAsBefore(g, before) },
			}
		}},
		{id: "groups-delete", what: "Deleting a group", needs: []Need{NeedGroups}, byID: true, prepare: func(s *stage) aimed {
			g := s.team()
			before := s.mustReadGroup(g.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.DeleteGroup(s, g.ID) },
				intact: func() []check.Problem { return s.groupAsBefore(g, before) },
			}
		}},
	}
}

// check makes a check of the request: c has what a table of them has in
// common, the beginning of the id and the end of the title.
func (r guardedRequest) check(c Check) Check {
	c.ID += r.id
	c.Title = r.what + c.Title
	c.Needs = append(append([]Need(nil), c.Needs...), r.needs...)
	if r.only != "" {
		c.Only = []okta.Dialect{r.only}
	}
	return c
}

func (t *T) userAsBefore(p Person, before okta.Resource) []check.Problem {
	problems := sameAgain(before, func() (okta.Resource, []check.Problem) { return t.ByID(p.ID) })
	return check.At("afterwards", check.In("GET /Users/{id}", problems...)...)
}

func (t *T) groupAsBefore(g Group, before okta.Resource) []check.Problem {
	problems := sameAgain(before, func() (okta.Resource, []check.Problem) { return t.GroupByID(g.ID) })
	return check.At("afterwards", check.In("GET /Groups/{id}", problems...)...)
}

// sameAgain has a problem for every attribute that is another than before. One
// that differs from read to read, such as a counter, says nothing.
func sameAgain(before okta.Resource, read func() (okta.Resource, []check.Problem)) []check.Problem {
	now, problems := read()
	if len(problems) > 0 {
		return problems
	}
	changed := check.Unchanged(before, now)
	if len(changed) == 0 {
		return nil
	}
	again, problems := read()
	if len(problems) > 0 {
		return changed
	}
	return check.Unchanged(before, now, placesOf(check.Unchanged(now, again))...)
}

// held is a credential and what messages call it.
type held struct{ name, header string }

// shutOut reports what gets through with each of the credentials, in the answer
// or in effect. It has to be something that the user list refuses: an app that
// lets it in there is judged there.
func (t *T) shutOut(r aimed, credentials ...held) {
	tried := 0
	for _, c := range credentials {
		list := t.as(c.header).ListUsers(t, 1, 1)
		if list.OK() {
			continue
		}
		tried++
		if a := r.send(t.as(c.header)); a.Status < 500 || list.Status < 500 {
			t.ReportAt("with "+c.name, check.NotLetIn(a))
		}
		if r.intact != nil {
			t.ReportAt("with "+c.name, r.intact())
		}
	}
	if tried == 0 {
		t.Unsupported("the user list lets these credentials in (auth.refused, auth.revoked)")
	}
}
