package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// wholeChecks: an app need not support every attribute of a User, but it accepts all of them, in each form in which Okta's
// mapping writes them, and what it shows is what was sent. They look at one person.
func wholeChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: kit.CreateWhole.Check, Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "A user with a value in every attribute that Okta can map, in every form, is created",
			Why:     "Okta's mapping has some thirty attributes, and phone numbers, addresses and managers are free text.",
			Symptom: "People with a complete profile cannot be assigned.",
			Refs: []string{"OIN C9334", "OIN C9289", "RFC 7643 §4.1, §4.3", "https://github.com/wso2/product-is/issues/3474",
				"https://github.com/wso2/product-is/issues/6745"},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Last()
				problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a))
				if len(problems) == 0 {
					return
				}
				if !refusedParts(t, j.Person.Sent) {
					t.Report(problems)
				}
				notThere(t, a, j.Person.Sent)
			},
		},
		{
			ID: "users.create.all-shown", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "What is shown of a user with every attribute is as sent",
			Symptom: kit.ShowsElsewhere,
			Refs:    []string{"OIN C9344", "RFC 7643 §4.1"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.NotAltered(r, j.Person.Sent.Resource(), kit.EveryPath...)
			}),
		},
		{
			ID: "users.create.address-parts", Level: kit.Must, Evidence: kit.Documented, Depth: kit.Quick,
			Title:   "An address of a new user is shown with each part that was sent, when the app shows addresses",
			Symptom: "No error in Okta: the app has lost the street, the town or the country of people.",
			Refs:    []string{"RFC 7643 §4.1.2 addresses", "https://github.com/wso2/product-is/issues/13770"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.Whole(r, j.Person.Sent.Resource())
			}),
		},
		{
			ID: "users.create.all-stored", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "Every attribute of a user that Okta can map is stored",
			Symptom: "The app does not know what Okta knows of people.",
			Refs:    []string{"OIN C9344", "RFC 7643 §4.1, §4.3"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.Missing(r, j.Person.Sent.Resource(), kit.EveryPath...)
			}),
		},
		{
			ID: "users.create.email-second", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "Of two e-mail addresses the one that is marked primary is the user's, also when it is the second",
			Symptom: "Mail of the app goes to a private address.",
			Refs:    []string{"RFC 7643 §2.4 primary", "Okta SCIM FAQ: emails with primary"},
			Body: looks(func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.PrimaryEmail(r, j.Person.Sent.Email)
			}),
		},
		{
			ID: "users.create.schemas-complete", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "A user who is shown with an enterprise extension names it in schemas",
			Symptom: "None in Okta; other clients do not read the extension.",
			Refs:    []string{"RFC 7643 §3 schemas", "RFC 7643 §3.3"},
			Body: looks(func(t *kit.T, _ *kit.Journey, r okta.Resource) []check.Problem {
				kit.NeedShown(t, r, check.EnterpriseSchema+":department")
				return check.Sent(r, okta.Resource{"schemas": []any{check.EnterpriseSchema}}, "schemas")
			}),
		},
		{
			ID: "users.create.listed-same", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Needs: []kit.Need{kit.NeedImport},
			Title:   "An import lists a new user with the same values as by id",
			Symptom: "The import shows blank or outdated profiles.",
			Refs:    []string{"Okta SCIM 2.0 reference: import by pages of 100", "OIN C9303"},
			Body: func(t *kit.T) {
				j := t.Journey()
				kit.AwaitUser(t, j.Person.ID)
				read := t.MustReadUser(j.Person.ID)
				t.Look(j, []kit.View{kit.ViewList}, func(listed okta.Resource) []check.Problem {
					return check.All(check.Agree(read, listed, kit.DerivedAttributes(t)...),
						check.Sent(listed, kit.OnlyAttributes(read, check.Core...)))
				})
			},
		},
	}
	for i := range checks {
		checks[i].Journey = kit.PushWhole
	}
	return append(checks, kit.Check{
		ID: "users.create.manager", Level: kit.Must, Evidence: kit.Documented, Journey: kit.PushUser,
		For: []kit.Subject{
			manager("a manager by name alone", map[string]any{"displayName": "John Smith"}),
			manager("a manager who is not in the app", map[string]any{"value": "00701984"}),
		},
		Title:   "A user is created whose manager is given by name alone, or is not in the app",
		Why:     "Okta's managerId is any text, often an employee number, and a manager need not be assigned to the app.",
		Symptom: "People cannot be assigned before their managers are, or not at all.",
		Refs:    []string{"RFC 7643 §4.3 manager", "OIN C9334", "https://github.com/scimmyjs/scimmy/issues/28"},
		Body: func(t *kit.T) {
			accepted(t)
			t.Look(t.Journey(), []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
				return check.NotAltered(r, t.Journey().Person.Sent.Resource(), kit.EnterprisePaths...)
			})
		},
	})
}

// manager is a subject with this manager.
func manager(name string, value map[string]any) kit.Subject {
	return kit.Subject{Name: name, Person: func(t *kit.T) okta.User {
		return t.Person(kit.With(check.EnterpriseSchema, map[string]any{"department": "Sales", "manager": value}))
	}}
}

// accepted reports that the create of the check's subject was refused, unless those of plain people are too.
func accepted(t *kit.T) {
	a := t.Carried().Run.Last()
	if problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a)); len(problems) > 0 {
		t.NewUser()
		t.Report(problems)
		notThere(t, a, t.Carried().Person.Sent)
		t.Stop()
	}
}

// notThere reports a user whose create was answered with an error and who is there all the same. A conflict says that it is.
func notThere(t *kit.T, a okta.Answer, sent okta.User) {
	if a.Status < 400 || a.Status == http.StatusConflict {
		return
	}
	t.ReportAt("after the create was answered "+http.StatusText(a.Status)+":", check.FindsNone(t.Okta.LookupUser(t, sent.UserName), sent.UserName))
}

// refusedParts reports which attributes, and which of their forms, the app refuses alone.
func refusedParts(t *kit.T, sent okta.User) bool {
	refuses := func(r okta.Resource) []check.Problem {
		one := t.Person(kit.Inactive) // many would take all seats
		for name, v := range r {
			kit.With(name, v)(&one)
		}
		a := t.Okta.CreateUser(t, one)
		t.AwaitReadable(a)
		return check.Status(a, http.StatusCreated)
	}
	t.NewUser() // a plain one works
	forms := kit.Forms(t)
	for name, value := range sent.Extra {
		problems := refuses(okta.Resource{name: value})
		if len(problems) == 0 {
			continue
		}
		var names []string
		var found [][]check.Problem
		taken := 0
		for _, f := range forms {
			if f.Attribute() != name || f.Odd {
				continue
			}
			if alone := refuses(f.Body()); len(alone) > 0 {
				names, found = append(names, f.Name), append(found, alone)
			} else {
				taken++
			}
		}
		if taken == 0 || len(names) == 0 { // whatever its form
			names, found = []string{name}, [][]check.Problem{problems}
		}
		for i := range names {
			t.ReportAt("with "+names[i]+":", found[i])
		}
	}
	return t.Failed()
}
