package provider

import (
	"maps"
	"slices"
	"strconv"
)

// updateRenameFaults go wrong when a PUT changes the userName.
func updateRenameFaults() []Fault {
	return []Fault{
		{
			ID: "put-overwrites-username", Category: "profile-update", Level: Must,
			Story:  "Each update makes the e-mail address the userName, and the user signs in under another name.",
			Source: "https://github.com/PostHog/posthog/issues/42603",
			Apply: userPut(func(_ *Request, draft *Draft) {
				if email := mainEmail(draft.After.Attributes); email != "" {
					draft.After.Attributes["userName"] = email
				}
			}),
		},
		{
			ID: "put-rename-not-propagated", Category: "profile-update", Level: Must,
			Story:  "The groups of a user who got another userName still show the old one.",
			Source: "https://github.com/fleetdm/fleet/issues/52992",
			Apply:  groupsKeepOldName,
		},
		{
			ID: "put-rename-keeps-old-alias", Category: "profile-update", Level: Must,
			Story:  "After a change of the userName the old one finds the user as well: whoever gets it next is linked to this account.",
			Source: "the grid: an update × lookups by old and new name",
			Apply:  lookUpKnowsOldName,
		},
		{
			ID: "put-rename-gives-new-id", Category: "profile-update", Level: Must,
			Story:  "A change of the userName makes the account anew under another id, and Okta's next update is answered 404.",
			Source: "the grid: an update × id as before",
			Apply:  renameGivesNewID,
		},
		{
			// A policy of some products, so no more than a warning.
			ID: "put-rename-old-name-blocked", Category: "profile-update", Level: Should,
			Story:  "A userName that somebody gave up stays taken, and nobody else can be created with it.",
			Source: "the grid: an update of the userName × a create",
			Apply:  oldNameBlocked,
		},
		{
			ID: "put-taken-username-accepted", Category: "profile-update", Level: Must,
			Story:  "A userName that another user has is accepted in an update, and two accounts share it.",
			Source: "the grid: an update × duplicate",
			Apply:  withTwins(uniqueness(OpReplace, func(*Request, Tx, *Resource, *Error) error { return nil })),
		},
		{
			ID: "put-taken-username-half-stored", Category: "profile-update", Level: Must,
			Story:  "An update that is refused for its userName has stored everything else.",
			Source: "the grid: an update × a refused write stored nothing",
			Apply:  refusedButStored,
		},
		{
			ID: "put-own-username-409", Category: "profile-update", Level: Must,
			Story:  "An update that leaves the userName is refused because the userName is taken, by the user himself.",
			Source: "the grid: an update of one attribute × a legal status",
			Apply:  ownNameRefused(func(before, after string) bool { return before == after }),
		},
		{
			ID: "put-own-username-case-409", Category: "profile-update", Level: Must,
			Story:  "A change of the case of the userName is refused because it is taken, by the user himself.",
			Source: "the grid: an update of the userName × by other case",
			Apply: ownNameRefused(func(before, after string) bool {
				return before != after && fold(before) == fold(after)
			}),
		},
		{
			ID: "put-rename-by-case-ignored", Category: "profile-update", Level: Should,
			Story:  "A change of the case of the userName is answered 200 and not stored, and the profile looks changed at every sync.",
			Source: "the grid: an update of the userName × by other case",
			Apply: userPut(func(_ *Request, draft *Draft) {
				if old := draft.Before.Name(); fold(old) == fold(draft.After.Name()) {
					draft.After.Attributes["userName"] = old
				}
			}),
		},
	}
}

// onUserRename calls do after a user with another name was stored.
func onUserRename(b *Behaviours, do func(rq *Request, tx Tx, before, after *Resource)) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		err := next(rq, tx, before, after)
		if err == nil && before != nil && after.Kind == KindUser && before.Name() != after.Name() {
			do(rq, tx, before, after)
		}
		return err
	}
}

