package update

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// userNameChecks: a new userName, which an app may refuse but not half
// apply.
func userNameChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.username", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new userName is applied in every view under the same id, or refused with 4xx and nothing changed",
			Why:     "Okta looks users up by userName: one that is accepted but not found makes a second account.",
			Symptom: "After a change of login the person gets a second account, or «User not found» with every push.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.1 userName"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				next := t.Person().UserName
				a := kit.PutUser(t, p, func(r okta.Resource) { kit.PutUserName(t, r, next) })
				if a.OK() {
					t.See("update userName", p.ID, next, kit.AllViews, func(r okta.Resource) []check.Problem {
						return check.Text(r, "userName", next)
					})
					return
				}
				t.Report(check.Refused(a))
				t.See("refused update of userName", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.update.username-old", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a new userName the lookup by the old one finds nobody",
			Why:     "A login that is free again may be given to somebody else.",
			Symptom: "A new colleague who gets the old login takes over the other person's account.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7644 §3.4.2.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.ChangeUserName(t, p)
				t.Eventually("update userName by old lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName)
				})
			},
		},
		{
			ID: "users.update.username-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new userName changes nothing but itself and the address sent with it",
			Symptom: "With a change of login the person's other data is lost.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				kit.ChangeUserName(t, p)
				t.See("update userName", p.ID, "", []kit.View{kit.ViewByID}, kit.LikeBefore(before, "userName", "emails"))
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
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				kit.ChangeUserName(t, p)
				t.SeeMembers("update userName of a member", g, []kit.Person{p, mate})
			},
		},
		{
			ID: "users.update.username-in-groups", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group that shows its members by userName shows the new one after a change",
			Why:     "A display that the client sent is immutable; one that the app makes of the userName follows it.",
			Symptom: "Lists of group members in the app go on showing the old login.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §2.4 display", "https://github.com/fleetdm/fleet/issues/52992"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				g := t.NewGroup()
				plain := []okta.Member{{Value: p.ID}}
				t.Require(kit.AddMember, check.Through(t.Okta.ChangeMembers(t, g.ID, g.Name, plain, nil, plain)))
				kit.AwaitMember(t, g, p)
				if !shownAs(t.MustReadGroup(g.ID), p.ID, p.Sent.UserName) {
					t.Unsupported("the app does not show members by userName")
				}
				kit.ChangeUserName(t, p)
				t.Eventually("update userName of a member", func() []check.Problem {
					return t.GroupHolds(g.ID, func(r okta.Resource) []check.Problem {
						if shownAs(r, p.ID, p.Sent.UserName) {
							return []check.Problem{{Place: "members.display", Expected: "no longer " + p.Sent.UserName, Actual: "the old userName"}}
						}
						return nil
					})
				})
			},
		},
		{
			ID: "users.update.username-old-address", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a new userName and address the old address is gone",
			Why:     "An app that keeps the old login as a further address lets the next owner of the address in.",
			Symptom: "Mail and sign-ins by the old address still reach the person's account.",
			Refs:    []string{kit.RefPut, kit.RefOktaUpdate, "https://github.com/lightdash/lightdash/issues/19363"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				if _, keeps := kit.RenameWithAddress(t, p); keeps != "" {
					t.Unsupported("%s", keeps)
				}
				t.See("update userName and address", p.ID, "", []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.NoValue(r, "emails", p.Sent.Email)
				})
			},
		},
		{
			ID: "users.update.username-other-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a new userName the lookup by it in other case finds the user, and a create of it in other case is no second account",
			Why:     "An app that keeps a folded name beside the shown one may forget it in updates.",
			Symptom: "After a change of login the person gets a second account.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false, uniqueness server", kit.RefLookup},
			Body: func(t *kit.T) {
				p := t.NewUser()
				upper := strings.ToUpper(kit.ChangeUserName(t, p))
				t.See("update userName", p.ID, upper, []kit.View{kit.ViewLookup}, check.Active)
				again := t.Person()
				again.UserName = upper
				a := t.Okta.CreateUser(t, again)
				t.AwaitReadable(a)
				t.Report(check.Status(a, http.StatusConflict))
			},
		},
		{
			ID: "users.update.username-back", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user gets a former userName of its own back",
			Why:     "An app that keeps the names that were ever used takes the user's own for taken.",
			Symptom: "«409 Conflict» when a change of login is taken back.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.1 userName: uniqueness server", "https://github.com/ory/polis/issues/3559"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.ChangeUserName(t, p)
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { kit.PutUserName(t, r, p.Sent.UserName) })))
				t.StopIfFailed()
				t.See("take a new userName back", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", p.Sent.UserName)
				})
			},
		},
		{
			ID: "users.update.username-free", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The old userName of a renamed user can be given to a new one",
			Symptom: "A new colleague cannot be assigned: «409 Conflict» for a login that nobody has.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.ChangeUserName(t, p)
				t.Await(kit.FreeUserName, "update userName by old lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName)
				})
				next := t.Person()
				next.UserName, next.Email = p.Sent.UserName, p.Sent.Email
				a := t.Okta.CreateUser(t, next)
				t.AwaitReadable(a)
				t.Report(check.Status(a, http.StatusCreated))
				if a.OK() && a.Resource.ID() == p.ID {
					t.Failf(a.Op(), "id", "a new account", "%q, that of the renamed user", p.ID)
				}
			},
		},
		{
			ID: "users.update.username-case-conflict", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "An app that takes new userNames does not refuse one that differs in case alone as a conflict",
			Why:     "The only user of that name is the user itself; until it is accepted, no update and no deactivation by PUT gets through.",
			Symptom: "«409 Conflict» with every push once a login was corrected from jane.doe to Jane.Doe.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false", kit.RefPut, "https://github.com/better-auth/better-auth/pull/10242"},
			Body: func(t *kit.T) {
				kit.ChangeUserName(t, t.NewUser())
				p := t.NewUser()
				a := kit.PutUser(t, p, func(r okta.Resource) { r["userName"] = strings.ToUpper(p.Sent.UserName) })
				t.Report(check.NoCrash(a))
				if a.Status == http.StatusConflict {
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
				p := t.NewUser()
				a := kit.PutUser(t, p, func(r okta.Resource) { r["userName"] = strings.ToUpper(p.Sent.UserName) })
				if a.Status == http.StatusConflict {
					kit.ChangeUserName(t, t.NewUser()) // some apps answer 409 to any new userName
				}
				if a.Status == http.StatusConflict || !a.OK() && len(check.Refused(a)) > 0 {
					t.Report(check.Accepted(a))
				}
				if !a.OK() {
					kit.KeepsUserNames(t, a)
				}
				t.See("update case of userName", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", strings.ToUpper(p.Sent.UserName))
				})
			},
		},
	}
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

