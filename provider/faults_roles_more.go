package provider

// roleLostFaults take a role away for good, or show another one.
func roleLostFaults() []Fault {
	return []Fault{
		{
			ID: "role-lost-for-good", Category: "roles", Level: Must,
			Story:  "Whoever left a group or was deactivated once has the default role ever after, in whichever group.",
			Source: "the grid: leave a mapped group and return × role",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onMembers(b, func(rq *Request, _ Tx, _ *Resource, _ MemberChange, e effect) {
					for _, id := range e.left {
						lose(rq, id)
					}
				})
				beforeDeactivation(b, func(rq *Request, _ Tx, user *Resource) { lose(rq, user.ID) })
			},
		},
		{
			ID: "role-delete-resets-all", Category: "roles", Level: Must,
			Story:  "When a group is deleted, the members of all groups get the default role.",
			Source: "the grid: delete a mapped group × roles of others",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onGroupDelete(b, func(rq *Request, tx Tx, _ *Resource) error {
					for _, user := range tx.List(KindUser, 0, tx.Count(KindUser)) {
						lose(rq, user.ID)
					}
					return nil
				})
			},
		},
		{
			ID: "role-password-resets", Category: "roles", Level: Must,
			Story:  "A new password resets the account, its role included: after password sync an admin has the default role.",
			Source: "the grid: password sync × role",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				replace, patch := b.Replace, b.Patch
				b.Replace = func(rq *Request) (*Response, error) {
					if rq.IsUser() && mentions(rq.Body, "password") {
						lose(rq, rq.ID)
					}
					return replace(rq)
				}
				b.Patch = func(rq *Request) (*Response, error) {
					ops, _ := rq.Do.ParsePatch(rq, rq.Body)
					for _, op := range ops {
						if _, ok := op.sets("password"); ok && rq.IsUser() {
							lose(rq, rq.ID)
						}
					}
					return patch(rq)
				}
			},
		},
		{
			ID: "role-update-answers-default", Category: "roles", Level: Must,
			Story:  "The answer to an update of a user shows the default role, whatever group the user is in.",
			Source: "the grid: update a member of a mapped group × answer",
			Apply: func(b *Behaviours) {
				next := b.Role
				b.Role = func(rq *Request, tx Tx, user *Resource) string {
					if rq.IsUser() && (rq.Operation == OpReplace || rq.Operation == OpPatch) {
						return rq.Settings.Roles.Default
					}
					return next(rq, tx, user)
				}
			},
		},
	}
}

// losesRole gives those the default role who are named to the function that it returns.
func losesRole(b *Behaviours) (lose func(rq *Request, id string)) {
	var lost recall[bool]
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		if lost.has(rq, user.ID) {
			return rq.Settings.Roles.Default
		}
		return next(rq, tx, user)
	}
	return func(rq *Request, id string) { lost.set(rq, id, true) }
}
