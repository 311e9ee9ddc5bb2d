package kit

import (
	"fmt"
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Some apps never change an e-mail address: they know people by it, or leave it
// to a provider of identities. Such an app refuses an update with a new address,
// stores nothing of it, and takes the same update with the address it has.

// addressFixed tells whether the answer to an update with a new address is that
// of an app whose addresses cannot be changed. A refusal as taken is none: the
// address is nobody's.
func AddressFixed(a okta.Answer) bool {
	switch a.Status {
	case http.StatusUnauthorized, http.StatusNotFound, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return len(check.RefusedWell(a)) == 0 && a.Resource.String("scimType") != "uniqueness"
}

// FixedAddress is why a check of new addresses is unsupported.
func FixedAddress(a okta.Answer) string {
	return fmt.Sprintf("the app refuses a new e-mail address, as it may, and takes the same update without it; Okta shows an error when an address changes: %d %s", a.Status, a.Resource.String("detail"))
}
