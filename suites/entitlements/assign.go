package entitlements

import (
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// assignChecks: users who are created with entitlements, and what imports read of them.
func assignChecks() []kit.Check {
	const symptom = "No error in Okta: the user is assigned with entitlements and does not have them in the app."
	refs := []string{refGuide, "Okta CRUD-E step 4", "OIN C9371"}
	created := func(t *kit.T, k kind, values ...value) {
		u := t.Person(kit.With(k.Attribute, k.wire(values...)))
		a := t.Okta.CreateUser(t, u)
		t.Report(check.Status(a, 201), check.WithResource(a))
		t.StopIfFailed()
		t.See("create user with entitlements", a.Resource.ID(), u.UserName, kit.AllViews, k.holds(values...))
	}
	return []kit.Check{
		{
			ID: assign.Check, Level: kit.Must, Evidence: kit.Documented,
			Title:   "A user who is created with an entitlement has it in every view",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) { each(t, 1, func(k kind, v []value) { created(t, k, v[len(v)-1]) }) },
		},
		{
			ID: "entitlements.assign.several", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A user who is created with all entitlements of a kind has all of them",
			Symptom: symptom, Refs: refs,
			Body: func(t *kit.T) { each(t, 2, func(k kind, v []value) { created(t, k, v[:min(len(v), 20)]...) }) },
		},
		{
			ID: "entitlements.assign.custom", Level: kit.Should, Evidence: kit.Documented,
			Title:   "An entitlement that the endpoint does not list is stored as sent, or rejected with an Error",
			Why:     "An admin can add values by hand in Okta.",
			Symptom: "The assignment fails without a reason, or the user gets something else.",
			Refs:    refs,
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, _ []value) {
					custom := value{id: "oktascim custom", display: "oktascim: custom & own"}
					u := t.Person(kit.With(k.Attribute, k.wire(custom)))
					if a := t.Okta.CreateUser(t, u); a.OK() {
						t.See("create user with a custom entitlement", a.Resource.ID(), u.UserName, []kit.View{kit.ViewByID}, k.holds(custom))
					} else {
						t.Report(check.RefusedWell(a))
					}
				})
			},
		},
		{
			ID: "entitlements.import.known", Level: kit.Should, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedImport},
			Title:   "The entitlements of listed users are values of the endpoint",
			Why:     "An import links what a user has to the entitlements that Okta knows.",
			Symptom: "Imported users have entitlements that Okta does not show.",
			Refs:    []string{refGuide, "OIN C9373"},
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, values []value) {
					k.given(t, values[0])
					a := t.Okta.ListUsers(t, 1, kit.ImportPage)
					for _, r := range kit.MustList(t, a) {
						for _, e := range check.Elements(r, k.Attribute) {
							id, _ := e["value"].(string)
							if !slices.ContainsFunc(values, func(v value) bool { return v.id == id }) && r["active"] != false && id != "oktascim custom" {
								t.Failf(a.Op(), k.Attribute, "values of "+k.Endpoint, "%q, of a user", id)
								return
							}
						}
					}
				})
			},
		},
	}
}

