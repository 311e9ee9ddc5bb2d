package create

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// attributeChecks: an app need not support every attribute of a User, but
// it accepts all of them, and what it shows is what was sent.
func attributeChecks() []kit.Check {
	return append(slices.Concat(wholeChecks(), formChecks()), []kit.Check{
		{
			ID: "users.create.enterprise", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user with the enterprise extension is created, and what is shown of it is as sent",
			Why:     "Okta maps department, manager and others to it.",
			Symptom: "Everybody with a department in Okta cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.3", "RFC 7643 §3.3", kit.RefPost},
			Body: func(t *kit.T) {
				manager := t.NewUser()
				sent := t.Person(kit.With(check.EnterpriseSchema, kit.Enterprise(manager)))
				p := kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), enterprisePaths...)
				})
			},
		},
		{
			ID: "users.create.enterprise-stored", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The enterprise extension of a new user is stored",
			Symptom: "The app does not know the department and the manager of people.",
			Refs:    []string{"RFC 7643 §4.3"},
			Body: func(t *kit.T) {
				manager := t.NewUser()
				sent := t.Person(kit.With(check.EnterpriseSchema, kit.Enterprise(manager)))
				p := kit.MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
				seenByID(t, p, func(r okta.Resource) []check.Problem { return check.Missing(r, sent.Resource(), enterprisePaths...) })
			},
		},
		{
			ID: "users.create.schemas-complete", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user who is shown with an enterprise extension names it in schemas",
			Symptom: "None in Okta; other clients do not read the extension.",
			Refs:    []string{"RFC 7643 §3 schemas", "RFC 7643 §3.3"},
			Body: func(t *kit.T) {
				p := t.NewUserIfAllowed("the enterprise extension", kit.With(check.EnterpriseSchema, map[string]any{"department": "Sales"}))
				kit.NeedShown(t, t.MustReadUser(p.ID), check.EnterpriseSchema+":department")
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.Sent(r, okta.Resource{"schemas": []any{check.EnterpriseSchema}}, "schemas")
				})
			},
		},
		{
			ID: "users.create.schemas-listed", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A create whose schemas name an extension that the body does not use is accepted",
			Why:     "Okta lists the schemas of the app's profile, in any order, whether a person has a value or not.",
			Symptom: "No user can be assigned.",
			Refs:    []string{"RFC 7643 §3 schemas", "RFC 7643 §3.3"},
			Body: func(t *kit.T) {
				sent := t.Person()
				body := sent.Resource()
				body["schemas"] = []any{check.EnterpriseSchema, check.UserSchema}
				kit.Accepted(t, post(t, body), sent)
			},
		},
		{
			ID: "users.create.all-attributes", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user with a value in every attribute that Okta can map is created",
			Symptom: "People with a complete profile cannot be assigned.",
			Refs:    []string{"OIN C9334", "OIN C9289", "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				sent := kit.WholeProfile(t, t.NewUser())
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.all-shown", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "What is shown of a user with every attribute is as sent",
			Symptom: kit.ShowsElsewhere,
			Refs:    []string{"OIN C9344", "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				sent := kit.WholeProfile(t, t.NewUser())
				p := kit.MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), everythingPaths...)
				})
			},
		},
		{
			ID: "users.create.all-stored", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Every attribute of a user that Okta can map is stored",
			Symptom: "The app does not know what Okta knows of people.",
			Refs:    []string{"OIN C9344", "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				sent := kit.WholeProfile(t, t.NewUser())
				p := kit.MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.Missing(r, sent.Resource(), everythingPaths...)
				})
			},
		},
		{
			ID: "users.create.manager-elsewhere", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user whose manager the app does not know is created",
			Why:     "Okta's managerId is any text, often an employee number, and a manager need not be assigned to the app.",
			Symptom: "People cannot be assigned before their managers are, or not at all.",
			Refs:    []string{"RFC 7643 §4.3 manager", "OIN C9334"},
			Body: func(t *kit.T) {
				t.NewUserIfAllowed("the enterprise extension", kit.With(check.EnterpriseSchema, map[string]any{"department": "Sales"}))
				sent := t.Person(kit.With(check.EnterpriseSchema, map[string]any{"manager": map[string]any{"value": "00701984"}}))
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.rare-attributes", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user with instant messaging addresses, pictures and entitlements is created",
			Symptom: "Apps with a custom mapping cannot assign people.",
			Refs:    []string{"RFC 7643 §4.1.2"},
			Body: func(t *kit.T) {
				sent := t.Person(
					kit.With("ims", []any{map[string]any{"value": "janedoe", "type": "xmpp"}}),
					kit.With("photos", []any{map[string]any{"value": "https://example.com/jane.png", "type": "photo"}}),
					kit.With("entitlements", []any{map[string]any{"value": "reader"}}))
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.unknown-harmless", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Unknown attributes and extensions in a create are no server error",
			Symptom: "«Internal Server Error» for people with a custom attribute.",
			Refs:    []string{"RFC 7643 §3.3", "RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				for _, strange := range []kit.Option{unknownAttribute, unknownExtension} {
					a := t.Okta.CreateUser(t, t.Person(strange))
					t.Report(check.NoCrashWell(a))
					t.AwaitReadable(a)
				}
			},
		},
		{
			ID: "users.create.unknown-attribute", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user with an attribute that the app does not know is created without it",
			Symptom: "People with a custom attribute cannot be assigned.",
			Refs:    []string{"RFC 7644 §3.3"},
			Body: func(t *kit.T) {
				sent := t.Person(unknownAttribute)
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.unknown-extension", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user with an extension that the app does not know is created",
			Why:     "Okta sends custom attributes of the app's profile under a URN of their own.",
			Symptom: "People with a custom attribute cannot be assigned.",
			Refs:    []string{"RFC 7643 §3.3"},
			Body: func(t *kit.T) {
				sent := t.Person(unknownExtension)
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.readonly", Level: kit.Should, Evidence: kit.RFC,
			Title:   "An id and meta in the body of a create are ignored",
			Symptom: "None with Okta, which sends neither in a create.",
			Refs:    []string{"RFC 7644 §3.3: readOnly attributes are ignored", "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				sent := t.Person()
				own := t.Env().Names.Next() + "-id"
				body := sent.Resource()
				body["id"] = own
				body["meta"] = map[string]any{"resourceType": "Group", "created": "2001-01-01T00:00:00Z", "location": "https://elsewhere.example.com/" + own}
				p := kit.Accepted(t, post(t, body), sent)
				if p.ID == own {
					t.Failf("POST /Users", "id", "the server's own", "%q, as sent", own)
				}
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					if r.String("meta", "resourceType") == "Group" {
						return []check.Problem{{Place: "meta.resourceType", Expected: "User", Actual: "Group, as sent"}}
					}
					return nil
				})
			},
		},
		{
			ID: "users.create.groups-ignored", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedGroups},
			Title:   "groups in the body of a create make nobody a member",
			Why:     "groups is read-only: memberships are pushed at the group.",
			Symptom: "None: somebody gets the rights of a group that nobody put them in.",
			Refs:    []string{"RFC 7643 §4.1.2 groups: readOnly", "RFC 7644 §3.3: readOnly attributes are ignored"},
			Body: func(t *kit.T) {
				if !t.MembersVisible() {
					t.Unsupported("the app does not show members of groups")
				}
				g := t.NewGroup()
				sent := t.Person(kit.With("groups", []any{map[string]any{"value": g.ID, "display": g.Name}}))
				p := kit.PushIfAllowed(t, "groups in the body of a create", sent)
				t.Eventually("create a user with groups", func() []check.Problem {
					group, problems := t.GroupByID(g.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Groups/{id}", check.HasNoMember(group, p.ID, sent.UserName)...)
				})
			},
		},
	}...)
}

