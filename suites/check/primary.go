package check

import (
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// PrimaryEmail has a problem unless the user's address is this one: it alone is
// marked primary (RFC 7643 §2.4), or it is the only address that is shown.
// Addresses may change case.
func PrimaryEmail(r okta.Resource, want string) []Problem {
	shown := Elements(r, "emails")
	var primary []string
	for _, e := range shown {
		if e["primary"] == true {
			primary = append(primary, text(e["value"]))
		}
	}
	if len(primary) == 0 && len(shown) == 1 {
		primary = []string{text(shown[0]["value"])}
	}
	if len(primary) == 1 && strings.EqualFold(primary[0], want) {
		return nil
	}
	return differs("emails", "only "+want+" is primary", r["emails"])
}

// HasEmail has a problem unless the address is among the user's, in whatever
// case (RFC 7643 §4.1.2).
func HasEmail(r okta.Resource, want string) []Problem {
	for _, v := range Values(r, "emails") {
		if strings.EqualFold(v, want) {
			return nil
		}
	}
	return differs("emails", want+" among the addresses", r["emails"])
}
