package faulty

import (
	"errors"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func rolesFaults() []Fault {
	return inCategory("roles", []Fault{{
		ID: "role-highest-deactivate-403", Source: report("https://github.com/keycloak/keycloak/issues/49892"),
		Story: "Deactivating a user with the highest role is refused with 403, however many have it.",
		Apply: func(b *Behaviors) {
			next := b.TakeSeat
			b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
				roles := rq.Settings.Roles
				if before != nil && roles != nil && before.Active() && !after.Active() && rq.Do.Role(rq, tx, before) == roles.Highest() {
					return provider.Refuse(http.StatusForbidden, "", "Administrators cannot be disabled.")
				}
				return next(rq, tx, before, after)
			}
		},
	}, {
		ID: "role-last-deactivate-ignored", Source: grid("deactivate × the last with the highest role"),
		Story: "The last user whom a group gives the highest role stays active, and the deactivation is answered 200.",
		Apply: hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
			if before != nil && before.Active() && !after.Active() && lastAdmin(rq, tx, before) {
				after.Attributes["active"] = true
			}
		}),
	}, {
		ID: "role-last-update-refused-and-done", Source: grid("update × the last with the highest role"),
		Story: "An update of the last user whom a group gives the highest role is stored and answered 403.",
		Apply: func(b *Behaviors) {
			hook.BeforeStore(func(rq *Request, tx Tx, before, _ *Resource) {
				if before != nil && lastAdmin(rq, tx, before) {
					rq.Note("last admin", true)
				}
			})(b)
			next := b.Replace
			b.Replace = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err == nil && rq.Notes["last admin"] != nil {
					return nil, provider.Refuse(http.StatusForbidden, "", "The last administrator cannot be changed.")
				}
				return answer, err
			}
		},
	}, {
		ID: "role-two-groups-deactivate-500", Source: grid("deactivate × a member of two mapped groups"),
		Story: "Deactivating a member of two mapped groups ends in 500: a query for the one group finds two.",
		Apply: func(b *Behaviors) {
			next := b.TakeSeat
			b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
				if before != nil && before.Active() && !after.Active() && givingGroups(rq, tx, before) > 1 {
					return errors.New("the query returned more than one row")
				}
				return next(rq, tx, before, after)
			}
		},
	}, {
		ID: "role-local-member-stays", Source: grid("remove from a mapped group × the local admin"),
		Story: "An account that was made in the app stays in its groups, and the push that takes it out is answered with success.",
		Apply: onMembers(func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
			for _, id := range e.left {
				if user := tx.Get(provider.KindUser, id); user != nil && user.LocalAdmin {
					tx.AddMember(group.ID, id)
				}
			}
		}),
	}, {
		ID: "role-reset-by-joining", Source: grid("push a group without a role × role"),
		Story: "Whoever joins a group that gives no role gets the default one, and an admin loses the role by joining a mailing list.",
		Apply: func(b *Behaviors) {
			lose := losesRole(b)
			onMembers(func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
				for _, id := range e.came {
					if !givesRole(rq, group) {
						lose(rq, id)
					}
				}
			})(b)
		},
	}, {
		ID: "role-put-ignored", Source: report("https://github.com/tuist/tuist/pull/13209"),
		Story: "A PUT of a group moves its members and does not look at their roles: in apps made with the wizard roles never change.",
		Apply: keepRoles(func(rq *Request, _ MemberChange) bool { return rq.Operation == provider.OpReplace }),
	}, {
		ID: "role-rename-push-changes-roles", Source: report("https://github.com/tuist/tuist/pull/13209"),
		Story: "The name that comes with each push of a group gives all of its members the default role.",
		Apply: func(b *Behaviors) {
			pinned := pinRoles(b)
			reset := func(rq *Request, tx Tx, group *Resource) {
				for id := range tx.Members(group.ID) {
					if rq.Settings.Roles != nil {
						pinned.Set(rq, id, rq.Settings.Roles.Default)
					}
				}
			}
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				err := next(rq, tx, draft, op)
				if _, ok := op.Sets("displayName"); ok && err == nil && rq.IsGroup() {
					reset(rq, tx, draft.After)
				}
				return err
			}
			beforeRename(func(rq *Request, tx Tx, _, after *Resource) { reset(rq, tx, after) })(b)
		},
	}, {
		ID: "role-reset-to-member-on-login", Source: report("https://github.com/getsentry/sentry/issues/56331"),
		Story:     "The role is reset when the user signs in.",
		NotOnWire: "It takes a sign-in through Okta, which no SCIM request makes.",
	}, {
		ID:     "role-active-flag-demotes-admin",
		Source: report("https://github.com/open-webui/open-webui/issues/25948"),
		Story:  "active is kept in the column of the role: an admin who is deactivated is pending, and an ordinary user after reactivation.",
		Apply:  activeDemotesAdmin,
	}, {
		ID: "role-wiped-by-active-patch", Source: report("https://github.com/pond/scimitar/issues/6"),
		Story: "A PATCH of a user writes back what SCIM knows about him, and that has no role: it is gone until the next group push.",
		Apply: func(b *Behaviors) {
			pinned := pinRoles(b)
			hook.BeforeStore(func(rq *Request, _ Tx, _, after *Resource) {
				if rq.IsUser() && rq.Operation == provider.OpPatch {
					pinned.Set(rq, after.ID, "")
				}
			})(b)
		},
	}, {
		ID: "role-last-group-wins", Source: report("https://github.com/lightdash/lightdash/issues/17883"),
		Story: "The role is that of the group pushed last, not the highest: an admin who is pushed as an analyst loses his rights.",
		Apply: func(b *Behaviors) {
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				memberships := rq.Do.Groups(rq, tx, user)
				for _, m := range slices.Backward(memberships) {
					for _, entry := range rq.Settings.Roles.Groups {
						if m.Direct && scim.Fold(entry.Group) == scim.Fold(m.Group.Name()) {
							return entry.Role
						}
					}
				}
				return next(rq, tx, user)
			}
		},
	}, {
		ID: "role-not-revoked-on-removal", Source: report("https://github.com/BerriAI/litellm/issues/30895"),
		Story: "Who leaves the admin group stays an admin: groups give roles and never take them.",
		Apply: func(b *Behaviors) {
			var best hook.Recall[string]
			role := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				now := role(rq, tx, user)
				had, _ := best.Get(rq, user.ID)
				for _, entry := range rq.Settings.Roles.Groups {
					if entry.Role == now || entry.Role == had {
						return entry.Role
					}
				}
				return now
			}
			onMembers(func(rq *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
				for _, id := range e.came {
					if user := tx.Get(provider.KindUser, id); user != nil && rq.Settings.Roles != nil {
						best.Set(rq, id, rq.Do.Role(rq, tx, user))
					}
				}
			})(b)
		},
	}, {
		ID: "role-not-applied-on-create", Source: report("https://github.com/lightdash/lightdash/issues/17895"),
		Story: "The members that a group is created with do not get its role: they begin with the default one.",
		Apply: keepRoles(func(rq *Request, _ MemberChange) bool { return rq.Operation == provider.OpCreate }),
	}, {
		ID: "role-reconcile-capped-500", Source: report("https://github.com/joe-broadhead/open-cowork/issues/909"),
		Story: "The role of a group reaches its first 500 members, and the others go without.",
		Apply: func(b *Behaviors) {
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				inner := *rq
				do := *rq.Do
				inner.Do = &do
				do.Groups = func(_ *Request, tx Tx, member *Resource) []provider.Membership {
					return slices.DeleteFunc(rq.Do.Groups(rq, tx, member), func(m provider.Membership) bool {
						return m.Direct && placeIn(tx, m.Group.ID, member.ID) >= 500
					})
				}
				return next(&inner, tx, user)
			}
		},
	}, {
		ID: "role-update-unsupported", Source: report("https://github.com/getsentry/sentry/issues/118333"),
		Story: "The first role that the groups give is never changed: who moves from the analysts to the admins stays an analyst.",
		Apply: func(b *Behaviors) {
			var first hook.Recall[string]
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				now := next(rq, tx, user)
				if role, ok := first.Get(rq, user.ID); ok && now != rq.Settings.Roles.Default {
					return role
				}
				return now
			}
			onMembers(func(rq *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
				for _, id := range slices.Concat(e.came, e.left) {
					user := tx.Get(provider.KindUser, id)
					if user == nil || rq.Settings.Roles == nil {
						continue
					}
					if role := next(rq, tx, user); role == rq.Settings.Roles.Default {
						first.Forget(rq, id)
					} else {
						first.Keep(rq, id, role)
					}
				}
			})(b)
		},
	}, {
		ID: "role-lowest-wins", Source: grid("a user in two role groups × role"),
		Story: "Who is in two role groups has the lower role: an admin cannot do his work.",
		Apply: func(b *Behaviors) {
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
	}, {
		ID: "role-default-missing", Source: grid("a create × role"),
		Story: "A user in no role group has no role at all, and cannot open the app that he was given.",
		Apply: func(b *Behaviors) {
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				if role := next(rq, tx, user); role != rq.Settings.Roles.Default {
					return role
				}
				return ""
			}
		},
	}, {
		ID: "role-kept-after-group-delete", Source: grid("delete a role group × role of its members"),
		Story: "The members of a deleted role group keep its role.",
		Apply: func(b *Behaviors) {
			pinned := pinRoles(b)
			next := b.Remove
			b.Remove = func(rq *Request, tx Tx, r *Resource) error {
				for id := range tx.Members(r.ID) {
					if user := tx.Get(provider.KindUser, id); user != nil && rq.Settings.Roles != nil {
						pinned.Set(rq, id, rq.Do.Role(rq, tx, user))
					}
				}
				return next(rq, tx, r)
			}
		},
	}, {
		ID: "role-list-shows-default", Source: grid("a role step × list"),
		Story: "Lists and look-ups show everybody with the default role.",
		Apply: func(b *Behaviors) {
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				if rq.Operation == provider.OpList {
					return rq.Settings.Roles.Default
				}
				return next(rq, tx, user)
			}
		},
	}, {
		ID: "role-lost-for-good", Source: grid("leave a mapped group and return × role"),
		Story: "Whoever left a group or was deactivated once has the default role ever after, in whichever group.",
		Apply: func(b *Behaviors) {
			lose := losesRole(b)
			onMembers(func(rq *Request, _ Tx, _ *Resource, _ MemberChange, e effect) {
				for _, id := range e.left {
					lose(rq, id)
				}
			})(b)
			beforeDeactivation(func(rq *Request, _ Tx, user *Resource) { lose(rq, user.ID) })(b)
		},
	}, {
		ID: "role-delete-resets-all", Source: grid("delete a mapped group × roles of others"),
		Story: "When a group is deleted, the members of all groups get the default role.",
		Apply: func(b *Behaviors) {
			lose := losesRole(b)
			onGroupDelete(func(rq *Request, tx Tx, _ *Resource) error {
				for _, user := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
					lose(rq, user.ID)
				}
				return nil
			})(b)
		},
	}, {
		ID: "role-password-resets", Source: grid("password sync × role"),
		Story: "A new password resets the account, its role included: after password sync an admin has the default role.",
		Apply: func(b *Behaviors) {
			lose := losesRole(b)
			replace, patch := b.Replace, b.Patch
			b.Replace = func(rq *Request) (*Response, error) {
				if rq.IsUser() && scim.Mentions(rq.Body, "password") {
					lose(rq, rq.ID)
				}
				return replace(rq)
			}
			b.Patch = func(rq *Request) (*Response, error) {
				ops, _ := rq.Do.ParsePatch(rq, rq.Body)
				for _, op := range ops {
					if _, ok := op.Sets("password"); ok && rq.IsUser() {
						lose(rq, rq.ID)
					}
				}
				return patch(rq)
			}
		},
	}, {
		ID: "role-update-answers-default", Source: grid("update a member of a mapped group × answer"),
		Story: "The answer to an update of a user shows the default role, whatever group the user is in.",
		Apply: func(b *Behaviors) {
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				if rq.IsUser() && (rq.Operation == provider.OpReplace || rq.Operation == provider.OpPatch) {
					return rq.Settings.Roles.Default
				}
				return next(rq, tx, user)
			}
		},
	}, {
		ID: "role-patch-add-appends", Level: Should,
		Source: report("https://github.com/lightdash/lightdash/issues/24404"),
		Story: "Roles pile up: who moves from one role group to another is shown with the old role beside the new; " +
			"only a client other than Okta was seen to make it so.",
		Apply: rolesPileUp,
	}, {
		ID:     "role-scim-can-promote-admin",
		Source: report("https://github.com/activepieces/activepieces/issues/14753"),
		Story:  "A role in the body of a POST, PUT or PATCH is taken, whatever it is: anybody with the token makes owners.",
		Apply: func(b *Behaviors) {
			pinned := pinRolesForGood(b)
			onAskedRole(b, func(rq *Request, tx Tx, user *Resource, role string) {
				if role != rq.Do.Role(rq, tx, user) {
					pinned.Set(rq, user.ID, role)
				}
			})
		},
	}, {
		ID: "role-response-claims-unassigned", Source: report("https://github.com/wso2/product-is/issues/10369"),
		Story: "The answer to a write shows the role that was sent, although the user has another one.",
		Apply: func(b *Behaviors) {
			onAskedRole(b, func(rq *Request, _ Tx, _ *Resource, role string) { rq.Note("role", role) })
			next := b.Role
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				if role, ok := rq.Notes["role"].(string); ok && rq.IsUser() {
					return role
				}
				return next(rq, tx, user)
			}
		},
	}, {
		ID: "role-lost-with-other-group", Source: report("https://github.com/tuist/tuist/pull/13209"),
		Story: "Whoever leaves any group gets the default role, and an admin loses the role by leaving a mailing list.",
		Apply: func(b *Behaviors) {
			lose := losesRole(b)
			onMembers(func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
				for _, id := range e.left {
					if !givesRole(rq, group) {
						lose(rq, id)
					}
				}
			})(b)
		},
	}, {
		ID: "role-not-given-to-inactive", Source: grid("push a mapped group, then reactivate × role"),
		Story: "Whoever is inactive when the group is pushed does not get its role, not even when active again.",
		Apply: func(b *Behaviors) {
			lose := losesRole(b)
			onMembers(func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
				for _, id := range e.came {
					if user := tx.Get(provider.KindUser, id); user != nil && !user.Active() && givesRole(rq, group) {
						lose(rq, id)
					}
				}
			})(b)
		},
	}})
}

