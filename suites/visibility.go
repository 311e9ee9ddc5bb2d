package suites

import (
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// visibility knows whether the app shows memberships at all: RFC 7643 lets a
// server leave `members` out of groups and `groups` out of users, and then
// nothing can be said about them. One sight of a member is enough to know that
// the app shows them. A user that shows the attribute groups, though empty, will
// show them too: only then is more waited for than the group's members.
type visibility struct {
	world         *world
	once          sync.Once
	members, user bool
}

func (v *visibility) probe(t *T) {
	b := v.world.bystanders
	b.get(t)
	v.once.Do(func() {
		probe := *t
		probe.session, probe.Okta = v.world.shared, v.world.shared.Client
		attribute := false // users show the attribute groups
		readUser := func() bool {
			u, _ := probe.ByID(b.user.ID)
			_, there := u["groups"]
			attribute = attribute || there
			v.user = v.user || len(check.Values(u, "groups")) > 0
			return v.user
		}
		defer func() {
			if attribute && !v.user {
				t.Env().Settler.Wait(t, "show a user's groups", readUser)
			}
		}()
		look := func() bool {
			ok, _ := t.Env().Settler.Wait(t, "show a membership", func() bool {
				g, _ := probe.GroupByID(b.group.ID)
				readUser()
				v.members = v.members || len(check.Values(g, "members")) > 0 || isEmptyArray(g["members"])
				return len(check.Values(g, "members")) > 0
			})
			return ok
		}
		if look() {
			return
		}
		whole := AsMembers(b.user)
		probe.Okta.PatchGroup(t, b.group.ID, okta.AddOp(whole...))
		if look() {
			return
		}
		probe.Okta.PutGroup(t, b.group.ID, b.group.Name, whole)
		look()
	})
}

// isEmptyArray is true for []: a server that says "no members" shows members.
func isEmptyArray(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// MembersVisible tells whether groups show their members.
func (t *T) MembersVisible() bool {
	t.world.visible.probe(t)
	return t.world.visible.members
}

// UserGroupsVisible tells whether users show their groups.
func (t *T) UserGroupsVisible() bool {
	t.world.visible.probe(t)
	return t.world.visible.user
}

// NeedVisibleMembers ends a check of memberships when the app shows them on
// neither side.
func (t *T) NeedVisibleMembers() {
	if !t.MembersVisible() && !t.UserGroupsVisible() {
		t.Unsupported("the app shows memberships neither in groups nor in users")
	}
}
