package update

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// part is a part of a profile that an update changes, or writes again.
type part struct {
	name string
	put  func(t *kit.T, r okta.Resource)
}

func (p part) String() string { return p.name }

// stateChecks: a profile update of a deactivated user.
func stateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.inactive-stays", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A profile update of a deactivated user, a new address or login included, leaves it inactive in every view",
			Why:     "active changes only when Okta sends another value for it. An app that invites people to a new address gives them access.",
			Symptom: "No error in Okta: the access of somebody who left comes back with a change of the profile.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefOktaDeactivate, "https://github.com/fleetdm/fleet/pull/49560"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				next := t.Person()
				kit.Each(t, []part{
					{"new names and another externalId", func(t *kit.T, r okta.Resource) {
						r.Set("Janet", "name", "givenName")
						r["displayName"], r["externalId"] = next.DisplayName, next.ExternalID
					}},
					{"a new e-mail address", func(t *kit.T, r okta.Resource) { kit.PutEmail(t, r, next.Email) }},
					{"a new userName", func(t *kit.T, r okta.Resource) { kit.PutUserName(t, r, next.UserName) }},
				}, part.String, func(t *kit.T, change part) {
					a := kit.PutUser(t, p, func(r okta.Resource) { change.put(t, r) })
					if kit.RefusedNote(a) {
						t.Unsupported("the app refuses it for an inactive user: %d", a.Status)
					}
					t.Require(kit.UpdateUser, check.Status(a, http.StatusOK))
					t.Report(check.InAnswer(a, check.Inactive(a.Resource)))
					t.See("update an inactive user", p.ID, a.Resource.String("userName"), kit.AllViews, check.Inactive)
				})
			},
		},
		{
			ID: "users.update.inactive-applied", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedDeactivate}, Depth: kit.Full,
			Title:   "A profile update of a deactivated user is accepted and shows, and a new userName is applied or refused with 4xx",
			Why:     "When a user is assigned again, Okta updates the profile it finds.",
			Symptom: "A returning employee comes back with outdated data, gets a second account, or does not come back at all.",
			Refs:    []string{kit.RefOktaUpdate, "OIN C9335", "RFC 7643 §4.1.1 userName"},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				next := t.Person()
				t.Report(check.Accepted(kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = next.DisplayName })))
				t.StopIfFailed()
				t.See("update an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(next.DisplayName))
				a := kit.PutUser(t, p, func(r okta.Resource) { kit.PutUserName(t, r, next.UserName) })
				if kit.RefusedNote(a) {
					return
				}
				t.Report(check.Accepted(a))
				t.StopIfFailed()
				views := []kit.View{kit.ViewByID, kit.ViewLookup}
				t.See("update an inactive user's userName", p.ID, next.UserName, views, func(r okta.Resource) []check.Problem {
					return check.Text(r, "userName", next.UserName)
				})
			},
		},
	}
}