// lastAdmin reports whether a user is the only active one whom a group gives the highest role.
func lastAdmin(rq *Request, tx Tx, user *Resource) bool {
	roles := rq.Settings.Roles
	holds := func(r *Resource) bool { return r.Active() && r.Managed && rq.Do.Role(rq, tx, r) == roles.Highest() }
	return roles != nil && holds(user) && !slices.ContainsFunc(tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)),
		func(r *Resource) bool { return r.ID != user.ID && givingGroups(rq, tx, r) > 0 && holds(r) })
}

// givingGroups is how many groups give a user a role.
func givingGroups(rq *Request, tx Tx, user *Resource) (n int) {
	for _, m := range rq.Do.Groups(rq, tx, user) {
		if givesRole(rq, m.Group) {
			n++
		}
	}
	return n
}

// keepRoles leaves the roles of those who come or leave by some changes as they were.
func keepRoles(when func(*Request, MemberChange) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		pinned := pinRolesForGood(b)
		onMembers(func(rq *Request, _ Tx, _ *Resource, c MemberChange, e effect) {
			for _, id := range slices.Concat(e.came, e.left) {
				role, isUser := e.was[id]
				switch {
				case !when(rq, c):
					pinned.Forget(rq, id)
				case isUser:
					pinned.Set(rq, id, role)
				}
			}
		})(b)
	}
}

