package faulty

import (
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
)

type (
	grant = provider.Grant
	way   = provider.Way
)

// accessFaults are about what a deactivation ends in the app itself.
func accessFaults() []Fault {
	cell := grid("deactivate, reactivate, leave a group × session, token, sign-in")
	newest := Source{Report: "Okta, newest OIN test plan: C9292, a signed-in user loses access, sessions included"}
	return inCategory("access", []Fault{
		{ID: "access-session-survives", Source: newest, Story: "A session goes on after the deactivation.",
			Apply: admitting(func(w way) bool { return w == provider.WaySession }, stays)},
		{ID: "access-token-survives", Source: cell, Story: "Refresh and API tokens work after the deactivation.",
			Apply: admitting(func(w way) bool { return w == provider.WayRefresh || w == provider.WayAPI }, stays)},
		{ID: "access-api-only", Source: cell, Story: "A deactivation closes the API alone: sessions go on, and the user can sign in.",
			Apply: admitting(func(w way) bool { return w != provider.WayAPI }, stays)},
		{ID: "access-sign-in-open", Source: cell, Story: "A deactivated user can sign in with the password of the app.",
			Apply: admitting(func(w way) bool { return w == provider.WaySignIn }, stays)},
		{ID: "access-new-locked-out", Source: cell, Story: "A new user cannot sign in before somebody confirms the account.",
			Apply: admitting(func(way) bool { return true }, func(bool, *Resource, grant, time.Time) bool { return false })},
		{ID: "access-never-again", Source: cell, Story: "A user who was deactivated once never gets in again.",
			Apply: admitting(func(way) bool { return true }, func(in bool, _ *Resource, _ grant, left time.Time) bool { return in && left.IsZero() })},
		{ID: "access-old-session-returns", Level: Should, Source: cell, Story: "A session from before the deactivation opens again with the reactivation.",
			Apply: admitting(func(way) bool { return true }, func(_ bool, u *Resource, _ grant, _ time.Time) bool { return u.Active() })},
		{ID: "access-everybody-out", Source: cell, Story: "A deactivation ends the sessions of all users.", Apply: func(b *Behaviors) {
			var last hook.Recall[time.Time]
			beforeDeactivation(func(rq *Request, _ Tx, _ *Resource) { last.Set(rq, "", rq.Time) })(b)
			next := b.Admit
			b.Admit = func(rq *Request, user *Resource, g grant, left time.Time) bool {
				ended, _ := last.Get(rq, "")
				return next(rq, user, g, left) && !g.Issued.Before(ended)
			}
		}},
		{ID: "access-group-open", Source: cell, Story: "What a group opens is open to everybody.", Apply: func(b *Behaviors) {
			b.Opens = func(*Request, Tx, *Resource, string) bool { return true }
		}},
		{ID: "access-group-kept", Source: cell, Story: "Who was let in as a member stays in after leaving the group.", Apply: func(b *Behaviors) {
			var let hook.Recall[bool]
			next := b.Opens
			b.Opens = func(rq *Request, tx Tx, user *Resource, group string) bool {
				if next(rq, tx, user, group) {
					let.Set(rq, user.ID+group, true)
				}
				return let.Has(rq, user.ID+group)
			}
		}},
	})
}

// stays lets in whoever is there.
func stays(_ bool, user *Resource, _ grant, _ time.Time) bool { return user != nil }

// admitting decides otherwise about some ways in. in is the right decision.
func admitting(which func(way) bool, decide func(in bool, user *Resource, g grant, left time.Time) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Admit
		b.Admit = func(rq *Request, user *Resource, g grant, left time.Time) bool {
			in := next(rq, user, g, left)
			if which(g.Way) {
				return decide(in, user, g, left)
			}
			return in
		}
	}
}
