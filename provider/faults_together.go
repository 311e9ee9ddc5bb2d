package provider

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
)

// togetherFaults show only when two things come together: a change and a state, a name and its history, a request and one
// that was answered before.
func togetherFaults() []Fault {
	return slices.Concat(togetherUserFaults(), togetherGroupFaults())
}

func togetherUserFaults() []Fault {
	return []Fault{
		{
			ID: "put-former-username-409", Category: "profile-update", Level: Must,
			Story:  "A userName that was ever used is taken for good: a change of login cannot be taken back.",
			Source: "https://github.com/ory/polis/issues/3559",
			Apply:  formerNameRefused,
		},
		{
			ID: "put-rename-keeps-old-address", Category: "profile-update", Level: Must,
			Story:  "With a new userName the old address becomes a further one, and whoever gets it next signs in to this account.",
			Source: "https://github.com/lightdash/lightdash/issues/19363",
			Apply: userPut(func(_ *Request, draft *Draft) {
				old := mainEmail(draft.Before.Attributes)
				if old != "" && draft.Before.Name() != draft.After.Name() && old != mainEmail(draft.After.Attributes) {
					emails, _ := draft.After.Attributes["emails"].([]any)
					draft.After.Attributes["emails"] = append(slices.Clone(emails), Object{"value": old, "type": "other"})
				}
			}),
		},
		{
			ID: "put-inactive-username-taken-over", Category: "profile-update", Level: Must,
			Story:  "The userName of a deactivated user is free for an update of another: who returns is linked to a stranger's account.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/928",
			Apply: withTwins(uniqueness(OpReplace, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
				for _, other := range namesakes(tx, r) {
					if other.Active() {
						return conflict
					}
				}
				return nil
			})),
		},
		{
			ID: "put-new-address-reactivates", Category: "profile-update", Level: Must,
			Story:  "A new address is invited, and the invitation gives an inactive user the access back.",
			Source: "https://github.com/fleetdm/fleet/pull/49560",
			Apply: userPut(func(_ *Request, draft *Draft) {
				if !draft.Before.Active() && mainEmail(draft.Before.Attributes) != mainEmail(draft.After.Attributes) {
					draft.After.Attributes["active"] = true
				}
			}),
		},
		{
			ID: "put-update-not-in-known-lookup", Category: "profile-update", Level: Must,
			Story:  "A look-up that found somebody is kept, and shows the profile and the state of that time for ever.",
			Source: "the grid: a look-up, then an update × the look-up again",
			Apply:  hitRemembered,
		},
		{
			ID: "deactivate-locks-shared-address", Category: "deactivate", Level: Must,
			Story:  "All accounts with the address of a deactivated user are locked, and people who share a mailbox with a leaver are out.",
			Source: "https://github.com/kobotoolbox/kpi/pull/7076",
			Apply: func(b *Behaviours) {
				beforeDeactivation(b, func(_ *Request, tx Tx, user *Resource) {
					for _, other := range tx.List(KindUser, 0, tx.Count(KindUser)) {
						if other.ID != user.ID && other.Active() && mainEmail(other.Attributes) == mainEmail(user.Attributes) {
							setActive(tx, other, false)
						}
					}
				})
			},
		},
		{
			ID: "deactivate-renamed-stays-active", Category: "deactivate", Level: Must,
			Story:  "The account to lock is looked for by the userName of the request: a PUT that changes it too locks nobody.",
			Source: "https://github.com/fleetdm/fleet/pull/49560",
			Apply: userPut(func(_ *Request, draft *Draft) {
				if draft.Before.Active() && draft.Before.Name() != draft.After.Name() {
					draft.After.Attributes["active"] = true
				}
			}),
		},
		{
			ID: "deactivate-patch-skips-members", Category: "deactivate", Level: Must,
			Story:  "PATCH active false is answered 200 and does nothing when the user is in a group, whose access goes on.",
			Source: "https://github.com/NorthlandPositronics/Cogtrix/issues/122",
			Apply: func(b *Behaviours) {
				next := b.ApplyPatch
				b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
					err := next(rq, tx, draft, ops)
					if rq.IsUser() && draft.Before.Active() && len(tx.GroupsOf(draft.Before.ID)) > 0 {
						draft.After.Attributes["active"] = true
					}
					return err
				}
			},
		},
		{
			ID: "deactivate-lookup-by-case-misses", Category: "deactivate", Level: Must,
			Story:  "Inactive users are found by the exact userName only: in other case Okta finds nobody and makes a second account.",
			Source: "the grid: deactivate × look-up by other case",
			Apply: func(b *Behaviours) {
				listOnly(b, func(rq *Request, _ Tx, r *Resource) bool {
					if rq.Query.Filter == nil || r.Kind != KindUser || r.Active() {
						return true
					}
					asked, ok := rq.Query.Filter.Equals("userName")
					return !ok || asked == r.Name()
				})
			},
		},
		{
			ID: "deactivate-undone-by-password", Category: "deactivate", Level: Must,
			Story:  "A password that arrives after the deactivation activates the account again.",
			Source: "the grid: deactivate, then password sync × active",
			Apply:  passwordActivates,
		},
		{
			ID: "create-tag-is-taken", Category: "user-create", Level: Must,
			Story:  "What follows a plus sign in a userName does not count: jane+test is refused because there is jane.",
			Source: "the grid: a create × a userName near a taken one",
			Apply:  takenIf(func(taken, free string) bool { return withoutTag(taken) == withoutTag(free) }),
		},
		{
			ID: "create-extension-not-in-schemas", Category: "user-create", Level: Should,
			Story:  "A user shows the enterprise extension and does not name it in schemas, so that strict clients do not read it.",
			Source: "RFC 7643 §3",
			Apply: func(b *Behaviours) {
				onView(b, KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) { view["schemas"] = []any{SchemaUser} })
			},
		},
		{
			ID: "auth-username-taken-elsewhere", Category: "auth", Level: Should,
			Story:  "A userName is refused because another company's tenant has it.",
			Source: "https://github.com/osiam/osiam/issues/154",
			Apply:  uniqueEverywhere,
		},
		{
			ID: "seat-duplicate-counts", Category: "seat-limit", Level: Must,
			Story:  "A create of a taken userName is counted before it is refused: when few seats are free, repeated creates use them up.",
			Source: "the grid: a duplicate × seats free",
			Apply: func(b *Behaviours) {
				count := seatCounter(b)
				uniqueness(OpCreate, func(rq *Request, tx Tx, _ *Resource, conflict *Error) error {
					if conflict != nil && tx.Active()+1 >= rq.Settings.SeatLimit {
						count(rq, 1)
					}
					return orNil(conflict)
				})(b)
			},
		},
	}
}

