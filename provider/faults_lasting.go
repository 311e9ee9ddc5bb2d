package provider

import (
	"strings"
)

// lastingFaults show long after the request that did it, or at somebody whom that request did not name.
func lastingFaults() []Fault {
	return []Fault{
		{
			ID: "deactivate-takes-reports", Category: "deactivate", Level: Must,
			Story:  "Accounts hang on their manager's: when a manager leaves, the team is locked out.",
			Source: "the grid: deactivate × people whose manager it is",
			Apply: locksOthers(func(leaver, other *Resource) bool {
				extension, _ := other.Attributes[SchemaEnterprise].(Object)
				manager, _ := extension["manager"].(Object)
				return text(manager, "value") == leaver.ID
			}),
		},
		{
			ID: "deactivate-by-mailbox-name", Category: "deactivate", Level: Must,
			Story:  "The account to lock is found by what stands before the @: jane of the subsidiary is locked out with jane.",
			Source: "the grid: deactivate × a userName near this one",
			Apply: locksOthers(func(leaver, other *Resource) bool {
				return strings.Contains(leaver.Name(), "@") && mailbox(other) == mailbox(leaver)
			}),
		},
		{
			ID: "put-cost-center-kept", Category: "profile-update", Level: Should,
			Story:  "The columns that an update writes lack one: the cost center stays what it was at the create.",
			Source: "the grid: an update × attributes of an extension",
			Apply: userPut(func(_ *Request, draft *Draft) {
				was, _ := draft.Before.Attributes[SchemaEnterprise].(Object)
				is, _ := draft.After.Attributes[SchemaEnterprise].(Object)
				if was["costCenter"] != nil && is != nil {
					is["costCenter"] = was["costCenter"]
				}
			}),
		},
		{
			ID: "rob-department-shared", Category: "robustness", Level: Must,
			Story:  "A department is a row that people share: who is moved to another one renames it for all who are in it.",
			Source: "the grid: an update of one user × attributes of others",
			Apply: func(b *Behaviours) {
				changedForAll(b, func(attrs Object) (Object, string) {
					extension, _ := attrs[SchemaEnterprise].(Object)
					return extension, "department"
				}, func(old, theirs string) bool { return old == theirs })
			},
		},
		{
			ID: "reactivate-lookup-by-archived-name", Category: "reactivate", Level: Must,
			Story:  "Who was deactivated once stays in the index under the userName of that time: under a new login no look-up finds the person.",
			Source: "the grid: deactivate, reactivate under a new userName × look-up",
			Apply:  foundByArchivedName,
		},
		{
			ID: "create-unknown-manager-400", Category: "user-create", Level: Should,
			Story:  "A manager must be an account of the app: people whose manager is not assigned cannot be created.",
			Source: "the grid: a create × an attribute that names somebody else",
			Apply: func(b *Behaviours) {
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					extension, _ := draft.After.Attributes[SchemaEnterprise].(Object)
					manager, _ := extension["manager"].(Object)
					if id := text(manager, "value"); id != "" && tx.Get(KindUser, id) == nil {
						return invalidValue("There is no user with the id %q to be the manager.", id)
					}
					return next(rq, tx, draft)
				}
			},
		},
		{
			ID: "lookup-username-cut-64", Category: "user-lookup", Level: Must,
			Story:  "The column of the userName has 64 octets and cuts what is longer: Okta's look-up misses, and the next push makes a second account.",
			Source: "the grid: a create with a long userName × look-up",
			Apply: userCreated(func(_ *Request, attrs Object) {
				if name := text(attrs, "userName"); len(name) > 64 {
					attrs["userName"] = name[:64]
				}
			}),
		},
		{
			ID: "create-takes-address", Category: "user-create", Level: Must,
			Story:  "An e-mail address belongs to one account: a new user with the address of a team takes it from who had it.",
			Source: "https://github.com/sourcegraph/sourcegraph-public-snapshot/pull/48980",
			Apply: func(b *Behaviours) {
				beforeStore(b, func(_ *Request, tx Tx, before, after *Resource) {
					if before != nil || after.Kind != KindUser || mainEmail(after.Attributes) == "" {
						return
					}
					for _, other := range tx.List(KindUser, 0, tx.Count(KindUser)) {
						if mainEmail(other.Attributes) == mainEmail(after.Attributes) {
							other = other.Clone()
							delete(other.Attributes, "emails")
							tx.Put(other)
						}
					}
				})
			},
		},
		{
			ID: "group-taken-name-stores-members", Category: "group-push", Level: Must,
			Story:  "A PUT with a taken name is refused after its members are stored: Okta shows an error, and who was in the request has the rights.",
			Source: "the grid: a refused rename × members",
			Apply: func(b *Behaviours) {
				next := b.Replace
				b.Replace = func(rq *Request) (*Response, error) {
					answer, err := next(rq)
					if rq.IsGroup() && conflictOf(err) != nil {
						_ = rq.Do.Write(rq, func(tx Tx) error {
							group := tx.Get(KindGroup, rq.ID)
							_, err := rq.Do.ChangeMembers(rq, tx, group, MemberChange{Op: PatchReplace, Members: objects(rq.Body["members"])})
							return err
						})
					}
					return answer, err
				}
			},
		},
		{
			ID: "create-conflict-reactivates", Category: "reactivate", Level: Must,
			Story:  "A create of an inactive user's userName is refused with 409 and activates the account all the same.",
			Source: "https://github.com/coder/coder/issues/8916",
			Apply: onTakenName(func(owner *Resource, _ Object) {
				owner.Attributes["active"] = true
			}),
		},
		{
			ID: "create-conflict-takes-externalid", Category: "user-create", Level: Must,
			Story:  "A refused create leaves its externalId with who has the userName: the account is linked to another person in Okta.",
			Source: "the grid: a refused create × externalId",
			Apply: onTakenName(func(owner *Resource, sent Object) {
				if id := text(sent, "externalId"); id != "" && owner.Active() {
					owner.Attributes["externalId"] = id
				}
			}),
		},
		{
			ID: "member-add-reactivates", Category: "deactivate", Level: Must,
			Story:  "To be put into a group is to be invited: an inactive user who is added gets the access back.",
			Source: "the grid: deactivate, then push a group × active",
			Apply: func(b *Behaviours) {
				onMembers(b, func(_ *Request, tx Tx, _ *Resource, _ MemberChange, e effect) {
					for _, id := range e.came {
						if user := tx.Get(KindUser, id); user != nil && !user.Active() {
							setActive(tx, user, true)
						}
					}
				})
			},
		},
		{
			ID: "member-removed-once", Category: "group-membership", Level: Must,
			Story:  "Removed members are marked, and the mark of the first time hides the second one: who left a group twice is in it.",
			Source: "the grid: remove, add, remove × members",
			Apply:  removedOnce,
		},
		{
			ID: "role-reset-by-joining", Category: "roles", Level: Must,
			Story:  "Whoever joins a group that gives no role gets the default one, and an admin loses the role by joining a mailing list.",
			Source: "the grid: push a group without a role × role",
			Apply: func(b *Behaviours) {
				lose := losesRole(b)
				onMembers(b, func(rq *Request, _ Tx, group *Resource, _ MemberChange, e effect) {
					for _, id := range e.came {
						if !givesRole(rq, group) {
							lose(rq, id)
						}
					}
				})
			},
		},
		{
			ID: "rob-leaver-back-with-next-create", Category: "robustness", Level: Must,
			Story:  "The session still holds the latest leaver as an active user and writes it back with the next new account.",
			Source: "the grid: deactivate, then a request for somebody else × active",
			Apply:  leaverBack,
		},
		{
			ID: "rob-conflict-leaves-account", Category: "robustness", Level: Must,
			Story:  "A create that is refused with 409 leaves an inactive account of the same userName, which only lists show.",
			Source: "the grid: a refused create × list of users",
			Apply:  conflictLeavesAccount,
		},
		{
			ID: "rob-list-shows-deleted-groups", Category: "robustness", Level: Must,
			Story:  "The list of users goes on showing groups that are deleted, and an import takes people for their members.",
			Source: "https://github.com/Metatavu/keycloak-scim-server/pull/112",
			Apply: func(b *Behaviours) {
				var former recall[[]any]
				onGroupDelete(b, func(rq *Request, tx Tx, group *Resource) error {
					for id := range tx.Members(group.ID) {
						former.update(rq, id, func(list []any) []any {
							return append(list, Object{"value": group.ID, "display": group.Name()})
						})
					}
					return nil
				})
				shownInList(false, func(rq *Request, view Object) {
					if gone, _ := former.get(rq, text(view, "id")); rq.IsUser() && len(gone) > 0 {
						view["groups"] = append(append([]any{}, gone...), asList(view["groups"])...)
					}
				})(b)
			},
		},
	}
}

