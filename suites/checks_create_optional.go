package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createOptionalChecks: only userName is required, and null, "" and [] say that
// there is no value.
func createOptionalChecks() []Check {
	checks := []Check{
		{
			ID: "users.create.without-external-id", Level: Must,
			Title:   "A user without externalId is created",
			Why:     "externalId is optional, and Okta's SPEC test sends none.",
			Symptom: cannotAssign,
			Refs:    []string{"RFC 7643 §3.1", "Okta SPEC step 6"},
			Body: func(t *T) {
				sent := t.Person(func(u *okta.User) { u.ExternalID = "" })
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.null-values", Level: Must,
			Title:   "null for optional attributes is accepted and means no value",
			Why:     "Okta sends null where its profile is empty.",
			Symptom: "People with an empty field cannot be assigned, or the app shows «None».",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *T) {
				t.emptyOptional(map[string]any{"title": nil, "nickName": nil, "preferredLanguage": nil, "timezone": nil})
			},
		},
		{
			ID: "users.create.null-lists", Level: Should,
			Title:   "null for optional lists is accepted and means no value",
			Symptom: "People with an empty field cannot be assigned.",
			Refs:    []string{"RFC 7643 §2.5: null and an empty array are equivalent"},
			Body: func(t *T) {
				t.emptyOptional(map[string]any{"phoneNumbers": nil, "addresses": nil})
			},
		},
		{
			ID: "users.create.empty-texts", Level: Must,
			Title:   "Empty text for optional attributes is accepted",
			Why:     "Okta sends \"\" where a value was cleared.",
			Symptom: "People with an empty field cannot be assigned.",
			Refs:    []string{"OIN C9337", "RFC 7643 §2.5"},
			Body: func(t *T) {
				t.emptyOptional(map[string]any{"title": "", "nickName": ""})
			},
		},
		{
			ID: "users.create.empty-lists", Level: Must,
			Title:   "Empty lists for optional attributes are accepted",
			Why:     "Okta sends [] where there is no value; groups is always [].",
			Symptom: "People with an empty field cannot be assigned.",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *T) {
				t.emptyOptional(map[string]any{"phoneNumbers": []any{}, "addresses": []any{}, "roles": []any{}, "entitlements": []any{}})
			},
		},
		{
			ID: "users.create.null-core", Level: Must,
			Title:   "null for a name, the displayName, a list of addresses or the externalId is no server error and not stored as text",
			Symptom: "«Internal Server Error» in the provisioning task, or the app shows «None Doe».",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *T) {
				for _, attribute := range []string{"displayName", "name", "emails", "phoneNumbers", "externalId", "name.givenName"} {
					sent := t.Person()
					body := sent.Resource()
					if attribute == "name.givenName" {
						body.Set(nil, "name", "givenName")
						delete(body, "displayName")
					} else {
						body[attribute] = nil
					}
					a := t.post(body)
					t.ReportAt(attribute+" null:", check.NoCrashWell(a))
					if a.OK() && a.Resource.ID() != "" {
						t.seenByID(Person{ID: a.Resource.ID(), Sent: sent}, func(r okta.Resource) []check.Problem {
							return check.NoNullText(r, "displayName", "name", "emails", "phoneNumbers", "externalId")
						})
					}
				}
			},
		},
		{
			ID: "users.create.only-username", Level: Should,
			Title:   "A user with a userName and nothing else is created",
			Symptom: "None with Okta's default mapping, which sends names and an address.",
			Refs:    []string{"RFC 7643 §4.1.1: userName is the only required attribute"},
			Body: func(t *T) {
				sent := t.Person()
				t.accepted(t.post(okta.Resource{"schemas": []any{check.UserSchema}, "userName": sent.UserName}), sent)
			},
		},
	}
	for _, left := range []struct{ id, title, attribute string }{
		{"display-name", "displayName", "displayName"},
		{"names", "names", "name"},
		{"emails", "e-mail addresses", "emails"},
	} {
		checks = append(checks, Check{
			ID: "users.create.without-" + left.id, Level: Should,
			Title:   "A user without " + left.title + " is created",
			Symptom: "People whose profile in Okta lacks it cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1: it is optional"},
			Body: func(t *T) {
				sent := t.Person()
				t.accepted(t.post(without(sent, left.attribute)), sent)
			},
		})
	}
	return checks
}

// emptyOptional reports whether a create with these values is accepted and none
// of them is stored as a text such as "null".
func (t *T) emptyOptional(values map[string]any) {
	sent := t.Person()
	body := sent.Resource()
	attributes := make([]string, 0, len(values))
	for name, v := range values {
		body[name] = v
		attributes = append(attributes, name)
	}
	t.seenByID(t.accepted(t.post(body), sent), func(r okta.Resource) []check.Problem { return check.NoNullText(r, attributes...) })
}
