package create

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// longText is longer than the 255 octets of the usual database column.
var longText = strings.Repeat("Longfellow ", 28) + "End"

// oddChecks: a value is stored whole and unchanged or refused with a
// reason; anything in between is a crash or silent damage.
func oddChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.create.username-plus", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A userName and address with a plus sign is accepted and stored letter by letter",
			Symptom: "People with such an address cannot be assigned.",
			Refs:    []string{"RFC 5322 §3.2.3: a plus sign is legal in an address", kit.RefUserName},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Mailbox("pat+news"))
				showsSent(t, kit.Accepted(t, t.Okta.CreateUser(t, sent), sent), "userName")
			},
		},
		{
			ID: "users.create.username-apostrophe", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A userName and address with an apostrophe is accepted and stored letter by letter",
			Symptom: "O'Brien cannot be assigned.",
			Refs:    []string{"RFC 5322 §3.2.3: an apostrophe is legal in an address", kit.RefUserName},
			Body: func(t *kit.T) {
				sent := t.Person(kit.Mailbox("o'brien"))
				showsSent(t, kit.Accepted(t, t.Okta.CreateUser(t, sent), sent), "userName")
			},
		},
		{
			ID: "users.create.odd-usernames", Level: kit.Must, Evidence: kit.Recorded, Creates: len(kit.OddUserNames) + 1,
			Title:   "An odd userName is stored letter by letter or refused, and is never a server error",
			Symptom: "«Internal Server Error» in the provisioning task of some people.",
			Refs:    []string{kit.RefUserName, "RFC 7644 §3.12"},
			Body: func(t *kit.T) {
				for _, odd := range kit.OddUserNames {
					sent := t.Person(kit.UserNameWith(odd.Local))
					a := t.Okta.CreateUser(t, sent)
					at := "userName with " + odd.Title + ":"
					t.ReportAt(at, check.NoCrashWell(a))
					if a.OK() && a.Resource.String("userName") != "" {
						t.ReportAt(at, check.Sent(a.Resource, sent.Resource(), "userName"))
					}
					t.AwaitReadable(a)
					if id := a.Resource.ID(); a.OK() && id != "" {
						t.Okta.Deactivate(t, id) // each would take a seat
					}
				}
			},
		},
		{
			ID: "users.create.control-characters", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A displayName with a line break and a tab is no server error and breaks no answer",
			Why:     "An answer that is put together as text is no JSON then.",
			Symptom: "One person makes every import fail.",
			Refs:    []string{"RFC 8259 §7", kit.RefPost},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "Jane\n\tDoe\r\n\"x\" \\n" })
				a := t.Okta.CreateUser(t, sent)
				t.Report(check.NoCrashWell(a))
				if a.OK() && a.Resource.ID() != "" {
					p := kit.Person{ID: a.Resource.ID(), Sent: sent}
					t.See("create user", p.ID, sent.UserName, []kit.View{kit.ViewByID, kit.ViewList}, func(okta.Resource) []check.Problem { return nil })
				}
			},
		},
		{
			ID: "users.create.control-kept", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A displayName with a line break and a tab is stored letter by letter or refused",
			Symptom: "The profile looks changed at each sync.",
			Refs:    []string{"RFC 7643 §2.3.1"},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "Jane\n\tDoe" })
				showsSent(t, kit.PushIfAllowed(t, "control characters in a displayName", sent), "displayName")
			},
		},
		{
			ID: "users.create.blanks-kept", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Blanks around a displayName are stored as they were sent",
			Symptom: "The profile looks changed at each sync.",
			Refs:    []string{"RFC 7643 §2.3.1"},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.DisplayName = "  Jane  Doe " })
				showsSent(t, kit.PushIfAllowed(t, "blanks around a displayName", sent), "displayName")
			},
		},
	}
	for _, long := range []struct {
		id, title, path string
		set             kit.Option
	}{
		{"display-name", "displayName", "displayName", func(u *okta.User) { u.DisplayName = longText }},
		{"given-name", "givenName", "name.givenName", func(u *okta.User) { u.GivenName = longText }},
		{"family-name", "familyName", "name.familyName", func(u *okta.User) { u.FamilyName = longText }},
		{"title", "title", "title", kit.With("title", longText)},
	} {
		checks = append(checks, kit.Check{
			ID: "users.create.long-" + long.id, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A " + long.title + " of three hundred letters is stored whole or refused, and is never a server error",
			Symptom: "«Internal Server Error» in the provisioning task, or names that end in the middle.",
			Refs:    []string{"RFC 7644 §3.12 invalidValue", kit.RefPost},
			Body: func(t *kit.T) {
				sent := t.Person(long.set)
				a := t.Okta.CreateUser(t, sent)
				t.Report(check.NoCrashWell(a))
				if !a.OK() {
					return
				}
				seenByID(t, kit.MadeUsers(t, a, sent), func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), long.path)
				})
			},
		})
	}
	return checks
}

