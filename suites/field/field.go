// Package field has checks made of reports from the field: what happened in production between an app and Okta, as a
// sequence of requests. They belong to the area robustness.
package field

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const refField = "reports of admins and vendors: reassignment, time-outs and token rotation in production"

// Checks lists the checks.
func Checks() []kit.Check {
	deactivates := []kit.Need{kit.NeedPushUsers, kit.NeedDeactivate, kit.NeedUpdates}
	return kit.InArea(kit.Robustness, nil, []kit.Check{
		{
			ID: "robustness.field.quick-reassign", Level: kit.Must, Evidence: kit.Documented, PerDialect: true, Needs: deactivates,
			Title: "A user who is deactivated a second time by a late request can be reactivated once more, whole",
			Why: "When somebody is unassigned and assigned quickly, a deactivation can arrive after the reactivation. Okta sends the " +
				"reactivation again when the user is reassigned.",
			Symptom: "A user is assigned in Okta, inactive in the app, and reassigning does not help.",
			Refs:    []string{refField, kit.RefOktaDeactivate, "OIN C9293"},
			Body:    quickReassign,
		},
		{
			ID: "robustness.field.push-after-return", Level: kit.Must, Evidence: kit.Documented, PerDialect: true, Needs: deactivates,
			Title: "The profile push that follows a reactivation at once is accepted, and the user can then be deactivated",
			Why: "When this push fails, Okta keeps the assignment in an error state, and a later unassign sends nothing: the account " +
				"stays active.",
			Symptom: "No error at the unassign: the user is unassigned in Okta and active in the app.",
			Refs:    []string{refField, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				kit.Activate(t, p)
				p.Sent.GivenName = "Janet"
				run := t.Okta.PushProfile(t, p.ID, p.Sent)
				t.Report(check.Through(run))
				t.StopIfFailed()
				t.See("push after a reactivation", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Active(r), check.Text(r, "name.givenName", "Janet"))
				})
				t.Report(check.Through(t.Okta.Deactivate(t, p.ID)))
				t.See("deactivate", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
			},
		},
		{
			ID: "robustness.field.create-again", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedPushUsers},
			Title:   "A create that Okta repeats after a time-out leaves one account, with all that was sent",
			Why:     "The first create was carried out and its answer came too late. The second is answered 409, or with the same account.",
			Symptom: "The user has two accounts, or one whose profile is empty.",
			Refs:    []string{refField, "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"))
				before := t.MustReadUser(p.ID)
				for range 2 {
					if a := t.Okta.CreateUser(t, p.Sent); a.OK() {
						t.Report(check.WithResource(a), check.SameID(a, p.ID))
					} else {
						t.Report(check.Status(a, http.StatusConflict))
					}
				}
				t.See("repeat a create", p.ID, p.Sent.UserName, kit.AllViews, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "userName", before.String("userName")),
						check.Text(r, "name.familyName", before.String("name", "familyName")), check.Active(r))
				})
			},
		},
		{
			ID: "robustness.field.expired-token", Level: kit.Must, Evidence: kit.Documented, PerDialect: true,
			Needs: []kit.Need{kit.NeedPushUsers, kit.NeedGroups},
			Title: "A group push whose token expires midway is refused whole, and goes through with the next token",
			Why: "An OAuth token expires between two requests of a push. Okta gets a new one and sends the refused request again; what " +
				"was half done is then done twice.",
			Symptom: "Members are missing or listed twice after a token was renewed, or the group has half a change.",
			Refs:    []string{refField, "RFC 6750 §3.1", "RFC 7644 §3.12"},
			Body:    expiredToken,
		},
		{
			ID: "robustness.field.two-tokens", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedPushUsers, kit.NeedSecondToken},
			Title:   "During a rotation both valid tokens read and write the same users",
			Why:     "Okta sends with the old token until an admin has saved the new one.",
			Symptom: "While a token is rotated pushes fail, or users are created in another place.",
			Refs:    []string{refField, "OIN C9341"},
			Body: func(t *kit.T) {
				second := t.Okta.With(func(c *okta.Config) { c.Authorization = t.Env().SecondAuthorization })
				p := t.NewUser()
				_, problems := kit.CheckByID(second.ReadUser(t, p.ID), p.ID)
				t.Report(problems)
				t.Eventually("create user by lookup", func() []check.Problem {
					return check.Hit(second.LookupUser(t, p.Sent.UserName), p.Sent.UserName, p.ID)
				})
				u := t.Person()
				made := second.CreateUser(t, u)
				t.Report(check.Status(made, http.StatusCreated), check.WithResource(made))
				t.StopIfFailed()
				t.See("create user with the second token", made.Resource.ID(), u.UserName, []kit.View{kit.ViewByID, kit.ViewLookup},
					func(r okta.Resource) []check.Problem { return check.Text(r, "userName", u.UserName) })
			},
		},
	})
}

func quickReassign(t *kit.T) {
	p := t.NewUser(kit.With("title", "Engineer"))
	before := t.MustReadUser(p.ID)
	kit.DeactivateAndSee(t, p)
	kit.ActivateAndSee(t, p)
	if t.Okta.Dialect() == okta.OIN {
		t.Report(check.Through(t.Okta.Deactivate(t, p.ID)))
	} else { // Okta puts what it read before, which is out of date
		stale := before.Clone()
		stale["active"] = false
		t.Report(check.Accepted(t.Okta.PutUser(t, p.ID, stale)))
	}
	t.StopIfFailed()
	t.AwaitInactive(p)
	t.Report(check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
	t.StopIfFailed()
	t.See("reactivate a second time", p.ID, p.Sent.UserName, kit.AllViews, func(r okta.Resource) []check.Problem {
		return check.All(check.Active(r), check.Text(r, "name.familyName", before.String("name", "familyName")))
	})
}

func expiredToken(t *kit.T) {
	stays, joins := t.NewUser(), t.NewUser()
	g := t.NewGroup(stays)
	before := t.MustReadGroup(g.ID)
	expired := t.Okta.With(func(c *okta.Config) { c.Authorization = "Bearer oktascim-expired-token" })
	members := kit.AsMembers(joins)
	whole := kit.AsMembers(stays, joins)
	var refused okta.Answer
	if t.Okta.GroupDialect() == okta.OIN {
		refused = expired.PatchGroup(t, g.ID, okta.AddOp(members...))
	} else {
		refused = expired.PutGroup(t, g.ID, g.Name, whole)
	}
	if refused.Err != nil {
		t.Unsupported("the target does not answer a wrong token within the time-out, so that nothing can expire midway")
	}
	t.Report(check.Unauthorized(refused, http.StatusUnauthorized, http.StatusForbidden))
	t.Report(kit.GroupAsBefore(t, g, before))
	t.StopIfFailed()
	t.Report(check.Through(t.Change(g, []kit.Person{joins}, nil, []kit.Person{stays, joins})))
	t.StopIfFailed()
	t.SeeMembers("push with the next token", g, []kit.Person{stays, joins})
}
