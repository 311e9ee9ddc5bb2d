package kit

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// The sequences of a user who leaves and comes back.
var (
	// DeactivatePerson: the subject, or somebody with a whole profile, whom a lookup has found active.
	DeactivatePerson = Sequence{Name: "deactivate", Step: DeactivateUser, Carry: func(t *T, j *Journey) {
		j.Person = somebody(t)
		t.AwaitFindable(j.Person)
		j.Before.User = t.MustReadUser(j.Person.ID)
		j.Run = t.Okta.Deactivate(t, j.Person.ID)
	}}
	// DeactivateMember: a member of a group, and the only one of another. The first mate is in the group too and has the same
	// name and mailbox name; the second has the same address and the leaver as manager.
	DeactivateMember = Sequence{Name: "deactivate a member", Step: DeactivateUser, Carry: func(t *T, j *Journey) {
		same := Named("Jane", "Doe", "Jane Doe")
		j.Person = t.NewUser(same)
		local, domain, _ := strings.Cut(j.Person.Sent.UserName, "@")
		namesake := PushOrPlain(t, t.Person(same, func(u *okta.User) {
			u.UserName = local + "@mail." + domain
			u.Email = u.UserName
		}), same)
		reports := With(okta.EnterpriseSchema, map[string]any{"department": "Sales", "manager": map[string]any{"value": j.Person.ID}})
		j.Mates = []Person{namesake, PushOrPlain(t, t.Person(reports, func(u *okta.User) {
			if !KnownByEmail(t) {
				u.Email = j.Person.Sent.Email
			}
		}), reports)}
		j.Group, j.Groups = t.NewGroup(j.Person, namesake), []Group{t.NewGroup(j.Person)}
		j.beforeMates(t)
		j.WatchOthers(t)
		j.Run = t.Okta.Deactivate(t, j.Person.ID)
	}}
	// ReactivatePerson: the subject, or somebody with a whole profile, who was deactivated and whom a lookup has found
	// inactive. The step is the one request that activates: the profile update that follows it could hide that it did nothing.
	ReactivatePerson = Sequence{Name: "reactivate", Step: ReactivateUser, Carry: func(t *T, j *Journey) {
		j.Person = somebody(t)
		j.Before.User = t.MustReadUser(j.Person.ID)
		DeactivateAndSee(t, j.Person)
		t.AwaitFindable(j.Person)
		j.Run = SendActivation(t, j.Person)
	}}
	// ReturnMember: a member of a group who was deactivated is assigned again, with a new profile, that group, and one that it
	// was not in. The first mate is in both groups; the second was deactivated too.
	ReturnMember = Sequence{Name: "assign again", Step: Reactivation, Carry: func(t *T, j *Journey) {
		j.Person, j.Mates = t.NewUser(), []Person{t.NewUser(), t.Deactivated()}
		mate := j.Mates[0]
		j.Group, j.Groups = t.NewGroup(j.Person, mate), []Group{t.NewGroup(mate)}
		t.AwaitFindable(j.Person)
		DeactivateAndSee(t, j.Person)
		j.beforeMates(t)
		j.WatchOthers(t)
		j.Person.Sent.GivenName, j.Person.Sent.DisplayName = "Janet", t.Person().DisplayName
		var pushed []okta.Pushed
		for _, g := range append([]Group{j.Group}, j.Groups...) {
			pushed = append(pushed, okta.Pushed{ID: g.ID, Name: g.Name, Members: AsMembers(j.Person, mate)})
		}
		j.Run = t.Okta.Reassign(t, j.Person.Sent, pushed...)
	}}
)

func (j *Journey) beforeMates(t *T) {
	for _, m := range j.Mates {
		j.Before.Mates = append(j.Before.Mates, t.MustReadUser(m.ID))
	}
}

// somebody is the subject of the check, or who has a value in every attribute where it has none.
func somebody(t *T) Person {
	if len(t.check.For) == 0 {
		return NewWhole(t)
	}
	if made := t.check.For[0].Make; made != nil {
		return made(t)
	}
	sent := t.Who()
	p := MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
	AwaitUser(t, p.ID)
	return p
}
