package provider

import (
	"strconv"
	"strings"
)

// groupSideFaults are about what a group's create and rename do besides, and what the answer says.
func groupSideFaults() []Fault {
	return []Fault{
		{
			ID: "group-write-touches-users", Category: "group-push", Level: Must,
			Story:  "Every change of a group writes its number into the title of every user, members or not.",
			Source: "the grid: each change of a group × other users",
			Apply:  groupWriteTouchesUsers,
		},
		{
			ID: "group-create-answers-lowercase", Category: "group-push", Level: Must,
			Story:  "The answer to a new group has its name in lower case, and Okta keeps that name.",
			Source: "the grid: create a group × answer",
			Apply: func(b *Behaviours) {
				next := b.Create
				b.Create = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.IsGroup() {
						answer.Object()["displayName"] = strings.ToLower(text(answer.Object(), "displayName"))
					}
					return answer, err
				}
			},
		},
		{
			ID: "group-create-adds-owner", Category: "group-push", Level: Must,
			Story:  "The oldest user of the tenant becomes the owner, and so a member, of every new group that is pushed empty.",
			Source: "the grid: create an empty group × members",
			Apply: func(b *Behaviours) {
				beforeStore(b, func(_ *Request, tx Tx, before, after *Resource) {
					if before == nil && after.Kind == KindGroup {
						for _, owner := range tx.List(KindUser, 0, 1) {
							tx.AddMember(after.ID, owner.ID)
						}
					}
				})
			},
		},
		{
			ID: "group-name-cut-at-colon", Category: "group-push", Level: Must,
			Story:  "What is before a colon in a group's name is taken for the name of a tenant and cut off.",
			Source: "the grid: a group's name with a colon × GET by id",
			Apply: func(b *Behaviours) {
				beforeStore(b, func(_ *Request, _ Tx, _, after *Resource) {
					if _, rest, found := strings.Cut(after.Name(), ":"); found && after.Kind == KindGroup {
						after.Attributes = clone(after.Attributes)
						after.Attributes["displayName"] = rest
					}
				})
			},
		},
		{
			ID: "group-same-name-numbered", Category: "group-push", Level: Must,
			Story:  "A change that carries the name that the group has finds the name taken, by the group itself, and appends (2) to it.",
			Source: "the grid: link a group × look-up",
			Apply: func(b *Behaviours) {
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					if draft.Before != nil && draft.After.Kind == KindGroup && draft.Before.Name() == draft.After.Name() {
						draft.After.Attributes = clone(draft.After.Attributes)
						draft.After.Attributes["displayName"] = draft.After.Name() + " (2)"
					}
					return next(rq, tx, draft)
				}
			},
		},
		{
			ID: "group-rename-by-prefix", Category: "group-push", Level: Must,
			Story:  "A rename changes every group whose name begins with the old one: with Sales, Sales EMEA is renamed too.",
			Source: "the grid: rename a group × a group of a similar name",
			Apply: func(b *Behaviours) {
				beforeRename(b, func(_ *Request, tx Tx, before, after *Resource) {
					for _, other := range similar(tx, before) {
						other = other.Clone()
						other.Attributes["displayName"] = after.Name() + strings.TrimPrefix(other.Name(), before.Name())
						tx.Put(other)
					}
				})
			},
		},
	}
}

// groupWriteTouchesUsers counts the changes of groups.
func groupWriteTouchesUsers(b *Behaviours) {
	var changes recall[int]
	next := b.Write
	b.Write = func(rq *Request, do func(Tx) error) error {
		return next(rq, func(tx Tx) error {
			if err := do(tx); err != nil || !rq.IsGroup() {
				return err
			}
			n := changes.update(rq, "", func(n int) int { return n + 1 })
			for _, user := range tx.List(KindUser, 0, tx.Count(KindUser)) {
				user = user.Clone()
				user.Attributes["title"] = strconv.Itoa(n)
				tx.Put(user)
			}
			return nil
		})
	}
}

// similar gives the other groups whose names begin with that of a group.
func similar(tx Tx, group *Resource) []*Resource {
	var found []*Resource
	for _, other := range tx.List(KindGroup, 0, tx.Count(KindGroup)) {
		if other.ID != group.ID && strings.HasPrefix(other.Name(), group.Name()) {
			found = append(found, other)
		}
	}
	return found
}
