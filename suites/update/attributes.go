package update

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// changedAttribute is one attribute that a profile update changes alone.
type changedAttribute struct {
	id, name, path string
	change         func(t *kit.T, r okta.Resource, next okta.User)
	want           func(r okta.Resource, next okta.User) []check.Problem
}

func changedAttributes() []changedAttribute {
	text := func(id, name, path string, of func(okta.User) string, steps ...string) changedAttribute {
		return changedAttribute{id, name, path,
			func(_ *kit.T, r okta.Resource, next okta.User) { r.Set(of(next), steps...) },
			func(r okta.Resource, next okta.User) []check.Problem { return check.Text(r, path, of(next)) }}
	}
	return []changedAttribute{
		text("given-name", "first name", "name.givenName", func(u okta.User) string { return u.GivenName }, "name", "givenName"),
		text("family-name", "last name", "name.familyName", func(u okta.User) string { return u.FamilyName }, "name", "familyName"),
		text("display-name", "display name", "displayName", func(u okta.User) string { return u.DisplayName }, "displayName"),
		text("external-id", "externalId", "externalId", func(u okta.User) string { return u.ExternalID }, "externalId"),
		{"email", "e-mail address", "emails",
			func(t *kit.T, r okta.Resource, next okta.User) { kit.PutEmail(t, r, next.Email) },
			func(r okta.Resource, next okta.User) []check.Problem { return check.HasEmail(r, next.Email) }},
	}
}

// attributeChecks: each attribute that Okta's default mapping pushes,
// changed alone, shows in every view.
func attributeChecks() []kit.Check {
	var out []kit.Check
	for _, a := range changedAttributes() {
		if a.path == "emails" {
			continue // users.update.email: an app may refuse it
		}
		out = append(out, kit.Check{
			ID: "users.update." + a.id, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new " + a.name + " shows by id, by lookup and in the list",
			Why:     "A server that answers 200 and keeps the old value leaves Okta and the app apart, and nobody is told.",
			Symptom: "No error in Okta: it shows the change as pushed, but the app keeps the old " + a.name + ".",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "Okta CRUD step 6", "OIN C9291, C9309, C9310"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.NeedShown(t, t.MustReadUser(p.ID), a.path)
				next := t.Person()
				next.GivenName = "Janet"
				kit.ChangeUser(t, p, func(r okta.Resource) { a.change(t, r, next) })
				t.See("update "+a.path, p.ID, p.Sent.UserName, kit.AllViews, func(r okta.Resource) []check.Problem {
					return a.want(r, next)
				})
			},
		})
	}
	out = append(out, kit.Check{
		ID: "users.update.looked-up-before", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "A lookup that found a user before a profile update shows the update afterwards",
		Why:     "An app that keeps answers of lookups in a cache, or in an index of its own, goes on showing what was.",
		Symptom: "When the user is assigned again, Okta takes the outdated profile for the app's.",
		Refs:    []string{kit.RefOktaUpdate, kit.RefLookup},
		Body: func(t *kit.T) {
			p := t.NewUser()
			kit.NeedShown(t, t.MustReadUser(p.ID), "displayName")
			t.AwaitFindable(p)
			display := t.Person().DisplayName
			kit.ChangeUser(t, p, func(r okta.Resource) { r["displayName"] = display })
			t.See("update displayName", p.ID, p.Sent.UserName, []kit.View{kit.ViewLookup}, kit.HasDisplayName(display))
		},
	})
	return append(out, kit.Check{
		ID: "users.update.all", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "A profile update that changes everything but the userName shows whole in every view",
		Symptom: "A part of the profile stays as it was.",
		Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "OIN C9291"},
		Body: func(t *kit.T) {
			p := t.NewUser()
			before := t.MustReadUser(p.ID)
			next := t.Person()
			next.GivenName = "Janet"
			attributes := changedAttributes()
			a, why := updateAddress(t, p, next.Email, func(r okta.Resource) {
				for _, a := range attributes {
					if a.path != "emails" {
						a.change(t, r, next)
					}
				}
			})
			t.Require(kit.UpdateUser, check.Status(a, http.StatusOK))
			if why != "" {
				next.Email = p.Sent.Email
			}
			t.See("update all", p.ID, nameAfter(t, p, next), kit.AllViews, func(r okta.Resource) []check.Problem {
				var out []check.Problem
				for _, a := range attributes {
					if check.Has(before, a.path) {
						out = append(out, a.want(r, next)...)
					}
				}
				return out
			})
		},
	})
}

// nameAfter is the userName that a person has after an update of the address: an
// app that knows users by their address is sent that.
func nameAfter(t *kit.T, p kit.Person, next okta.User) string {
	if kit.KnownByEmail(t) {
		return next.Email
	}
	return p.Sent.UserName
}

// optionalAttribute is one that a server need not support.
type optionalAttribute struct {
	id, name, path string
	from, to       okta.Resource // the top-level member before and after
}

