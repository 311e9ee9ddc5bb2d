package suites

import (
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
		ExternalID:  "00u-" + name,
		Password:    password(name),
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

// password is of the kind Okta makes up: lower-case letters and digits, no
// symbol (the sample in Okta's SCIM 2.0 reference has eight of them).
func password(name string) string {
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
	t.awaitUser(p.ID)
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
func (t *T) Know(id, name string) { t.names[id] = name }

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
