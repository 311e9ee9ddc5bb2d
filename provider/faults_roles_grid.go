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
	}
}
