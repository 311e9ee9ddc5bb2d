package faulty

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func updateRenameFaults() []Fault {
	return inCategory("profile-update", []Fault{{
		ID: "put-former-username-409", Source: report("https://github.com/ory/polis/issues/3559"),
		Story: "A userName that was ever used is taken for good: a change of login cannot be taken back.",
		Apply: formerNameRefused,
	}, {
		ID:     "put-renamed-by-exact-name",
		Source: grid("an update of the userName × look-up and create by other case"),
		Story:  "The folded name is stored with creates only: after a change of login the user is found by the exact name, and in other case is created anew.",
		Apply: func(b *Behaviors) {
			var renamed hook.Recall[bool]
			onUserRename(b, func(rq *Request, _ Tx, _, after *Resource) { renamed.Set(rq, after.ID, true) })
			listOnly(func(rq *Request, _ Tx, r *Resource) bool {
				if rq.Query.Filter == nil || r.Kind != provider.KindUser || !renamed.Has(rq, r.ID) {
					return true
				}
				asked, ok := rq.Query.Filter.Equals("userName")
				return !ok || asked == r.Name()
			})(b)
			uniqueness(provider.OpCreate, func(rq *Request, tx Tx, r *Resource, conflict *Error) error {
				for _, other := range namesakes(tx, r) {
					if !renamed.Has(rq, other.ID) || other.Name() == r.Name() {
						return orNil(conflict)
					}
				}
				return nil
			})(b)
		},
	}, {
		ID: "put-rename-keeps-old-address", Source: report("https://github.com/lightdash/lightdash/issues/19363"),
		Story: "With a new userName the old address becomes a further one, and whoever gets it next signs in to this account.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			old := scim.MainEmail(draft.Before.Attributes)
			if old != "" && draft.Before.Name() != draft.After.Name() && old != scim.MainEmail(draft.After.Attributes) {
				emails, _ := draft.After.Attributes["emails"].([]any)
				draft.After.Attributes["emails"] = append(slices.Clone(emails), Object{"value": old, "type": "other"})
			}
		}),
	}, {
		ID:     "put-inactive-username-taken-over",
		Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/928"),
		Story:  "The userName of a deactivated user is free for an update of another: who returns is linked to a stranger's account.",
		Apply: withTwins(uniqueness(provider.OpReplace, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
			for _, other := range namesakes(tx, r) {
				if other.Active() {
					return conflict
				}
			}
			return nil
		})),
	}, {
		ID: "put-new-address-reactivates", Source: report("https://github.com/fleetdm/fleet/pull/49560"),
		Story: "A new address is invited, and the invitation gives an inactive user the access back.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			if !draft.Before.Active() && scim.MainEmail(draft.Before.Attributes) != scim.MainEmail(draft.After.Attributes) {
				draft.After.Attributes["active"] = true
			}
		}),
	}, {
		ID: "put-new-address-taken-409", Source: grid("an update of the e-mail × a legal status"),
		Story: "A new e-mail address is refused as taken, although nobody has it: the look-up for its owner finds the user itself.",
		Apply: hook.UserChangeRefused(func(before, after *Resource) error {
			if scim.MainEmail(before.Attributes) != scim.MainEmail(after.Attributes) {
				return provider.Refuse(http.StatusConflict, "uniqueness", "Another user has the e-mail address %q.",
					scim.MainEmail(after.Attributes))
			}
			return nil
		}),
	}, {
		ID:     "put-new-address-refused-stored",
		Source: grid("an update of the e-mail × a refused write stored nothing"),
		Story:  "A new e-mail address is refused as immutable, but the address was stored before that was found out.",
		Apply: func(b *Behaviors) {
			next := b.Replace
			b.Replace = func(rq *Request) (*Response, error) {
				before := ""
				err := rq.Do.Read(rq, func(tx Tx) error {
					if user := tx.Get(provider.KindUser, rq.ID); user != nil {
						before = scim.MainEmail(user.Attributes)
					}
					return nil
				})
				if err != nil {
					return nil, err
				}
				answer, err := next(rq)
				if err == nil && rq.IsUser() && before != "" && before != scim.MainEmail(rq.Body) {
					return nil, provider.Mutability("The e-mail address cannot be changed; it is %q.", before)
				}
				return answer, err
			}
		},
	}, {
		ID: "put-overwrites-username", Source: report("https://github.com/PostHog/posthog/issues/42603"),
		Story: "Each update makes the e-mail address the userName, and the user signs in under another name.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			if email := scim.MainEmail(draft.After.Attributes); email != "" {
				draft.After.Attributes["userName"] = email
			}
		}),
	}, {
		ID: "put-rename-not-propagated", Source: report("https://github.com/fleetdm/fleet/issues/52992"),
		Story: "The groups of a user who got another userName still show the old one.",
		Apply: func(b *Behaviors) {
			var names hook.Recall[string]
			onUserRename(b, func(rq *Request, tx Tx, before, after *Resource) {
				for _, group := range tx.GroupsOf(after.ID) {
					names.Keep(rq, group+" "+after.ID, before.Name())
				}
			})
			next := b.Members
			b.Members = func(rq *Request, tx Tx, group *Resource) []any {
				list := next(rq, tx, group)
				for i, member := range scim.Objects(list) {
					if name, ok := names.Get(rq, group.ID+" "+scim.Text(member, "value")); ok {
						list[i] = scim.WithEntry(member, "display", name)
					}
				}
				return list
			}
		},
	}, {
		ID: "put-rename-keeps-old-alias", Source: grid("an update × lookups by old and new name"),
		Story: "After a change of the userName the old one finds the user as well: whoever gets it next is linked to this account.",
		Apply: func(b *Behaviors) {
			var ids hook.Recall[string]
			onUserRename(b, func(rq *Request, _ Tx, before, after *Resource) {
				if scim.Fold(before.Name()) != scim.Fold(after.Name()) {
					ids.Set(rq, scim.Fold(before.Name()), after.ID)
				}
			})
			next := b.Select
			b.Select = func(rq *Request, tx Tx) (Page, error) {
				page, err := next(rq, tx)
				asked, ok := userNameAsked(rq, rq.Query.Filter, err)
				if !ok || page.Total > 0 {
					return page, err
				}
				id, _ := ids.Get(rq, scim.Fold(asked))
				if r := tx.Get(provider.KindUser, id); r != nil {
					return hook.PageOf([]*Resource{r}, rq.Query), nil
				}
				return page, nil
			}
		},
	}, {
		ID: "put-rename-gives-new-id", Source: grid("an update × id as before"),
		Story: "A change of the userName makes the account anew under another id, and Okta's next update is answered 404.",
		Apply: renameGivesNewID,
	}, {
		// A policy of some products, so no more than a warning.
		ID: "put-rename-old-name-blocked", Level: Should, Source: grid("an update of the userName × a create"),
		Story: "A userName that somebody gave up stays taken, and nobody else can be created with it.",
		Apply: oldNameBlocked,
	}, {
		ID: "put-taken-username-accepted", Source: grid("an update × duplicate"),
		Story: "A userName that another user has is accepted in an update, and two accounts share it.",
		Apply: withTwins(uniqueness(provider.OpReplace, func(*Request, Tx, *Resource, *Error) error { return nil })),
	}, {
		ID: "put-taken-username-half-stored", Source: grid("an update × a refused write stored nothing"),
		Story: "An update that is refused for its userName has stored everything else.",
		Apply: refusedButStored,
	}, {
		ID: "put-own-username-409", Source: grid("an update of one attribute × a legal status"),
		Story: "An update that leaves the userName is refused because the userName is taken, by the user himself.",
		Apply: ownNameRefused(func(before, after string) bool { return before == after }),
	}, {
		ID: "put-own-username-case-409", Source: grid("an update of the userName × by other case"),
		Story: "A change of the case of the userName is refused because it is taken, by the user himself.",
		Apply: ownNameRefused(func(before, after string) bool {
			return before != after && scim.Fold(before) == scim.Fold(after)
		}),
	}, {
		ID: "put-rename-by-case-ignored", Level: Should, Source: grid("an update of the userName × by other case"),
		Story: "A change of the case of the userName is answered 200 and not stored, and the profile looks changed at every sync.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			if old := draft.Before.Name(); scim.Fold(old) == scim.Fold(draft.After.Name()) {
				draft.After.Attributes["userName"] = old
			}
		}),
	}})
}

