package update

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// renameMember: another userName, and the address with it, of somebody who is in a group with a mate. The group was given no
// names of its members. j.Next has the new name. An app that keeps addresses is sent the userName alone then.
var renameMember = kit.Sequence{Name: "update userName", Step: kit.UpdateUserName, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser(kit.With("title", "Engineer"))
	if kit.HasFeature(t, kit.NeedGroups) {
		j.Mates = []kit.Person{t.NewUser()}
		plain := []okta.Member{{Value: j.Person.ID}, {Value: j.Mates[0].ID}}
		j.Group = t.NewGroup()
		t.Okta.ChangeMembers(t, j.Group.ID, j.Group.Name, plain, nil, plain)
		j.Before.Group = t.MustReadGroup(j.Group.ID)
	}
	j.Before.User = t.MustReadUser(j.Person.ID)
	j.Next = t.Person()
	j.Run = t.Okta.UpdateProfile(t, j.Person.ID, func(r okta.Resource) { kit.PutUserName(t, r, j.Next.UserName) })
	if kit.AddressFixed(j.Run.Last()) && !kit.KnownByEmail(t) {
		alone := t.Okta.UpdateProfile(t, j.Person.ID, func(r okta.Resource) { r["userName"] = j.Next.UserName })
		if alone.Last().OK() {
			j.Run, j.Next.Email = alone, j.Person.Sent.Email
		}
	}
}}

// renamed is the journey of a new userName; the check is unsupported when the app refuses it, as it may.
func renamed(t *kit.T) *kit.Journey {
	j := t.Carried()
	if a := j.Run.Last(); len(check.Refused(a)) == 0 {
		kit.KeepsUserNames(t, a)
	}
	return t.Journey()
}

// renameChecks: a new userName, which an app may refuse but not half
// apply.
func renameChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: kit.UpdateUserName.Check, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new userName is applied in every view under the same id, or refused with 4xx and nothing changed",
			Why:     "Okta looks users up by userName: one that is accepted but not found makes a second account.",
			Symptom: "After a change of login the person gets a second account, or «User not found» with every push.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.1 userName"},
			Body: func(t *kit.T) {
				j := t.Carried()
				if a := j.Run.Last(); !a.OK() {
					t.Report(check.Refused(a))
					t.Look(j, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(j.Before.User))
					return
				}
				t.LookAt(j, kit.Person{ID: j.Person.ID, Sent: j.Next}, kit.AllViews, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", j.Next.UserName)
				})
			},
		},
		{
			ID: kit.FreeUserName.Check, Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "After a new userName the lookup by the old one finds nobody",
			Why:     "A login that is free again may be given to somebody else.",
			Symptom: "A new colleague who gets the old login takes over the other person's account.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7644 §3.4.2.2"},
			Body: func(t *kit.T) {
				old := renamed(t).Person.Sent.UserName
				t.Eventually("update userName by old lookup", func() []check.Problem { return check.Miss(t.Okta.LookupUser(t, old), old) })
			},
		},
		{
			ID: "users.update.username-keeps", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A new userName changes nothing but itself and the address sent with it",
			Symptom: "With a change of login the person's other data is lost.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				j := renamed(t)
				t.Look(j, []kit.View{kit.ViewByID}, kit.LikeBefore(j.Before.User, append(kit.DerivedAttributes(t), "userName", "emails")...))
			},
		},
		{
			ID: "users.update.username-memberships", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A user keeps its groups when its userName changes",
			Why:     "An app that keeps memberships by name loses them with the name.",
			Symptom: "With a change of login the person loses the rights in the app.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.2 groups"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				j := renamed(t)
				t.SeeMembers("update userName of a member", j.Group, []kit.Person{j.Person, j.Mates[0]})
			},
		},
		{
			ID: "users.update.username-in-groups", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups}, Depth: kit.Quick,
			Title:   "A group that shows its members by userName shows the new one after a change",
			Why:     "A display that the client sent is immutable; one that the app makes of the userName follows it.",
			Symptom: "Lists of group members in the app go on showing the old login.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §2.4 display", "https://github.com/fleetdm/fleet/issues/52992"},
			Body: func(t *kit.T) {
				j := renamed(t)
				shown := func(g okta.Resource) bool { return shownAs(g, j.Person.ID, j.Person.Sent.UserName) }
				if !shown(j.Before.Group) {
					t.Unsupported("the app does not show members by userName")
				}
				t.LookGroup(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					if shown(r) {
						return []check.Problem{{Place: "members.display", Expected: "no longer " + j.Person.Sent.UserName, Actual: "the old userName"}}
					}
					return nil
				})
			},
		},
		{
			ID: "users.update.username-old-address", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "After a new userName and address the old address is gone",
			Why:     "An app that keeps the old login as a further address lets the next owner of the address in.",
			Symptom: "Mail and sign-ins by the old address still reach the person's account.",
			Refs:    []string{kit.RefPut, kit.RefOktaUpdate, "https://github.com/lightdash/lightdash/issues/19363"},
			Body: func(t *kit.T) {
				j := renamed(t)
				if j.Next.Email == j.Person.Sent.Email {
					t.Unsupported("the app keeps addresses")
				}
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.NoValue(r, "emails", j.Person.Sent.Email)
				})
			},
		},
	}
	return append(inJourney(renameMember, checks), renameOnChecks()...)
}

