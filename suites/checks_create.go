package suites

import (
	"net/http"
	"slices"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refCreate      = "Okta SCIM 2.0 reference: POST /Users, answered 201 with the stored user"
	refPost        = "RFC 7644 §3.3"
	cannotAssign   = "The assignment fails: «Automatic provisioning of user … to app … failed: Error while creating user»."
	showsElsewhere = "None: Okta reports success, but the app shows the person with other data."
)

// createChecks: Okta creates a user when the lookup found none, and works with
// the id of the answer from then on.
func createChecks() []Check {
	return inArea(Create, []Need{NeedPushUsers}, slices.Concat(
		createAnswerChecks(),
		createStoredChecks(),
		createOptionalChecks(),
		createStateChecks(),
		createPasswordChecks(),
		createAttributeChecks(),
		createLocaleChecks(),
		createOddChecks(),
		createRefusedChecks(),
		createPersonaChecks(),
		createDuplicateChecks(),
		createNeighbourChecks(),
		createPushChecks(),
		createManyChecks(),
	))
}

func createAnswerChecks() []Check {
	return []Check{
		{
			ID: "users.create.answer", Level: Must,
			Title:   "A create is answered 201 with the user and its id",
			Why:     "The id is all that Okta has of the account from then on.",
			Symptom: "«Create new user returned empty user»: the assignment fails although the account was made.",
			Refs:    []string{refCreate, refPost, "Okta SPEC step 6", "OIN C9290, C9336", refOktaURL},
			Body: func(t *T) {
				a := t.Okta.CreateUser(t, t.Person())
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.settle(a)
			},
		},
		{
			ID: "users.create.answer-kept", Level: Must,
			Title:   "What the answer to a create shows is what is stored",
			Why:     "Okta takes the answer for the state of the account.",
			Symptom: showsElsewhere,
			Refs:    []string{refCreate, refPost},
			Body: func(t *T) {
				sent := t.Person(With("title", "Engineer"))
				a := t.Okta.CreateUser(t, sent)
				t.seenByID(t.made(a, sent), func(r okta.Resource) []check.Problem { return check.Kept(a.Resource, r, t.derived()...) })
			},
		},
		{
			ID: "users.create.answer-whole", Level: Should,
			Title:   "The answer to a create shows all that a read shows",
			Symptom: "None with Okta, which reads the user before it updates it.",
			Refs:    []string{"RFC 7644 §3.3: the body contains the service provider's representation of the new resource"},
			Body: func(t *T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				t.seenByID(t.made(a, sent), func(r okta.Resource) []check.Problem { return check.Kept(r, a.Resource, t.derived()...) })
			},
		},
		{
			ID: "users.create.answer-shape", Level: Must,
			Title:   "The answer to a create has the form of a User: id and userName are texts, active is a boolean",
			Symptom: "Okta cannot read the answer, or takes the new user for an inactive one.",
			Refs:    []string{"RFC 7643 §3.1", "RFC 7643 §4.1", "Okta SPEC step 6"},
			Body: func(t *T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				t.made(a, sent)
				t.Report(check.InAnswer(a, check.UserShape(a.Resource)))
				t.settle(a)
			},
		},
		{
			ID: "users.create.ids", Level: Must,
			Title:   "Every new user has an id of its own that stays the same",
			Why:     "Every later request of Okta names the user by this id.",
			Symptom: "Updates and deactivations fail with 404 or hit somebody else.",
			Refs:    []string{"RFC 7643 §3.1: id is stable, non-reassignable and unique"},
			Body: func(t *T) {
				one, other := t.NewUser(), t.NewUser()
				if one.ID == other.ID {
					t.Failf("POST /Users", "id", "another id for each user", "%q for both", one.ID)
				}
				for _, p := range []Person{one, other, one} {
					t.seenByID(p, func(r okta.Resource) []check.Problem { return check.Sent(r, p.Sent.Resource(), "userName") })
				}
			},
		},
		{
			ID: "users.create.meta", Level: Should,
			Title:   "A new user has meta with resourceType, location, created and lastModified of now",
			Symptom: "None with Okta.",
			Refs:    []string{"RFC 7643 §3.1"},
			Body: func(t *T) {
				p := t.NewUser()
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.All(check.Meta(r, "User"), check.MadeAt(r, time.Now()))
				})
			},
		},
		{
			ID: "users.create.spec-answer", Level: Must,
			Title:   "The create of Okta's SPEC test is answered 201 with the values that were sent",
			Why:     "It is leaner than Okta's live create (no externalId, password or locale) and declared as application/json.",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC step 6", "RFC 7644 §3.1", refPost},
			Body: func(t *T) {
				sent := t.Person(Named("Runscope312", "Xabcdefgh470", "Runscope312 Xabcdefgh470"))
				a := t.Okta.CreateUserSPEC(t, sent)
				t.accepted(a, sent)
				t.Report(check.InAnswer(a, check.Sent(a.Resource, sent.Resource(), "active", "name.familyName", "name.givenName", "schemas", "userName")))
			},
		},
		{
			ID: "users.create.spec-read", Level: Must,
			Title:   "The user that Okta's SPEC test creates is read back by id with the values that were sent",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC step 7"},
			Body: func(t *T) {
				sent := t.Person(Named("Runscope313", "Xabcdefgh471", "Runscope313 Xabcdefgh471"))
				t.showsSent(t.made(t.Okta.CreateUserSPEC(t, sent), sent), "userName", "name.familyName", "name.givenName")
			},
		},
	}
}
