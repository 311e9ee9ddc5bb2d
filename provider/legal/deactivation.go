package legal

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// deactivationVariants differ in what else changes when a user becomes inactive.
func deactivationVariants() []Variant {
	return []Variant{{
		ID: "deactivation-strips-groups", Story: "A user who becomes inactive is taken out of all groups, and so loses his role; Okta's next push puts him back.",
		Source: "https://github.com/lightdash/lightdash/issues/17494",
		Apply: func(b *Behaviors) {
			next := b.Store
			b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
				if before.Active() && !after.Active() {
					for _, group := range slices.Clone(tx.GroupsOf(after.ID)) {
						tx.RemoveMember(group, after.ID)
					}
				}
				return next(rq, tx, before, after)
			}
		},
	}, {
		ID: "deactivation-strips-role", Story: "An inactive user shows no role; his groups stay.",
		Source: "https://github.com/lightdash/lightdash/issues/17494",
		Apply: func(b *Behaviors) {
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				if !user.Active() {
					return ""
				}
				return next(rq, tx, user)
			}
		},
	}, {
		ID: "inactive-members-hidden", Story: "An inactive user is not among the members of his groups and shows none; when he is active again, he is.",
		Source: "RFC 7643 §4.1.1: what inactive means is up to the server",
		Apply:  hideInactiveMembers,
	}, {
		ID: "inactive-members-hidden-in-groups", Story: "Groups show their active members only; an inactive user still shows the groups, and is shown by them when active again.",
		Source: "RFC 7643 §4.1.1: what inactive means is up to the server; §4.2: members is optional",
		Apply: func(b *Behaviors) {
			groups := b.Groups
			hideInactiveMembers(b)
			b.Groups = groups
		},
	}, {
		ID: "inactive-members-refused", Story: "A user who is inactive cannot be put into a group: 400, and nothing of the request is done.",
		Source: "https://github.com/pulumi/docs/pull/13236",
		Apply: func(b *Behaviors) {
			next := b.CheckMember
			b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
				if user := tx.Get(provider.KindUser, id); user != nil && !user.Active() && !tx.HasMember(group.ID, id) {
					return provider.InvalidValue("The user %q is not active.", id)
				}
				return next(rq, tx, group, id)
			}
		},
	}, {
		ID: "last-admin-protected", Story: "The last active user with the highest role cannot be deactivated: 403.",
		Source: "RFC 7644 §3.12, 403: not permitted by the state of the server",
		Apply:  protectLastAdmin,
	}, {
		ID: "last-admin-stays-member", Story: "A group that gives the highest role cannot be emptied: 400, and nothing of the request is done.",
		Source: "RFC 7644 §3.12, 400: the value is not compatible with the operation",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c provider.MemberChange) (bool, error) {
				had := tx.MemberCount(group.ID)
				changed, err := next(rq, tx, group, c)
				roles := rq.Settings.Roles
				if err != nil || roles == nil || had == 0 || tx.MemberCount(group.ID) > 0 || roles.Groups[0].Group != group.Name() {
					return changed, err
				}
				return false, provider.InvalidValue("%q would have no %s any more.", group.Name(), roles.Highest())
			}
		},
	}}
}

func hideInactiveMembers(b *Behaviors) {
	members, groups := b.Members, b.Groups
	b.Members = func(rq *Request, tx Tx, group *Resource) []any {
		return slices.DeleteFunc(members(rq, tx, group), func(m any) bool {
			o, _ := m.(Object)
			user := tx.Get(provider.KindUser, scim.Text(o, "value"))
			return user != nil && !user.Active()
		})
	}
	b.Groups = func(rq *Request, tx Tx, user *Resource) []provider.Membership {
		if user.Kind == provider.KindUser && !user.Active() {
			return nil
		}
		return groups(rq, tx, user)
	}
}

func protectLastAdmin(b *Behaviors) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		roles := rq.Settings.Roles
		if roles == nil || !before.Active() || after.Active() || rq.Do.Role(rq, tx, before) != roles.Highest() {
			return next(rq, tx, before, after)
		}
		for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
			if other.ID != after.ID && other.Active() && rq.Do.Role(rq, tx, other) == roles.Highest() {
				return next(rq, tx, before, after)
			}
		}
		return provider.Refuse(http.StatusForbidden, "", "%q is the last %s and cannot be deactivated.", after.Name(),
			roles.Highest())
	}
}