func asList(v any) []any {
	list, _ := v.([]any)
	return list
}

// onTakenName changes the owner of a userName when a create is refused because of it.
func onTakenName(change func(owner *Resource, sent Object)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Create
		b.Create = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if rq.IsUser() && conflictOf(err) != nil {
				key, _ := KeyFor("userName", text(rq.Body, "userName"))
				_ = rq.Do.Write(rq, func(tx Tx) error {
					for _, owner := range tx.Find(KindUser, key) {
						owner = owner.Clone()
						change(owner, rq.Body)
						tx.Put(owner)
					}
					return nil
				})
			}
			return answer, err
		}
	}
}

// mailbox is what stands before the @ of a userName, folded.
func mailbox(user *Resource) string {
	local, _, _ := strings.Cut(fold(user.Name()), "@")
	return local
}

// locksOthers deactivates with a user all others for whom too holds.
func locksOthers(too func(leaver, other *Resource) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		beforeDeactivation(b, func(_ *Request, tx Tx, user *Resource) {
			for _, other := range tx.List(KindUser, 0, tx.Count(KindUser)) {
				if other.ID != user.ID && other.Active() && too(user, other) {
					setActive(tx, other, false)
				}
			}
		})
	}
}

// changedForAll gives a new value of one attribute, which of finds, to all others whose value meets theirs.
func changedForAll(b *Behaviours, of func(attrs Object) (Object, string), theirs func(old, theirs string) bool) {
	beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
		if before == nil || after.Kind != KindUser {
			return
		}
		was, name := of(before.Attributes)
		is, _ := of(after.Attributes)
		old, next := text(was, name), text(is, name)
		if old == "" || next == "" || old == next {
			return
		}
		for _, other := range tx.List(KindUser, 0, tx.Count(KindUser)) {
			has, _ := of(other.Attributes)
			if has[name] == nil || other.ID == after.ID || !theirs(old, text(has, name)) {
				continue
			}
			other = other.Clone()
			has, _ = of(other.Attributes)
			has[name] = next
			tx.Put(other)
		}
	})
}