// changeChecks: a change is a PUT with the full list.
func changeChecks() []kit.Check {
	const symptom = "No error in Okta: the user keeps an entitlement that was taken away, or lacks one that was given."
	refs := []string{refGuide, "OIN C9372"}
	updates := []kit.Need{kit.NeedUpdates}
	// steps are lists that are pushed one after the other to a user who has the first value.
	steps := func(n int, lists ...func(v []value) []value) func(*kit.T) {
		return func(t *kit.T) {
			each(t, n, func(k kind, v []value) {
				p := k.given(t, v[0])
				for _, list := range lists {
					want := list(v)
					t.Report(check.Through(k.push(t, p, want...)))
					t.StopIfFailed()
					t.See("change entitlements", p.ID, p.Sent.UserName, kit.AllViews, k.holds(want...))
				}
			})
		}
	}
	first := func(v []value) []value { return v[:1] }
	two := func(v []value) []value { return v[:2] }
	none := func([]value) []value { return nil }
	return []kit.Check{
		{
			ID: change.Check, Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A PUT with one more entitlement adds it and keeps the first",
			Symptom: symptom, Refs: refs, Body: steps(2, two),
		},
		{
			ID: "entitlements.change.replace", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A PUT with another entitlement replaces the one that the user had",
			Symptom: symptom, Refs: refs, Body: steps(2, func(v []value) []value { return v[1:2] }),
		},
		{
			ID: "entitlements.change.remove-one", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A PUT without one of two entitlements takes it away and keeps the other",
			Symptom: symptom, Refs: refs, Body: steps(2, two, func(v []value) []value { return v[1:2] }),
		},
		{
			ID: "entitlements.change.remove-all", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A PUT with an empty list takes all entitlements away",
			Symptom: symptom, Refs: refs, Body: steps(1, none),
		},
		{
			ID: "entitlements.change.again", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "The same PUT again leaves the entitlements as they are",
			Why:     "Okta repeats a push that was not answered.",
			Symptom: "Entitlements appear twice, or each second push takes them away.",
			Refs:    refs, Body: steps(1, first, first),
		},
		{
			ID: "entitlements.change.keeps", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A change of entitlements leaves the user's other attributes as they are",
			Symptom: "No error in Okta: with an entitlement the user's profile changes in the app.",
			Refs:    refs,
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, v []value) {
					p := k.given(t, v[0])
					before := t.MustReadUser(p.ID)
					t.Require(change, check.Through(k.push(t, p)))
					t.See("change entitlements", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						return t.Unchanged(before, r, k.Attribute)
					})
				})
			},
		},
		{
			ID: "entitlements.change.others", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A change of one user's entitlements leaves another user's as they are",
			Symptom: "Others lose or gain access when one user's entitlements change.",
			Refs:    refs,
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, v []value) {
					mate, p := k.given(t, v[0]), k.given(t, v[0])
					t.Require(change, check.Through(k.push(t, p)))
					t.See("change another user's entitlements", mate.ID, mate.Sent.UserName, []kit.View{kit.ViewByID}, k.holds(v[0]))
				})
			},
		},
		{
			ID: "entitlements.change.profile", Level: kit.Must, Evidence: kit.Documented, Needs: updates,
			Title:   "A profile update that carries the entitlements along keeps them",
			Symptom: "With any change of a profile the user loses entitlements.",
			Refs:    refs,
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, v []value) {
					p := k.given(t, v[0])
					p.Sent.GivenName = "Janet"
					t.Require(kit.UpdateUser, check.Through(t.Okta.PushProfile(t, p.ID, p.Sent)))
					t.See("update user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, k.holds(v[0]))
				})
			},
		},
		{
			ID: "entitlements.change.returns", Level: kit.Must, Evidence: kit.Documented, PerDialect: true,
			Needs:   []kit.Need{kit.NeedUpdates, kit.NeedDeactivate},
			Title:   "A user who comes back with an entitlement has it again",
			Symptom: "A returning user lacks the entitlements that Okta shows, or has the old ones.",
			Refs:    []string{refGuide, "OIN C9372", "OIN C9293"},
			Body: func(t *kit.T) {
				each(t, 1, func(k kind, v []value) {
					p := k.given(t, v[0])
					kit.DeactivateAndSee(t, p)
					p.Sent.Extra[k.Attribute] = k.wire(v[len(v)-1])
					t.Require(kit.ReactivateUser, check.Through(t.Okta.Reactivate(t, p.ID, p.Sent)))
					t.See("reactivate user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewList}, func(r okta.Resource) []check.Problem {
						return check.All(check.Active(r), k.holds(v[len(v)-1])(r))
					})
				})
			},
		},
	}
}
