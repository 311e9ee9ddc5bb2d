package kit

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// world is what the checks of one run share.
type world struct {
	env    *harness.Env
	Shared *harness.Session
	// What the run finds out about the app.
	Bystander     Fact[Person]
	bystanders    Fact[bystanders]
	visible       Fact[visibility]
	volatile      Fact[[]string]
	noDisplayName Fact[bool]
	plain         map[plainKey]*Fact[bool] // whether a plain step works

	journeys   journeys
	found      found
	Imports    *importPool
	LookedBack []okta.Answer // the pages of the latest walk of a check that looks back: these run one after the other
	Mapped     *Mapped
	Seats      *SeatKeeper
}

func newWorld(env *harness.Env) *world {
	w := &world{env: env, Shared: env.SharedSession(""), plain: plainFacts(), journeys: journeys{all: map[journeyKey]*shared{}}}
	w.Bystander.ask, w.bystanders.ask, w.visible.ask = newBystander, newBystanders, findVisibility
	w.volatile.ask, w.noDisplayName.ask = findVolatile, findNoDisplayName
	w.Imports = &importPool{world: w}
	w.Mapped = &Mapped{}
	w.Seats = &SeatKeeper{world: w}
	return w
}

// dialectFor picks the dialect of a check that runs only once.
func (w *world) dialectFor(d okta.Dialect) okta.Dialect {
	if d == "" {
		return w.env.Dialects[0]
	}
	return d
}

// Missing says which needed feature the profile does not give the app; empty
// when none is missing.
func (w *world) Missing(needs []Need) string {
	p := w.env.Profile
	for _, need := range needs {
		var has bool
		switch need {
		case NeedRoles:
			has = p.Roles != nil
		case NeedGroupRoles:
			has = p.Roles != nil && !p.Roles.ByAttribute()
		case NeedPushedRoles:
			has = p.Roles.ByAttribute()
		case NeedSeats:
			has = p.Seats != nil
		case NeedAccess:
			has = p.Access != nil
		case NeedSecondToken:
			has = w.env.SecondAuthorization != ""
		case NeedRevokedToken:
			has = w.env.RevokedAuthorization != ""
		case NeedOtherTenant:
			has = w.env.OtherTenantAuthorization != ""
		default:
			has = p.HasAction(profile.Action(need))
		}
		if !has {
			return unstated(need)
		}
	}
	return ""
}

// unstated says what the profile lacks, and under which key.
func unstated(need Need) string {
	switch need {
	case NeedRoles:
		return "the app profile states no roles (roles)"
	case NeedGroupRoles:
		return "the app profile states no roles that groups give (roles, with roles.source group)"
	case NeedPushedRoles:
		return "the app profile does not say that Okta pushes the role as an attribute (roles.source attribute)"
	case NeedSeats:
		return "the app profile states no seats (seats.limit)"
	case NeedAccess:
		return "the app profile does not say how to see whether a user gets in (access.probes)"
	case NeedSecondToken:
		return "the app profile names no second valid token (scim.auth.second_token_env)"
	case NeedRevokedToken:
		return "the app profile names no token that was revoked (scim.auth.revoked_token_env)"
	case NeedOtherTenant:
		return "the app profile names no token of another tenant (scim.auth.other_tenant_token_env)"
	default:
		return fmt.Sprintf("the app profile has no %s (okta.actions)", need)
	}
}