func togetherGroupFaults() []Fault {
	return []Fault{
		{
			ID: "group-lookup-miss-remembered", Category: "group-push", Level: Must,
			Story:  "A look-up that found no group is kept: after a rename to that name Okta does not find the group and makes another.",
			Source: "the grid: a look-up, then a rename × the look-up again",
			Apply:  missRememberedOf(KindGroup),
		},
		{
			ID: "group-renamed-name-not-taken", Category: "group-push", Level: Must,
			Story:  "The names of creates are kept to find duplicates, so that a second group can be made with the name of a renamed one.",
			Source: "https://github.com/ory/polis/issues/3559",
			Apply:  renamedNotTaken,
		},
		{
			ID: "group-create-race-two-groups", Category: "group-push", Level: Must,
			Story:  "A second group of one name is refused, but not while the first is being made: a repeated push makes two.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/980",
			Apply:  createRaceOf(KindGroup, nil),
		},
		{
			ID: "group-create-race-500", Category: "group-push", Level: Must,
			Story:  "Of two creates of one group at once the second ends in 500 instead of 409, and Okta tries again and again.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/980",
			Apply:  createRaceOf(KindGroup, errors.New("unique constraint violated")),
		},
		{
			ID: "group-delete-inactive-member-500", Category: "delete-semantics", Level: Must,
			Story:  "A group with a deactivated member cannot be deleted: the member is looked for among the active users.",
			Source: "https://github.com/wso2/product-is/issues/11233",
			Apply: func(b *Behaviours) {
				onGroupDelete(b, func(_ *Request, tx Tx, group *Resource) error {
					for id := range tx.Members(group.ID) {
						if user := tx.Get(KindUser, id); user != nil && !user.Active() {
							return errors.New("no such user")
						}
					}
					return nil
				})
			},
		},
		{
			ID: "member-last-add-only", Category: "group-membership", Level: Should,
			Story:  "Of several additions in one request the last one counts.",
			Source: "https://github.com/wso2/product-is/issues/16097",
			Apply: patchReordered(func(ops []PatchOperation) []PatchOperation {
				last := -1
				for i, op := range ops {
					if op.Op == PatchAdd {
						last = i
					}
				}
				var kept []PatchOperation
				for i, op := range ops {
					if op.Op != PatchAdd || i == last {
						kept = append(kept, op)
					}
				}
				return kept
			}),
		},
		{
			ID: "member-removals-first", Category: "group-membership", Level: Should,
			Story:  "The removals of a request are done before its additions: who was added and taken out again stays in.",
			Source: "RFC 7644 §3.5.2",
			Apply: patchReordered(func(ops []PatchOperation) []PatchOperation {
				ops = slices.Clone(ops)
				slices.SortStableFunc(ops, func(a, b PatchOperation) int { return late(b) - late(a) })
				return ops
			}),
		},
		{
			ID: "role-lost-with-other-group", Category: "roles", Level: Must,
			Story:  "Whoever leaves any group gets the default role, and an admin loses the role by leaving a mailing list.",
			Source: "https://github.com/tuist/tuist/pull/13209",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onMembers(b, func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
					for _, id := range e.left {
						if !givesRole(rq, group) {
							lose(rq, id)
						}
					}
				})
			},
		},
		{
			ID: "role-not-given-to-inactive", Category: "roles", Level: Must,
			Story:  "Whoever is inactive when the group is pushed does not get its role, not even when active again.",
			Source: "the grid: push a mapped group, then reactivate × role",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onMembers(b, func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
					for _, id := range e.came {
						if user := tx.Get(KindUser, id); user != nil && !user.Active() && givesRole(rq, group) {
							lose(rq, id)
						}
					}
				})
			},
		},
	}
}

