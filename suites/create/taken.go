package create

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// pushTaken: somebody is created, and then creates of the same userName are sent: the very same, in other case, and with other
// attributes. The answers are theirs.
var pushTaken = kit.Sequence{Name: "create a taken userName", Step: kit.CreateUser, Carry: func(t *kit.T, j *kit.Journey) {
	j.Person = t.NewUser(kit.Mailbox("Jo.McLeod"), kit.With("title", "Engineer"), kit.With("nickName", "Janie"))
	j.Before.User = t.MustReadUser(j.Person.ID)
	taken := j.Person.Sent
	other := func(u *okta.User) {
		kit.Named("Someone", "Else", "Someone Else")(u)
		u.UserName, u.ExternalID = taken.UserName, ""
	}
	for _, again := range []okta.User{
		taken,
		t.Person(func(u *okta.User) { u.UserName = strings.ToUpper(taken.UserName); u.Email = u.UserName }),
		t.Person(func(u *okta.User) { u.UserName = strings.ToLower(taken.UserName); u.Email = u.UserName }),
		t.Person(other),
		t.Person(kit.Named("Someone", "Else", "Someone Else"), func(u *okta.User) { u.UserName = taken.UserName }),
	} {
		j.Run.Answers = append(j.Run.Answers, t.Okta.CreateUser(t, again))
	}
}}

// takenChecks: Okta repeats a create whose answer was lost. The
// second is refused and changes nothing.
func takenChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.create.duplicate", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A create that is repeated is answered 409",
			Why:     "Okta repeats a create after a time-out. It knows a conflict by 409 only.",
			Symptom: "The conflict is reported as another error, or not at all.",
			Refs:    []string{kit.RefConflict, "Okta SCIM 2.0 reference: 409 for a duplicate", "Okta SPEC step 8"},
			Body:    func(t *kit.T) { t.Report(check.Status(t.Carried().Run.Answers[0], http.StatusConflict)) },
		},
		{
			ID: "users.create.duplicate-case", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A create of a taken userName in another case is answered 409",
			Why:     "userName has no case, so it is the same user.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefUserName, kit.RefConflict},
			Body: func(t *kit.T) {
				answers := t.Carried().Run.Answers
				t.ReportAt("in upper case:", check.Status(answers[1], http.StatusConflict))
				t.ReportAt("in lower case:", check.Status(answers[2], http.StatusConflict))
			},
		},
		{
			ID: "users.create.duplicate-keeps", Level: kit.Must, Evidence: kit.Safety, Depth: kit.Quick,
			Title:   "A create of a taken userName changes nothing of the user who has it, and does not deactivate them",
			Why:     "The further creates have other attributes, no externalId or another one, and active false: all of that would be lost.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefConflict, kit.RefUserName},
			Body: func(t *kit.T) {
				j := t.Carried()
				taken := j.Person.Sent
				t.Okta.CreateUser(t, t.Person(kit.Inactive, func(u *okta.User) { u.UserName, u.Email = taken.UserName, taken.Email }))
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return t.Unchanged(j.Before.User, r, kit.DerivedAttributes(t)...)
				})
			},
		},
		{
			ID: "users.create.duplicate-no-twin", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "After a repeated create there is one user with the userName, in the lookup and in the list",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefConflict, kit.RefUserName},
			Body: func(t *kit.T) {
				p := t.Carried().Person
				t.Eventually("create a user twice", func() []check.Problem {
					_, problems := kit.LookUp(t, p)
					return check.All(problems, check.Once(allPages(t), p.ID, p.Sent.UserName))
				})
			},
		},
		{
			ID: "users.create.duplicate-scimtype", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The 409 for a taken userName has scimType uniqueness",
			Symptom: "None: Okta's own sample has none.",
			Refs:    []string{"RFC 7644 §3.3", "RFC 7644 §3.12 scimType uniqueness"},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[0]
				t.Require(kit.RefuseDuplicate, check.Status(a, http.StatusConflict))
				t.Report(check.ScimType(a, "uniqueness"))
			},
		},
	}
	for i := range checks {
		checks[i].Journey = pushTaken
	}
	return checks
}
