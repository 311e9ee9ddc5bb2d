package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Lean leaves out what an app need not map: Okta then sends no displayName, no
// locale, and an e-mail address without a type.
func Lean(u *okta.User) { u.DisplayName, u.Locale, u.Untyped = "", "", true }

// values are attributes of a create, and the name for them.
type values struct {
	name string
	set  map[string]any
}

func (v values) String() string { return v.name }

// leanChecks: only userName is required, and null, "" and [] say that
// there is no value.
func leanChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.lean", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A user without displayName, locale and a type of the e-mail address is created with what it has",
			Why:     "What an app does not map is left out of the create.",
			Symptom: kit.CannotAssign,
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1: only userName is required", "RFC 7643 §2.4: type is optional"},
			Body: func(t *kit.T) {
				sent := t.Person(Lean)
				p := kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.All(check.Sent(r, sent.Resource(), "userName", "name.givenName", "name.familyName"), check.HasEmail(r, sent.Email))
				})
			},
		},
		{
			ID: "users.create.empty", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "null, \"\" and [] for optional attributes are accepted and mean no value",
			Why:     "Okta sends \"\" where a value was cleared; groups is always [].",
			Symptom: "People with an empty field cannot be assigned, or the app shows «None».",
			Refs:    []string{"RFC 7643 §2.5: null and an empty array are equivalent", "OIN C9337"},
			Body: func(t *kit.T) {
				kit.Each(t, []values{
					{"null for texts", map[string]any{"title": nil, "nickName": nil, "preferredLanguage": nil, "timezone": nil}},
					{"null for lists", map[string]any{"phoneNumbers": nil, "addresses": nil}},
					{"empty texts", map[string]any{"title": "", "nickName": ""}},
					{"empty lists", map[string]any{"phoneNumbers": []any{}, "addresses": []any{}, "roles": []any{}, "entitlements": []any{}}},
				}, values.String, func(t *kit.T, v values) {
					sent := t.Person()
					body := sent.Resource()
					var attributes []string
					for name, v := range v.set {
						body[name] = v
						attributes = append(attributes, name)
					}
					seenByID(t, kit.Accepted(t, post(t, body), sent), func(r okta.Resource) []check.Problem {
						return check.NoNullText(r, attributes...)
					})
				})
			},
		},
		{
			ID: "users.create.null-core", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Title:   "null for a name, the displayName, a list of addresses or the externalId is no server error and not stored as text",
			Symptom: "«Internal Server Error» in the provisioning task, or the app shows «None Doe».",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *kit.T) {
				all := []string{"displayName", "name", "emails", "phoneNumbers", "externalId", "name.givenName"}
				kit.Each(t, all, func(s string) string { return s + " null" }, func(t *kit.T, attribute string) {
					sent := t.Person()
					body := sent.Resource()
					if attribute == "name.givenName" {
						body.Set(nil, "name", "givenName")
						delete(body, "displayName")
					} else {
						body[attribute] = nil
					}
					a := post(t, body)
					t.Report(check.NoCrashWell(a))
					if a.OK() && a.Resource.ID() != "" {
						seenByID(t, kit.Person{ID: a.Resource.ID(), Sent: sent}, func(r okta.Resource) []check.Problem {
							return check.NoNullText(r, "displayName", "name", "emails", "phoneNumbers", "externalId")
						})
					}
				})
			},
		},
		{
			ID: "users.create.without", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "A user without displayName, names, e-mail addresses, or all of them, is created",
			Symptom: "People whose profile in Okta lacks a value cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1: only userName is required"},
			Body: func(t *kit.T) {
				kit.Each(t, []string{"displayName", "name", "emails", "all but the userName"}, without, func(t *kit.T, left string) {
					sent := t.Person()
					body := sent.Resource()
					if delete(body, left); left == "all but the userName" {
						body = okta.Resource{"schemas": []any{check.UserSchema}, "userName": sent.UserName}
					}
					kit.Accepted(t, post(t, body), sent)
				})
			},
		},
	}
}