// foundByArchivedName looks users who were deactivated up by the userName they had then.
func foundByArchivedName(b *Behaviours) {
	var archived recall[string]
	beforeDeactivation(b, func(rq *Request, _ Tx, user *Resource) { archived.set(rq, user.ID, user.Name()) })
	listOnly(b, func(rq *Request, _ Tx, r *Resource) bool {
		name, ok := archived.get(rq, r.ID)
		if rq.Query.Filter == nil || !ok {
			return true
		}
		asked, byName := rq.Query.Filter.Equals("userName")
		return !byName || fold(asked) == fold(name)
	})
}

// removedOnce puts a member back who is removed for the second time.
func removedOnce(b *Behaviours) {
	var marked recall[bool]
	onMembers(b, func(rq *Request, tx Tx, group *Resource, _ MemberChange, e effect) {
		for _, id := range e.left {
			if key := group.ID + " " + id; marked.has(rq, key) {
				tx.AddMember(group.ID, id)
			} else {
				marked.set(rq, key, true)
			}
		}
	})
}

// leaverBack activates whoever was deactivated last when somebody is created.
func leaverBack(b *Behaviours) {
	var latest recall[string]
	beforeStore(b, func(rq *Request, tx Tx, before, after *Resource) {
		switch {
		case before.Active() && !after.Active():
			latest.set(rq, "leaver", after.ID)
		case before == nil && after.Kind == KindUser:
			id, _ := latest.get(rq, "leaver")
			if leaver := tx.Get(KindUser, id); leaver != nil && !leaver.Active() {
				setActive(tx, leaver, true)
			}
			latest.set(rq, "leaver", "")
		}
	})
}

// conflictLeavesAccount adds to lists an account for each create that was refused because of its userName.
func conflictLeavesAccount(b *Behaviours) {
	var left recall[[]Object]
	create := b.Create
	b.Create = func(rq *Request) (*Response, error) {
		answer, err := create(rq)
		if rq.IsUser() && conflictOf(err) != nil {
			id := rq.Do.NewID(rq, nil)
			left.update(rq, "accounts", func(list []Object) []Object {
				return append(list, Object{"schemas": []any{SchemaUser}, "id": id, "userName": rq.Body["userName"], "active": false,
					"meta": Object{"resourceType": KindUser, "location": rq.Do.Location(rq, KindUser, id)}})
			})
		}
		return answer, err
	}
	envelope := b.Envelope
	b.Envelope = func(rq *Request, page Page, resources []any) Object {
		extra, _ := left.get(rq, "accounts")
		if rq.IsUser() && rq.Query.Filter == nil && len(extra) > 0 {
			last := rq.Query.StartIndex-1+len(resources) >= page.Total
			page.Total += len(extra)
			for _, account := range extra {
				if last && len(resources) < rq.Query.Count {
					resources = append(resources, account)
				}
			}
		}
		return envelope(rq, page, resources)
	}
}
