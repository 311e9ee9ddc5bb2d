package create

import (
	"github.com/oktascim/oktascim/suites/okta"
)

// Lean leaves out what an app need not map: Okta then sends no displayName, no
// locale, and an e-mail address without a type.
func Lean(u *okta.User) { u.DisplayName, u.Locale, u.Untyped = "", "", true }
