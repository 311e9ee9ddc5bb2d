package suites

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
func addressFixed(a okta.Answer) bool {
	switch a.Status {
	case http.StatusUnauthorized, http.StatusNotFound, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return len(check.RefusedWell(a)) == 0 && a.Resource.String("scimType") != "uniqueness"
}

// updateAddress sends a profile update with a new e-mail address beside other
// changes. Where the app refuses it and takes the same update without the new
// address, the answer is that to the second one, and why says that the app keeps
// addresses.
func (t *T) updateAddress(p Person, next string, others ...func(okta.Resource)) (a okta.Answer, why string) {
	change := func(r okta.Resource) {
		for _, other := range others {
			other(r)
		}
	}
	a = t.put(p, func(r okta.Resource) { t.setEmail(r, next); change(r) })
	if !addressFixed(a) {
		return a, ""
	}
	without := t.put(p, change)
	if !without.OK() {
		return a, ""
	}
	return without, fixedAddress(a)
}

// fixedAddress is why a check of new addresses is unsupported.
func fixedAddress(a okta.Answer) string {
	return fmt.Sprintf("the app refuses a new e-mail address, as it may, and takes the same update without it; Okta shows an error when an address changes: %d %s", a.Status, a.Resource.String("detail"))
}

// newAddress changes a person's e-mail address by a profile update, waits until
// a by-id read shows it, and gives it. The check is unsupported when the app
// keeps addresses: users.update.email is about that.
func (t *T) newAddress(p Person) string {
	next := t.Person().Email
	a, why := t.updateAddress(p, next)
	if why != "" {
		t.Unsupported("%s", why)
	}
	t.Require(UpdateEmail, check.Status(a, http.StatusOK))
	t.Await(UpdateEmail, "update emails by id", func() []check.Problem {
		return t.holds(p.ID, func(r okta.Resource) []check.Problem { return check.HasEmail(r, next) })
	})
	return next
}
