package provider

import (
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
			ID: "put-renamed-by-exact-name", Category: "profile-update", Level: Must,
			Story:  "The folded name is stored with creates only: after a change of login the user is found by the exact name, and in other case is created anew.",
			Source: "the grid: an update of the userName × look-up and create by other case",
			Apply:  renamedByExactName,
		},
		{
			ID: "patch-200-without-body", Category: "profile-update", Level: Should,
			Story:  "A PATCH of a user is answered 200 with nothing in it.",
			Source: "RFC 7644 §3.5.2",
			Apply: func(b *Behaviours) {
				next := b.Patch
				b.Patch = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.IsUser() {
						answer = respond(http.StatusOK, nil)
					}
					return answer, err
				}
			},
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

// renamedByExactName knows renamed users by their exact names only.
func renamedByExactName(b *Behaviours) {
	var renamed recall[bool]
	onUserRename(b, func(rq *Request, _ Tx, _, after *Resource) { renamed.set(rq, after.ID, true) })
	listOnly(b, func(rq *Request, _ Tx, r *Resource) bool {
		if rq.Query.Filter == nil || r.Kind != KindUser || !renamed.has(rq, r.ID) {
			return true
		}
		asked, ok := rq.Query.Filter.Equals("userName")
		return !ok || asked == r.Name()
	})
	uniqueness(OpCreate, func(rq *Request, tx Tx, r *Resource, conflict *Error) error {
		for _, other := range namesakes(tx, r) {
			if !renamed.has(rq, other.ID) || other.Name() == r.Name() {
				return orNil(conflict)
			}
		}
		return nil
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
