// Package create has the checks of Push New Users: POST /Users and what the app then holds.
package create

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
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
		optionalChecks(),
		stateChecks(),
		passwordChecks(),
		attributeChecks(),
		localeChecks(),
		oddChecks(),
		refusedChecks(),
		personaChecks(),
		duplicateChecks(),
		neighbourChecks(),
		pushChecks(),
		manyChecks(),
	))
}

func answerChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.answer", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create is answered 201 with the user and its id",
			Why:     "The id is all that Okta has of the account from then on.",
			Symptom: "«Create new user returned empty user»: the assignment fails although the account was made.",
			Refs:    []string{kit.RefCreate, kit.RefPost, "Okta SPEC step 6", "OIN C9290, C9336", kit.RefOktaURL},
			Body: func(t *kit.T) {
				a := t.Okta.CreateUser(t, t.Person())
				t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
				t.AwaitReadable(a)
			},
		},
		{
			ID: "users.create.answer-kept", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "What the answer to a create shows is what is stored",
			Why:     "Okta takes the answer for the state of the account.",
			Symptom: kit.ShowsElsewhere,
			Refs:    []string{kit.RefCreate, kit.RefPost},
			Body: func(t *kit.T) {
				sent := t.Person(kit.With("title", "Engineer"))
				a := t.Okta.CreateUser(t, sent)
				seenByID(t, kit.MadeUsers(t, a, sent), func(r okta.Resource) []check.Problem { return check.Kept(a.Resource, r, kit.DerivedAttributes(t)...) })
			},
		},
		{
			ID: "users.create.answer-whole", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The answer to a create shows all that a read shows",
			Symptom: "None with Okta, which reads the user before it updates it.",
			Refs:    []string{"RFC 7644 §3.3: the body contains the service provider's representation of the new resource"},
			Body: func(t *kit.T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				seenByID(t, kit.MadeUsers(t, a, sent), func(r okta.Resource) []check.Problem { return check.Kept(r, a.Resource, kit.DerivedAttributes(t)...) })
			},
		},
		{
			ID: "users.create.answer-shape", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The answer to a create has the form of a User: id and userName are texts, active is a boolean",
			Symptom: "Okta cannot read the answer, or takes the new user for an inactive one.",
			Refs:    []string{"RFC 7643 §3.1", "RFC 7643 §4.1", "Okta SPEC step 6"},
			Body: func(t *kit.T) {
				sent := t.Person()
				a := t.Okta.CreateUser(t, sent)
				kit.MadeUsers(t, a, sent)
				t.Report(check.InAnswer(a, check.UserShape(a.Resource)))
				t.AwaitReadable(a)
			},
		},
		{
			ID: "users.create.ids", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Every new user has an id of its own that stays the same",
			Why:     "Every later request of Okta names the user by this id.",
			Symptom: "Updates and deactivations fail with 404 or hit somebody else.",
			Refs:    []string{"RFC 7643 §3.1: id is stable, non-reassignable and unique"},
			Body: func(t *kit.T) {
				one, other := t.NewUser(), t.NewUser()
				if one.ID == other.ID {
					t.Failf("POST /Users", "id", "another id for each user", "%q for both", one.ID)
				}
				for _, p := range []kit.Person{one, other, one} {
					seenByID(t, p, func(r okta.Resource) []check.Problem { return check.Sent(r, p.Sent.Resource(), "userName") })
				}
			},
		},
		{
			ID: "users.create.meta", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A new user has meta with resourceType, location, created and lastModified of now",
			Symptom: "None with Okta.",
			Refs:    []string{"RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.All(check.Meta(r, "User"), check.MadeAt(r, time.Now()))
				})
			},
		},
		{
			ID: "users.create.spec-answer", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "The create of Okta's SPEC test is answered 201 with the values that were sent",
			Why:     "It is leaner than Okta's live create (no externalId, password or locale) and declared as application/json.",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC step 6", "RFC 7644 §3.1", kit.RefPost},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Named("Runscope312", "Xabcdefgh470", "Runscope312 Xabcdefgh470"))
				a := t.Okta.CreateUserSPEC(t, sent)
				kit.Accepted(t, a, sent)
				t.Report(check.InAnswer(a, check.Sent(a.Resource, sent.Resource(), "active", "name.familyName", "name.givenName", "schemas", "userName")))
			},
		},
		{
			ID: "users.create.spec-read", Level: kit.Must, Evidence: kit.OktaTest,
			Title:   "The user that Okta's SPEC test creates is read back by id with the values that were sent",
			Symptom: "Okta's SPEC test is red; the app is not accepted for the catalog.",
			Refs:    []string{"Okta SPEC step 7"},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Named("Runscope313", "Xabcdefgh471", "Runscope313 Xabcdefgh471"))
				showsSent(t, kit.MadeUsers(t, t.Okta.CreateUserSPEC(t, sent), sent), "userName", "name.familyName", "name.givenName")
			},
		},
	}
}

