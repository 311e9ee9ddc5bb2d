package kit

import (
	"github.com/oktascim/oktascim/suites/okta"
)

// The sequences that journeys carry out.
var (
	// DeactivatePerson: somebody with a whole profile.
	DeactivatePerson = Sequence{Name: "deactivate", Step: DeactivateUser, Carry: func(t *T, j *Journey) {
		j.Person = somebody(t)
		j.Before.User = t.MustReadUser(j.Person.ID)
		j.Run = t.Okta.Deactivate(t, j.Person.ID)
	}}
	// DeactivateMember: one of two members of a group.
	DeactivateMember = Sequence{Name: "deactivate member", Step: DeactivateUser, Carry: func(t *T, j *Journey) {
		j.Person, j.Mates = t.NewUser(), []Person{t.NewUser()}
		j.Group = t.NewGroup(j.Person, j.Mates[0])
		j.Before.Group = t.MustReadGroup(j.Group.ID)
		j.Run = t.Okta.Deactivate(t, j.Person.ID)
	}}
	// ReactivatePerson: somebody with a whole profile who was deactivated.
	ReactivatePerson = Sequence{Name: "reactivate", Step: Reactivation, Carry: func(t *T, j *Journey) {
		j.Person = somebody(t)
		t.Deactivate(j.Person)
		t.AwaitInactive(j.Person)
		j.Before.User = t.MustReadUser(j.Person.ID)
		j.Run = t.Okta.Reactivate(t, j.Person.ID, okta.User{})
	}}
)

// somebody is the subject of the check, or who has a value in every attribute where it has none.
func somebody(t *T) Person {
	if len(t.check.For) == 0 {
		return NewWhole(t)
	}
	sent := t.Who()
	p := MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
	AwaitUser(t, p.ID)
	return p
}