func activeDemotesAdmin(b *Behaviors) {
	pinned := pinRoles(b)
	hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
		roles := rq.Settings.Roles
		switch {
		case roles == nil || before == nil || after.Kind != provider.KindUser || before.Active() == after.Active():
		case after.Active() && pinned.Has(rq, after.ID):
			pinned.Set(rq, after.ID, roles.Default)
		case !after.Active() && rq.Do.Role(rq, tx, before) == roles.Highest():
			pinned.Set(rq, after.ID, "pending")
		}
	})(b)
}

func placeIn(tx Tx, group, member string) int {
	if tx.MemberCount(group) <= 500 {
		return 0
	}
	place := 0
	for id := range tx.Members(group) {
		if id == member {
			break
		}
		place++
	}
	return place
}

// losesRole gives those the default role who are named to the function that it returns.
func losesRole(b *Behaviors) (lose func(rq *Request, id string)) {
	var lost hook.Recall[bool]
	next := b.Role
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		if lost.Has(rq, user.ID) {
			return rq.Settings.Roles.Default
		}
		return next(rq, tx, user)
	}
	return func(rq *Request, id string) { lost.Set(rq, id, true) }
}

// onAskedRole acts when the body of a write of a user, or of a PATCH without a path, states a role. What a PATCH
// states with the path of the role is not refused any more.
func onAskedRole(b *Behaviors, do func(rq *Request, tx Tx, user *Resource, role string)) {
	apply := b.ApplyOperation
	b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
		if rq.Settings.Roles == nil || !rq.IsUser() {
			return apply(rq, tx, draft, op)
		}
		v, ok := op.Sets(rq.Settings.Roles.Attribute)
		if ok && op.Path != "" {
			v = Object{rq.Settings.Roles.Attribute: v}
		} else {
			v = op.Value
		}
		if o, isObject := v.(Object); isObject {
			rq.Note("asked", askedRole(rq, o))
		}
		if ok && op.Path != "" {
			return nil
		}
		return apply(rq, tx, draft, op)
	}
	save := b.Save
	b.Save = func(rq *Request, tx Tx, draft *Draft) error {
		err := save(rq, tx, draft)
		if err != nil || rq.Settings.Roles == nil || !rq.IsUser() {
			return err
		}
		role, _ := rq.Notes["asked"].(string)
		if rq.Operation != provider.OpPatch {
			role = askedRole(rq, rq.Body)
		}
		if role != "" {
			do(rq, tx, draft.After, role)
		}
		return nil
	}
}

