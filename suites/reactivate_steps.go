package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// activation is the one request of Okta's reactivation that sets active to
// true: the profile update that follows it would hide that it had no effect.
// AIW: GET and PUT. OIN: PATCH.
func (t *T) activation(p Person) okta.Run {
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

// activate is activation as a step of a check, which is blocked when Okta would
// not get through: users.reactivate.accepted is about that.
func (t *T) activate(p Person) okta.Answer {
	run := t.activation(p)
	t.Require(ReactivateUser, check.Through(run))
	return run.Last()
}

// reactivated is a person who was pushed, deactivated and reactivated, as a
// set-up.
func (t *T) reactivated(options ...Option) Person {
	p := t.deactivated(options...)
	t.activateShown(p)
	return p
}

// activateShown is activate, and waits until a by-id read shows it.
func (t *T) activateShown(p Person) {
	t.activate(p)
	t.awaitActive(p)
}

// settleActive waits until a reactivation shows, so that the clean-up finds the
// account as it is. Whether it shows is not judged here.
func (t *T) settleActive(p Person) {
	t.wait("reactivate by id", func() []check.Problem { return t.holds(p.ID, check.Active) })
}

// deactivateShown is deactivate, and waits until a by-id read shows it.
func (t *T) deactivateShown(p Person) {
	t.deactivate(p)
	t.awaitInactive(p)
}

// freeOnReactivation are attributes that an app may have changed when the user
// was deactivated; Okta pushes groups, and with them roles, anew.
func (t *T) freeOnReactivation() []string { return t.freeOnDeactivation()[1:] }
