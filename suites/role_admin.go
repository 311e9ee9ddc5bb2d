package suites

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// existingAdmin is the local account of the profile that a run may link. The
// run did not make it: nobody deactivates it, and its attributes are put back.
type existingAdmin struct {
	Person
	before okta.Resource
}

// existingAdmin finds the account as Okta does. The check is unsupported when
// the profile names none, and blocked when the tenant does not have it.
func (t *T) existingAdmin() existingAdmin {
	name := t.roles().ExistingAdmin
	if name == "" {
		t.Unsupported("the app profile does not state roles.existing_admin")
	}
	a := t.Okta.LookupUser(t, name)
	list, _ := a.List()
	if len(list) != 1 || list[0].ID() == "" || !strings.EqualFold(list[0].String("userName"), name) {
		t.Block("the lookup of the profile's roles.existing_admin %q does not find exactly this user (status %d, %d Resources)", name, a.Status, len(list))
	}
	admin := existingAdmin{Person: Person{ID: list[0].ID(), Sent: okta.User{UserName: name, Active: true}}}
	t.Know(admin.ID, name)
	t.session.Permit(admin.ID, name)
	admin.before = t.mustReadUser(admin.ID)
	if admin.before["active"] != true {
		t.Block("the profile's roles.existing_admin %q is not active; the run does not change that", name)
	}
	return admin
}

// link is what Okta does with a user that it finds: GET and PUT of the profile,
// here with the values that are there.
func (t *T) link(admin existingAdmin) {
	t.Require(UpdateUser, check.Through(t.Okta.UpdateProfile(t, admin.ID, func(okta.Resource) {})))
}

// restore puts the attributes of the account back as they were found.
func (t *T) restore(admin existingAdmin) {
	now, problems := t.ByID(admin.ID)
	if len(problems) == 0 && len(t.unchanged(admin.before, now, "groups", t.roles().Attribute)) == 0 {
		return
	}
	t.Okta.PutUser(t, admin.ID, admin.before)
}

// groupFor is the highest mapped group that gives the role which the user
// shows, and false when none does.
func (r roleSource) groupFor(user okta.Resource) (profile.GroupRole, bool) {
	shown := check.Role(user, r.Attribute, r.known()...)
	for _, g := range r.Groups {
		if slices.ContainsFunc(shown, func(s string) bool { return strings.EqualFold(s, g.Role) }) {
			return g, true
		}
	}
	return profile.GroupRole{}, false
}
