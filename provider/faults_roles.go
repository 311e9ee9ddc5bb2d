package provider

import "slices"

func roleFaults() []Fault {
	return slices.Concat([]Fault{
		{
			ID: "role-put-ignored", Category: "roles", Level: Must,
			Story:  "A PUT of a group moves its members and does not look at their roles: in apps made with the wizard roles never change.",
			Source: "https://github.com/tuist/tuist/pull/13209",
			Apply: func(b *Behaviours) {
				keepRoles(b, func(rq *Request, _ MemberChange) bool { return rq.Operation == OpReplace })
			},
		},
		{
			ID: "role-rename-push-changes-roles", Category: "roles", Level: Must,
			Story:  "The name that comes with each push of a group gives all of its members the default role.",
			Source: "https://github.com/tuist/tuist/pull/13209",
			Apply:  renamePushResetsRoles,
		},
		{
			ID: "role-reset-to-member-on-login", Category: "roles", Level: Must,
			Story:     "The role is reset when the user signs in.",
			Source:    "https://github.com/getsentry/sentry/issues/56331",
			NotOnWire: "It takes a sign-in through Okta, which no SCIM request makes.",
		},
		{
			ID: "role-active-flag-demotes-admin", Category: "roles", Level: Must,
			Story:  "active is kept in the column of the role: an admin who is deactivated is pending, and an ordinary user after reactivation.",
			Source: "https://github.com/open-webui/open-webui/issues/25948",
			Apply:  activeDemotesAdmin,
		},
		{
			ID: "role-wiped-by-active-patch", Category: "roles", Level: Must,
			Story:  "A PATCH of a user writes back what SCIM knows about him, and that has no role: it is gone until the next group push.",
			Source: "https://github.com/pond/scimitar/issues/6",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				beforeStore(b, func(rq *Request, _ Tx, _, after *Resource) {
					if rq.IsUser() && rq.Operation == OpPatch {
						pinned.set(rq, after.ID, "")
					}
				})
			},
		},
		{
			ID: "role-last-group-wins", Category: "roles", Level: Must,
			Story:  "The role is that of the group pushed last, not the highest: an admin who is pushed as an analyst loses his rights.",
			Source: "https://github.com/lightdash/lightdash/issues/17883",
			Apply: func(b *Behaviours) {
				next := b.Role
				b.Role = func(rq *Request, tx Tx, user *Resource) string {
					memberships := rq.Do.Groups(rq, tx, user)
					for _, m := range slices.Backward(memberships) {
						for _, entry := range rq.Settings.Roles.Groups {
							if m.Direct && fold(entry.Group) == fold(m.Group.Name()) {
								return entry.Role
							}
						}
					}
					return next(rq, tx, user)
				}
			},
		},
		{
			ID: "role-not-revoked-on-removal", Category: "roles", Level: Must,
			Story:  "Who leaves the admin group stays an admin: groups give roles and never take them.",
			Source: "https://github.com/BerriAI/litellm/issues/30895",
			Apply:  roleNotRevoked,
		},
		{
			ID: "role-not-applied-on-create", Category: "roles", Level: Must,
			Story:  "The members that a group is created with do not get its role: they begin with the default one.",
			Source: "https://github.com/lightdash/lightdash/issues/17895",
			Apply: func(b *Behaviours) {
				keepRoles(b, func(rq *Request, _ MemberChange) bool { return rq.Operation == OpCreate })
			},
		},
		{
			ID: "role-reconcile-capped-500", Category: "roles", Level: Must,
			Story:  "The role of a group reaches its first 500 members, and the others go without.",
			Source: "https://github.com/joe-broadhead/open-cowork/issues/909",
			Apply:  roleOfFirst500,
		},
		{
			ID: "role-update-unsupported", Category: "roles", Level: Must,
			Story:  "The first role that the groups give is never changed: who moves from the analysts to the admins stays an analyst.",
			Source: "https://github.com/getsentry/sentry/issues/118333",
			Apply:  firstRoleStays,
		},
	}, roleRequestFaults(), roleGridFaults(), roleLostFaults())
}

// pinRoles makes the role of some users independent of the groups, until their memberships change.
func pinRoles(b *Behaviours) *recall[string] {
	pinned := pinRolesForGood(b)
	onMembers(b, func(rq *Request, _ Tx, _ *Resource, c MemberChange, e effect) {
		ids, _ := c.ids()
		for _, id := range slices.Concat(ids, e.left) {
			pinned.forget(rq, id)
		}
	})
	return pinned
}