// wholeChecks: all of Okta's default mapping, in each form in which it is
// seen.
func wholeChecks() []kit.Check {
	manager := func(value map[string]any) func(*okta.User) {
		return func(u *okta.User) { u.Extra[check.EnterpriseSchema].(map[string]any)["manager"] = value }
	}
	address := func(u *okta.User) map[string]any { return u.Extra["addresses"].([]any)[0].(map[string]any) }
	var out []kit.Check
	for _, form := range []struct {
		id, with string
		change   kit.Option
		ground   result.Evidence
		strange  bool // an app may refuse it as a mistake of the mapping
	}{
		{"manager-id", "a manager by id alone", manager(map[string]any{"value": "00701984"}), kit.Documented, false},
		{"manager-name", "a manager by name alone", manager(map[string]any{"displayName": "John Smith"}), kit.Documented, false},
		{"manager", "a manager by id and name", manager(map[string]any{"value": "00701984", "displayName": "John Smith"}), kit.Documented, false},
		{"address", "an address of a type", func(u *okta.User) { address(u)["formatted"] = "100 Universal City Plaza, Hollywood" }, kit.Documented, false},
		{"address-untyped", "an address without a type", func(u *okta.User) { delete(address(u), "type") }, kit.Recorded, false},
		{"custom", "custom attributes at top level", func(u *okta.User) {
			for name, value := range map[string]any{"email": u.Email, "firstName": u.GivenName, "secondEmail": "home-" + u.Email, "mobilePhone": "+1 201-555-0199"} {
				kit.With(name, value)(u)
			}
		}, kit.Recorded, true},
		{"schemas", "a schema that is no URN", func(u *okta.User) { kit.With("schemas", []any{okta.UserSchema, check.EnterpriseSchema, "oktascim"})(u) }, kit.Recorded, true},
	} {
		title := "A user with all of Okta's default mapping and " + form.with + " is created, and what is shown of it is as sent"
		if form.strange {
			title = "A user with all of Okta's default mapping and " + form.with + " is created as sent, or refused with a SCIM Error"
		}
		out = append(out, kit.Check{
			ID: "users.create.whole-" + form.id, Level: kit.Must, Evidence: form.ground,
			Title:   title,
			Symptom: "People with a complete profile cannot be assigned, or lose a part of it on the way.",
			Refs:    []string{"Okta's default mapping to SCIM 2.0", "OIN C9334, C9344", "RFC 7643 §4.1, §4.3"},
			Body: func(t *kit.T) {
				sent := defaultMapping(t)
				form.change(&sent)
				a := t.Okta.CreateUser(t, sent)
				if form.strange && kit.RefusesValue(a) {
					t.Report(check.NoCrashWell(a))
					return
				}
				p := kit.AcceptedUnlike(t, a, sent, defaultMapping(t))
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), defaultMappingPaths...)
				})
			},
		})
	}
	return out
}