// pushChecks: the whole of what Okta does when somebody is assigned.
func pushChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.push", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Okta's push of a new user goes through: the lookup finds nobody, the create makes the account",
			Symptom: kit.CannotAssign,
			Refs:    []string{kit.RefLookup, kit.RefCreate, "Okta CRUD step 3", "OIN C9290, C9336"},
			Body: func(t *kit.T) {
				sent := t.Person()
				run := t.Okta.PushUser(t, sent)
				kit.PushCompleted(t, run)
				showsSent(t, kit.Person{ID: run.ID, Sent: sent}, "userName")
			},
		},
		{
			ID: "users.create.push-again", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A second push of the same person finds the account and makes no second one",
			Why:     "This is a manual sync, a retry, and a person who is assigned by two groups.",
			Symptom: kit.MakesTwins,
			Refs:    []string{kit.RefLookup, "OIN C9335"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				run := t.Okta.PushUser(t, p.Sent)
				kit.PushCompleted(t, run)
				t.Report(check.SameID(run.Last(), p.ID))
				kit.FindByName(t, p)
			},
		},
		{
			ID: "users.create.link-updates", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A person who is in the app already is linked: same id, with Okta's profile",
			Symptom: "The app shows the old profile, or the person has two accounts.",
			Refs:    []string{"OIN C9335", kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.AwaitFindable(p)
				linked := p.Sent
				kit.Named("Janet", "Roe", "Janet Roe "+t.Env().Names.Next())(&linked)
				kit.PushCompleted(t, t.Okta.PushUser(t, linked))
				kit.DisplayNameAside(t)
				t.See("link a user", p.ID, linked.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.Sent(r, linked.Resource(), "displayName", "name.givenName", "name.familyName")
				})
			},
		},
		{
			ID: "users.create.link-inactive", Level: kit.Must, Evidence: kit.Recorded,
			Needs:   []kit.Need{kit.NeedUpdates, kit.NeedDeactivate},
			Title:   "An inactive person who is assigned again is linked and becomes active, under the same id",
			Symptom: "The returning employee cannot sign in, or gets a second, empty account.",
			Refs:    []string{"OIN C9293, C9335", kit.RefPut},
			Body: func(t *kit.T) {
				p := t.Deactivated()
				t.AwaitFindable(p)
				run := t.Okta.PushUser(t, p.Sent)
				kit.PushCompleted(t, run)
				t.Report(check.SameID(run.Last(), p.ID))
				t.See("link an inactive user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Active)
			},
		},
		{
			ID: "users.create.after-delete", Level: kit.Should, Evidence: kit.RFC,
			Title:   "After a user was deleted, its userName and externalId are free",
			Why:     "Okta never deletes; an admin may, in the app.",
			Symptom: "A person whose account was deleted can never be assigned again.",
			Refs:    []string{"RFC 7644 §3.6: a deleted resource is not considered in conflicts"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				a := t.Okta.Do(t, okta.Request{Method: http.MethodDelete, Path: "/Users/" + url.PathEscape(p.ID)})
				if !a.OK() {
					t.Unsupported("the app does not delete users: DELETE answered %d", a.Status)
				}
				t.Wait("delete a user", func() []check.Problem {
					return check.Status(t.Okta.ReadUser(t, p.ID), http.StatusNotFound, http.StatusGone)
				})
				again := t.Okta.CreateUser(t, p.Sent)
				t.AwaitReadable(again)
				t.Report(check.Status(again, http.StatusCreated, http.StatusOK), check.WithResource(again))
			},
		},
	}
}

// localeChecks: a locale is a language tag, as Okta's default mapping
// sends it.
func localeChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.locale", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The locale of a new user is shown as it was sent, when the app shows one",
			Why:     "en_US is no language tag, and not equal to the en-US that Okta has.",
			Symptom: "The profile looks changed at every import, and is pushed again and again.",
			Refs:    []string{"RFC 7643 §4.1.1 locale: a language tag as in RFC 5646", "RFC 5646 §2.1: subtags are parted by hyphens; §2.1.1: case does not matter"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.NeedShown(t, t.MustReadUser(p.ID), "locale")
				t.See("create user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					shown, _ := r.Get("locale")
					if text, ok := shown.(string); shown == nil || ok && (text == "" || strings.EqualFold(text, p.Sent.Locale)) {
						return nil
					}
					return []check.Problem{{Place: "locale", Expected: fmt.Sprintf("%q, as sent", p.Sent.Locale), Actual: fmt.Sprintf("%q", shown)}}
				})
			},
		},
	}
}
