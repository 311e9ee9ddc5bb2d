package kit

import "github.com/oktascim/oktascim/suites/okta"

// A Subject is a kind of person or group for whom a sequence is carried out. A check that names several runs once for
// each, under one id.
type Subject struct {
	// Name completes "fails for …": "somebody with a whole profile".
	Name  string
	Depth Depth
	// Person is what Okta sends for such a person.
	Person func(*T) okta.User
	// Make, if not nil, makes the user when it takes more than one create.
	Make func(*T) Person
	// Choosy says that an app may refuse such a person with a 4xx.
	Choosy bool
}

// Users for whom the life cycle is carried out. A local account needs one that the run may link (roles.existing_admin).
var (
	WholeUser = Subject{Name: "a user with a whole profile", Depth: Quick, Make: NewWhole}
	// Without an e-mail address: Okta leaves out what is not mapped. An app may need one.
	UserWithoutEmail = Subject{Name: "a user without an e-mail address", Make: func(t *T) Person {
		return t.NewUserIfAllowed("a user without an e-mail address", func(u *okta.User) { u.Email = "" })
	}}
	RenamedUser = Subject{Name: "a user whose login and profile were just updated", Make: func(t *T) Person {
		p := t.NewUser()
		p.Sent.UserName = ChangeUserName(t, p)
		return p
	}}
)
