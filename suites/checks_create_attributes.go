package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createAttributeChecks: an app need not support every attribute of a User, but
// it accepts all of them, and what it shows is what was sent.
func createAttributeChecks() []Check {
	return []Check{
		{
			ID: "users.create.enterprise", Level: Must,
			Title:   "A user with the enterprise extension is created, and what is shown of it is as sent",
			Why:     "Okta maps department, manager and others to it.",
			Symptom: "Everybody with a department in Okta cannot be assigned.",
			Refs:    []string{"RFC 7643 §4.3", "RFC 7643 §3.3", refPost},
			Body: func(t *T) {
				manager := t.NewUser()
				sent := t.Person(With(check.EnterpriseSchema, enterprise(manager)))
				p := t.accepted(t.Okta.CreateUser(t, sent), sent)
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), enterprisePaths...)
				})
			},
		},
		{
			ID: "users.create.enterprise-stored", Level: Should,
			Title:   "The enterprise extension of a new user is stored",
			Symptom: "The app does not know the department and the manager of people.",
			Refs:    []string{"RFC 7643 §4.3"},
			Body: func(t *T) {
				manager := t.NewUser()
				sent := t.Person(With(check.EnterpriseSchema, enterprise(manager)))
				p := t.made(t.Okta.CreateUser(t, sent), sent)
				t.seenByID(p, func(r okta.Resource) []check.Problem { return check.Missing(r, sent.Resource(), enterprisePaths...) })
			},
		},
		{
			ID: "users.create.schemas-complete", Level: Should,
			Title:   "A user who is shown with an enterprise extension names it in schemas",
			Symptom: "None in Okta; other clients do not read the extension.",
			Refs:    []string{"RFC 7643 §3 schemas", "RFC 7643 §3.3"},
			Body: func(t *T) {
				p := t.NewUserIfAllowed("the enterprise extension", With(check.EnterpriseSchema, map[string]any{"department": "Sales"}))
				t.needShown(t.mustReadUser(p.ID), check.EnterpriseSchema+":department")
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.Sent(r, okta.Resource{"schemas": []any{check.EnterpriseSchema}}, "schemas")
				})
			},
		},
		{
			ID: "users.create.schemas-listed", Level: Must,
			Title:   "A create whose schemas name an extension that the body does not use is accepted",
			Why:     "Okta lists the schemas of the app's profile, in any order, whether a person has a value or not.",
			Symptom: "No user can be assigned.",
			Refs:    []string{"RFC 7643 §3 schemas", "RFC 7643 §3.3"},
			Body: func(t *T) {
				sent := t.Person()
				body := sent.Resource()
				body["schemas"] = []any{check.EnterpriseSchema, check.UserSchema}
				t.accepted(t.post(body), sent)
			},
		},
		{
			ID: "users.create.all-attributes", Level: Must,
			Title:   "A user with a value in every attribute that Okta can map is created",
			Symptom: "People with a complete profile cannot be assigned.",
			Refs:    []string{"OIN C9334", "OIN C9289", "RFC 7643 §4.1"},
			Body: func(t *T) {
				sent := t.everything(t.NewUser())
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.all-shown", Level: Must,
			Title:   "What is shown of a user with every attribute is as sent",
			Symptom: showsElsewhere,
			Refs:    []string{"OIN C9344", "RFC 7643 §4.1"},
			Body: func(t *T) {
				sent := t.everything(t.NewUser())
				p := t.made(t.Okta.CreateUser(t, sent), sent)
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.NotAltered(r, sent.Resource(), everythingPaths...)
				})
			},
		},
		{
			ID: "users.create.all-stored", Level: Should,
			Title:   "Every attribute of a user that Okta can map is stored",
			Symptom: "The app does not know what Okta knows of people.",
			Refs:    []string{"OIN C9344", "RFC 7643 §4.1"},
			Body: func(t *T) {
				sent := t.everything(t.NewUser())
				p := t.made(t.Okta.CreateUser(t, sent), sent)
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					return check.Missing(r, sent.Resource(), everythingPaths...)
				})
			},
		},
		{
			ID: "users.create.manager-elsewhere", Level: Should,
			Title:   "A user whose manager the app does not know is created",
			Why:     "Okta's managerId is any text, often an employee number, and a manager need not be assigned to the app.",
			Symptom: "People cannot be assigned before their managers are, or not at all.",
			Refs:    []string{"RFC 7643 §4.3 manager", "OIN C9334"},
			Body: func(t *T) {
				t.NewUserIfAllowed("the enterprise extension", With(check.EnterpriseSchema, map[string]any{"department": "Sales"}))
				sent := t.Person(With(check.EnterpriseSchema, map[string]any{"manager": map[string]any{"value": "00701984"}}))
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.rare-attributes", Level: Should,
			Title:   "A user with instant messaging addresses, pictures and entitlements is created",
			Symptom: "Apps with a custom mapping cannot assign people.",
			Refs:    []string{"RFC 7643 §4.1.2"},
			Body: func(t *T) {
				sent := t.Person(
					With("ims", []any{map[string]any{"value": "janedoe", "type": "xmpp"}}),
					With("photos", []any{map[string]any{"value": "https://example.com/jane.png", "type": "photo"}}),
					With("entitlements", []any{map[string]any{"value": "reader"}}))
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.unknown-harmless", Level: Must,
			Title:   "Unknown attributes and extensions in a create are no server error",
			Symptom: "«Internal Server Error» for people with a custom attribute.",
			Refs:    []string{"RFC 7643 §3.3", "RFC 7644 §3.3"},
			Body: func(t *T) {
				for _, strange := range []Option{unknownAttribute, unknownExtension} {
					a := t.Okta.CreateUser(t, t.Person(strange))
					t.Report(check.NoCrashWell(a))
					t.settle(a)
				}
			},
		},
		{
			ID: "users.create.unknown-attribute", Level: Should,
			Title:   "A user with an attribute that the app does not know is created without it",
			Symptom: "People with a custom attribute cannot be assigned.",
			Refs:    []string{"RFC 7644 §3.3"},
			Body: func(t *T) {
				sent := t.Person(unknownAttribute)
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.unknown-extension", Level: Should,
			Title:   "A user with an extension that the app does not know is created",
			Why:     "Okta sends custom attributes of the app's profile under a URN of their own.",
			Symptom: "People with a custom attribute cannot be assigned.",
			Refs:    []string{"RFC 7643 §3.3"},
			Body: func(t *T) {
				sent := t.Person(unknownExtension)
				t.accepted(t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.readonly", Level: Should,
			Title:   "An id and meta in the body of a create are ignored",
			Symptom: "None with Okta, which sends neither in a create.",
			Refs:    []string{"RFC 7644 §3.3: readOnly attributes are ignored", "RFC 7643 §3.1"},
			Body: func(t *T) {
				sent := t.Person()
				own := t.Env().Names.Next() + "-id"
				body := sent.Resource()
				body["id"] = own
				body["meta"] = map[string]any{"resourceType": "Group", "created": "2001-01-01T00:00:00Z", "location": "https://elsewhere.example.com/" + own}
				p := t.accepted(t.post(body), sent)
				if p.ID == own {
					t.Failf("POST /Users", "id", "the server's own", "%q, as sent", own)
				}
				t.seenByID(p, func(r okta.Resource) []check.Problem {
					if r.String("meta", "resourceType") == "Group" {
						return []check.Problem{{Place: "meta.resourceType", Expected: "User", Actual: "Group, as sent"}}
					}
					return nil
				})
			},
		},
		{
			ID: "users.create.groups-ignored", Level: Should, Needs: []Need{NeedGroups},
			Title:   "groups in the body of a create make nobody a member",
			Why:     "groups is read-only: memberships are pushed at the group.",
			Symptom: "None: somebody gets the rights of a group that nobody put them in.",
			Refs:    []string{"RFC 7643 §4.1.2 groups: readOnly", "RFC 7644 §3.3: readOnly attributes are ignored"},
			Body: func(t *T) {
				if !t.MembersVisible() {
					t.Unsupported("the app does not show members of groups")
				}
				g := t.NewGroup()
				sent := t.Person(With("groups", []any{map[string]any{"value": g.ID, "display": g.Name}}))
				p := t.pushIfAllowed("groups in the body of a create", sent)
				t.Eventually("create a user with groups", func() []check.Problem {
					group, problems := t.GroupByID(g.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.In("GET /Groups/{id}", check.HasNoMember(group, p.ID, sent.UserName)...)
				})
			},
		},
	}
}

func unknownAttribute(u *okta.User) { With("oktascimShoeSize", "44")(u) }

func unknownExtension(u *okta.User) {
	With("urn:ietf:params:scim:schemas:extension:oktascim:2.0:User", map[string]any{"shoeSize": "44"})(u)
}
