package create

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// duplicateChecks: Okta repeats a create whose answer was lost. The
// second is refused and changes nothing.
func duplicateChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.duplicate", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create that is repeated is answered 409",
			Why:     "Okta repeats a create after a time-out. It knows a conflict by 409 only.",
			Symptom: "The conflict is reported as another error, or not at all.",
			Refs:    []string{kit.RefConflict, "Okta SCIM 2.0 reference: 409 for a duplicate", "Okta SPEC step 8"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Report(check.Status(t.Okta.CreateUser(t, p.Sent), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-spec", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "The create of Okta's SPEC test, repeated, is answered 409",
			Why:     "It carries no externalId, so only the userName tells that it is a duplicate.",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC step 8", kit.RefConflict},
			Body: func(t *kit.T) {
				sent := t.Person()
				p := kit.MadeUsers(t, t.Okta.CreateUserSPEC(t, sent), sent)
				kit.AwaitUser(t, p.ID)
				t.Report(check.Status(t.Okta.CreateUserSPEC(t, sent), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create of a taken userName in another case is answered 409",
			Why:     "userName has no case, so it is the same user.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefUserName, kit.RefConflict},
			Body: func(t *kit.T) {
				p := t.NewUser()
				again := t.Person(func(u *okta.User) { u.UserName = strings.ToUpper(p.Sent.UserName); u.Email = u.UserName })
				t.Report(check.Status(t.Okta.CreateUser(t, again), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-mixed-case", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create in lower case of a userName that is taken in mixed case is answered 409",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefUserName, kit.RefConflict},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.Mailbox("Jo.McLeod"))
				again := t.Person(func(u *okta.User) { u.UserName = strings.ToLower(p.Sent.UserName); u.Email = u.UserName })
				t.Report(check.Status(t.Okta.CreateUser(t, again), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create of a taken userName changes nothing of the user who has it",
			Why:     "The second create has other attributes and lacks the externalId: all of that would be lost.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefConflict, kit.RefUserName},
			Body: func(t *kit.T) {
				p := t.NewUser(kit.With("title", "Engineer"), kit.With("nickName", "Janie"))
				before := t.MustReadUser(p.ID)
				again := t.Person(kit.Named("Someone", "Else", "Someone Else"), func(u *okta.User) { u.UserName, u.ExternalID = p.Sent.UserName, "" })
				t.Okta.CreateUser(t, again)
				again.ExternalID = t.Person().ExternalID // somebody else's in Okta
				t.Okta.CreateUser(t, again)
				seenByID(t, p, func(r okta.Resource) []check.Problem { return t.Unchanged(before, r, kit.DerivedAttributes(t)...) })
			},
		},
		{
			ID: "users.create.duplicate-inactive-body", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A create of a taken userName with active false does not deactivate the user who has it",
			Symptom: "Somebody loses access because a namesake was staged in Okta.",
			Refs:    []string{kit.RefConflict},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				again := t.Person(kit.Inactive, func(u *okta.User) { u.UserName, u.Email = p.Sent.UserName, p.Sent.Email })
				t.Okta.CreateUser(t, again)
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.Agree(okta.Resource{"active": before["active"]}, r)
				})
			},
		},
		{
			ID: "users.create.duplicate-no-twin", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a repeated create there is one user with the userName, in the lookup and in the list",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefConflict, kit.RefUserName},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				t.Okta.CreateUser(t, p.Sent)
				t.Eventually("create a user twice", func() []check.Problem {
					_, problems := kit.LookUp(t, p)
					return check.All(problems, check.Once(allPages(t), p.ID, p.Sent.UserName))
				})
			},
		},
		{
			ID: "users.create.duplicate-scimtype", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The 409 for a taken userName has scimType uniqueness",
			Symptom: "None: Okta's own sample has none.",
			Refs:    []string{"RFC 7644 §3.3", "RFC 7644 §3.12 scimType uniqueness"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := t.Okta.CreateUser(t, p.Sent)
				t.Require(kit.RefuseDuplicate, check.Status(a, http.StatusConflict))
				t.Report(check.ScimType(a, "uniqueness"))
			},
		},
	}
}

// neighbourChecks: only the userName is unique.
func neighbourChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.create.same-names", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Two users may have the same names and displayName",
			Why:     "Every larger company has two people of one name.",
			Symptom: "The second Jane Doe cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1.1: only userName has uniqueness server"},
			Body: func(t *kit.T) {
				names := kit.Named("Sam", "Same", "Sam Same "+t.Env().Names.Next())
				t.NewUser(names)
				sent := t.Person(names)
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.same-email", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Two users may share an e-mail address",
			Why:     "Uniqueness is on userName; an app may be stricter as its policy.",
			Symptom: "People with a shared mailbox cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1.2: no uniqueness of e-mail addresses"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				p := t.NewUser()
				sent := t.Person(func(u *okta.User) { u.Email = p.Sent.Email })
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
	}
	for _, near := range []struct{ id, title, taken, free string }{
		{"shorter", "the beginning of a taken one", "annabel", "anna"},
		{"longer", "longer than a taken one", "anna", "annabel"},
		{"wildcard", "in which a database's wildcard would match a taken one", "kimxlee", "kim_lee"},
		{"dotted", "like a taken one but for a dot", "kimlee", "kim.lee"},
		{"tagged", "like a taken one but for a tag after a plus sign", "kimlee", "kimlee+work"},
	} {
		checks = append(checks, kit.Check{
			ID: "users.create.near-" + near.id, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A userName that is " + near.title + " is free",
			Symptom: "The assignment fails with a conflict that is none.",
			Refs:    []string{kit.RefUserName},
			Body: func(t *kit.T) {
				taken := t.Person()
				free := t.Person()
				free.UserName = taken.UserName
				kit.Mailbox(near.taken)(&taken)
				kit.Mailbox(near.free)(&free)
				kit.PushIfAllowed(t, "a userName such as "+taken.UserName, taken)
				kit.Accepted(t, t.Okta.CreateUser(t, free), free)
			},
		})
	}
	return checks
}