// takenChecks: a userName belongs to one user.
func takenChecks() []kit.Check {
	taken := func(id, title string, spell func(string) string, judge func(t *kit.T, p, owner kit.Person, a okta.Answer)) kit.Check {
		return kit.Check{
			ID: "users.update." + id, Level: kit.Must, Evidence: kit.Recorded, Title: title,
			Why:     "userName is unique in the tenant: Okta's lookup must find one user.",
			Symptom: "Two people share one login, and a push for one changes the other.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "RFC 7644 §3.5.1, §3.12 uniqueness"},
			Body: func(t *kit.T) {
				p, owner := t.NewUser(), t.NewUser()
				judge(t, p, owner, kit.PutUser(t, p, func(r okta.Resource) { r["userName"] = spell(owner.Sent.UserName) }))
			},
		}
	}
	plain := func(s string) string { return s }
	refused := func(t *kit.T, _, _ kit.Person, a okta.Answer) { t.Report(check.Refused(a)) }
	out := []kit.Check{
		taken("username-taken", "A profile update to a userName that somebody else has is refused with 4xx", plain, refused),
		taken("username-taken-case", "A profile update to a userName that somebody else has in other case is refused with 4xx", strings.ToUpper, refused),
		taken("username-taken-keeps", "A refused update to a taken userName changes neither of the two users", plain, nil),
		taken("username-taken-conflict", "A profile update to a taken userName is refused as a conflict, 409", plain,
			func(t *kit.T, _, _ kit.Person, a okta.Answer) {
				t.Require(kit.RefuseTakenName, check.Refused(a))
				t.Report(check.Error(a, http.StatusConflict, http.StatusBadRequest))
			}),
	}
	out = append(out, kit.Check{
		ID: "users.update.username-taken-inactive", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedDeactivate},
		Title:   "A profile update to a userName that a deactivated user has is refused with 4xx",
		Why:     "userName is unique in the tenant also while its owner is inactive: the owner may come back.",
		Symptom: "A returning employee finds the account of somebody else under the login.",
		Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "https://github.com/simpleidserver/SimpleIdServer/issues/928"},
		Body: func(t *kit.T) {
			p, owner := t.NewUser(), t.Deactivated()
			t.Report(check.Refused(kit.PutUser(t, p, func(r okta.Resource) { r["userName"] = owner.Sent.UserName })))
		},
	})
	out[2].Body = func(t *kit.T) {
		p, owner := t.NewUser(), t.NewUser()
		before, ownerBefore := t.MustReadUser(p.ID), t.MustReadUser(owner.ID)
		a := kit.PutUser(t, p, func(r okta.Resource) {
			r["userName"], r["displayName"] = owner.Sent.UserName, t.Person().DisplayName
		})
		if a.OK() {
			t.Require(kit.RefuseTakenName, check.Refused(a))
		}
		t.See("refused update of the asker", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
		t.See("refused update of the owner", owner.ID, owner.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(ownerBefore))
	}
	out[3].Level, out[3].Evidence = kit.Should, kit.RFC
	return out
}
