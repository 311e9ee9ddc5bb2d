package auth

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// guardedChecks: a server that guards the list of users may still forget a route.
func guardedChecks() []kit.Check {
	return []kit.Check{{
		ID: "auth.endpoint", Level: kit.Must, Evidence: kit.Safety,
		Title:   "Every request without a valid token is refused and has no effect",
		Why:     "Every route must ask for the token, not only the one that the connector test uses.",
		Symptom: holeSymptom,
		Refs:    []string{refUnauthorized, refBadToken},
		Body: func(t *kit.T) {
			shutOut(t, held{"no credential", ""}, held{"a made-up token", goodCredential(t).header(madeUpToken)})
		},
	}}
}

func revokedTokenChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "auth.revoked.refused", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "A revoked token is refused when users are listed",
			Why:     "An app may let the old token live on for a documented while, not for ever.",
			Symptom: "None: a leaked token goes on working after the admin generated a new one.",
			Refs:    []string{"OIN C9341", refUnauthorized, refBearer},
			Body: func(t *kit.T) {
				t.Report(check.Unauthorized(wrongly(t, t.Env().RevokedAuthorization).ListUsers(t, 1, 1), http.StatusUnauthorized, http.StatusForbidden))
			},
		},
		{
			ID: "auth.revoked.everywhere", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A revoked token that cannot list users is refused on every request and has no effect",
			Why:     "Tokens are often looked up in more than one place. While the app lets the old token live on, nothing is verified.",
			Symptom: "None: a leaked token goes on changing accounts after the admin generated a new one.",
			Refs:    []string{"OIN C9341", refUnauthorized},
			Body:    func(t *kit.T) { shutOut(t, held{"the revoked token", t.Env().RevokedAuthorization}) },
		},
		{
			ID: "auth.revoked.successor", Level: kit.Must, Evidence: kit.Safety, Depth: kit.Quick,
			Title:   "The token that replaced a revoked one works after the old one was tried",
			Symptom: "Provisioning stops when the admin pastes the new token into Okta.",
			Refs:    []string{"OIN C9341"},
			Body: func(t *kit.T) {
				wrongly(t, t.Env().RevokedAuthorization).ListUsers(t, 1, 1)
				t.Report(check.Status(t.Okta.ListUsers(t, 1, 1), http.StatusOK))
			},
		},
	}
}

// guardedRequest is one of the requests Okta sends, which only the tenant's own
// token may get through.
type guardedRequest struct {
	what  string // "reading a user by id"
	users bool   // it is aimed at users
	needs []kit.Need
	only  okta.Dialect // the dialect that has it; empty: both
	byID  bool         // aimed at one resource
	// prepare makes what the request is aimed at.
	prepare func(*kit.Users) aimed
}

// aimed is a request with its target.
type aimed struct {
	send func(*okta.Client) okta.Answer
	// intact has a problem for everything that the request must not have done
	// and that a fresh read shows; nil for reads.
	intact func() []check.Problem
}

// guardedRequests are all that Okta sends to a user or a group.
func guardedRequests() []guardedRequest {
	return slices.Concat(guardedUserRequests(), guardedGroupRequests())
}

func guardedUserRequests() []guardedRequest {
	return []guardedRequest{
		{users: true, what: "looking a user up", prepare: func(s *kit.Users) aimed {
			p := s.User()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.LookupUser(s, p.Sent.UserName) }}
		}},
		{users: true, what: "reading a user by id", byID: true, prepare: func(s *kit.Users) aimed {
			p := s.User()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ReadUser(s, p.ID) }}
		}},
		{users: true, what: "creating a user", prepare: func(s *kit.Users) aimed {
			fresh := s.Person()
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.CreateUser(s, fresh) },
				intact: func() []check.Problem { return check.NothingFound(s.Okta.LookupUser(s, fresh.UserName)) },
			}
		}},
		{users: true, what: "replacing a user by PUT", needs: []kit.Need{kit.NeedUpdates}, byID: true, prepare: func(s *kit.Users) aimed {
			p := s.User()
			before := s.MustReadUser(p.ID)
			changed := before.Clone()
			changed["displayName"], changed["active"] = "Changed "+p.Sent.DisplayName, false
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PutUser(s, p.ID, changed) },
				intact: func() []check.Problem { return kit.UserAsBefore(s.T, p, before) },
			}
		}},
		{users: true, what: "changing a user by PATCH", needs: []kit.Need{kit.NeedDeactivate}, only: okta.OIN, byID: true, prepare: func(s *kit.Users) aimed {
			p := s.User()
			before := s.MustReadUser(p.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PatchUser(s, p.ID, map[string]any{"active": false}) },
				intact: func() []check.Problem { return kit.UserAsBefore(s.T, p, before) },
			}
		}},
	}
}

