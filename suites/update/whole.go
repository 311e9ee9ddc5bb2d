package update

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateWhole: a new displayName of somebody with a value in each attribute that Okta can map.
var updateWhole = kit.Sequence{Name: "update whole user", Step: kit.Setup{Check: "users.update.whole", Doing: "updating a user with every attribute"},
	Carry: func(t *kit.T, j *kit.Journey) {
		j.Person = kit.NewWhole(t)
		j.Before.User = t.MustReadUser(j.Person.ID)
		j.Next = kit.Updated(t)
		j.Run = t.Okta.UpdateProfile(t, j.Person.ID, func(r okta.Resource) { r["displayName"] = j.Next.DisplayName })
	}}

// wholeChecks: a user with a whole profile, and each form of each value.
func wholeChecks() []kit.Check {
	return []kit.Check{
		{
			ID: updateWhole.Step.Check, Level: kit.Must, Evidence: kit.Recorded, Journey: updateWhole,
			Title:   "A profile update of a user with a whole profile is accepted and stored",
			Why:     "Okta sends back all that the app shows, with the change merged in.",
			Symptom: "Each update of a user with a complete profile fails.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "https://github.com/kortix-ai/suna/issues/7302"},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Report(check.Through(j.Run))
				t.StopIfFailed()
				t.Look(j, []kit.View{kit.ViewByID}, kit.HasDisplayName(j.Next.DisplayName))
			},
		},
		{
			ID: "users.update.display-name-keeps", Level: kit.Must, Evidence: kit.Recorded, Journey: updateWhole,
			Title:   "A new displayName of a user with a whole profile changes no other attribute",
			Why:     "A server that rebuilds the account from the request loses what it does not map, such as the department.",
			Symptom: "After a change of the display name other data of the person is gone or different.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "RFC 7643 §4.3"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return kit.LikeBefore(j.Before.User, "displayName", "name.formatted")(r)
			}),
		},
		{
			ID: "users.update.forms", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A new value of each optional attribute is accepted in each form, and shown when the app shows the attribute",
			Why:     "Okta's mapping has some thirty attributes, and phone numbers, addresses and managers are free text.",
			Symptom: "Pushes for some people fail, or Okta shows a change as pushed and the app keeps the old value.",
			Refs: []string{kit.RefOktaUpdate, kit.RefPut, "OIN C9310", "https://github.com/wso2/product-is/issues/3474",
				"https://github.com/limosa-io/laravel-scim-server/issues/36",
				"https://github.com/gravitee-io/gravitee-access-management/issues/8521"},
			Body: pushForms,
		},
	}
}

// pushForms updates one person with one form after the other.
func pushForms(t *kit.T) {
	p := kit.NewWhole(t)
	first := t.MustReadUser(p.ID)
	before, refused := first, map[string]bool{} // attributes that the app does not take
	kit.Each(t, kit.Forms(t), func(f kit.Form) string { return f.Name }, func(t *kit.T, f kit.Form) {
		if refused[f.Attribute()] {
			t.Unsupported("the app refuses %s", f.Attribute())
		}
		a := kit.PutUser(t, p, func(r okta.Resource) {
			r.Set(f.Value, f.Path...)
			if list, _ := r["schemas"].([]any); f.Path[0] == okta.EnterpriseSchema && !slices.Contains(list, any(f.Path[0])) {
				r["schemas"] = append(slices.Clone(list), f.Path[0])
			}
		})
		if kit.RefusesValue(a) && (f.Odd || !check.Has(first, f.Path[0])) {
			refused[f.Attribute()] = !f.Odd
			t.Report(check.ErrorBody(a))
			t.Unsupported("the app refuses it: %d", a.Status)
		}
		t.Report(check.Accepted(a))
		var now okta.Resource
		t.Eventually("update "+f.At(), func() (problems []check.Problem) {
			if now, problems = t.ByID(p.ID); len(problems) > 0 || a.Status != http.StatusOK || f.Odd || !check.Has(now, f.At()) {
				return problems
			}
			return check.In("GET /Users/{id}", check.All(check.NotAltered(now, f.Body(), f.Compared()), check.Whole(now, f.Body()), stale(f, before, now))...)
		})
		if now != nil {
			before = now
		}
	})
	t.See("update with other forms", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup, kit.ViewList}, func(r okta.Resource) []check.Problem {
		return check.Agree(before, r, kit.DerivedAttributes(t)...)
	})
}

// stale has a problem when a list shows what it had before another value was pushed, and nothing of that.
func stale(f kit.Form, before, now okta.Resource) []check.Problem {
	if _, plural := f.Value.([]any); !plural {
		return nil
	}
	had, has, pushed := mainValues(before, f.Path[0]), mainValues(now, f.Path[0]), mainValues(f.Body(), f.Path[0])
	if !slices.Equal(had, has) || slices.ContainsFunc(pushed, func(v string) bool { return slices.Contains(has, v) }) {
		return nil
	}
	return []check.Problem{{Place: f.At(), Expected: "the new value", Actual: "only what it was before the update"}}
}

// mainValues are the values of a list, or the towns of addresses.
func mainValues(r okta.Resource, attribute string) (out []string) {
	for _, e := range check.Elements(r, attribute) {
		for _, member := range []string{"value", "locality", "formatted"} {
			if v, _ := e[member].(string); v != "" {
				out = append(out, v)
				break
			}
		}
	}
	return out
}
