package kit

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// visibility is whether the app shows memberships at all: RFC 7643 lets a
// server leave `members` out of groups and `groups` out of users, and then
// nothing can be said about them. One sight of a member is enough to know that
// the app shows them. A user that shows the attribute groups, though empty, will
// show them too: only then is more waited for than the group's members.
type visibility struct{ members, user bool }

func findVisibility(t *T) (v visibility, sure bool) {
	b := Bystanders(t)
	attribute := false // users show the attribute groups
	readUser := func() bool {
		u, _ := t.ByID(b.user.ID)
		_, there := u["groups"]
		attribute = attribute || there
		v.user = v.user || len(check.Values(u, "groups")) > 0
		return v.user
	}
	look := func() bool {
		ok, _ := t.Env().Settler.Wait(t, "show a membership", func() bool {
			g, _ := t.GroupByID(b.group.ID)
			readUser()
			v.members = v.members || len(check.Values(g, "members")) > 0 || isEmptyArray(g["members"])
			return len(check.Values(g, "members")) > 0
		})
		return ok
	}
	whole := AsMembers(b.user)
	for _, put := range []func(){
		func() {},
		func() { t.Okta.PatchGroup(t, b.group.ID, okta.AddOp(whole...)) },
		func() { t.Okta.PutGroup(t, b.group.ID, b.group.Name, whole) },
	} {
		if put(); look() {
			break
		}
	}
	if attribute && !v.user {
		t.Env().Settler.Wait(t, "show a user's groups", readUser)
	}
	return v, v.members && v.user
}

// isEmptyArray is true for []: a server that says "no members" shows members.
func isEmptyArray(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// MembersVisible tells whether groups show their members.
func (t *T) MembersVisible() bool { return t.visibility().members }

// UserGroupsVisible tells whether users show their groups.
func (t *T) UserGroupsVisible() bool { return t.visibility().user }

func (t *T) visibility() visibility {
	Bystanders(t)
	return t.World.visible.Get(t)
}

// NeedVisibleMembers ends a check of memberships when the app shows them on
// neither side.
func (t *T) NeedVisibleMembers() {
	if !t.MembersVisible() && !t.UserGroupsVisible() {
		t.Unsupported("the app shows memberships neither in groups nor in users")
	}
}
