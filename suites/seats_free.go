package suites

import (
	"context"
	"strings"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// FreeSeats is how many more users may be active in a tenant whose profile states
// a number of seats; ok is false when it states none, or when that cannot be
// told. Okta's import pages are read.
func FreeSeats(ctx context.Context, env *harness.Env) (free int, ok bool) {
	p := env.Profile
	if p.Seats == nil {
		return 0, false
	}
	free = p.Seats.Limit
	// A local admin whom SCIM does not show may hold a seat too.
	hidden := p.Roles != nil && p.Roles.ExistingAdmin != ""
	for _, page := range env.NewSession(okta.OIN).Client.ImportUsers(ctx, walkLimit/importPage) {
		users, whole := page.List()
		if !page.OK() || !whole {
			return 0, false
		}
		for _, u := range users {
			if u["active"] != false {
				free--
			}
			if hidden && strings.EqualFold(u.String("userName"), p.Roles.ExistingAdmin) {
				hidden = false
			}
		}
	}
	if hidden {
		free--
	}
	return max(free, 0), true
}
