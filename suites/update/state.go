package update

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// stateChecks: a profile update and the account's state.
func stateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.inactive-stays", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A profile update of a deactivated user leaves it inactive in every view",
			Why:     "active changes only when Okta sends another value for it.",
			Symptom: "None: the access of somebody who left comes back with a change of the profile.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				a := kit.Redisplay(t, p, func(r okta.Resource) {
					r.Set("Janet", "name", "givenName")
					r.Set(t.Person().FamilyName, "name", "familyName")
					r["externalId"] = t.Person().ExternalID
				})
				t.Report(check.InAnswer(a, check.Inactive(a.Resource)))
				t.See("update an inactive user", p.ID, p.Sent.UserName, kit.AllViews, check.Inactive)
			},
		},
		{
			ID: "users.update.inactive-applied", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A profile update of a deactivated user is accepted and shows",
			Why:     "When a user is assigned again, Okta updates the profile it finds.",
			Symptom: "A returning employee comes back with outdated data, or not at all.",
			Refs:    []string{kit.RefOktaUpdate, "OIN C9335"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				display := t.Person().DisplayName
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = display })))
				t.StopIfFailed()
				t.See("update an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(display))
			},
		},
		{
			ID: "users.update.inactive-username", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A new userName of a deactivated user is applied, or refused with 4xx",
			Why:     "A success that changes nothing lets Okta and the app drift apart unseen.",
			Symptom: "A returning employee whose login has changed gets a second account.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §4.1.1 userName"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				next := t.Person().UserName
				a := kit.PutUser(t, p, func(r okta.Resource) { kit.PutUserName(t, r, next) })
				if kit.RefusedNote(a) {
					return
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				t.See("update an inactive user's userName", p.ID, next, []kit.View{kit.ViewByID, kit.ViewLookup}, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", next)
				})
			},
		},
		{
			ID: "users.update.inactive-address", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A new e-mail address of a deactivated user leaves it inactive in every view",
			Why:     "An app that invites people to a new address gives them the access with it.",
			Symptom: "None: the access of somebody who left comes back with a change of the address.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefOktaDeactivate, "https://github.com/fleetdm/fleet/pull/49560"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				next := t.Person().Email
				a := kit.PutUser(t, p, func(r okta.Resource) { kit.PutEmail(t, r, next) })
				if kit.RefusedNote(a) {
					t.Unsupported("the app refuses a new e-mail address of an inactive user: %d", a.Status)
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				if kit.KnownByEmail(t) {
					p.Sent.UserName = next
				}
				t.See("update an inactive user's address", p.ID, p.Sent.UserName, kit.AllViews, check.Inactive)
			},
		},
		{
			ID: "users.update.active-stays", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A profile update of an active user leaves it active in every view",
			Symptom: "A change of the profile locks the person out.",
			Refs:    []string{kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Redisplay(t, p)
				t.See("update an active user", p.ID, p.Sent.UserName, kit.AllViews, check.Active)
			},
		},
	}
}

// membershipChecks: groups are written by groups alone. A user's groups
// attribute is read-only (RFC 7643 §4.1.2), and Okta echoes it.
func membershipChecks() []kit.Check {
	keeps := func(id, title, symptom string, change func(okta.Resource)) kit.Check {
		return kit.Check{
			ID: "users.update." + id, Level: kit.Must, Evidence: kit.Recorded,
			Needs: []kit.Need{kit.NeedGroups}, Title: title, Symptom: symptom,
			Why:  "A user's groups follow from the groups' members; Okta's PUT carries what it read, or [].",
			Refs: []string{"RFC 7643 §4.1.2: groups is read-only", kit.RefReadOnly, kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(p, mate)
				kit.Redisplay(t, p, change)
				t.SeeMembers("update a member", g, []kit.Person{p, mate})
			},
		}
	}
	return []kit.Check{
		keeps("memberships", "A user keeps its groups in a profile update, seen from both sides",
			"With each change of the profile the person loses the rights in the app.", func(okta.Resource) {}),
		keeps("groups-empty", "A PUT with groups: [] takes the user out of no group",
			"With each change of the profile the person loses the rights in the app.", func(r okta.Resource) { r["groups"] = []any{} }),
		keeps("groups-null", "A PUT without groups takes the user out of no group",
			"With each change of the profile the person loses the rights in the app.", func(r okta.Resource) { delete(r, "groups") }),
		{
			ID: "users.update.groups-made-up", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A PUT whose groups name a group puts the user into none",
			Why:     "Between Okta's GET and its PUT the user may have left the group; the echo must not bring it back.",
			Symptom: "None: rights that were taken away come back.",
			Refs:    []string{"RFC 7643 §4.1.2: groups is read-only", kit.RefReadOnly},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, member := t.NewUser(), t.NewUser()
				g := t.NewGroup(member)
				display := t.Person().DisplayName
				a := kit.PutUser(t, p, func(r okta.Resource) {
					r["displayName"] = display
					r["groups"] = []any{map[string]any{"value": g.ID, "display": g.Name}}
				})
				t.Report(check.NoCrash(a))
				if a.OK() {
					kit.AwaitText(t, p, "displayName", display)
				}
				t.SeeMembers("update with made-up groups", g, []kit.Person{member}, p)
			},
		},
	}
}
