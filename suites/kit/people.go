package kit

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Person is a user that a check pushed: the app's id and what Okta sent.
type Person struct {
	ID   string
	Sent okta.User
}

// Option changes what Okta sends for a person.
type Option func(*okta.User)

// Inactive makes the person a deactivated one from the start.
func Inactive(u *okta.User) { u.Active = false }

// Named gives the person these names.
func Named(given, family, display string) Option {
	return func(u *okta.User) { u.GivenName, u.FamilyName, u.DisplayName = given, family, display }
}

// With sets a further top-level attribute: "title", or an extension's URN.
func With(attribute string, value any) Option {
	return func(u *okta.User) {
		if u.Extra == nil {
			u.Extra = map[string]any{}
		}
		u.Extra[attribute] = value
	}
}

// Mailbox puts local into the userName and e-mail address, as in
// "oktascim-k3f9xq-12-local@example.com".
func Mailbox(local string) Option {
	return func(u *okta.User) {
		name, domain, _ := strings.Cut(u.UserName, "@")
		u.UserName = name + "-" + local + "@" + domain
		u.Email = u.UserName
	}
}

// Person is a person nobody pushed yet, with everything Okta's default mapping
// sends. The userName is an e-mail address, as most Okta orgs have it.
func (t *T) Person(options ...Option) okta.User {
	env := t.Env()
	name := env.Names.Next()
	u := okta.User{
		UserName:    name + "@" + env.Profile.TestData.Domain,
		GivenName:   "Jane",
		FamilyName:  "Doe " + name[strings.LastIndex(name, "-")+1:],
		Locale:      "en-US",
		ExternalID:  env.Names.OktaID(name),
		Password:    Password(name),
		Active:      true,
		DisplayName: "Jane Doe " + name[strings.LastIndex(name, "-")+1:],
	}
	u.Email = u.UserName
	for _, o := range options {
		o(&u)
	}
	env.Redactor.Add(u.Password)
	return u
}

// Password is of the kind Okta makes up: lower-case letters and digits, no
// symbol (the sample in Okta's SCIM 2.0 reference has eight of them).
func Password(name string) string {
	var sum uint64 = 14695981039346656037
	for _, b := range []byte(name) {
		sum = (sum ^ uint64(b)) * 1099511628211
	}
	const letters = "abcdefghijkmnpqrstuvwxyz"
	out := []byte{'1'}
	for len(out) < 8 {
		out = append(out, letters[sum%uint64(len(letters))], '2'+byte(sum>>32%7))
		sum = sum*6364136223846793005 + 1442695040888963407
	}
	return string(out[:8])
}

// NewUser pushes a new person as a set-up: the check is blocked when that does
// not work, or when the person cannot be read back.
func (t *T) NewUser(options ...Option) Person {
	p := Person{Sent: t.Person(options...)}
	a := t.Okta.CreateUser(t, p.Sent)
	t.Require(CreateUser, check.Status(a, 201), check.WithResource(a))
	p.ID = a.Resource.ID()
	t.Know(p.ID, p.Sent.UserName)
	AwaitUser(t, p.ID)
	return p
}

// NewUsers pushes n people.
func (t *T) NewUsers(n int, options ...Option) []Person {
	out := make([]Person, n)
	for i := range out {
		out[i] = t.NewUser(options...)
	}
	return out
}

// Know gives an id a name that a reader of problems understands.
func (t *T) Know(id, name string) { t.Names[id] = name }

// IDs are the ids of people.
func IDs(people ...Person) []string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.ID
	}
	return out
}

// AsMembers is how Okta writes people into a group: value and display.
func AsMembers(people ...Person) []okta.Member {
	out := make([]okta.Member, len(people))
	for i, p := range people {
		out[i] = okta.Member{Value: p.ID, Display: p.Sent.UserName}
	}
	return out
}

// NewWhole is NewUser for a person with a value in every attribute that Okta can
// map: a write must not touch what the app keeps apart from the user either, such
// as an extension. An app that refuses such a create, of which
// users.create.all-attributes tells, gets a plain person with a title.
func NewWhole(t *T) Person {
	return PushOrPlain(t, WholeProfile(t, Bystanders(t).user), With("title", "Engineer"), With("nickName", "Janie"))
}

