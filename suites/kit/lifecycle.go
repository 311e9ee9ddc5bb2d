package kit

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	RefOktaDeactivate = "Okta SCIM 2.0 reference: deactivate = active:false, by PATCH (OIN) or PUT (AIW); users are never deleted"
	RefOktaURL        = "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20"
	RefPatch          = "RFC 7644 §3.5.2"
	RefPut            = "RFC 7644 §3.5.1"
)

// Deactivate sends the dialect's deactivation; the check is blocked when Okta
// would not get through: users.deactivate.accepted is about that.
func (t *T) Deactivate(p Person) okta.Answer {
	run := t.Okta.Deactivate(t, p.ID)
	t.Require(DeactivateUser, check.Through(run))
	return run.Last()
}

// Deactivated is a person who was pushed and deactivated, as a set-up.
func (t *T) Deactivated(options ...Option) Person {
	p := t.NewUser(options...)
	t.Deactivate(p)
	t.AwaitInactive(p)
	return p
}

func InactiveByID(t *T, p Person) []check.Problem {
	r, problems := t.ByID(p.ID)
	if len(problems) > 0 {
		return problems
	}
	return check.InUser(p.Sent.UserName, check.Inactive(r)...)
}

// AttributesFreeOnDeactivation are attributes that an app may change when it deactivates
// somebody: stripping groups and roles is product policy.
func AttributesFreeOnDeactivation(t *T) []string {
	free := []string{"active", "groups", "roles", "entitlements"}
	if roles := t.Env().Profile.Roles; roles != nil && roles.Attribute != "" {
		free = append(free, roles.Attribute)
	}
	return free
}

// SendActivation is the one request of Okta's reactivation that sets active to
// true: the profile update that follows it would hide that it had no effect.
// AIW: GET and PUT. OIN: PATCH.
func SendActivation(t *T, p Person) okta.Run {
	if t.Okta.Dialect() != okta.OIN {
		return t.Okta.UpdateProfile(t, p.ID, func(r okta.Resource) { r["active"] = true })
	}
	a := t.Okta.Send(t, "reactivate-user-oin", okta.Vars{"id": p.ID})
	run := okta.Run{ID: p.ID, Answers: []okta.Answer{a}}
	if !a.OK() {
		run.Stop = a.Op() + " was not accepted"
	}
	return run
}

// Activate is activation as a step of a check, which is blocked when Okta would
// not get through: users.reactivate.accepted is about that.
func Activate(t *T, p Person) okta.Answer {
	run := SendActivation(t, p)
	t.Require(ReactivateUser, check.Through(run))
	return run.Last()
}

// Reactivated is a person who was pushed, deactivated and reactivated, as a
// set-up.
func Reactivated(t *T, options ...Option) Person {
	p := t.Deactivated(options...)
	ActivateAndSee(t, p)
	return p
}

// ActivateAndSee is activate, and waits until a by-id read shows it.
func ActivateAndSee(t *T, p Person) {
	Activate(t, p)
	AwaitActive(t, p)
}

// DeactivateAndSee is deactivate, and waits until a by-id read shows it.
func DeactivateAndSee(t *T, p Person) {
	t.Deactivate(p)
	t.AwaitInactive(p)
}