// othersChecks: an update of one user beside others. Groups are written by groups alone: a user's groups attribute is
// read-only (RFC 7643 §4.1.2), and Okta echoes it.
func othersChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.memberships", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A PUT is accepted and changes no membership, whether it echoes groups, empties them, leaves them out or names another one",
			Why:     "A user's groups follow from the groups' members. Between Okta's GET and its PUT the user may have left a group.",
			Symptom: "With each change of the profile the person loses the rights in the app, or rights that were taken away come back.",
			Refs:    []string{"RFC 7643 §4.1.2: groups is read-only", kit.RefReadOnly, kit.RefOktaUpdate},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g, other := t.NewGroup(p, mate), t.NewGroup(mate)
				if t.UserGroupsVisible() {
					t.Await(kit.AddMember, "push a group", func() []check.Problem { return kit.UserGroups(t, p, []string{g.ID}, nil) })
				}
				kit.Each(t, []part{
					{"groups as they were read", func(*kit.T, okta.Resource) {}},
					{"groups []", func(_ *kit.T, r okta.Resource) { r["groups"] = []any{} }},
					{"groups left out", func(_ *kit.T, r okta.Resource) { delete(r, "groups") }},
					{"another group", func(_ *kit.T, r okta.Resource) {
						r["groups"] = []any{map[string]any{"value": other.ID, "display": other.Name}}
					}},
				}, part.String, func(t *kit.T, change part) {
					display := t.Person().DisplayName
					a := kit.PutUser(t, p, func(r okta.Resource) { r["displayName"] = display; change.put(t, r) })
					if change.name == "another group" && !a.OK() {
						t.Report(check.NoCrash(a))
					} else {
						t.Report(check.Accepted(a))
						t.StopIfFailed()
						kit.AwaitText(t, p, "displayName", display)
					}
					t.SeeMembers("update a member", g, []kit.Person{p, mate})
					t.SeeMembers("update a member", other, []kit.Person{mate}, p)
				})
			},
		},
		{
			ID: "users.update.others", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A profile update of one user leaves every other user and group alone, also one of the same name",
			Symptom: "Other people's data changes: a namesake gets it.",
			Refs:    []string{kit.RefOktaUpdate, "RFC 7643 §3.1 id"},
			Body: func(t *kit.T) {
				same := kit.Named("Jane", "Doe", "Jane Doe")
				p, other := t.NewUser(same), t.NewUser(same)
				before := t.MustReadUser(other.ID)
				untouched := t.WatchBystanders()
				kit.Redisplay(t, p, func(r okta.Resource) {
					r.Set("Janet", "name", "givenName")
					r.Set("Smith", "name", "familyName")
					r["locale"] = "de-DE"
				})
				views := []kit.View{kit.ViewByID, kit.ViewLookup}
				t.See("update a namesake", other.ID, other.Sent.UserName, views, kit.LikeBefore(before))
				untouched("update")
			},
		},
		{
			ID: "users.update.at-once", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "Concurrent updates of four users are all applied",
			Why:     "Okta pushes many users at the same time after a change of a mapping.",
			Symptom: "After a mass change some people have old data, at random.",
			Refs:    []string{kit.RefOktaUpdate, "OIN C9307"},
			Body: func(t *kit.T) {
				people := t.NewUsers(4)
				bodies := make([]okta.Resource, len(people))
				for i, p := range people {
					bodies[i] = t.MustReadUser(p.ID)
					bodies[i]["displayName"] = t.Person().DisplayName
				}
				for _, a := range kit.ConcurrentlyOrLater(t, len(people), func(i int) okta.Answer {
					return t.Okta.PutUser(t, people[i].ID, bodies[i])
				}) {
					t.Report(check.Accepted(a))
				}
				for i, p := range people {
					shown := kit.HasDisplayName(bodies[i].String("displayName"))
					t.See("update at once", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, shown)
				}
			},
		},
		{
			ID: "users.update.beside-group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups}, Depth: kit.Full,
			Title:   "An update of a user and a concurrent push of its group both hold",
			Why:     "Okta pushes users and groups side by side.",
			Symptom: "At random a person lacks the rights of the group, or has old data.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPatch},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(mate)
				body := t.MustReadUser(p.ID)
				body["displayName"] = t.Person().DisplayName
				answers := kit.ConcurrentlyOrLater(t, 2, func(i int) okta.Answer {
					if i == 0 {
						return t.Okta.PutUser(t, p.ID, body)
					}
					return t.Change(g, []kit.Person{p}, nil, []kit.Person{mate, p}).Last()
				})
				t.Report(check.Accepted(answers[0]), check.Accepted(answers[1]))
				t.StopIfFailed()
				shown := kit.HasDisplayName(body.String("displayName"))
				t.See("update beside a group", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, shown)
				t.SeeMembers("push a group beside an update", g, []kit.Person{mate, p})
			},
		},
	}
}