// PushOrPlain pushes a person as NewUser does or, when the app refuses one with so
// much, another one with less.
func PushOrPlain(t *T, sent okta.User, less ...Option) Person {
	a := t.Okta.CreateUser(t, sent)
	if a.Status != http.StatusCreated {
		t.AwaitReadable(a)
		return t.NewUser(less...)
	}
	t.Require(CreateUser, check.WithResource(a))
	p := Person{ID: a.Resource.ID(), Sent: sent}
	t.Know(p.ID, sent.UserName)
	AwaitUser(t, p.ID)
	return p
}

// MadeUsers is the person that a create made; the check is blocked when it was
// refused: users.create.answer is about that. It may not show yet.
func MadeUsers(t *T, a okta.Answer, sent okta.User) Person {
	t.Require(CreateUser, check.Status(a, http.StatusCreated), check.WithResource(a))
	t.Know(a.Resource.ID(), sent.UserName)
	return Person{ID: a.Resource.ID(), Sent: sent}
}

// Accepted reports whether a create with something special about it was
// answered 201, and ends the check when it was not. An app that refuses plain
// users too has another problem, such as no free seat: the check is blocked.
func Accepted(t *T, a okta.Answer, sent okta.User) Person {
	return AcceptedUnlike(t, a, sent, t.Person())
}

// AcceptedUnlike is accepted with another user to compare with.
func AcceptedUnlike(t *T, a okta.Answer, sent, plain okta.User) Person {
	if refused := check.Status(a, http.StatusCreated); len(refused) > 0 {
		control := t.Okta.CreateUser(t, plain)
		t.Require(CreateUser, check.Status(control, http.StatusCreated))
		t.AwaitReadable(control)
		t.Report(refused)
		t.Stop()
	}
	t.AwaitReadable(a)
	return MadeUsers(t, a, sent)
}

// AwaitReadable waits until what a create made can be read, so that it can be cleaned
// up. Whether it can is not judged here.
func (t *T) AwaitReadable(a okta.Answer) {
	if id := a.Resource.ID(); a.OK() && id != "" {
		t.Wait("create user", func() []check.Problem { _, problems := t.ByID(id); return problems })
	}
}

// RefusesValue tells whether an app said that it does not take a value.
func RefusesValue(a okta.Answer) bool {
	return a.Err == nil && (a.Status == http.StatusBadRequest || a.Status == http.StatusUnprocessableEntity)
}

// TwoEmails are a private address and, second, the primary one for work.
func TwoEmails(work, home string) []any {
	return []any{
		map[string]any{"value": home, "type": "home", "primary": false},
		map[string]any{"value": work, "type": "work", "primary": true},
	}
}

// Enterprise is an enterprise extension with all of its attributes
// (RFC 7643 §4.3).
func Enterprise(manager Person) map[string]any {
	return map[string]any{
		"employeeNumber": "00701984", "costCenter": "4130", "organization": "Example Universal",
		"division": "Theme Parks", "department": "Tour Operations",
		"manager": map[string]any{"value": manager.ID, "displayName": manager.Sent.DisplayName},
	}
}

// WholeProfile gives a person a value for each attribute of RFC 7643 §4.1 that
// Okta's user profile can be mapped to, and the enterprise extension. The
// attribute that shows the app's roles is left out.
func WholeProfile(t *T, manager Person) okta.User {
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
		check.EnterpriseSchema: Enterprise(manager),
	} {
		With(name, v)(&u)
	}
	if roles := t.Env().Profile.Roles; roles != nil {
		delete(u.Extra, roles.Attribute)
	}
	return u
}

// PushCompleted reports where Okta would have stopped, and ends the check then.
func PushCompleted(t *T, run okta.Run) {
	t.Report(check.Through(run))
	t.StopIfFailed()
}

// How many users are created at once.
const (
	BurstSize  = 5
	RaceRounds = 3
	RaceSize   = 3
)

// PushedGroupsOf reports each group of this run that a user shows.
func PushedGroupsOf(t *T, u okta.Resource) (problems []check.Problem) {
	for _, g := range check.Elements(u, "groups") {
		if name, _ := g["display"].(string); t.Env().Names.Ours(name) {
			problems = append(problems, check.Problem{Place: "groups", Expected: "no group that Okta pushed without this user", Actual: name})
		}
	}
	return problems
}
