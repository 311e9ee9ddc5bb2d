package provider

import "slices"

// roleGridFaults are those that a walk over steps and places finds.
func roleGridFaults() []Fault {
	return []Fault{
		{
			ID: "role-lowest-wins", Category: "roles", Level: Must,
			Story:  "Who is in two role groups has the lower role: an admin cannot do his work.",
			Source: "the grid: a user in two role groups × role",
			Apply: func(b *Behaviours) {
				next := b.Role
				b.Role = func(rq *Request, tx Tx, user *Resource) string {
					if !user.Managed {
						return next(rq, tx, user)
					}
					inner, settings, roles := *rq, *rq.Settings, *rq.Settings.Roles
					roles.Groups = slices.Clone(roles.Groups)
					slices.Reverse(roles.Groups)
					settings.Roles, inner.Settings = &roles, &settings
					return next(&inner, tx, user)
				}
			},
		},
		{
			ID: "role-default-missing", Category: "roles", Level: Must,
			Story:  "A user in no role group has no role at all, and cannot open the app that he was given.",
			Source: "the grid: a create × role",
			Apply: func(b *Behaviours) {
				next := b.Role
				b.Role = func(rq *Request, tx Tx, user *Resource) string {
					if role := next(rq, tx, user); role != rq.Settings.Roles.Default {
						return role
					}
					return ""
				}
			},
		},
		{
			ID: "role-kept-after-group-delete", Category: "roles", Level: Must,
			Story:  "The members of a deleted role group keep its role.",
			Source: "the grid: delete a role group × role of its members",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				next := b.Remove
				b.Remove = func(rq *Request, tx Tx, r *Resource) error {
					for id := range tx.Members(r.ID) {
						if user := tx.Get(KindUser, id); user != nil && rq.Settings.Roles != nil {
							pinned.set(rq, id, rq.Do.Role(rq, tx, user))
						}
					}
					return next(rq, tx, r)
				}
			},
		},
		{
			ID: "role-kept-after-push-now", Category: "roles", Level: Must,
			Story:  "Roles are derived anew for those in the pushed list only: who is missing from it leaves the group and keeps the role.",
			Source: "the grid: replace by fewer members × role of those who left",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				onMembers(b, func(rq *Request, _ Tx, _ *Resource, c MemberChange, e effect) {
					for _, id := range e.left {
						if role, ok := e.was[id]; ok && c.Op == PatchReplace {
							pinned.set(rq, id, role)
						}
					}
				})
			},
		},
		{
			ID: "role-recompute-forgets-others", Category: "roles", Level: Must,
			Story:  "A change of one role group gives the members of the other role groups the default role.",
			Source: "the grid: a role step × role of a bystander",
			Apply:  recomputeForgetsOthers,
		},
		{
			ID: "role-mates-reset", Category: "roles", Level: Must,
			Story:  "A change of one membership gives the other members of the group the default role.",
			Source: "the grid: a role step × role of the other members",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				onMembers(b, func(rq *Request, tx Tx, group *Resource, c MemberChange, e effect) {
					ids, _ := c.ids()
					for id := range tx.Members(group.ID) {
						if rq.Settings.Roles != nil && c.Op != PatchReplace && len(e.came)+len(e.left) > 0 && !slices.Contains(ids, id) {
							pinned.set(rq, id, rq.Settings.Roles.Default)
						}
					}
				})
			},
		},
		{
			ID: "role-list-shows-default", Category: "roles", Level: Must,
			Story:  "Lists and look-ups show everybody with the default role.",
			Source: "the grid: a role step × list",
			Apply: func(b *Behaviours) {
				next := b.Role
				b.Role = func(rq *Request, tx Tx, user *Resource) string {
					if rq.Operation == OpList {
						return rq.Settings.Roles.Default
					}
					return next(rq, tx, user)
				}
			},
		},
		{
			ID: "role-only-first-added", Category: "roles", Level: Must,
			Story:  "Of several members who come in one request, the first gets the role of the group.",
			Source: "the grid: add several members to a role group × role",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				onMembers(b, func(rq *Request, _ Tx, _ *Resource, _ MemberChange, e effect) {
					for i, id := range e.came {
						if role, ok := e.was[id]; ok && i > 0 {
							pinned.set(rq, id, role)
						}
					}
				})
			},
		},
		{
			ID: "role-put-resets", Category: "roles", Level: Must,
			Story:  "A PUT of a profile gives the user the default role, until the next change of his memberships.",
			Source: "the grid: an update × role",
			Apply: func(b *Behaviours) {
				pinned := pinRoles(b)
				beforeStore(b, func(rq *Request, _ Tx, _, after *Resource) {
					if rq.IsUser() && rq.Operation == OpReplace && rq.Settings.Roles != nil {
						pinned.set(rq, after.ID, rq.Settings.Roles.Default)
					}
				})
			},
		},
	}
}

func recomputeForgetsOthers(b *Behaviours) {
	pinned := pinRoles(b)
	onMembers(b, func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
		if rq.Settings.Roles == nil || len(e.came)+len(e.left) == 0 {
			return
		}
		var others []string
		mapped := false
		for _, entry := range rq.Settings.Roles.Groups {
			if fold(entry.Group) == fold(group.Name()) {
				mapped = true
				continue
			}
			key, _ := KeyFor("displayName", entry.Group)
			for _, other := range tx.Find(KindGroup, key) {
				others = slices.AppendSeq(others, tx.Members(other.ID))
			}
		}
		for _, id := range others {
			if mapped && !tx.HasMember(group.ID, id) && !slices.Contains(e.left, id) {
				pinned.set(rq, id, rq.Settings.Roles.Default)
			}
		}
	})
}
