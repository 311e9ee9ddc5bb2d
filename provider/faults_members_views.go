package provider

// memberViewFaults are about a membership that is seen from the group and from the user.
func memberViewFaults() []Fault {
	return []Fault{
		{
			ID: "membership-two-stores-drift", Category: "group-membership", Level: Must,
			Story:  "A removal reaches the group and not the user, who goes on showing it: rights and groups differ.",
			Source: "https://github.com/BerriAI/litellm/issues/14057",
			Apply:  membershipDrift,
		},
		{
			ID: "user-groups-attr-stale", Category: "group-membership", Level: Must,
			Story:  "groups of a user is filled in when the user is written; later pushes of groups do not show there.",
			Source: "https://github.com/gravitational/teleport/issues/66215",
			Apply: func(b *Behaviours) {
				var cached recall[map[string]bool]
				beforeStore(b, func(rq *Request, tx Tx, _, after *Resource) {
					groups := map[string]bool{}
					for _, m := range rq.Do.Groups(rq, tx, after) {
						groups[m.Group.ID] = true
					}
					cached.set(rq, after.ID, groups)
				})
				onView(b, KindUser, func(rq *Request, _ Tx, r *Resource, view Object) {
					known, ok := cached.get(rq, r.ID)
					if _, shown := view["groups"]; !ok || !shown {
						return
					}
					kept := []any{}
					for _, group := range objects(view["groups"]) {
						if known[text(group, "value")] {
							kept = append(kept, group)
						}
					}
					view["groups"] = kept
				})
			},
		},
		{
			ID: "member-list-shows-none", Category: "group-membership", Level: Must,
			Story:  "The list of groups shows members [] for groups that have some, and an import empties them in Okta.",
			Source: "the grid: a membership × list of groups",
			Apply: func(b *Behaviours) {
				onView(b, KindGroup, func(rq *Request, _ Tx, _ *Resource, view Object) {
					if _, shown := view["members"]; shown && rq.Operation == OpList {
						view["members"] = []any{}
					}
				})
			},
		},
		{
			ID: "member-user-side-first-group", Category: "group-membership", Level: Must,
			Story:  "A user shows the first of his groups only.",
			Source: "the grid: a user in two groups × groups of the user",
			Apply: func(b *Behaviours) {
				onView(b, KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
					if groups, ok := view["groups"].([]any); ok && len(groups) > 1 {
						view["groups"] = groups[:1]
					}
				})
			},
		},
	}
}

// membershipDrift remembers for each user the groups that he was taken out of.
func membershipDrift(b *Behaviours) {
	var kept recall[[]string]
	onMembers(b, func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
		for _, id := range e.left {
			kept.update(rq, id, func(groups []string) []string { return append(withoutText(groups, group.ID), group.ID) })
		}
		for _, id := range e.came {
			kept.update(rq, id, func(groups []string) []string { return withoutText(groups, group.ID) })
		}
	})
	next := b.Groups
	b.Groups = func(rq *Request, tx Tx, member *Resource) []Membership {
		list := next(rq, tx, member)
		stale, _ := kept.get(rq, member.ID)
		for _, id := range stale {
			if group := tx.Get(KindGroup, id); group != nil {
				list = append(list, Membership{Group: group, Direct: true})
			}
		}
		return list
	}
}

// withoutText copies a list without one text.
func withoutText(list []string, gone string) []string {
	var kept []string
	for _, s := range list {
		if s != gone {
			kept = append(kept, s)
		}
	}
	return kept
}