// formerNameRefused keeps all names that were given up from everybody, their old owners included.
func formerNameRefused(b *Behaviors) {
	var former hook.Recall[bool]
	onUserRename(b, func(rq *Request, _ Tx, before, _ *Resource) { former.Set(rq, scim.Fold(before.Name()), true) })
	uniqueness(provider.OpReplace, func(rq *Request, tx Tx, r *Resource, conflict *Error) error {
		stored := tx.Get(provider.KindUser, r.ID)
		if conflict == nil && stored != nil && scim.Fold(stored.Name()) != scim.Fold(r.Name()) &&
			former.Has(rq, scim.Fold(r.Name())) {
			return nameTaken(r)
		}
		return orNil(conflict)
	})(b)
}

// onUserRename calls do after a user with another name was stored.
func onUserRename(b *Behaviors, do func(rq *Request, tx Tx, before, after *Resource)) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		err := next(rq, tx, before, after)
		if err == nil && before != nil && after.Kind == provider.KindUser && before.Name() != after.Name() {
			do(rq, tx, before, after)
		}
		return err
	}
}

// renameGivesNewID moves the account and its memberships to a new id.
func renameGivesNewID(b *Behaviors) {
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		if before == nil || after.Kind != provider.KindUser || scim.Fold(before.Name()) == scim.Fold(after.Name()) {
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
func oldNameBlocked(b *Behaviors) {
	var owners hook.Recall[string]
	onUserRename(b, func(rq *Request, _ Tx, before, after *Resource) {
		owners.Set(rq, scim.Fold(before.Name()), after.ID)
	})
	next := b.CheckUnique
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		owner, blocked := owners.Get(rq, scim.Fold(r.Name()))
		if r.Kind == provider.KindUser && blocked && owner != r.ID && tx.Get(provider.KindUser, owner) != nil {
			return provider.Refuse(409, "uniqueness", "The userName %s is taken.", strconv.Quote(r.Name()))
		}
		return next(rq, tx, r)
	}
}

// refusedButStored stores what a PUT says besides the taken userName.
func refusedButStored(b *Behaviors) {
	next := b.Replace
	b.Replace = func(rq *Request) (*Response, error) {
		answer, err := next(rq)
		if !rq.IsUser() || conflictOf(err) == nil {
			return answer, err
		}
		body, failed := rq.Do.Normalize(rq, rq.Body)
		if failed != nil {
			return nil, err
		}
		failed = rq.Do.Write(rq, func(tx Tx) error {
			if r := tx.Get(provider.KindUser, rq.ID); r != nil {
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
func ownNameRefused(when func(before, after string) bool) func(*Behaviors) {
	return uniqueness(provider.OpReplace, func(rq *Request, tx Tx, r *Resource, conflict *Error) error {
		if conflict != nil {
			return conflict
		}
		if stored := tx.Get(provider.KindUser, r.ID); stored != nil && when(stored.Name(), r.Name()) {
			return provider.Refuse(409, "uniqueness", "The userName %s is taken.", strconv.Quote(r.Name()))
		}
		return nil
	})
}