func pinRolesForGood(b *Behaviours) *recall[string] {
	var pinned recall[string]
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		if role, ok := pinned.get(rq, user.ID); ok {
			return role
		}
		return next(rq, tx, user)
	}
	return &pinned
}

// keepRoles leaves the roles of those who come or leave by some changes as they were.
func keepRoles(b *Behaviours, when func(*Request, MemberChange) bool) {
	pinned := pinRolesForGood(b)
	onMembers(b, func(rq *Request, _ Tx, _ *Resource, c MemberChange, e effect) {
		for _, id := range slices.Concat(e.came, e.left) {
			role, isUser := e.was[id]
			switch {
			case !when(rq, c):
				pinned.forget(rq, id)
			case isUser:
				pinned.set(rq, id, role)
			}
		}
	})
}

func renamePushResetsRoles(b *Behaviours) {
	pinned := pinRoles(b)
	reset := func(rq *Request, tx Tx, group *Resource) {
		for id := range tx.Members(group.ID) {
			if rq.Settings.Roles != nil {
				pinned.set(rq, id, rq.Settings.Roles.Default)
			}
		}
	}
	next := b.ApplyOperation
	b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
		err := next(rq, tx, draft, op)
		if _, ok := op.sets("displayName"); ok && err == nil && rq.IsGroup() {
			reset(rq, tx, draft.After)
		}
		return err
	}
	beforeRename(b, func(rq *Request, tx Tx, _, after *Resource) { reset(rq, tx, after) })
}

func activeDemotesAdmin(b *Behaviours) {
	pinned := pinRoles(b)
	beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
		roles := rq.Settings.Roles
		switch {
		case roles == nil || before == nil || after.Kind != KindUser || before.Active() == after.Active():
		case after.Active() && pinned.has(rq, after.ID):
			pinned.set(rq, after.ID, roles.Default)
		case !after.Active() && rq.Do.Role(rq, tx, before) == roles.Highest():
			pinned.set(rq, after.ID, "pending")
		}
	})
}

// roleNotRevoked remembers the highest role a user ever had.
func roleNotRevoked(b *Behaviours) {
	var best recall[string]
	role := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		now := role(rq, tx, user)
		had, _ := best.get(rq, user.ID)
		for _, entry := range rq.Settings.Roles.Groups {
			if entry.Role == now || entry.Role == had {
				return entry.Role
			}
		}
		return now
	}
	onMembers(b, func(rq *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
		for _, id := range e.came {
			if user := tx.Get(KindUser, id); user != nil && rq.Settings.Roles != nil {
				best.set(rq, id, rq.Do.Role(rq, tx, user))
			}
		}
	})
}

// roleOfFirst500 takes those who are further back out of the groups that count.
func roleOfFirst500(b *Behaviours) {
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		inner := *rq
		do := *rq.Do
		inner.Do = &do
		do.Groups = func(_ *Request, tx Tx, member *Resource) []Membership {
			return slices.DeleteFunc(rq.Do.Groups(rq, tx, member), func(m Membership) bool {
				return m.Direct && placeIn(tx, m.Group.ID, member.ID) >= 500
			})
		}
		return next(&inner, tx, user)
	}
}

func placeIn(tx Tx, group, member string) int {
	if tx.MemberCount(group) <= 500 {
		return 0
	}
	place := 0
	for id := range tx.Members(group) {
		if id == member {
			break
		}
		place++
	}
	return place
}

// firstRoleStays keeps the first role above the default one as long as the groups give any.
func firstRoleStays(b *Behaviours) {
	var first recall[string]
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		now := next(rq, tx, user)
		if role, ok := first.get(rq, user.ID); ok && now != rq.Settings.Roles.Default {
			return role
		}
		return now
	}
	onMembers(b, func(rq *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
		for _, id := range slices.Concat(e.came, e.left) {
			user := tx.Get(KindUser, id)
			if user == nil || rq.Settings.Roles == nil {
				continue
			}
			if role := next(rq, tx, user); role == rq.Settings.Roles.Default {
				first.forget(rq, id)
			} else {
				first.keep(rq, id, role)
			}
		}
	})
}
