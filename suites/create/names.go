package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// nameChecks: a value is stored whole and unchanged or refused with a
// reason; anything in between is a crash or silent damage.
func nameChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.persona", Level: kit.Must, Evidence: kit.Recorded, For: kit.Personas(), Journey: kit.PushOdd, Depth: kit.Quick,
			Title:   "The userName and the names of a new user are stored letter by letter",
			Symptom: "Names are garbled in the app, or the person cannot be assigned.",
			Refs:    []string{"RFC 7644 §3.8: UTF-8", "RFC 7643 §2.3.1", "RFC 5322 §3.2.3: signs of an address", "OIN C9344"},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Last()
				if t.Whom().Choosy && kit.RefusesValue(a) {
					t.Report(check.ErrorBody(a))
					t.Unsupported("the app refuses %s: %d %s", t.Whom().Name, a.Status, a.Resource.String("detail"))
				}
				if a.Status == http.StatusConflict {
					t.Require(kit.Setup{Check: "users.create.same-names", Doing: "creating a namesake"}, check.Status(a, http.StatusCreated))
				}
				accepted(t)
				kit.DisplayNameAside(t)
				sent := j.Person.Sent.Resource()
				t.Look(j, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Sent(r, sent, "userName", "name.givenName", "name.familyName", "displayName"),
						check.NotAltered(r, sent, "title", "locale"))
				})
			},
		},
		{
			ID: "users.create.odd-username", Level: kit.Must, Evidence: kit.Recorded, For: kit.OddNames(kit.Must), Journey: kit.PushOdd,
			Title:   "An odd userName is stored letter by letter or refused, and is never a server error",
			Symptom: "«Internal Server Error» in the provisioning task of some people.",
			Refs:    []string{kit.RefUserName, "RFC 7644 §3.12"},
			Body: func(t *kit.T) {
				j := t.Carried()
				a := j.Run.Last()
				if t.Report(check.NoCrashWell(a)); a.OK() && a.Resource.String("userName") != "" {
					t.Report(check.InAnswer(a, check.Sent(a.Resource, j.Person.Sent.Resource(), "userName")))
				}
			},
		},
		{
			ID: "users.create.long", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "A name or title of three hundred letters is stored whole or refused, and is never a server error",
			Symptom: "«Internal Server Error» in the provisioning task, or names that end in the middle.",
			Refs:    []string{"RFC 7644 §3.12 invalidValue", kit.RefPost},
			Body: func(t *kit.T) {
				all := []string{"displayName", "name.givenName", "name.familyName", "title"}
				kit.Each(t, all, func(s string) string { return "a long " + s }, func(t *kit.T, path string) {
					sent := t.Person(map[string]kit.Option{
						"displayName":     func(u *okta.User) { u.DisplayName = kit.LongText },
						"name.givenName":  func(u *okta.User) { u.GivenName = kit.LongText },
						"name.familyName": func(u *okta.User) { u.FamilyName = kit.LongText },
						"title":           kit.With("title", kit.LongText),
					}[path])
					a := t.Okta.CreateUser(t, sent)
					if t.Report(check.NoCrashWell(a)); a.OK() {
						seenByID(t, kit.MadeUsers(t, a, sent), func(r okta.Resource) []check.Problem {
							return check.NotAltered(r, sent.Resource(), path)
						})
					}
				})
			},
		},
		{
			ID: "users.create.control-characters", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Full,
			Title:   "A displayName with a line break and a tab is no server error and breaks no answer",
			Why:     "An answer that is put together as text is no JSON then.",
			Symptom: "One person makes every import fail.",
			Refs:    []string{"RFC 8259 §7", kit.RefPost},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "Jane\n\tDoe\r\n\"x\" \\n" })
				a := t.Okta.CreateUser(t, sent)
				t.Report(check.NoCrashWell(a))
				if a.OK() && a.Resource.ID() != "" {
					views := []kit.View{kit.ViewByID, kit.ViewList}
					t.See("create user", a.Resource.ID(), sent.UserName, views, func(okta.Resource) []check.Problem { return nil })
				}
			},
		},
		{
			ID: "users.create.blanks-kept", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Spaces around a displayName, and a line break or tab in it, are stored as they were sent, or refused",
			Symptom: "The profile looks changed at each sync.",
			Refs:    []string{"RFC 7643 §2.3.1"},
			Body: func(t *kit.T) {
				p := kit.PushIfAllowed(t, "such a displayName", t.Person(func(u *okta.User) { u.DisplayName = "  Jane\n\tDoe " }))
				seenByID(t, p, func(r okta.Resource) []check.Problem { return check.Sent(r, p.Sent.Resource(), "displayName") })
			},
		},
	}
}

