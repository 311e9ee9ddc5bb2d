package legal

import (
	"time"

	"github.com/oktascim/oktascim/provider"
)

// accessVariants differ in which ways in the app has, and how soon they end.
func accessVariants() []Variant {
	return []Variant{{
		ID: "access-closes-late", Story: "Sessions and tokens end three seconds after a deactivation.",
		Source: "IPSIE AL1, draft 00: within five minutes",
		Apply: func(b *Behaviors) {
			next := b.Admit
			b.Admit = func(rq *Request, user *Resource, g provider.Grant, left time.Time) bool {
				late := user != nil && !user.Active() && rq.Time.Sub(left) < 3*time.Second
				return late || next(rq, user, g, left)
			}
		},
	}, {
		ID: "access-sessions-only", Story: "The app has sessions and no tokens.",
		Source: "an app need not have an API",
		Apply:  func(b *Behaviors) { b.Offers = func(w provider.Way) bool { return w == provider.WaySession } },
	}}
}
