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
	// Choosy says that an app may refuse such a person with a 4xx.
	Choosy bool
}