// unknownChecks: a mapping may have what the app does not know.
func unknownChecks() []kit.Check {
	subject := func(depth kit.Depth, name string, options ...kit.Option) kit.Subject {
		return kit.Subject{Name: name, Depth: depth, Person: func(t *kit.T) okta.User { return t.Person(options...) }}
	}
	custom := func(u *okta.User) {
		for name, value := range map[string]any{"email": u.Email, "firstName": u.GivenName, "secondEmail": "home-" + u.Email,
			"mobilePhone": "+1 201-555-0199"} {
			kit.With(name, value)(u)
		}
	}
	schemas := func(more ...any) kit.Option { return kit.With("schemas", append([]any{okta.UserSchema}, more...)) }
	extension := kit.With("urn:ietf:params:scim:schemas:extension:oktascim:2.0:User", map[string]any{"shoeSize": "44"})
	unknown := []kit.Subject{subject(kit.Standard, "an unknown attribute", kit.With("oktascimShoeSize", "44")), subject(kit.Full, "an unknown extension", extension)}
	return []kit.Check{
		{
			ID: "users.create.unknown-harmless", Level: kit.Must, Evidence: kit.Documented, Journey: kit.PushOdd,
			For: append([]kit.Subject{subject(kit.Standard, "custom attributes at top level", custom), subject(kit.Full, "a schema that is no URN", schemas("oktascim"))},
				unknown...),
			Title:   "A user with unknown attributes, extensions or schemas is created as sent, or refused with a SCIM Error",
			Symptom: "«Internal Server Error» for people with a custom attribute.",
			Refs:    []string{"RFC 7643 §3.3", "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				j := t.Carried()
				if t.Report(check.NoCrashWell(j.Run.Last())); j.Run.Last().OK() {
					t.Look(t.Journey(), []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
						return check.Sent(r, j.Person.Sent.Resource(), "userName", "name.givenName", "name.familyName")
					})
				}
			},
		},
		{
			ID: "users.create.unknown-ignored", Level: kit.Should, Evidence: kit.RFC, For: unknown, Journey: kit.PushOdd,
			Title:   "A user with an attribute or an extension that the app does not know is created without it",
			Why:     "Okta sends custom attributes of the app's profile under a URN of their own.",
			Symptom: "People with a custom attribute cannot be assigned.",
			Refs:    []string{"RFC 7643 §3.3", "RFC 7644 §3.3"},
			Body:    accepted,
		},
		{
			ID: "users.create.schemas-listed", Level: kit.Must, Evidence: kit.Recorded, Journey: kit.PushOdd,
			For:     []kit.Subject{subject(kit.Standard, "an extension without values", schemas(check.EnterpriseSchema))},
			Title:   "A create whose schemas name an extension that the body does not use is accepted",
			Why:     "Okta lists the schemas of the app's profile, whether a person has a value or not.",
			Symptom: "No user can be assigned.",
			Refs:    []string{"RFC 7643 §3 schemas", "RFC 7643 §3.3"},
			Body:    accepted,
		},
		{
			ID: "users.create.rare-attributes", Level: kit.Should, Evidence: kit.RFC, Journey: kit.PushOdd, Depth: kit.Full,
			For: []kit.Subject{subject(kit.Full, "instant messaging addresses, pictures and entitlements",
				kit.With("ims", []any{map[string]any{"value": "janedoe", "type": "xmpp"}}),
				kit.With("photos", []any{map[string]any{"value": "https://example.com/jane.png", "type": "photo"}}),
				kit.With("entitlements", []any{map[string]any{"value": "reader"}}))},
			Title:   "A user with instant messaging addresses, pictures and entitlements is created",
			Symptom: "Apps with a custom mapping cannot assign people.",
			Refs:    []string{"RFC 7643 §4.1.2"},
			Body:    accepted,
		},
	}
}
