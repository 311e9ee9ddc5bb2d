// Package create has the checks of Push New Users: POST /Users and what the app then holds.
package create

import (
	"net/http"
	"slices"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: Okta creates a user when the lookup found none, and works with
// the id of the answer from then on.
func Checks() []kit.Check {
	return kit.InArea(kit.Create, []kit.Need{kit.NeedPushUsers}, slices.Concat(
		answerChecks(),
		storedChecks(),
		wholeChecks(),
		alikeChecks(),
		leanChecks(),
		stateChecks(),
		passwordChecks(),
		takenChecks(),
		nearChecks(),
		linkChecks(),
		nameChecks(),
		unknownChecks(),
		refusedChecks(),
		manyChecks(),
	))
}

// looks is the body of a check that looks at the person of its journey, by id if no view is named.
func looks(want func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem, views ...kit.View) func(*kit.T) {
	if len(views) == 0 {
		views = []kit.View{kit.ViewByID}
	}
	return func(t *kit.T) {
		j := t.Journey()
		t.Look(j, views, func(r okta.Resource) []check.Problem { return want(t, j, r) })
	}
}

// shows wants attributes as they were sent.
func shows(attributes ...string) func(*kit.T, *kit.Journey, okta.Resource) []check.Problem {
	return func(_ *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
		return check.Sent(r, j.Person.Sent.Resource(), attributes...)
	}
}

func answerChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.answer", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "A create is answered 201 with the user and its id",
			Why:     "The id is all that Okta has of the account from then on.",
			Symptom: "«Create new user returned empty user»: the assignment fails although the account was made.",
			Refs:    []string{kit.RefCreate, kit.RefPost, "Okta SPEC step 6", "OIN C9290, C9336", kit.RefOktaURL},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Last()
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
			},
		},
		{
			ID: "users.create.push", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "Okta's push of a new user goes through: the lookup finds nobody, the create makes the account",
			Symptom: kit.CannotAssign,
			Refs:    []string{kit.RefLookup, kit.RefCreate, "Okta CRUD step 3", "OIN C9290, C9336"},
			Body: func(t *kit.T) {
				j := t.Carried()
				miss, a := j.Run.Answers[0], j.Run.Last()
				t.Report(check.Miss(miss, j.Person.Sent.UserName), check.Status(a, http.StatusCreated), check.WithResource(a))
			},
		},
		{
			ID: "users.create.answer-shape", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushUser,
			Title:   "The answer to a create has the form of a User: id and userName are texts, active is a boolean",
			Symptom: "Okta cannot read the answer, or takes the new user for an inactive one.",
			Refs:    []string{"RFC 7643 §3.1", "RFC 7643 §4.1", "Okta SPEC step 6"},
			Body: func(t *kit.T) {
				a := t.Journey().Run.Last()
				t.Report(check.InAnswer(a, check.UserShape(a.Resource)))
			},
		},
		{
			ID: "users.create.answer-kept", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: kit.PushWhole,
			Title:   "What the answer to a create shows is what is stored",
			Why:     "Okta takes the answer for the state of the account.",
			Symptom: kit.ShowsElsewhere,
			Refs:    []string{kit.RefCreate, kit.RefPost},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.Kept(j.Run.Last().Resource, r, kit.DerivedAttributes(t)...)
			}),
		},
		{
			ID: "users.create.answer-whole", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushUser, Depth: kit.Quick,
			Title:   "The answer to a create shows all that a read shows",
			Symptom: "None with Okta, which reads the user before it updates it.",
			Refs:    []string{"RFC 7644 §3.3: the body contains the service provider's representation of the new resource"},
			Body: looks(func(t *kit.T, j *kit.Journey, r okta.Resource) []check.Problem {
				return check.Kept(r, j.Run.Last().Resource, kit.DerivedAttributes(t)...)
			}),
		},
		{
			ID: "users.create.meta", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushUser, Depth: kit.Quick,
			Title:   "A new user has meta with resourceType, location, created and lastModified of now",
			Symptom: "None with Okta.",
			Refs:    []string{"RFC 7643 §3.1"},
			Body: looks(func(_ *kit.T, _ *kit.Journey, r okta.Resource) []check.Problem {
				return check.All(check.Meta(r, "User"), check.MadeAt(r, time.Now()))
			}),
		},
		{
			ID: "users.create.ids", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushUser,
			Title:   "Every new user has an id of its own that stays the same",
			Why:     "Every later request of Okta names the user by this id.",
			Symptom: "Updates and deactivations fail with 404 or hit somebody else.",
			Refs:    []string{"RFC 7643 §3.1: id is stable, non-reassignable and unique"},
			Body: func(t *kit.T) {
				one, other := t.Journey().Person, t.NewUser()
				if one.ID == other.ID {
					t.Failf("POST /Users", "id", "another id for each user", "%q for both", one.ID)
				}
				for _, p := range []kit.Person{one, other} {
					seenByID(t, p, func(r okta.Resource) []check.Problem { return check.Sent(r, p.Sent.Resource(), "userName") })
				}
			},
		},
		{
			ID: "users.create.spec", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "The create of Okta's SPEC test is answered 201, is read back with the values sent, and repeated is answered 409",
			Why:     "It is leaner than Okta's live create (no externalId, password or locale) and declared as application/json.",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC steps 6, 7 and 8", "RFC 7644 §3.1", kit.RefPost, kit.RefConflict},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Named("Runscope312", "Xabcdefgh470", "Runscope312 Xabcdefgh470"))
				a := t.Okta.CreateUserSPEC(t, sent)
				p := kit.Accepted(t, a, sent)
				values := []string{"userName", "name.familyName", "name.givenName", "active", "schemas"}
				t.Report(check.InAnswer(a, check.Sent(a.Resource, sent.Resource(), values...)))
				seenByID(t, p, func(r okta.Resource) []check.Problem { return check.Sent(r, sent.Resource(), values[:3]...) })
				t.Report(check.Status(t.Okta.CreateUserSPEC(t, sent), http.StatusConflict))
			},
		},
	}
}

// post sends a body as the create of a user.
func post(t *kit.T, body okta.Resource) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodPost, Path: "/Users", Body: body})
}

// seenByID reports whether a created user, read by id, satisfies want.
func seenByID(t *kit.T, p kit.Person, want func(okta.Resource) []check.Problem) {
	t.See("create user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, want)
}