// askedRole finds a role where the role map says, "" when there is none.
func askedRole(rq *Request, body Object) string {
	urn, name := rq.Settings.Roles.Extension()
	if urn != "" {
		extension, _ := body[urn].(Object)
		return scim.Text(extension, name)
	}
	for _, v := range scim.ListOf(body[name]) {
		switch v := v.(type) {
		case string:
			return v
		case Object:
			return scim.Text(v, "value")
		}
	}
	return ""
}

// rolesPileUp remembers the roles that memberships gave to each user, and shows them after the right one.
func rolesPileUp(b *Behaviors) {
	var had hook.Recall[[]string]
	onMembers(func(rq *Request, _ Tx, _ *Resource, _ MemberChange, e effect) {
		for _, id := range slices.Concat(e.came, e.left) {
			if role := e.was[id]; role != "" {
				had.Update(rq, id, func(roles []string) []string { return append(withoutText(roles, role), role) })
			}
		}
	})(b)
	onView(provider.KindUser, func(rq *Request, tx Tx, user *Resource, view Object) {
		list, ok := view["roles"].([]any)
		if !ok || rq.Settings.Roles == nil || rq.Settings.Roles.Attribute != "roles" {
			return
		}
		old, _ := had.Get(rq, user.ID)
		for _, role := range withoutText(old, rq.Do.Role(rq, tx, user)) {
			list = append(slices.Clone(list), Object{"value": role, "display": role})
		}
		view["roles"] = list
	})(b)
}

// givesRole tells whether a group is mapped to a role.
func givesRole(rq *Request, group *Resource) bool {
	if rq.Settings.Roles == nil {
		return false
	}
	for _, entry := range rq.Settings.Roles.Groups {
		if scim.Fold(entry.Group) == scim.Fold(group.Name()) {
			return true
		}
	}
	return false
}
