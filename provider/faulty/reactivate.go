package faulty

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func reactivateFaults() []Fault {
	return inCategory("reactivate", []Fault{{
		ID: "reactivate-wakes-everybody", Source: grid("reactivate × other users"),
		Story: "When one user is reactivated, all users who are inactive become active.",
		Apply: beforeReactivation(func(_ *Request, tx Tx, user *Resource) {
			for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
				if other.ID != user.ID && !other.Active() {
					setActive(tx, other, true)
				}
			}
		}),
	}, {
		ID:     "reactivate-lookup-by-archived-name",
		Source: grid("deactivate, reactivate under a new userName × look-up"),
		Story:  "Who was deactivated once stays in the index under the userName of that time: under a new login no look-up finds the person.",
		Apply: func(b *Behaviors) {
			var archived hook.Recall[string]
			beforeDeactivation(func(rq *Request, _ Tx, user *Resource) { archived.Set(rq, user.ID, user.Name()) })(b)
			listOnly(func(rq *Request, _ Tx, r *Resource) bool {
				name, ok := archived.Get(rq, r.ID)
				if rq.Query.Filter == nil || !ok {
					return true
				}
				asked, byName := rq.Query.Filter.Equals("userName")
				return !byName || scim.Fold(asked) == scim.Fold(name)
			})(b)
		},
	}, {
		ID: "create-conflict-reactivates", Source: report("https://github.com/coder/coder/issues/8916"),
		Story: "A create of an inactive user's userName is refused with 409 and activates the account all the same.",
		Apply: onTakenName(func(owner *Resource, _ Object) {
			owner.Attributes["active"] = true
		}),
	}, {
		ID: "reactivate-post-doesnt-unsuspend", Source: report("https://github.com/coder/coder/issues/8916"),
		Story: "POST of the userName of an inactive user gives that user back with 201 and leaves him inactive: he cannot sign in.",
		Apply: func(b *Behaviors) {
			next := b.Create
			b.Create = func(rq *Request) (*Response, error) {
				if !rq.IsUser() {
					return next(rq)
				}
				var answer *Response
				err := rq.Do.Read(rq, func(tx Tx) error {
					key, _ := provider.KeyFor("userName", scim.Text(rq.Body, "userName"))
					for _, user := range tx.Find(provider.KindUser, key) {
						if !user.Active() {
							answer = provider.Respond(http.StatusCreated, rq.Do.Show(rq, tx, user))
							answer.Header.Set("Location", rq.Do.Location(rq, provider.KindUser, user.ID))
						}
					}
					return nil
				})
				if answer != nil || err != nil {
					return answer, err
				}
				return next(rq)
			}
		},
	}, {
		ID: "reactivate-404-after-deactivate", Source: report("https://github.com/PostHog/posthog/issues/44214"),
		Story: "A deactivated user cannot be written any more: reactivation is answered 404, and reassigning the user in Okta fails.",
		Apply: func(b *Behaviors) {
			next := b.Load
			b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
				r, err := next(rq, tx, kind, id)
				if err == nil && kind == provider.KindUser && rq.IsWrite() && !r.Active() {
					return next(rq, tx, kind, "")
				}
				return r, err
			}
		},
	}, {
		ID:     "reactivate-patch-true-rejected",
		Source: report("https://github.com/getsentry/sentry-docs/issues/16258"),
		Story:  "PATCH knows active false only; active true is refused with 400, and reassigning the user fails.",
		Apply: func(b *Behaviors) {
			activates := func(op PatchOperation) bool {
				v, ok := op.Sets("active")
				return ok && v == true
			}
			onOperation(provider.KindUser, activates, func(PatchOperation, func(PatchOperation) error) error {
				return provider.InvalidValue("The only value that active can be given is false.")
			})(b)
		},
	}, {
		ID: "reactivate-put-400", Source: report("https://github.com/fleetdm/fleet/issues/53446"),
		Story: `A PUT that makes a user active again is refused with "Invalid parameter provided in request: value".`,
		Apply: refuseWhen(func(rq *Request, before, after *Resource) bool {
			return rq.Operation == provider.OpReplace && reactivates(before, after)
		}, provider.InvalidValue("Invalid parameter provided in request: value")),
	}, {
		ID: "reactivate-stale-default-role", Source: report("https://github.com/Infisical/infisical/issues/3304"),
		Story: "Reactivation gives the default role and does not look at the groups; it stays so until the next change of a membership.",
		Apply: func(b *Behaviors) {
			pinned := pinRoles(b)
			beforeReactivation(func(rq *Request, _ Tx, user *Resource) {
				if rq.Settings.Roles != nil {
					pinned.Set(rq, user.ID, rq.Settings.Roles.Default)
				}
			})(b)
		},
	}, {
		ID: "reactivate-externalid-tombstone", Level: Should,
		Source: report("https://github.com/wireapp/wire-server/issues/1323"),
		Story:  "A deleted user keeps his externalId, and a create with it is refused with 409; it takes a DELETE, which Okta never sends.",
		Apply:  reactivateTombstone,
	}, {
		ID: "reactivate-new-id", Source: grid("reactivate × id"),
		Story: "A reactivated user gets a new id, and everything Okta sends to the old one is answered 404.",
		Apply: beforeReactivation(func(rq *Request, tx Tx, user *Resource) {
			groups := slices.Clone(tx.GroupsOf(user.ID))
			for _, group := range groups {
				tx.RemoveMember(group, user.ID)
			}
			tx.Delete(provider.KindUser, user.ID)
			user.ID = rq.Do.NewID(rq, tx)
			for _, group := range groups {
				tx.AddMember(group, user.ID)
			}
		}),
	}, {
		ID: "reactivate-empties-profile", Source: grid("reactivate × other attributes"),
		Story: "A reactivated user starts anew: only the names by which Okta knows him are left of the profile.",
		Apply: beforeReactivation(func(_ *Request, _ Tx, user *Resource) {
			for name := range user.Attributes {
				if !slices.Contains([]string{"userName", "externalId", "active"}, name) {
					delete(user.Attributes, name)
				}
			}
		}),
	}, {
		ID: "reactivate-noop-200", Source: grid("reactivate × active"),
		Story: "Reactivation is answered with success, and the user stays inactive: Okta shows him assigned, but he cannot sign in.",
		Apply: beforeReactivation(func(_ *Request, _ Tx, user *Resource) { user.Attributes["active"] = false }),
	}, {
		ID: "reactivate-lookup-stale", Source: grid("reactivate × look-up"),
		Story: "The look-up still shows a reactivated user as inactive, and Okta tries to reactivate him again and again.",
		Apply: func(b *Behaviors) {
			var stale hook.Recall[bool]
			beforeReactivation(func(rq *Request, _ Tx, user *Resource) { stale.Set(rq, user.ID, true) })(b)
			onView(provider.KindUser, func(rq *Request, _ Tx, r *Resource, view Object) {
				if rq.Query.Filter != nil && stale.Has(rq, r.ID) {
					view["active"] = false
				}
			})(b)
		},
	}, {
		ID: "reactivate-active-user-409", Source: grid("the same request again × answer"),
		Story: "PATCH active true for a user who is active is a conflict, so that an Okta admin's forced sync fails.",
		Apply: refuseWhen(func(rq *Request, before, after *Resource) bool {
			return rq.Operation == provider.OpPatch && before.Active() && after.Active() && asksFor(rq, true)
		}, provider.Refuse(http.StatusConflict, "", "The user is active already.")),
	}, {
		ID: "reactivate-no-groups-any-more", Source: grid("reactivate, then a membership push × answer"),
		Story: "Who was deactivated once cannot be put into a group again, and every push of the group fails.",
		Apply: func(b *Behaviors) {
			var gone hook.Recall[bool]
			beforeDeactivation(func(rq *Request, _ Tx, user *Resource) { gone.Set(rq, user.ID, true) })(b)
			next := b.CheckMember
			b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
				if gone.Has(rq, id) && tx.Get(provider.KindUser, id).Active() && !tx.HasMember(group.ID, id) {
					return provider.InvalidValue("There is no user with the id %q.", id)
				}
				return next(rq, tx, group, id)
			}
		},
	}})
}

// beforeReactivation is beforeStore for an inactive user who becomes active again.
func beforeReactivation(do func(rq *Request, tx Tx, user *Resource)) func(*Behaviors) {
	return func(b *Behaviors) {
		hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
			if reactivates(before, after) {
				do(rq, tx, after)
			}
		})(b)
	}
}

func reactivates(before, after *Resource) bool {
	return before != nil && !before.Active() && after.Active()
}

// reactivateTombstone remembers the externalIds of deleted users.
func reactivateTombstone(b *Behaviors) {
	var taken hook.Recall[bool]
	remove, checkUnique := b.Remove, b.CheckUnique
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		if id := scim.Text(r.Attributes, "externalId"); id != "" && r.Kind == provider.KindUser {
			taken.Set(rq, id, true)
		}
		return remove(rq, tx, r)
	}
	b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
		if id := scim.Text(r.Attributes, "externalId"); r.Kind == provider.KindUser && rq.Operation == provider.OpCreate &&
			taken.Has(rq, id) {
			return provider.Refuse(http.StatusConflict, "uniqueness", "A user with the externalId %q exists already.", id)
		}
		return checkUnique(rq, tx, r)
	}
}