func guardedGroupRequests() []guardedRequest {
	return []guardedRequest{
		{what: "listing groups", needs: []kit.Need{kit.NeedGroups}, prepare: func(s *kit.Users) aimed {
			s.Team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ListGroups(s, 1, 1) }}
		}},
		{what: "looking a group up", needs: []kit.Need{kit.NeedGroups}, prepare: func(s *kit.Users) aimed {
			g := s.Team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.LookupGroup(s, g.Name) }}
		}},
		{what: "reading a group by id", needs: []kit.Need{kit.NeedGroups}, byID: true, prepare: func(s *kit.Users) aimed {
			g := s.Team()
			return aimed{send: func(c *okta.Client) okta.Answer { return c.ReadGroup(s, g.ID) }}
		}},
		{what: "creating a group", needs: []kit.Need{kit.NeedGroups}, prepare: func(s *kit.Users) aimed {
			name := s.GroupName()
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.CreateGroup(s, name, nil) },
				intact: func() []check.Problem { return check.NothingFound(s.Okta.LookupGroup(s, name)) },
			}
		}},
		{what: "replacing a group by PUT", needs: []kit.Need{kit.NeedGroups}, only: okta.AIW, byID: true, prepare: func(s *kit.Users) aimed {
			p, g := s.User(), s.Team()
			before := s.MustReadGroup(g.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PutGroup(s, g.ID, g.Name+" changed", kit.AsMembers(p)) },
				intact: func() []check.Problem { return kit.GroupAsBefore(s.T, g, before) },
			}
		}},
		{what: "changing a group by PATCH", needs: []kit.Need{kit.NeedGroups}, only: okta.OIN, byID: true, prepare: func(s *kit.Users) aimed {
			p, g := s.User(), s.Team()
			before := s.MustReadGroup(g.ID)
			ops := []okta.Operation{okta.AddOp(kit.AsMembers(p)...)}
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.PatchGroup(s, g.ID, ops...) },
				intact: func() []check.Problem { return kit.GroupAsBefore(s.T, g, before) },
			}
		}},
		{what: "deleting a group", needs: []kit.Need{kit.NeedGroups}, byID: true, prepare: func(s *kit.Users) aimed {
			g := s.Team()
			before := s.MustReadGroup(g.ID)
			return aimed{
				send:   func(c *okta.Client) okta.Answer { return c.DeleteGroup(s, g.ID) },
				intact: func() []check.Problem { return kit.GroupAsBefore(s.T, g, before) },
			}
		}},
	}
}

// held is a credential and what messages call it.
type held struct{ name, header string }

// shutOut reports what gets through with one of the credentials, in the answer
// or in effect. It has to be something that the user list refuses: an app that
// lets it in there is judged there.
func shutOut(t *kit.T, credentials ...held) {
	type tried struct {
		held
		list okta.Answer
	}
	var refused []tried
	for _, c := range credentials {
		if list := wrongly(t, c.header).ListUsers(t, 1, 1); !list.OK() {
			refused = append(refused, tried{c, list})
		}
	}
	if len(refused) == 0 {
		t.Unsupported("the user list lets these credentials in (auth.refused, auth.revoked)")
	}
	targets := &kit.Users{}
	requests := slices.DeleteFunc(guardedRequests(), func(r guardedRequest) bool { return !sends(t, r) })
	kit.Each(t, requests, func(r guardedRequest) string { return r.what }, func(t *kit.T, r guardedRequest) {
		targets.T = t
		aim := r.prepare(targets)
		for _, c := range refused {
			if a := aim.send(wrongly(t, c.header)); !unanswered(a) && (a.Status < 500 || c.list.Status < 500) {
				t.ReportAt("with "+c.name, check.NotLetIn(a))
			}
		}
		if aim.intact != nil {
			t.Report(aim.intact())
		}
		if t.Failed() {
			targets = &kit.Users{} // they may be changed or gone
		}
	})
}

// sends tells whether Okta sends the request to this app: by its dialects and
// by the actions that are switched on.
func sends(t *kit.T, r guardedRequest) bool {
	if t.World.Missing(r.needs) != "" {
		return false
	}
	switch group := slices.Contains(r.needs, kit.NeedGroups); {
	case r.only == "":
		return true
	case group && r.only == okta.AIW:
		return kit.PutsGroups(t)
	case group:
		return kit.PatchesGroups(t)
	}
	return kit.UsesDialect(t, r.only)
}
