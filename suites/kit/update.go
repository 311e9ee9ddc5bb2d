package kit

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// PutUser sends Okta's profile update and gives the answer to the PUT; the check is
// blocked when the user cannot be read before.
func PutUser(t *T, p Person, change func(okta.Resource)) okta.Answer {
	run := t.Okta.UpdateProfile(t, p.ID, change)
	if run.Last().Method != http.MethodPut {
		t.Require(ReadUser, check.Through(run))
	}
	return run.Last()
}

// ChangeUser sends Okta's profile update, GET and PUT of the whole resource; the
// check is blocked when Okta would not get through: users.update.accepted is
// about that.
func ChangeUser(t *T, p Person, change func(okta.Resource)) okta.Answer {
	a := PutUser(t, p, change)
	t.Require(UpdateUser, check.Status(a, http.StatusOK))
	return a
}

// AwaitText waits until a by-id read shows the text at path, as a set-up for
// what else the update must or must not have done.
func AwaitText(t *T, p Person, path, want string) {
	s, found := map[string]Setup{"displayName": SeeDisplayName, "userName": UpdateUserName}[path]
	if !found {
		s = UpdateAll
	}
	t.Await(s, "update "+path+" by id", func() []check.Problem {
		return t.Holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, path, want) })
	})
}

// Redisplay changes a person's displayName by a profile update, waits until a
// by-id read shows it, and gives the answer to the PUT.
func Redisplay(t *T, p Person, further ...func(okta.Resource)) okta.Answer {
	display := t.Person().DisplayName
	a := ChangeUser(t, p, func(r okta.Resource) {
		r["displayName"] = display
		for _, change := range further {
			change(r)
		}
	})
	AwaitText(t, p, "displayName", display)
	return a
}

// PutEmail puts the address into the primary e-mail, or else into the first
// one, and leaves its other members alone. An app that knows users by their
// address is sent it as userName too.
func PutEmail(t *T, r okta.Resource, address string) {
	if KnownByEmail(t) {
		r["userName"] = address
	}
	elements := check.Elements(r, "emails")
	for _, e := range elements {
		if e["primary"] == true {
			e["value"] = address
			return
		}
	}
	if len(elements) > 0 {
		elements[0]["value"] = address
		return
	}
	r["emails"] = []any{map[string]any{"primary": true, "type": "work", "value": address}}
}

// PutUserName renames a user as Okta does when somebody's login changes, which
// is the e-mail address in most orgs.
func PutUserName(t *T, r okta.Resource, userName string) {
	PutEmail(t, r, userName)
	r["userName"] = userName
}

// KnownByEmail tells whether the app knows users by their e-mail address.
func KnownByEmail(t *T) bool { return t.Env().Profile.Okta.UniqueIdentifier == profile.ByEmail }

// NeedShown ends a check of an optional attribute that the app does not show
// after the create: a server need not support it.
func NeedShown(t *T, r okta.Resource, path string) {
	if !check.Has(r, path) {
		t.Unsupported("the app does not show %s after a create", path)
	}
}

// ChangeUserName changes a person's userName and waits until a by-id read shows
// it. The check is unsupported when the app refuses, which is legal.
func ChangeUserName(t *T, p Person) (userName string) {
	userName, _ = RenameWithAddress(t, p)
	return userName
}

// RenameWithAddress is renameUser that tells why the address, which Okta sends
// with the userName, could not be changed; empty when it could.
func RenameWithAddress(t *T, p Person) (userName, keeps string) {
	userName = t.Person().UserName
	a := PutUser(t, p, func(r okta.Resource) { PutUserName(t, r, userName) })
	if AddressFixed(a) && !KnownByEmail(t) {
		if alone := PutUser(t, p, func(r okta.Resource) { r["userName"] = userName }); alone.OK() {
			a, keeps = alone, FixedAddress(a)
		}
	}
	if len(check.Refused(a)) == 0 {
		KeepsUserNames(t, a)
	}
	t.Require(UpdateUserName, check.Status(a, http.StatusOK))
	AwaitText(t, p, "userName", userName)
	return userName, keeps
}

// KeepsUserNames ends a check of an app that refuses a new userName.
func KeepsUserNames(t *T, a okta.Answer) {
	t.Unsupported("the app refuses a new userName, as it may; Okta shows an error when a login changes: %d %s", a.Status, a.Resource.String("detail"))
}

// LikeBefore wants a resource as it was, apart from the named attributes and
// from those of the app's own: what it counts or derives is its business.
func LikeBefore(before okta.Resource, except ...string) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		return check.Unchanged(before, r, slices.Concat(except, check.Own(before), check.Own(r))...)
	}
}

// RenameUser gives a person another first and last name and waits until a by-id
// read shows them.
func RenameUser(t *T, p Person) {
	family := t.Person().FamilyName
	ChangeUser(t, p, func(r okta.Resource) {
		r.Set("Janet", "name", "givenName")
		r.Set(family, "name", "familyName")
	})
	AwaitText(t, p, "name.familyName", family)
}

// SetPassword is password sync with a new password.
func SetPassword(t *T, p Person) okta.Run {
	next := NextPassword(p)
	t.Env().Redactor.Add(next)
	return t.Okta.SetPassword(t, p.ID, next)
}

// NextPassword is one that satisfies the usual rules.
func NextPassword(p Person) string { return "Xy7!" + Password(p.ID+" next") + "Kq" }

// ConcurrentlyOrLater sends n requests at the same time. A server may ask to come
// back (409, 412, 429, 503): those are sent again, one after the other, as
// Okta does.
func ConcurrentlyOrLater(t *T, n int, send func(i int) okta.Answer) []okta.Answer {
	answers := Concurrently(n, send)
	for i, a := range answers {
		switch a.Status {
		case http.StatusConflict, http.StatusPreconditionFailed, http.StatusTooManyRequests, http.StatusServiceUnavailable:
			answers[i] = send(i)
		}
	}
	return answers
}
