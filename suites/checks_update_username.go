package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateUserNameChecks: a new userName, which an app may refuse but not half
// apply.
func updateUserNameChecks() []Check {
	return []Check{
		{
			ID: "users.update.username", Level: Must,
			Title:   "A new userName is applied in every view under the same id, or refused with 4xx and nothing changed",
			Why:     "Okta looks users up by userName: one that is accepted but not found makes a second account.",
			Symptom: "After a change of login the person gets a second account, or «User not found» with every push.",
			Refs:    []string{refOktaUpdate, "RFC 7643 §4.1.1 userName"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				next := t.Person().UserName
				a := t.put(p, func(r okta.Resource) { t.setUserName(r, next) })
				if a.OK() {
					t.See("update userName", p.ID, next, allViews, func(r okta.Resource) []check.Problem {
						return check.Text(r, "userName", next)
					})
					return
				}
				t.Report(check.Refused(a))
				t.See("refused update of userName", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
			},
		},
		{
			ID: "users.update.username-old", Level: Must,
			Title:   "After a new userName the lookup by the old one finds nobody",
			Why:     "A login that is free again may be given to somebody else.",
			Symptom: "A new colleague who gets the old login takes over the other person's account.",
			Refs:    []string{refOktaUpdate, "RFC 7644 §3.4.2.2"},
			Body: func(t *T) {
				p := t.NewUser()
				t.renameUser(p)
				t.Eventually("update userName by old lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName)
				})
			},
		},
		{
			ID: "users.update.username-keeps", Level: Must,
			Title:   "A new userName changes nothing but itself and the address sent with it",
			Symptom: "With a change of login the person's other data is lost.",
			Refs:    []string{refOktaUpdate, refPut},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"))
				before := t.mustReadUser(p.ID)
				t.renameUser(p)
				t.See("update userName", p.ID, "", []View{ViewByID}, likeBefore(before, "userName", "emails"))
			},
		},
		{
			ID: "users.update.username-memberships", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A user keeps its groups when its userName changes",
			Why:     "An app that keeps memberships by name loses them with the name.",
			Symptom: "With a change of login the person loses the rights in the app.",
			Refs:    []string{refOktaUpdate, "RFC 7643 §4.1.2 groups"},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				t.renameUser(p)
				t.SeeMembers("update userName of a member", g, []Person{p, mate})
			},
		},
		{
			ID: "users.update.username-in-groups", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A group that shows its members by userName shows the new one after a change",
			Why:     "A display that the client sent is immutable; one that the app makes of the userName follows it.",
			Symptom: "Lists of group members in the app go on showing the old login.",
			Refs:    []string{refOktaUpdate, "RFC 7643 §2.4 display", "https://github.com/fleetdm/fleet/issues/52992"},
			Body: func(t *T) {
				p := t.NewUser()
				g := t.NewGroup()
				plain := []okta.Member{{Value: p.ID}}
				t.Require(AddMember, check.Through(t.Okta.ChangeMembers(t, g.ID, g.Name, plain, nil, plain)))
				t.awaitMember(g, p)
				if !shownAs(t.mustReadGroup(g.ID), p.ID, p.Sent.UserName) {
					t.Unsupported("the app does not show members by userName")
				}
				t.renameUser(p)
				t.Eventually("update userName of a member", func() []check.Problem {
					return t.groupHolds(g.ID, func(r okta.Resource) []check.Problem {
						if shownAs(r, p.ID, p.Sent.UserName) {
							return []check.Problem{{Place: "members.display", Expected: "no longer " + p.Sent.UserName, Actual: "the old userName"}}
						}
						return nil
					})
				})
			},
		},
		{
			ID: "users.update.username-old-address", Level: Must,
			Title:   "After a new userName and address the old address is gone",
			Why:     "An app that keeps the old login as a further address lets the next owner of the address in.",
			Symptom: "Mail and sign-ins by the old address still reach the person's account.",
			Refs:    []string{refPut, refOktaUpdate, "https://github.com/lightdash/lightdash/issues/19363"},
			Body: func(t *T) {
				p := t.NewUser()
				if _, keeps := t.renameWithAddress(p); keeps != "" {
					t.Unsupported("%s", keeps)
				}
				t.See("update userName and address", p.ID, "", []View{ViewByID}, func(r okta.Resource) []check.Problem {
					return check.NoValue(r, "emails", p.Sent.Email)
				})
			},
		},
		{
			ID: "users.update.username-other-case", Level: Must,
			Title:   "After a new userName the lookup by it in other case finds the user, and a create of it in other case is no second account",
			Why:     "An app that keeps a folded name beside the shown one may forget it in updates.",
			Symptom: "After a change of login the person gets a second account.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false, uniqueness server", refLookup},
			Body: func(t *T) {
				p := t.NewUser()
				upper := strings.ToUpper(t.renameUser(p))
				t.See("update userName", p.ID, upper, []View{ViewLookup}, check.Active)
				again := t.Person()
				again.UserName = upper
				a := t.Okta.CreateUser(t, again)
				t.settle(a)
				t.Report(check.Status(a, http.StatusConflict))
			},
		},
		{
			ID: "users.update.username-back", Level: Must,
			Title:   "A user gets a former userName of its own back",
			Why:     "An app that keeps the names that were ever used takes the user's own for taken.",
			Symptom: "«409 Conflict» when a change of login is taken back.",
			Refs:    []string{refOktaUpdate, "RFC 7643 §4.1.1 userName: uniqueness server", "https://github.com/ory/polis/issues/3559"},
			Body: func(t *T) {
				p := t.NewUser()
				t.renameUser(p)
				t.Report(check.Accepted(t.put(p, func(r okta.Resource) { t.setUserName(r, p.Sent.UserName) })))
				t.StopIfFailed()
				t.See("take a new userName back", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", p.Sent.UserName)
				})
			},
		},
		{
			ID: "users.update.username-free", Level: Should,
			Title:   "The old userName of a renamed user can be given to a new one",
			Symptom: "A new colleague cannot be assigned: «409 Conflict» for a login that nobody has.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", refOktaUpdate},
			Body: func(t *T) {
				p := t.NewUser()
				t.renameUser(p)
				t.Await(FreeUserName, "update userName by old lookup", func() []check.Problem {
					return check.Miss(t.Okta.LookupUser(t, p.Sent.UserName), p.Sent.UserName)
				})
				next := t.Person()
				next.UserName, next.Email = p.Sent.UserName, p.Sent.Email
				a := t.Okta.CreateUser(t, next)
				t.settle(a)
				t.Report(check.Status(a, http.StatusCreated))
				if a.OK() && a.Resource.ID() == p.ID {
					t.Failf(a.Op(), "id", "a new account", "%q, that of the renamed user", p.ID)
				}
			},
		},
		{
			ID: "users.update.username-case-conflict", Level: Must,
			Title:   "An app that takes new userNames does not refuse one that differs in case alone as a conflict",
			Why:     "The only user of that name is the user itself; until it is accepted, no update and no deactivation by PUT gets through.",
			Symptom: "«409 Conflict» with every push once a login was corrected from jane.doe to Jane.Doe.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false", refPut, "https://github.com/better-auth/better-auth/pull/10242"},
			Body: func(t *T) {
				t.renameUser(t.NewUser())
				p := t.NewUser()
				a := t.put(p, func(r okta.Resource) { r["userName"] = strings.ToUpper(p.Sent.UserName) })
				t.Report(check.NoCrash(a))
				if a.Status == http.StatusConflict {
					t.Report(check.Accepted(a))
				}
			},
		},
		{
			ID: "users.update.username-case", Level: Should,
			Title:   "A new userName that differs in case alone is accepted and shown as sent",
			Why:     "userName is case-insensitive: the name is the user's own.",
			Symptom: "«409 Conflict» when a login is corrected from jane.doe to Jane.Doe.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: caseExact false", refPut},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.put(p, func(r okta.Resource) { r["userName"] = strings.ToUpper(p.Sent.UserName) })
				if a.Status == http.StatusConflict {
					t.renameUser(t.NewUser()) // some apps answer 409 to any new userName
				}
				if a.Status == http.StatusConflict || !a.OK() && len(check.Refused(a)) > 0 {
					t.Report(check.Accepted(a))
				}
				if !a.OK() {
					t.keepsUserNames(a)
				}
				t.See("update case of userName", p.ID, p.Sent.UserName, []View{ViewLookup}, func(r okta.Resource) []check.Problem {
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

// updateTakenChecks: a userName belongs to one user.
func updateTakenChecks() []Check {
	taken := func(id, title string, spell func(string) string, judge func(t *T, p, owner Person, a okta.Answer)) Check {
		return Check{
			ID: "users.update." + id, Level: Must, Title: title,
			Why:     "userName is unique in the tenant: Okta's lookup must find one user.",
			Symptom: "Two people share one login, and a push for one changes the other.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "RFC 7644 §3.5.1, §3.12 uniqueness"},
			Body: func(t *T) {
				p, owner := t.NewUser(), t.NewUser()
				judge(t, p, owner, t.put(p, func(r okta.Resource) { r["userName"] = spell(owner.Sent.UserName) }))
			},
		}
	}
	plain := func(s string) string { return s }
	refused := func(t *T, _, _ Person, a okta.Answer) { t.Report(check.Refused(a)) }
	out := []Check{
		taken("username-taken", "A profile update to a userName that somebody else has is refused with 4xx", plain, refused),
		taken("username-taken-case", "A profile update to a userName that somebody else has in other case is refused with 4xx", strings.ToUpper, refused),
		taken("username-taken-keeps", "A refused update to a taken userName changes neither of the two users", plain, nil),
		taken("username-taken-conflict", "A profile update to a taken userName is refused as a conflict, 409", plain,
			func(t *T, _, _ Person, a okta.Answer) {
				t.Require(RefuseTakenName, check.Refused(a))
				t.Report(check.Error(a, http.StatusConflict, http.StatusBadRequest))
			}),
	}
	out = append(out, Check{
		ID: "users.update.username-taken-inactive", Level: Must, Needs: []Need{NeedDeactivate},
		Title:   "A profile update to a userName that a deactivated user has is refused with 4xx",
		Why:     "userName is unique in the tenant also while its owner is inactive: the owner may come back.",
		Symptom: "A returning employee finds the account of somebody else under the login.",
		Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", "https://github.com/simpleidserver/SimpleIdServer/issues/928"},
		Body: func(t *T) {
			p, owner := t.NewUser(), t.deactivated()
			t.Report(check.Refused(t.put(p, func(r okta.Resource) { r["userName"] = owner.Sent.UserName })))
		},
	})
	out[2].Body = func(t *T) {
		p, owner := t.NewUser(), t.NewUser()
		before, ownerBefore := t.mustReadUser(p.ID), t.mustReadUser(owner.ID)
		a := t.put(p, func(r okta.Resource) {
			r["userName"], r["displayName"] = owner.Sent.UserName, t.Person().DisplayName
		})
		if a.OK() {
			t.Require(RefuseTakenName, check.Refused(a))
		}
		t.See("refused update of the asker", p.ID, p.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(before))
		t.See("refused update of the owner", owner.ID, owner.Sent.UserName, []View{ViewByID, ViewLookup}, likeBefore(ownerBefore))
	}
	out[3].Level = Should
	return out
}