func optionalAttributes() []optionalAttribute {
	one := func(id, name, attribute string, from, to any) optionalAttribute {
		return optionalAttribute{id, name, attribute, okta.Resource{attribute: from}, okta.Resource{attribute: to}}
	}
	phone := func(number string) []any { return []any{map[string]any{"type": "work", "value": number}} }
	department := func(name string) map[string]any { return map[string]any{"department": name} }
	out := []optionalAttribute{
		one("title", "title", "title", "Engineer", "Director"),
		one("nick-name", "nickname", "nickName", "Janie", "Jay"),
		one("locale", "locale", "locale", "en-US", "de-DE"),
		one("preferred-language", "preferred language", "preferredLanguage", "en-US", "fr-FR"),
		one("timezone", "time zone", "timezone", "America/Los_Angeles", "Europe/Berlin"),
		one("phone", "phone number", "phoneNumbers", phone("+1 415 555 0100"), phone("+1 415 555 0199")),
		one("department", "department", okta.EnterpriseSchema, department("Sales"), department("Finance")),
	}
	out[len(out)-1].path = okta.EnterpriseSchema + ":department"
	return out
}

// wholeTexts are texts of a whole profile that an update may change by themselves.
var wholeTexts = [][]string{{"title"}, {"nickName"}, {"name", "middleName"}, {okta.EnterpriseSchema, "employeeNumber"}, {okta.EnterpriseSchema, "costCenter"},
	{okta.EnterpriseSchema, "organization"}, {okta.EnterpriseSchema, "division"}, {okta.EnterpriseSchema, "department"}}

// optionalChecks: an attribute that the app shows after a create can be
// changed too.
func optionalChecks() []kit.Check {
	var out []kit.Check
	for _, a := range optionalAttributes() {
		out = append(out, kit.Check{
			ID: "users.update." + a.id, Level: kit.Must, Evidence: kit.Documented,
			Title:   "A new " + a.name + " shows in every view when the app has that attribute",
			Symptom: "None: Okta shows the change as pushed, the app still has the old " + a.name + ".",
			Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "OIN C9310"},
			Body: func(t *kit.T) {
				var options []kit.Option
				for attribute, value := range a.from {
					options = append(options, kit.With(attribute, value))
				}
				p := t.NewUser(options...)
				kit.NeedShown(t, t.MustReadUser(p.ID), a.path)
				kit.ChangeUser(t, p, func(r okta.Resource) {
					for attribute, value := range a.to.Clone() {
						r[attribute] = value
					}
				})
				t.See("update "+a.path, p.ID, p.Sent.UserName, kit.AllViews, func(r okta.Resource) []check.Problem {
					return check.All(check.Missing(r, a.to, a.path), check.NotAltered(r, a.to, a.path))
				})
			},
		})
	}
	return append(out, kit.Check{
		ID: "users.update.every-text", Level: kit.Should, Evidence: kit.RFC,
		Title:   "A profile update with new texts in all that the app shows of a whole profile shows each of them",
		Why:     "A list of columns that an update writes is easily one short.",
		Symptom: "None: Okta shows the change as pushed, the app still has an old cost center, address or middle name.",
		Refs:    []string{kit.RefOktaUpdate, kit.RefPut, "OIN C9310"},
		Body: func(t *kit.T) {
			p := kit.NewWhole(t)
			want := okta.Resource{}
			a := kit.PutUser(t, p, func(r okta.Resource) {
				for _, path := range wholeTexts {
					if was := r.String(path...); was != "" {
						next := was[len(was)-1:] + was // a number stays one
						r.Set(next, path...)
						want.Set(next, path...)
					}
				}
			})
			switch {
			case len(want) == 0:
				t.Unsupported("the app shows none of these attributes after a create")
			case kit.RefusesValue(a):
				t.Unsupported("the app refuses one of the new texts: %d %s", a.Status, a.Resource.String("detail"))
			}
			t.Require(kit.UpdateUser, check.Status(a, http.StatusOK))
			t.See("update every text", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) (problems []check.Problem) {
				for _, path := range wholeTexts {
					if w := want.String(path...); w != "" && r.String(path...) != w {
						problems = append(problems, check.Problem{Place: strings.Join(path, "."), Expected: w, Actual: r.String(path...)})
					}
				}
				return problems
			})
		},
	})
}

// manyChecks: updates at the same time.
func manyChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.update.at-once", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Updates of four users at the same time are all applied",
			Why:     "Okta pushes many users at once after a change of a mapping.",
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
					t.See("update at once", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(bodies[i].String("displayName")))
				}
			},
		},
		{
			ID: "users.update.beside-group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "An update of a user and a push of its group at the same time both hold",
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
				t.See("update beside a group", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, kit.HasDisplayName(body.String("displayName")))
				t.SeeMembers("push a group beside an update", g, []kit.Person{mate, p})
			},
		},
	}
}