// refusedChecks: a refused create has no effect.
func refusedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.refused-stores-nothing", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A create that is refused stores nothing",
			Why:     "Okta repeats it after the admin has corrected the profile.",
			Symptom: "The corrected assignment fails with a conflict, beside a half-made account.",
			Refs:    []string{"RFC 7644 §3.12", kit.RefPost},
			Body: func(t *kit.T) {
				refused := 0
				for name, v := range map[string]any{"active": "perhaps", "emails": "no list", "name": "no object", "displayName": map[string]any{"no": "text"}} {
					sent := t.Person()
					body := sent.Resource()
					body[name] = v
					a := post(t, body)
					if a.Err != nil || a.Status < 400 {
						t.AwaitReadable(a)
						continue
					}
					refused++
					t.ReportAt("after a create with a wrong "+name+" was answered "+http.StatusText(a.Status)+":",
						check.FindsNone(t.Okta.LookupUser(t, sent.UserName), sent.UserName))
				}
				if refused == 0 {
					t.Unsupported("the app refuses no create for a wrong type of a value")
				}
			},
		},
		{
			ID: "users.create.after-refusal", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "After a refused create the next one succeeds",
			Symptom: "One wrong profile stops the provisioning of everybody.",
			Refs:    []string{kit.RefPost},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Okta.CreateUser(t, p.Sent)
				post(t, okta.Resource{"schemas": []any{check.UserSchema}})
				sent := t.Person()
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
	}
}

// personaChecks: names come back letter by letter, whatever they are made
// of.
func personaChecks() []kit.Check {
	var out []kit.Check
	for _, who := range kit.Traits {
		out = append(out, kit.Check{
			ID: "users.create.persona-" + who.Persona, Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Names of somebody with " + who.Has + " are stored letter by letter",
			Symptom: "Names are garbled in the app, or the person cannot be assigned.",
			Refs:    []string{"RFC 7644 §3.8: UTF-8", "RFC 7643 §2.3.1", "OIN C9344"},
			Body: func(t *kit.T) {
				sent := t.Person(kit.As(kit.Persona(t, who.Persona)))
				a := t.Okta.CreateUser(t, sent)
				if who.Choosy && kit.RefusesValue(a) {
					t.Report(check.ErrorBody(a))
					t.Unsupported("the app refuses %s: %d %s", who.Has, a.Status, a.Resource.String("detail"))
				}
				if a.Status == http.StatusConflict {
					t.Require(kit.Setup{Check: "users.create.same-names", Doing: "creating a namesake"}, check.Status(a, http.StatusCreated))
				}
				showsPersona(t, kit.Accepted(t, a, sent))
			},
		})
	}
	return out
}

// showsPersona reports whether the names are as they were sent, and so are the
// title and the locale if they are shown.
func showsPersona(t *kit.T, p kit.Person) {
	sent := p.Sent.Resource()
	kit.DisplayNameAside(t)
	t.See("create user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
		return check.All(
			check.Sent(r, sent, "name.givenName", "name.familyName", "displayName"),
			check.NotAltered(r, sent, "title", "locale"))
	})
}

// post sends a body as the create of a user.
func post(t *kit.T, body okta.Resource) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodPost, Path: "/Users", Body: body})
}

// seenByID reports whether a created user, read by id, satisfies want.
func seenByID(t *kit.T, p kit.Person, want func(okta.Resource) []check.Problem) {
	t.See("create user", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, want)
}

// showsSent is seenByID for attributes that must come back as they were sent.
func showsSent(t *kit.T, p kit.Person, attributes ...string) {
	seenByID(t, p, func(r okta.Resource) []check.Problem { return check.Sent(r, p.Sent.Resource(), attributes...) })
}

// without is what Okta would send for a person, less some attributes.
func without(u okta.User, attributes ...string) okta.Resource {
	r := u.Resource()
	for _, a := range attributes {
		delete(r, a)
	}
	return r
}

// enterprisePaths are the attributes of enterprise, apart from the manager's
// name, which is the server's to fill in.
var enterprisePaths = []string{
	check.EnterpriseSchema + ":employeeNumber", check.EnterpriseSchema + ":costCenter", check.EnterpriseSchema + ":organization",
	check.EnterpriseSchema + ":division", check.EnterpriseSchema + ":department", check.EnterpriseSchema + ":manager.value",
}

// defaultMapping gives a person a value for each attribute of Okta's default
// mapping. The attribute that shows the app's roles is left out.
func defaultMapping(t *kit.T) okta.User {
	u := t.Person()
	for name, v := range map[string]any{
		"name": map[string]any{"givenName": u.GivenName, "familyName": u.FamilyName, "middleName": "Quinn", "honorificPrefix": "Dr.",
			"honorificSuffix": "III"},
		"title": "Tour Guide", "nickName": "Janie", "profileUrl": "https://example.com/people/jane",
		"phoneNumbers": []any{map[string]any{"value": "+1 201-555-0123", "type": "work", "primary": true}},
		"addresses": []any{map[string]any{"type": "work", "streetAddress": "100 Universal City Plaza", "locality": "Hollywood",
			"region": "CA", "postalCode": "91608", "country": "US"}},
		"preferredLanguage": "en-US", "timezone": "America/Los_Angeles", "userType": "Employee",
		check.EnterpriseSchema: map[string]any{"employeeNumber": "00701984", "costCenter": "4130", "organization": "Example Universal",
			"division": "Theme Parks", "department": "Tour Operations"},
	} {
		kit.With(name, v)(&u)
	}
	if roles := t.Env().Profile.Roles; roles != nil {
		delete(u.Extra, roles.Attribute)
	}
	return u
}

// defaultMappingPaths are its optional attributes that are compared; the manager's
// name is the server's to fill in.
var defaultMappingPaths = append([]string{"name.middleName", "name.honorificPrefix", "name.honorificSuffix", "nickName", "profileUrl",
	"title", "userType", "preferredLanguage", "timezone", "locale", "phoneNumbers", "addresses"}, enterprisePaths...)

// everythingPaths are the optional attributes of everything that are compared.
var everythingPaths = append([]string{"name.middleName", "name.honorificPrefix", "name.honorificSuffix", "nickName", "profileUrl",
	"title", "userType", "preferredLanguage", "timezone", "locale", "emails", "phoneNumbers", "addresses"}, enterprisePaths...)
