package faulty

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func deactivateFaults() []Fault {
	return inCategory("deactivate", []Fault{{
		ID:     "deactivate-patch-unsupported",
		Source: report("https://github.com/oktadeveloper/okta-blog-archive/issues/1956"),
		Story:  "PATCH of a user is answered 501: Okta puts a deprovision task on its dashboard and does not fall back to PUT.",
		Apply: func(b *Behaviors) {
			next := b.Patch
			b.Patch = func(rq *Request) (*Response, error) {
				if rq.IsUser() {
					return nil, provider.Refuse(http.StatusNotImplemented, "", "PATCH is not supported.")
				}
				return next(rq)
			}
		},
	}, {
		ID: "deactivate-pathless-500", Source: report("https://github.com/Metatavu/keycloak-scim-server/issues/95"),
		Story: "An operation without a path crashes the handler: every deprovisioning by PATCH ends in 500, and access stays.",
		Apply: onOperation(provider.KindUser, func(op PatchOperation) bool { return op.Path == "" },
			func(PatchOperation, func(PatchOperation) error) error {
				return errors.New("nil path")
			}),
	}, {
		ID: "deactivate-pathless-as-full-replace", Source: report("https://github.com/ssoready/ssoready/pull/206"),
		Story: "The value of an operation without a path is taken for the whole user, so that a deactivation empties the profile.",
		Apply: func(b *Behaviors) {
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				if rq.IsUser() && op.Op == provider.PatchReplace && op.Path == "" {
					old := draft.After.Attributes
					draft.After.Attributes = Object{"userName": old["userName"], "active": old["active"]}
				}
				return next(rq, tx, draft, op)
			}
		},
	}, {
		ID: "deactivate-patch-noop-200", Source: report("https://github.com/OneUptime/oneuptime/issues/3852"),
		Story: "PATCH active false is answered 200, but the user stays active: Okta shows him deprovisioned while he keeps his access.",
		Apply: func(b *Behaviors) {
			next := b.ApplyPatch
			b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
				err := next(rq, tx, draft, ops)
				if rq.IsUser() && draft.After.Attributes["active"] == false {
					draft.After.Attributes["active"] = draft.Before.Attributes["active"]
				}
				return err
			}
		},
	}, {
		ID: "deactivate-put-ignored", Source: report("https://github.com/FusionAuth/fusionauth-issues/issues/1871"),
		Story: "PUT does not look at active: apps made with the wizard never deactivate anybody.",
		Apply: func(b *Behaviors) {
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				err := next(rq, tx, draft, body)
				if rq.IsUser() {
					draft.After.Attributes["active"] = draft.Before.Attributes["active"]
				}
				return err
			}
		},
	}, {
		ID: "deactivate-patch-then-404", Source: report("https://github.com/langfuse/langfuse/issues/13245"),
		Story: "GET by id finds active users only: Okta takes a deactivated one for deleted, and reactivation is impossible.",
		Apply: func(b *Behaviors) {
			next := b.Load
			b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
				r, err := next(rq, tx, kind, id)
				if err == nil && kind == provider.KindUser && rq.Operation == provider.OpRead && !r.Active() {
					return next(rq, tx, kind, "")
				}
				return r, err
			}
		},
	}, {
		ID:     "deactivate-active-missing-from-get",
		Source: report("https://github.com/grokability/snipe-it/issues/13855"),
		Story:  "active is left out when it is false, so that an import cannot tell who is deactivated.",
		Apply: onView(provider.KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
			if view["active"] == false {
				delete(view, "active")
			}
		}),
	}, {
		ID: "deactivate-active-as-1-0", Source: report("https://github.com/grokability/snipe-it/issues/13948"),
		Story: "active is the number 1 or 0 instead of true or false, and the import fails.",
		Apply: onView(provider.KindUser, func(_ *Request, _ Tx, _ *Resource, view Object) {
			switch view["active"] {
			case true:
				view["active"] = 1
			case false:
				view["active"] = 0
			}
		}),
	}, {
		ID: "deactivate-active-stale-true", Source: report("https://github.com/ssoready/ssoready/issues/155"),
		Story: "Reads come from a cache that a deactivation does not reach: Okta links the user again as active.",
		Apply: func(b *Behaviors) {
			var cached hook.Recall[bool]
			hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
				if before.Active() && !after.Active() {
					cached.Set(rq, after.ID, true)
				} else {
					cached.Forget(rq, after.ID)
				}
			})(b)
			onView(provider.KindUser, func(rq *Request, _ Tx, r *Resource, view Object) {
				if active, ok := cached.Get(rq, r.ID); ok && !rq.IsWrite() {
					view["active"] = active
				}
			})(b)
		},
	}, {
		ID: "deactivate-foreign-users", Level: Should,
		Source: report("https://github.com/activepieces/activepieces/issues/14753"),
		Story:  "Local accounts that SCIM never wrote can be deactivated, the admin's own among them.",
		NotOnWire: "No answer tells a local account from a managed one, and the only way to find out would lock somebody out. " +
			"The reference provider lets Okta link local accounts, as apps document, and so write them.",
	}, {
		ID: "deactivate-non-atomic", Source: report("https://github.com/langwatch/tasks/issues/618"),
		Story: "The flag is stored, then the clean-up fails: Okta sees 500 and tries again, and nobody knows what holds.",
		Apply: func(b *Behaviors) {
			beforeDeactivation(func(rq *Request, _ Tx, _ *Resource) { rq.Note("deactivated", true) })(b)
			for _, operation := range []*func(*Request) (*Response, error){&b.Patch, &b.Replace} {
				next := *operation
				*operation = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.Notes["deactivated"] == true {
						return nil, errors.New("cannot end the sessions of the user")
					}
					return answer, err
				}
			}
		},
	}, {
		ID: "deactivate-clears-externalid", Source: grid("deactivate × externalId"),
		Story: "Deactivation takes the externalId away, and an import no longer knows whose account it is.",
		Apply: beforeDeactivation(func(_ *Request, _ Tx, user *Resource) { delete(user.Attributes, "externalId") }),
	}, {
		ID: "deactivate-again-409", Source: grid("the same request again × answer"),
		Story: "Deactivating an inactive user is a conflict, so that Okta's retry after a lost answer fails for ever.",
		Apply: refuseWhen(func(rq *Request, before, after *Resource) bool {
			return before.Kind == provider.KindUser && !before.Active() && scim.Equal(before.Attributes, after.Attributes) &&
				asksFor(rq, false)
		}, provider.Refuse(http.StatusConflict, "", "The user is deactivated already.")),
	}, {
		ID: "deactivate-strips-group-mates", Source: grid("deactivate × other members of the group"),
		Story: "The groups of a deactivated user lose everybody, not only him.",
		Apply: beforeDeactivation(func(_ *Request, tx Tx, user *Resource) {
			for _, group := range tx.GroupsOf(user.ID) {
				clearMembers(tx, group)
			}
		}),
	}, {
		ID: "deactivate-deletes-lone-groups", Source: grid("deactivate × groups"),
		Story: "A group whose last active member is deactivated is deleted, and the next group push is answered 404.",
		Apply: func(b *Behaviors) {
			beforeDeactivation(func(_ *Request, tx Tx, user *Resource) {
				for _, group := range tx.GroupsOf(user.ID) {
					alone := true
					for id := range tx.Members(group) {
						alone = alone && (id == user.ID || !tx.Get(provider.KindUser, id).Active())
					}
					if alone {
						clearMembers(tx, group)
						tx.Delete(provider.KindGroup, group)
					}
				}
			})(b)
		},
	}, {
		ID: "deactivate-stale-answer", Source: grid("deactivate × answer"),
		Story: "The answer to a deactivation still shows active true, and Okta takes that for the new state.",
		Apply: func(b *Behaviors) {
			beforeDeactivation(func(rq *Request, _ Tx, _ *Resource) { rq.Note("stale", true) })(b)
			onView(provider.KindUser, func(rq *Request, _ Tx, _ *Resource, view Object) {
				if rq.Notes["stale"] == true {
					view["active"] = true
				}
			})(b)
		},
	}, {
		ID: "deactivate-takes-the-group-along", Source: grid("deactivate × the other members of a group"),
		Story: "Access is taken away by the group: with one member all of its members become inactive.",
		Apply: beforeDeactivation(func(_ *Request, tx Tx, user *Resource) {
			for _, group := range tx.GroupsOf(user.ID) {
				for id := range tx.Members(group) {
					if mate := tx.Get(provider.KindUser, id); id != user.ID && mate.Active() {
						mate = mate.Clone()
						mate.Attributes["active"] = false
						tx.Put(mate)
					}
				}
			}
		}),
	}, {
		ID: "deactivate-takes-reports", Source: grid("deactivate × people whose manager it is"),
		Story: "Accounts hang on their manager's: when a manager leaves, the team is locked out.",
		Apply: locksOthers(func(leaver, other *Resource) bool {
			extension, _ := other.Attributes[provider.SchemaEnterprise].(Object)
			manager, _ := extension["manager"].(Object)
			return scim.Text(manager, "value") == leaver.ID
		}),
	}, {
		ID: "deactivate-by-mailbox-name", Source: grid("deactivate × a userName near this one"),
		Story: "The account to lock is found by what stands before the @: jane of the subsidiary is locked out with jane.",
		Apply: locksOthers(func(leaver, other *Resource) bool {
			return strings.Contains(leaver.Name(), "@") && mailbox(other) == mailbox(leaver)
		}),
	}, {
		ID: "member-add-reactivates", Source: grid("deactivate, then push a group × active"),
		Story: "To be put into a group is to be invited: an inactive user who is added gets the access back.",
		Apply: onMembers(func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
			for _, id := range e.came {
				if user := tx.Get(provider.KindUser, id); user != nil && !user.Active() {
					setActive(tx, user, true)
				}
			}
		}),
	}, {
		ID: "deactivate-without-email-500", Source: report("https://github.com/onepercentclub/bluebottle/pull/4991"),
		Story: "A PATCH of a user without an e-mail address is a server error: the leaver keeps access.",
		Apply: storeFails(func(rq *Request, before, after *Resource) bool {
			return rq.Operation == provider.OpPatch && len(scim.Objects(after.Attributes["emails"])) == 0
		}),
	}, {
		ID: "deactivate-refused-but-done", Source: grid("deactivate a member of two groups × refused or done"),
		Story: "The deactivation of a member of two groups is stored, and then answered 403: Okta shows an error, and the user is locked out.",
		Apply: func(b *Behaviors) {
			beforeDeactivation(func(rq *Request, tx Tx, user *Resource) {
				if len(tx.GroupsOf(user.ID)) > 1 {
					rq.Note("done", true)
				}
			})(b)
			for _, op := range []*func(*Request) (*Response, error){&b.Replace, &b.Patch} {
				next := *op
				*op = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if err == nil && rq.Notes["done"] == true {
						return nil, provider.Refuse(http.StatusForbidden, "", "Members of several teams cannot be deactivated.")
					}
					return answer, err
				}
			}
		},
	}, {
		ID: "deactivate-locks-shared-address", Source: report("https://github.com/kobotoolbox/kpi/pull/7076"),
		Story: "All accounts with the address of a deactivated user are locked, and people who share a mailbox with a leaver are out.",
		Apply: beforeDeactivation(func(_ *Request, tx Tx, user *Resource) {
			for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
				if other.ID != user.ID && other.Active() && scim.MainEmail(other.Attributes) == scim.MainEmail(user.Attributes) {
					setActive(tx, other, false)
				}
			}
		}),
	}, {
		ID: "deactivate-renamed-stays-active", Source: report("https://github.com/fleetdm/fleet/pull/49560"),
		Story: "The account to lock is looked for by the userName of the request: a PUT that changes it too locks nobody.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			if draft.Before.Active() && draft.Before.Name() != draft.After.Name() {
				draft.After.Attributes["active"] = true
			}
		}),
	}, {
		ID:     "deactivate-patch-skips-members",
		Source: report("https://github.com/NorthlandPositronics/Cogtrix/issues/122"),
		Story:  "PATCH active false is answered 200 and does nothing when the user is in a group, whose access goes on.",
		Apply: func(b *Behaviors) {
			next := b.ApplyPatch
			b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
				err := next(rq, tx, draft, ops)
				if rq.IsUser() && draft.Before.Active() && len(tx.GroupsOf(draft.Before.ID)) > 0 {
					draft.After.Attributes["active"] = true
				}
				return err
			}
		},
	}, {
		ID: "deactivate-lookup-by-case-misses", Source: grid("deactivate × look-up by other case"),
		Story: "Inactive users are found by the exact userName only: in other case Okta finds nobody and makes a second account.",
		Apply: listOnly(func(rq *Request, _ Tx, r *Resource) bool {
			if rq.Query.Filter == nil || r.Kind != provider.KindUser || r.Active() {
				return true
			}
			asked, ok := rq.Query.Filter.Equals("userName")
			return !ok || asked == r.Name()
		}),
	}, {
		ID: "deactivate-undone-by-password", Source: grid("deactivate, then password sync × active"),
		Story: "A password that arrives after the deactivation activates the account again.",
		Apply: func(b *Behaviors) {
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				if draft.Before != nil && draft.After.Kind == provider.KindUser && setsPassword(rq) {
					draft.After.Attributes = scim.Clone(draft.After.Attributes)
					draft.After.Attributes["active"] = true
				}
				return next(rq, tx, draft)
			}
		},
	}})
}

// mailbox is what stands before the @ of a userName, folded.
func mailbox(user *Resource) string {
	local, _, _ := strings.Cut(scim.Fold(user.Name()), "@")
	return local
}

// locksOthers deactivates with a user all others for whom too holds.
func locksOthers(too func(leaver, other *Resource) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		beforeDeactivation(func(_ *Request, tx Tx, user *Resource) {
			for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
				if other.ID != user.ID && other.Active() && too(user, other) {
					setActive(tx, other, false)
				}
			}
		})(b)
	}
}

// setsPassword tells whether a PUT or PATCH has a password.
func setsPassword(rq *Request) bool {
	if rq.Operation == provider.OpReplace {
		return scim.Mentions(rq.Body, "password")
	}
	ops, _ := rq.Do.ParsePatch(rq, rq.Body)
	return slices.ContainsFunc(ops, func(op PatchOperation) bool { _, ok := op.Sets("password"); return ok })
}