func nameTaken(r *Resource) error {
	return Refuse(http.StatusConflict, "uniqueness", "The userName %s is taken.", strconv.Quote(r.Name()))
}

// orNil is a conflict as an error, nil for none.
func orNil(conflict *Error) error {
	if conflict == nil {
		return nil
	}
	return conflict
}

// formerNameRefused keeps all names that were given up from everybody, their old owners included.
func formerNameRefused(b *Behaviours) {
	var former recall[bool]
	onUserRename(b, func(rq *Request, _ Tx, before, _ *Resource) { former.set(rq, fold(before.Name()), true) })
	uniqueness(OpReplace, func(rq *Request, tx Tx, r *Resource, conflict *Error) error {
		stored := tx.Get(KindUser, r.ID)
		if conflict == nil && stored != nil && fold(stored.Name()) != fold(r.Name()) && former.has(rq, fold(r.Name())) {
			return nameTaken(r)
		}
		return orNil(conflict)
	})(b)
}

// hitRemembered shows in look-ups what the first one that found a user showed.
func hitRemembered(b *Behaviours) {
	var first recall[Object]
	shownInList(true, func(rq *Request, view Object) {
		if !rq.IsUser() {
			return
		}
		id := text(view, "id")
		first.keep(rq, id, clone(view))
		old, _ := first.get(rq, id)
		for _, name := range []string{"displayName", "name", "emails", "active"} {
			setOrClear(view, name, old[name])
		}
	})(b)
}

// passwordActivates makes whoever gets a password active.
func passwordActivates(b *Behaviours) {
	next := b.Save
	b.Save = func(rq *Request, tx Tx, draft *Draft) error {
		if draft.Before != nil && draft.After.Kind == KindUser && setsPassword(rq) {
			draft.After.Attributes = clone(draft.After.Attributes)
			draft.After.Attributes["active"] = true
		}
		return next(rq, tx, draft)
	}
}

// setsPassword tells whether a PUT or PATCH has a password.
func setsPassword(rq *Request) bool {
	if rq.Operation == OpReplace {
		return mentions(rq.Body, "password")
	}
	ops, _ := rq.Do.ParsePatch(rq, rq.Body)
	return slices.ContainsFunc(ops, func(op PatchOperation) bool { _, ok := op.sets("password"); return ok })
}

// uniqueEverywhere refuses to create a userName that a user of any tenant has.
func uniqueEverywhere(b *Behaviours) {
	normalise := b.Normalise
	b.Normalise = func(rq *Request, in Object) (Object, error) {
		out, err := normalise(rq, in)
		if err != nil || rq.Operation != OpCreate || !rq.IsUser() {
			return out, err
		}
		r := &Resource{Kind: KindUser, Attributes: out}
		for _, tenant := range rq.Server.tokens.tenants() {
			if tenant == rq.Tenant {
				continue
			}
			err := rq.Server.storage.Read(tenant, func(tx Tx) error {
				if len(namesakes(tx, r)) > 0 {
					return nameTaken(r)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		return out, nil
	}
}

// patchReordered changes the list of operations of a PATCH of a group.
func patchReordered(reorder func([]PatchOperation) []PatchOperation) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.ApplyPatch
		b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
			if rq.IsGroup() {
				ops = reorder(ops)
			}
			return next(rq, tx, draft, ops)
		}
	}
}

// renamedNotTaken knows groups by the names with which they were created.
func renamedNotTaken(b *Behaviours) {
	names := firstNames(b)
	next := b.CheckUnique
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		err := next(rq, tx, r)
		if r.Kind != KindGroup || conflictOf(err) == nil {
			return err
		}
		key, _ := KeyFor("displayName", r.Name())
		for _, other := range tx.Find(KindGroup, key) {
			if first, ok := names.get(rq, other.ID); other.ID != r.ID && (!ok || fold(first) == fold(r.Name())) {
				return err
			}
		}
		return nil
	}
}

// givesRole tells whether a group is mapped to a role.
func givesRole(rq *Request, group *Resource) bool {
	if rq.Settings.Roles == nil {
		return false
	}
	for _, entry := range rq.Settings.Roles.Groups {
		if fold(entry.Group) == fold(group.Name()) {
			return true
		}
	}
	return false
}
