package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

const (
	refConflict = "RFC 7644 §3.3: 409 when the resource exists already"
	makesTwins  = "None: Okta reports success, and the person has two accounts or a changed one."
)

// createDuplicateChecks: Okta repeats a create whose answer was lost. The
// second is refused and changes nothing.
func createDuplicateChecks() []Check {
	return []Check{
		{
			ID: "users.create.duplicate", Level: Must,
			Title:   "A create that is repeated is answered 409",
			Why:     "Okta repeats a create after a time-out. It knows a conflict by 409 only.",
			Symptom: "The conflict is reported as another error, or not at all.",
			Refs:    []string{refConflict, "Okta SCIM 2.0 reference: 409 for a duplicate", "Okta SPEC step 8"},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(check.Status(t.Okta.CreateUser(t, p.Sent), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-spec", Level: Must,
			Title:   "The create of Okta's SPEC test, repeated, is answered 409",
			Why:     "It carries no externalId, so only the userName tells that it is a duplicate.",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC step 8", refConflict},
			Body: func(t *T) {
				sent := t.Person()
				p := t.made(t.Okta.CreateUserSPEC(t, sent), sent)
				t.awaitUser(p.ID)
				t.Report(check.Status(t.Okta.CreateUserSPEC(t, sent), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-case", Level: Must,
			Title:   "A create of a taken userName in another case is answered 409",
			Why:     "userName has no case, so it is the same user.",
			Symptom: makesTwins,
			Refs:    []string{refUserName, refConflict},
			Body: func(t *T) {
				p := t.NewUser()
				again := t.Person(func(u *okta.User) { u.UserName = strings.ToUpper(p.Sent.UserName); u.Email = u.UserName })
				t.Report(check.Status(t.Okta.CreateUser(t, again), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-mixed-case", Level: Must,
			Title:   "A create in lower case of a userName that is taken in mixed case is answered 409",
			Symptom: makesTwins,
			Refs:    []string{refUserName, refConflict},
			Body: func(t *T) {
				p := t.NewUser(Mailbox("Jo.McLeod"))
				again := t.Person(func(u *okta.User) { u.UserName = strings.ToLower(p.Sent.UserName); u.Email = u.UserName })
				t.Report(check.Status(t.Okta.CreateUser(t, again), http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-keeps", Level: Must,
			Title:   "A create of a taken userName changes nothing of the user who has it",
			Why:     "The second create has other attributes and lacks the externalId: all of that would be lost.",
			Symptom: makesTwins,
			Refs:    []string{refConflict, refUserName},
			Body: func(t *T) {
				p := t.NewUser(With("title", "Engineer"), With("nickName", "Janie"))
				before := t.mustReadUser(p.ID)
				again := t.Person(Named("Someone", "Else", "Someone Else"), func(u *okta.User) { u.UserName, u.ExternalID = p.Sent.UserName, "" })
				t.Okta.CreateUser(t, again)
				again.ExternalID = t.Person().ExternalID // somebody else's in Okta
				t.Okta.CreateUser(t, again)
				t.seenByID(p, func(r okta.Resource) []check.Problem { return t.unchanged(before, r, t.derived()...) })
			},
		},
		{
			ID: "users.create.duplicate-inactive-body", Level: Must,
			Title:   "A create of a taken userName with active false does not deactivate the user who has it",
			Symptom: "Somebody loses access because a namesake was staged in Okta.",
			Refs:    []string{refConflict},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				again := t.Person(Inactive, func(u *okta.User) { u.UserName, u.Email = p.Sent.UserName, p.Sent.Email })
				t.Okta.CreateUser(t, again)
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.Agree(okta.Resource{"active": before["active"]}, r)
				})
			},
		},
		{
			ID: "users.create.duplicate-no-twin", Level: Must,
			Title:   "After a repeated create there is one user with the userName, in the lookup and in the list",
			Symptom: makesTwins,
			Refs:    []string{refConflict, refUserName},
			Body: func(t *T) {
				p := t.NewUser()
				t.findable(p)
				t.Okta.CreateUser(t, p.Sent)
				t.Eventually("create a user twice", func() []check.Problem {
					_, problems := t.hit(p)
					return check.All(problems, check.Once(t.allPages(), p.ID, p.Sent.UserName))
				})
			},
		},
		{
			ID: "users.create.duplicate-scimtype", Level: Should,
			Title:   "The 409 for a taken userName has scimType uniqueness",
			Symptom: "None: Okta's own sample has none.",
			Refs:    []string{"RFC 7644 §3.3", "RFC 7644 §3.12 scimType uniqueness"},
			Body: func(t *T) {
				p := t.NewUser()
				a := t.Okta.CreateUser(t, p.Sent)
				t.Require(RefuseDuplicate, check.Status(a, http.StatusConflict))
				t.Report(check.ScimType(a, "uniqueness"))
			},
		},
	}
}

// createNeighbourChecks: only the userName is unique.
func createNeighbourChecks() []Check {
	checks := []Check{
		{
			ID: "users.create.same-names", Level: Must,
			Title:   "Two users may have the same names and displayName",
			Why:     "Every larger company has two people of one name.",
			Symptom: "The second Jane Doe cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1.1: only userName has uniqueness server"},
			Body: func(t *T) {
				names := Named("Sam", "Same", "Sam Same "+t.Env().Names.Next())
				t.NewUser(names)
				sent := t.Person(names)
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.same-email", Level: Should,
			Title:   "Two users may share an e-mail address",
			Why:     "Uniqueness is on userName; an app may be stricter as its policy.",
			Symptom: "People with a shared mailbox cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1.2: no uniqueness of e-mail addresses"},
			Body: func(t *T) {
				t.NeedUserNames()
				p := t.NewUser()
				sent := t.Person(func(u *okta.User) { u.Email = p.Sent.Email })
				t.accepted(t.Okta.CreateUser(t, sent), sent)
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
		checks = append(checks, Check{
			ID: "users.create.near-" + near.id, Level: Must,
			Title:   "A userName that is " + near.title + " is free",
			Symptom: "The assignment fails with a conflict that is none.",
			Refs:    []string{refUserName},
			Body: func(t *T) {
				taken := t.Person()
				free := t.Person()
				free.UserName = taken.UserName
				Mailbox(near.taken)(&taken)
				Mailbox(near.free)(&free)
				t.pushIfAllowed("a userName such as "+taken.UserName, taken)
				t.accepted(t.Okta.CreateUser(t, free), free)
			},
		})
	}
	return checks
}