// groupsKeepOldName shows a member by the name with which he came into the group.
func groupsKeepOldName(b *Behaviours) {
	var names recall[string]
	onUserRename(b, func(rq *Request, tx Tx, before, after *Resource) {
		for _, group := range tx.GroupsOf(after.ID) {
			names.keep(rq, group+" "+after.ID, before.Name())
		}
	})
	next := b.Members
	b.Members = func(rq *Request, tx Tx, group *Resource) []any {
		list := next(rq, tx, group)
		for i, member := range objects(list) {
			if name, ok := names.get(rq, group.ID+" "+text(member, "value")); ok {
				list[i] = withEntry(member, "display", name)
			}
		}
		return list
	}
}

// lookUpKnowsOldName finds a renamed user by his old name too, as long as nobody else has it.
func lookUpKnowsOldName(b *Behaviours) {
	var ids recall[string]
	onUserRename(b, func(rq *Request, _ Tx, before, after *Resource) {
		if fold(before.Name()) != fold(after.Name()) {
			ids.set(rq, fold(before.Name()), after.ID)
		}
	})
	next := b.Select
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		page, err := next(rq, tx)
		asked, ok := userNameAsked(rq, rq.Query.Filter, err)
		if !ok || page.Total > 0 {
			return page, err
		}
		id, _ := ids.get(rq, fold(asked))
		if r := tx.Get(KindUser, id); r != nil {
			return pageOf([]*Resource{r}, rq.Query), nil
		}
		return page, nil
	}
}

// renameGivesNewID moves the account and its memberships to a new id.
func renameGivesNewID(b *Behaviours) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		if before == nil || after.Kind != KindUser || fold(before.Name()) == fold(after.Name()) {
			return next(rq, tx, before, after)
		}
		groups := slices.Clone(tx.GroupsOf(before.ID))
		if err := rq.Do.Remove(rq, tx, before); err != nil {
			return err
		}
		after.ID = rq.Do.NewID(rq, tx)
		if err := next(rq, tx, before, after); err != nil {
			return err
		}
		for _, group := range groups {
			tx.AddMember(group, after.ID)
		}
		return nil
	}
}

// oldNameBlocked keeps names that were given up from all but their old owners.
func oldNameBlocked(b *Behaviours) {
	var owners recall[string]
	onUserRename(b, func(rq *Request, _ Tx, before, after *Resource) { owners.set(rq, fold(before.Name()), after.ID) })
	next := b.CheckUnique
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		owner, blocked := owners.get(rq, fold(r.Name()))
		if r.Kind == KindUser && blocked && owner != r.ID && tx.Get(KindUser, owner) != nil {
			return Refuse(409, "uniqueness", "The userName %s is taken.", strconv.Quote(r.Name()))
		}
		return next(rq, tx, r)
	}
}

// refusedButStored stores what a PUT says besides the taken userName.
func refusedButStored(b *Behaviours) {
	next := b.Replace
	b.Replace = func(rq *Request) (*Response, error) {
		answer, err := next(rq)
		if !rq.IsUser() || conflictOf(err) == nil {
			return answer, err
		}
		body, failed := rq.Do.Normalise(rq, rq.Body)
		if failed != nil {
			return nil, err
		}
		failed = rq.Do.Write(rq, func(tx Tx) error {
			if r := tx.Get(KindUser, rq.ID); r != nil {
				half := r.Clone()
				delete(body, "userName")
				maps.Copy(half.Attributes, body)
				tx.Put(half)
			}
			return nil
		})
		if failed != nil {
			return nil, failed
		}
		return nil, err
	}
}

// ownNameRefused takes the user himself for the one who has the name already.
func ownNameRefused(when func(before, after string) bool) func(*Behaviours) {
	return uniqueness(OpReplace, func(rq *Request, tx Tx, r *Resource, conflict *Error) error {
		if conflict != nil {
			return conflict
		}
		if stored := tx.Get(KindUser, r.ID); stored != nil && when(stored.Name(), r.Name()) {
			return Refuse(409, "uniqueness", "The userName %s is taken.", strconv.Quote(r.Name()))
		}
		return nil
	})
}