// shownAs tells whether a group shows a member under this name.
func shownAs(group okta.Resource, id, name string) bool {
	for _, m := range check.Elements(group, "members") {
		if m["value"] == id && m["display"] == name {
			return true
		}
	}
	return false
}

// The steps of renameOn, by their places among the answers.
const (
	again = iota // a create of the new userName in upper case
	alone        // the userName changes, the address stays
	back         // to a former userName, with its address
	cased        // the case of the userName alone
	free         // a create of the first userName
)

// renameOn: somebody is renamed, and then again in other ways; see the steps. j.Next has the first new name and the last one
// in upper case, j.Mates who was given the first userName.
var renameOn = kit.Sequence{Name: "update userName again", Step: kit.UpdateUserName, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser()
	userName, keeps := kit.RenameWithAddress(t, j.Person)
	j.Next.UserName = userName
	create := func(u okta.User) {
		a := t.Okta.CreateUser(t, u)
		t.AwaitReadable(a)
		j.Run.Answers = append(j.Run.Answers, a)
		j.Mates = append(j.Mates, kit.Person{ID: a.Resource.ID(), Sent: u})
	}
	put := func(change func(okta.Resource)) {
		j.Run.Answers = append(j.Run.Answers, kit.PutUser(t, j.Person, change))
	}
	create(t.Person(func(u *okta.User) { u.UserName = strings.ToUpper(j.Next.UserName) }))
	put(func(r okta.Resource) { r["userName"] = t.Person().UserName })
	put(func(r okta.Resource) {
		if r["userName"] = userName; keeps == "" {
			kit.PutUserName(t, r, userName)
		}
	})
	put(func(r okta.Resource) { r["userName"] = strings.ToUpper(j.Next.UserName) })
	create(t.Person(func(u *okta.User) { u.UserName, u.Email = j.Person.Sent.UserName, j.Person.Sent.Email }))
}}

// renameOnChecks: what follows a change of the login.
func renameOnChecks() []kit.Check {
	return inJourney(renameOn, []kit.Check{
		{
			ID: "users.update.username-other-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a new userName a create of it in other case is no second account",
			Why:     "An app that keeps a folded name beside the shown one may forget it in updates.",
			Symptom: "After a change of login the person gets a second account.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false, uniqueness server", kit.RefLookup},
			Body:    func(t *kit.T) { t.Report(check.Status(t.Carried().Run.Answers[again], http.StatusConflict)) },
		},
		{
			ID: "users.update.username-alone", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An app that takes new userNames takes one also when the e-mail address stays, and does not call that a conflict",
			Why:     "A login need not be the address: it changes alone. The only user who has the address is the user itself.",
			Symptom: "«409 Conflict» with every push once a login has changed.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.1 userName", "https://github.com/thunder-id/thunderid/issues/1366"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				a := t.Carried().Run.Answers[alone]
				if t.Report(check.NoCrash(a)); a.Status == http.StatusConflict {
					t.Report(check.Accepted(a))
				}
			},
		},
		{
			ID: "users.update.username-back", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user gets a former userName of its own back",
			Why:     "An app that keeps the names that were ever used takes the user's own for taken.",
			Symptom: "«409 Conflict» when a change of login is taken back.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.1 userName: uniqueness server", "https://github.com/ory/polis/issues/3559"},
			Body: func(t *kit.T) {
				j := t.Carried()
				if !j.Run.Answers[alone].OK() {
					t.Unsupported("the app refuses a new userName without a new address: %d", j.Run.Answers[alone].Status)
				}
				t.Report(check.Accepted(j.Run.Answers[back]))
			},
		},
		{
			ID: "users.update.username-case-conflict", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An app that takes new userNames does not refuse one that differs in case alone as a conflict",
			Why:     "The only user of that name is the user itself; until it is accepted, no update and no deactivation by PUT gets through.",
			Symptom: "«409 Conflict» with every push once a login was corrected from jane.doe to Jane.Doe.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false", kit.RefPut, "https://github.com/better-auth/better-auth/pull/10242"},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[cased]
				if t.Report(check.NoCrash(a)); a.Status == http.StatusConflict {
					t.Report(check.Accepted(a))
				}
			},
		},
		{
			ID: "users.update.username-case", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A new userName that differs in case alone is accepted and shown as sent",
			Why:     "userName is case-insensitive: the name is the user's own.",
			Symptom: "«409 Conflict» when a login is corrected from jane.doe to Jane.Doe.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false", kit.RefPut},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Answers[cased]
				if !a.OK() && a.Status != http.StatusConflict && len(check.Refused(a)) == 0 {
					kit.KeepsUserNames(t, a)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.LookAt(j, kit.Person{ID: j.Person.ID, Sent: j.Next}, []kit.View{kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", strings.ToUpper(j.Next.UserName))
				})
			},
		},
		{
			ID: "users.update.username-free", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The old userName of a renamed user can be given to a new one",
			Symptom: "A new colleague cannot be assigned: «409 Conflict» for a login that nobody has.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Answers[free]
				if t.Report(check.Status(a, http.StatusCreated)); a.OK() && a.Resource.ID() == j.Person.ID {
					t.Failf(a.Op(), "id", "a new account", "%q, that of the renamed user", j.Person.ID)
				}
			},
		},
	})
}