func unknownAttribute(u *okta.User) { kit.With("oktascimShoeSize", "44")(u) }

func unknownExtension(u *okta.User) {
	kit.With("urn:ietf:params:scim:schemas:extension:oktascim:2.0:User", map[string]any{"shoeSize": "44"})(u)
}

// optionalChecks: only userName is required, and null, "" and [] say that
// there is no value.
func optionalChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "users.create.lean", Level: kit.Must, Evidence: kit.Recorded,
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
			ID: "users.create.lean-updated", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A user who was created with the least takes a profile update, to which Okta adds groups and a type of the e-mail address",
			Why:     "Okta puts back what it read, with groups [] and the type work where the app showed none.",
			Symptom: "Each update of such a person fails.",
			Refs:    []string{kit.RefCreate, "RFC 7644 §3.5.1"},
			Body: func(t *kit.T) {
				sent := t.Person(Lean)
				a := t.Okta.CreateUser(t, sent)
				t.Require(kit.CreateLean, check.Status(a, http.StatusCreated))
				p := kit.MadeUsers(t, a, sent)
				kit.AwaitUser(t, p.ID)
				sent.GivenName = "Janet"
				run := t.Okta.PushProfile(t, p.ID, sent)
				t.Report(check.Accepted(run.Last()))
				t.See("update a lean user", p.ID, sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "name.givenName", "Janet"), check.HasEmail(r, sent.Email))
				})
			},
		},
		{
			ID: "users.create.without-external-id", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A user without externalId is created",
			Why:     "externalId is optional, and Okta's SPEC test sends none.",
			Symptom: kit.CannotAssign,
			Refs:    []string{"RFC 7643 §3.1", "Okta SPEC step 6"},
			Body: func(t *kit.T) {
				sent := t.Person(func(u *okta.User) { u.ExternalID = "" })
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.null-values", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "null for optional attributes is accepted and means no value",
			Why:     "Okta sends null where its profile is empty.",
			Symptom: "People with an empty field cannot be assigned, or the app shows «None».",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *kit.T) {
				emptyOptional(t, map[string]any{"title": nil, "nickName": nil, "preferredLanguage": nil, "timezone": nil})
			},
		},
		{
			ID: "users.create.null-lists", Level: kit.Should, Evidence: kit.RFC,
			Title:   "null for optional lists is accepted and means no value",
			Symptom: "People with an empty field cannot be assigned.",
			Refs:    []string{"RFC 7643 §2.5: null and an empty array are equivalent"},
			Body: func(t *kit.T) {
				emptyOptional(t, map[string]any{"phoneNumbers": nil, "addresses": nil})
			},
		},
		{
			ID: "users.create.empty-texts", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "Empty text for optional attributes is accepted",
			Why:     "Okta sends \"\" where a value was cleared.",
			Symptom: "People with an empty field cannot be assigned.",
			Refs:    []string{"OIN C9337", "RFC 7643 §2.5"},
			Body: func(t *kit.T) {
				emptyOptional(t, map[string]any{"title": "", "nickName": ""})
			},
		},
		{
			ID: "users.create.empty-lists", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "Empty lists for optional attributes are accepted",
			Why:     "Okta sends [] where there is no value; groups is always [].",
			Symptom: "People with an empty field cannot be assigned.",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *kit.T) {
				emptyOptional(t, map[string]any{"phoneNumbers": []any{}, "addresses": []any{}, "roles": []any{}, "entitlements": []any{}})
			},
		},
		{
			ID: "users.create.null-core", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "null for a name, the displayName, a list of addresses or the externalId is no server error and not stored as text",
			Symptom: "«Internal Server Error» in the provisioning task, or the app shows «None Doe».",
			Refs:    []string{"RFC 7643 §2.5", "OIN C9337"},
			Body: func(t *kit.T) {
				for _, attribute := range []string{"displayName", "name", "emails", "phoneNumbers", "externalId", "name.givenName"} {
					sent := t.Person()
					body := sent.Resource()
					if attribute == "name.givenName" {
						body.Set(nil, "name", "givenName")
						delete(body, "displayName")
					} else {
						body[attribute] = nil
					}
					a := post(t, body)
					t.ReportAt(attribute+" null:", check.NoCrashWell(a))
					if a.OK() && a.Resource.ID() != "" {
						seenByID(t, kit.Person{ID: a.Resource.ID(), Sent: sent}, func(r okta.Resource) []check.Problem {
							return check.NoNullText(r, "displayName", "name", "emails", "phoneNumbers", "externalId")
						})
					}
				}
			},
		},
		{
			ID: "users.create.only-username", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user with a userName and nothing else is created",
			Symptom: "None with Okta's default mapping, which sends names and an address.",
			Refs:    []string{"RFC 7643 §4.1.1: userName is the only required attribute"},
			Body: func(t *kit.T) {
				sent := t.Person()
				kit.Accepted(t, post(t, okta.Resource{"schemas": []any{check.UserSchema}, "userName": sent.UserName}), sent)
			},
		},
	}
	for _, left := range []struct{ id, title, attribute string }{
		{"display-name", "displayName", "displayName"},
		{"names", "names", "name"},
		{"emails", "e-mail addresses", "emails"},
	} {
		checks = append(checks, kit.Check{
			ID: "users.create.without-" + left.id, Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user without " + left.title + " is created",
			Symptom: "People whose profile in Okta lacks it cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.1: it is optional"},
			Body: func(t *kit.T) {
				sent := t.Person()
				kit.Accepted(t, post(t, without(sent, left.attribute)), sent)
			},
		})
	}
	return checks
}

// emptyOptional reports whether a create with these values is accepted and none
// of them is stored as a text such as "null".
func emptyOptional(t *kit.T, values map[string]any) {
	sent := t.Person()
	body := sent.Resource()
	attributes := make([]string, 0, len(values))
	for name, v := range values {
		body[name] = v
		attributes = append(attributes, name)
	}
	seenByID(t, kit.Accepted(t, post(t, body), sent), func(r okta.Resource) []check.Problem { return check.NoNullText(r, attributes...) })
}