func without(attribute string) string { return attribute + " left out" }

// stateChecks: active is what was sent, and true when nothing was.
func stateChecks() []kit.Check {
	inactive := []kit.Subject{{Name: "an inactive user", Person: func(t *kit.T) okta.User { return t.Person(kit.Inactive) }}}
	return []kit.Check{
		{
			ID: "users.create.active-omitted", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user that is created without active, or with active null, is active or shows no active",
			Symptom: "The person is assigned in Okta and cannot sign in to the app.",
			Refs:    []string{"RFC 7643 §4.1.1 active", "RFC 7643 §2.5: null is no value", kit.RefPost},
			Body: func(t *kit.T) {
				kit.Each(t, []string{"active left out", "active null"}, func(s string) string { return s }, func(t *kit.T, how string) {
					sent := t.Person()
					body := sent.Resource()
					if body["active"] = nil; how == "active left out" {
						delete(body, "active")
					}
					seenByID(t, kit.Accepted(t, post(t, body), sent), notInactive)
				})
			},
		},
		{
			ID: "users.create.inactive", Level: kit.Should, Evidence: kit.Assumed, For: inactive, Journey: kit.PushUser,
			Title:   "The create of an inactive user is accepted, and the answer shows it inactive",
			Why:     "Okta pushes staged people so.",
			Symptom: kit.CannotAssign,
			Refs:    []string{kit.RefPost, "RFC 7643 §4.1.1 active"},
			Body: func(t *kit.T) {
				accepted(t)
				a := t.Journey().Run.Last()
				t.Report(check.InAnswer(a, check.Inactive(a.Resource)))
			},
		},
		{
			ID: "users.create.inactive-stays", Level: kit.Must, Evidence: kit.Safety, For: inactive, Journey: kit.PushUser,
			Title:   "A user that is created inactive is inactive by id, in the lookup and in the list",
			Symptom: "No error in Okta: somebody who has not started yet has access to the app.",
			Refs:    []string{kit.RefPost, "RFC 7643 §4.1.1 active"},
			Body: looks(func(_ *kit.T, _ *kit.Journey, r okta.Resource) []check.Problem {
				return check.Inactive(r)
			}, kit.AllViews...),
		},
	}
}

// notInactive accepts an active that is true or not there: RFC 7643 gives active
// no default, so nothing sent may be nothing stored (§2.5). Okta always sends it.
func notInactive(r okta.Resource) []check.Problem {
	if active, shown := r["active"]; !shown || active == nil {
		return nil
	}
	return check.Active(r)
}

// passwordChecks: Okta puts a random password into every create, also
// when password sync is off.
func passwordChecks() []kit.Check {
	return []kit.Check{{
		ID: "users.create.password", Level: kit.Must, Evidence: kit.Recorded,
		Title:   "A password of eight lower-case letters and digits, or of twenty characters with signs, is accepted",
		Why:     "Okta makes up such passwords, and an admin cannot change them: a password policy must not apply.",
		Symptom: "The assignment of some people fails with a message on password complexity.",
		Refs: []string{"Okta support: a password is sent during user creation even with password sync disabled", kit.RefCreate,
			"RFC 7643 §4.1.1 password"},
		Body: func(t *kit.T) {
			kit.Each(t, []string{"eight letters and digits", "twenty characters"}, func(s string) string { return s }, func(t *kit.T, kind string) {
				sent := t.Person(func(u *okta.User) {
					if u.Password = kit.Password(u.UserName); kind == "twenty characters" {
						u.Password = "A!" + u.Password + "#$%&*-_=+?"
					}
				})
				a := t.Okta.CreateUser(t, sent)
				if a.Status == http.StatusConflict {
					t.Require(kit.CreateUser, check.Status(a, http.StatusCreated))
				}
				kit.AcceptedUnlike(t, a, sent, t.Person(kit.With("password", nil)))
			})
		},
	}}
}
