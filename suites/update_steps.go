package suites

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// put sends Okta's profile update and gives the answer to the PUT; the check is
// blocked when the user cannot be read before.
func (t *T) put(p Person, change func(okta.Resource)) okta.Answer {
	run := t.Okta.UpdateProfile(t, p.ID, change)
	if run.Last().Method != http.MethodPut {
		t.Require(ReadUser, check.Through(run))
	}
	return run.Last()
}

// update sends Okta's profile update, GET and PUT of the whole resource; the
// check is blocked when Okta would not get through: users.update.accepted is
// about that.
func (t *T) update(p Person, change func(okta.Resource)) okta.Answer {
	a := t.put(p, change)
	t.Require(UpdateUser, check.Status(a, http.StatusOK))
	return a
}

// awaitText waits until a by-id read shows the text at path, as a set-up for
// what else the update must or must not have done.
func (t *T) awaitText(p Person, path, want string) {
	s, found := map[string]Setup{"displayName": SeeDisplayName, "userName": UpdateUserName}[path]
	if !found {
		s = UpdateAll
	}
	t.Await(s, "update "+path+" by id", func() []check.Problem {
		return t.holds(p.ID, func(r okta.Resource) []check.Problem { return check.Text(r, path, want) })
	})
}

// redisplay changes a person's displayName by a profile update, waits until a
// by-id read shows it, and gives the answer to the PUT.
func (t *T) redisplay(p Person, further ...func(okta.Resource)) okta.Answer {
	display := t.Person().DisplayName
	a := t.update(p, func(r okta.Resource) {
		r["displayName"] = display
		for _, change := range further {
			change(r)
		}
	})
	t.awaitText(p, "displayName", display)
	return a
}

// redisplayWithAddress is redisplay with a new e-mail address, unless the app
// keeps addresses.
func (t *T) redisplayWithAddress(p Person, further ...func(okta.Resource)) {
	display := t.Person().DisplayName
	a, _ := t.updateAddress(p, t.Person().Email, append(further, func(r okta.Resource) { r["displayName"] = display })...)
	t.Require(UpdateUser, check.Status(a, http.StatusOK))
	t.awaitText(p, "displayName", display)
}

// setEmail puts the address into the primary e-mail, or else into the first
// one, and leaves its other members alone. An app that knows users by their
// address is sent it as userName too.
func (t *T) setEmail(r okta.Resource, address string) {
	if t.byEmail() {
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

// setUserName renames a user as Okta does when somebody's login changes, which
// is the e-mail address in most orgs.
func (t *T) setUserName(r okta.Resource, userName string) {
	t.setEmail(r, userName)
	r["userName"] = userName
}

// byEmail tells whether the app knows users by their e-mail address.
func (t *T) byEmail() bool { return t.Env().Profile.Okta.UniqueIdentifier == profile.ByEmail }

// freeOnEmail are attributes that may follow the e-mail address.
func (t *T) freeOnEmail() []string {
	if t.byEmail() {
		return []string{"emails", "userName"}
	}
	return []string{"emails"}
}

// needShown ends a check of an optional attribute that the app does not show
// after the create: a server need not support it.
func (t *T) needShown(r okta.Resource, path string) {
	if !check.Has(r, path) {
		t.Unsupported("the app does not show %s after a create", path)
	}
}

// renameUser changes a person's userName and waits until a by-id read shows
// it. The check is unsupported when the app refuses, which is legal.
func (t *T) renameUser(p Person) (userName string) {
	userName, _ = t.renameWithAddress(p)
	return userName
}

// renameWithAddress is renameUser that tells why the address, which Okta sends
// with the userName, could not be changed; empty when it could.
func (t *T) renameWithAddress(p Person) (userName, keeps string) {
	userName = t.Person().UserName
	a := t.put(p, func(r okta.Resource) { t.setUserName(r, userName) })
	if addressFixed(a) && !t.byEmail() {
		if alone := t.put(p, func(r okta.Resource) { r["userName"] = userName }); alone.OK() {
			a, keeps = alone, fixedAddress(a)
		}
	}
	if len(check.Refused(a)) == 0 {
		t.keepsUserNames(a)
	}
	t.Require(UpdateUserName, check.Status(a, http.StatusOK))
	t.awaitText(p, "userName", userName)
	return userName, keeps
}

// keepsUserNames ends a check of an app that refuses a new userName.
func (t *T) keepsUserNames(a okta.Answer) {
	t.Unsupported("the app refuses a new userName, as it may; Okta shows an error when a login changes: %d %s", a.Status, a.Resource.String("detail"))
}

// likeBefore wants a resource as it was, apart from the named attributes and
// from those of the app's own: what it counts or derives is its business.
func likeBefore(before okta.Resource, except ...string) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		return check.Unchanged(before, r, slices.Concat(except, check.Own(before), check.Own(r))...)
	}
}
