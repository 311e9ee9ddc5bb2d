package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// post sends a body as the create of a user.
func (t *T) post(body okta.Resource) okta.Answer {
	return t.Okta.Do(t, okta.Request{Method: http.MethodPost, Path: "/Users", Body: body})
}

// made is the person that a create made; the check is blocked when it was
// refused: users.create.answer is about that. It may not show yet.
func (t *T) made(a okta.Answer, sent okta.User) Person {
	t.Require(CreateUser, check.Status(a, http.StatusCreated), check.WithResource(a))
	t.Know(a.Resource.ID(), sent.UserName)
	return Person{ID: a.Resource.ID(), Sent: sent}
}

// accepted reports whether a create with something special about it was
// answered 201, and ends the check when it was not. An app that refuses plain
// users too has another problem, such as no free seat: the check is blocked.
func (t *T) accepted(a okta.Answer, sent okta.User) Person {
	return t.acceptedUnlike(a, sent, t.Person())
}

// acceptedUnlike is accepted with another user to compare with.
func (t *T) acceptedUnlike(a okta.Answer, sent, plain okta.User) Person {
	if refused := check.Status(a, http.StatusCreated); len(refused) > 0 {
		control := t.Okta.CreateUser(t, plain)
		t.Require(CreateUser, check.Status(control, http.StatusCreated))
		t.settle(control)
		t.Report(refused)
		t.Stop()
	}
	t.settle(a)
	return t.made(a, sent)
}

// settle waits until what a create made can be read, so that it can be cleaned
// up. Whether it can is not judged here.
func (t *T) settle(a okta.Answer) {
	if id := a.Resource.ID(); a.OK() && id != "" {
		t.wait("create user", func() []check.Problem { _, problems := t.ByID(id); return problems })
	}
}

// refusesValue tells whether an app said that it does not take a value.
func refusesValue(a okta.Answer) bool {
	return a.Err == nil && (a.Status == http.StatusBadRequest || a.Status == http.StatusUnprocessableEntity)
}

// seenByID reports whether a created user, read by id, satisfies want.
func (t *T) seenByID(p Person, want func(okta.Resource) []check.Problem) {
	t.See("create user", p.ID, p.Sent.UserName, []View{ViewByID}, want)
}

// showsSent is seenByID for attributes that must come back as they were sent.
func (t *T) showsSent(p Person, attributes ...string) {
	t.seenByID(p, func(r okta.Resource) []check.Problem { return check.Sent(r, p.Sent.Resource(), attributes...) })
}

// without is what Okta would send for a person, less some attributes.
func without(u okta.User, attributes ...string) okta.Resource {
	r := u.Resource()
	for _, a := range attributes {
		delete(r, a)
	}
	return r
}

// twoEmails are a private address and, second, the primary one for work.
func twoEmails(work, home string) []any {
	return []any{
		map[string]any{"value": home, "type": "home", "primary": false},
		map[string]any{"value": work, "type": "work", "primary": true},
	}
}

// enterprise is an enterprise extension with all of its attributes
// (RFC 7643 §4.3).
func enterprise(manager Person) map[string]any {
	return map[string]any{
		"employeeNumber": "00701984", "costCenter": "4130", "organization": "Example Universal",
		"division": "Theme Parks", "department": "Tour Operations",
		"manager": map[string]any{"value": manager.ID, "displayName": manager.Sent.DisplayName},
	}
}

// enterprisePaths are the attributes of enterprise, apart from the manager's
// name, which is the server's to fill in.
var enterprisePaths = []string{
	check.EnterpriseSchema + ":employeeNumber", check.EnterpriseSchema + ":costCenter", check.EnterpriseSchema + ":organization",
	check.EnterpriseSchema + ":division", check.EnterpriseSchema + ":department", check.EnterpriseSchema + ":manager.value",
}

// everything gives a person a value for each attribute of RFC 7643 §4.1 that
// Okta's user profile can be mapped to, and the enterprise extension. The
// attribute that shows the app's roles is left out.
func (t *T) everything(manager Person) okta.User {
	u := t.Person()
	for name, v := range map[string]any{
		"name": map[string]any{"givenName": u.GivenName, "familyName": u.FamilyName, "middleName": "Quinn", "honorificPrefix": "Dr.",
			"honorificSuffix": "III", "formatted": "Dr. Jane Quinn Doe III"},
		"nickName": "Janie", "profileUrl": "https://example.com/people/jane", "title": "Tour Guide", "userType": "Employee",
		"preferredLanguage": "en-US", "timezone": "America/Los_Angeles",
		"emails": []any{
			map[string]any{"value": u.Email, "type": "work", "primary": true},
			map[string]any{"value": "home-" + u.Email, "type": "home"},
		},
		"phoneNumbers": []any{
			map[string]any{"value": "+1 201-555-0123", "type": "work", "primary": true},
			map[string]any{"value": "+1 201-555-0199", "type": "mobile"},
		},
		"addresses": []any{map[string]any{"type": "work", "streetAddress": "100 Universal City Plaza", "locality": "Hollywood",
			"region": "CA", "postalCode": "91608", "country": "US", "primary": true}},
		check.EnterpriseSchema: enterprise(manager),
	} {
		With(name, v)(&u)
	}
	if roles := t.Env().Profile.Roles; roles != nil {
		delete(u.Extra, roles.Attribute)
	}
	return u
}

// everythingPaths are the optional attributes of everything that are compared.
var everythingPaths = append([]string{"name.middleName", "name.honorificPrefix", "name.honorificSuffix", "nickName", "profileUrl",
	"title", "userType", "preferredLanguage", "timezone", "locale", "emails", "phoneNumbers", "addresses"}, enterprisePaths...)