// renameToTaken: somebody is renamed as somebody else is, in the same case, in upper case, and, when that one was deactivated,
// once more. j.Mates[0] is the other, j.Before.Group how that one was.
var renameToTaken = kit.Sequence{Name: "refused update", Step: kit.UpdateUserName, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person, j.Mates = t.NewUser(), []kit.Person{t.NewUser()}
	owner := j.Mates[0]
	j.Before.User, j.Before.Group = t.MustReadUser(j.Person.ID), t.MustReadUser(owner.ID)
	put := func(userName string) {
		j.Run.Answers = append(j.Run.Answers, kit.PutUser(t, j.Person, func(r okta.Resource) {
			r["userName"], r["displayName"] = userName, "Somebody Else"
		}))
	}
	put(owner.Sent.UserName)
	put(strings.ToUpper(owner.Sent.UserName))
	if kit.HasFeature(t, kit.NeedDeactivate) {
		t.Okta.Deactivate(t, owner.ID)
		put(owner.Sent.UserName)
	}
}}

// takenChecks: a userName belongs to one user.
func takenChecks() []kit.Check {
	refused := func(which int) func(*kit.T) {
		return func(t *kit.T) { t.Report(check.Refused(t.Carried().Run.Answers[which])) }
	}
	const why, symptom = "userName is unique in the tenant: Okta's lookup must find one user.",
		"Two people share one login, and a push for one changes the other."
	refs := []string{"RFC 7643 §4.1.1 userName: uniqueness server", "RFC 7644 §3.5.1, §3.12 uniqueness"}
	return inJourney(renameToTaken, []kit.Check{
		{
			ID: kit.RefuseTakenName.Check, Level: kit.Must, Evidence: kit.Recorded, Why: why, Symptom: symptom, Refs: refs,
			Title: "A profile update to a userName that somebody else has is refused with 4xx",
			Body:  refused(0),
		},
		{
			ID: "users.update.username-taken-case", Level: kit.Must, Evidence: kit.Recorded, Why: why, Symptom: symptom, Refs: refs,
			Title: "A profile update to a userName that somebody else has in other case is refused with 4xx",
			Body:  refused(1),
		},
		{
			ID: "users.update.username-taken-inactive", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A profile update to a userName that a deactivated user has is refused with 4xx",
			Why:     "userName is unique in the tenant also while its owner is inactive: the owner may come back.",
			Symptom: "A returning employee finds the account of somebody else under the login.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "https://github.com/simpleidserver/SimpleIdServer/issues/928"},
			Body:    refused(2),
		},
		{
			ID: "users.update.username-taken-keeps", Level: kit.Must, Evidence: kit.Recorded, Why: why, Symptom: symptom, Refs: refs,
			Title: "A refused update to a taken userName changes neither of the two users",
			Body: func(t *kit.T) {
				j := t.Carried()
				for _, a := range j.Run.Answers {
					if a.OK() {
						t.Require(kit.RefuseTakenName, check.Refused(a))
					}
				}
				views := []kit.View{kit.ViewByID, kit.ViewLookup}
				t.Look(j, views, kit.LikeBefore(j.Before.User))
				t.LookAt(j, j.Mates[0], views, kit.LikeBefore(j.Before.Group, kit.AttributesFreeOnDeactivation(t)...))
			},
		},
		{
			ID: "users.update.username-taken-conflict", Level: kit.Should, Evidence: kit.RFC, Why: why, Symptom: symptom, Refs: refs,
			Title: "A profile update to a taken userName is refused as a conflict, 409",
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[0]
				t.Require(kit.RefuseTakenName, check.Refused(a))
				t.Report(check.Error(a, http.StatusConflict, http.StatusBadRequest))
			},
		},
	})
}
