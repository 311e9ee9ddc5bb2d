package provider

import "slices"

// updateSideFaults do something besides with a PUT of a user.
func updateSideFaults() []Fault {
	return []Fault{
		{
			ID: "put-resets-unmentioned", Category: "profile-update", Level: Must,
			Story:  "An update makes the record anew from what was sent: the user leaves all groups and so loses the role.",
			Source: "https://github.com/apache/syncope/pull/895",
			Apply: afterPut(func(_ *Request, tx Tx, _, after *Resource) {
				leaveAll(tx, after)
			}),
		},
		{
			ID: "put-empty-groups-leaves-all", Category: "profile-update", Level: Must,
			Story:  `An update with "groups": [] takes the user out of every group, although groups is read-only.`,
			Source: "the grid: an update × memberships",
			Apply: func(b *Behaviours) {
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					groups, sent := rq.Body["groups"].([]any)
					if rq.IsUser() && sent && len(groups) == 0 {
						draft.MembersChanged = leaveAll(tx, draft.Before)
					}
					return next(rq, tx, draft, body)
				}
			},
		},
		{
			ID: "put-groups-joins", Category: "profile-update", Level: Must,
			Story:  "An update puts the user into every group that it names, although groups is read-only.",
			Source: "the grid: an update × memberships",
			Apply: func(b *Behaviours) {
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					for _, group := range objects(rq.Body["groups"]) {
						if id := text(group, "value"); rq.IsUser() && tx.Get(KindGroup, id) != nil {
							draft.MembersChanged = tx.AddMember(id, draft.After.ID) || draft.MembersChanged
						}
					}
					return next(rq, tx, draft, body)
				}
			},
		},
		{
			ID: "put-body-id-idor", Category: "profile-update", Level: Must,
			Story:  "The id in the body counts and not the one in the URL, so that an update can be aimed at somebody else.",
			Source: "https://github.com/keycloak/keycloak/issues/46658",
			Apply: putAnswered(func(rq *Request, next func(*Request) (*Response, error)) (*Response, error) {
				err := rq.Do.Read(rq, func(tx Tx) error {
					if id := text(rq.Body, "id"); tx.Get(KindUser, id) != nil {
						rq.ID = id
					}
					return nil
				})
				if err != nil {
					return nil, err
				}
				return next(rq)
			}),
		},
		{
			ID: "put-unknown-id-creates", Category: "profile-update", Level: Must,
			Story:  "An update of a user who is not there makes one, although the id is the server's to give.",
			Source: "the grid: an update × an unknown id",
			Apply: func(b *Behaviours) {
				next := b.Load
				b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
					r, err := next(rq, tx, kind, id)
					if err != nil && kind == KindUser && rq.Operation == OpReplace {
						return &Resource{Kind: KindUser, ID: id, Created: rq.Time, Modified: rq.Time, Attributes: Object{"active": true}}, nil
					}
					return r, err
				}
			},
		},
		{
			ID: "put-unmanaged-user-noop-200", Category: "profile-update", Level: Must,
			Story:  "An update of an account that was not made by SCIM is answered 200 and changes nothing: who was linked is never updated.",
			Source: "https://github.com/sourcegraph/sourcegraph/issues/48911",
			Apply: func(b *Behaviours) {
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					if draft.After.Kind == KindUser && draft.Before != nil && !draft.Before.Managed {
						draft.After = draft.Before
						return nil
					}
					return next(rq, tx, draft)
				}
			},
		},
		{
			ID: "put-updates-namesakes", Category: "profile-update", Level: Must,
			Story:  "An update changes everybody who has the same displayName, because the record is found by it.",
			Source: "the grid: an update × a bystander",
			Apply: afterPut(func(_ *Request, tx Tx, before, after *Resource) {
				key, ok := KeyFor("displayName", text(before.Attributes, "displayName"))
				if ok {
					updateAll(tx, tx.Find(KindUser, key), after)
				}
			}),
		},
		{
			ID: "put-updates-everybody", Category: "profile-update", Level: Must,
			Story:  "An update changes the names, the title and the locale of all users, because the condition was forgotten.",
			Source: "the grid: an update × a bystander",
			Apply: afterPut(func(_ *Request, tx Tx, _, after *Resource) {
				updateAll(tx, tx.List(KindUser, 0, tx.Count(KindUser)), after)
			}),
		},
		{
			ID: "put-created-moves", Category: "profile-update", Level: Should,
			Story:  "meta.created is the time of the last update.",
			Source: "the grid: an update × schemas, id, meta",
			Apply: func(b *Behaviours) {
				beforeStore(b, func(rq *Request, _ Tx, before, after *Resource) {
					if before != nil && after.Kind == KindUser {
						after.Created = rq.Time
					}
				})
			},
		},
		{
			ID: "update-not-in-list", Category: "profile-update", Level: Must,
			Story:  "The list shows profiles as they were first, and imports bring outdated names back into Okta.",
			Source: "the grid: an update × the list",
			Apply:  staleProfiles(func(rq *Request) bool { return rq.Query.Filter == nil }),
		},
		{
			ID: "update-not-in-lookup", Category: "profile-update", Level: Must,
			Story:  "The hit of a look-up shows the profile as it was first, and Okta merges outdated names.",
			Source: "the grid: an update × the look-up",
			Apply:  staleProfiles(func(rq *Request) bool { return rq.Query.Filter != nil }),
		},
	}
}

// afterPut does something once a PUT of a user is stored.
func afterPut(do func(rq *Request, tx Tx, before, after *Resource)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Store
		b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
			err := next(rq, tx, before, after)
			if err == nil && rq.Operation == OpReplace && before != nil && after.Kind == KindUser {
				do(rq, tx, before, after)
			}
			return err
		}
	}
}

// leaveAll takes a user out of all groups.
func leaveAll(tx Tx, user *Resource) (changed bool) {
	for _, group := range slices.Clone(tx.GroupsOf(user.ID)) {
		changed = tx.RemoveMember(group, user.ID) || changed
	}
	return changed
}

// updateAll gives users the displayName, the names, the title and the locale of one of them.
func updateAll(tx Tx, users []*Resource, like *Resource) {
	for _, user := range slices.Clone(users) {
		if user.ID == like.ID {
			continue
		}
		changed := user.Clone()
		for _, name := range []string{"displayName", "name", "title", "locale"} {
			setOrClear(changed.Attributes, name, like.Attributes[name])
		}
		tx.Put(changed)
	}
}

// staleProfiles shows profiles in some lists as they were before their first update. userName and active are up to date.
func staleProfiles(where func(*Request) bool) func(*Behaviours) {
	return func(b *Behaviours) {
		var first recall[Object]
		beforeStore(b, func(rq *Request, _ Tx, before, after *Resource) {
			if before != nil && after.Kind == KindUser {
				first.keep(rq, after.ID, before.Attributes)
			}
		})
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			if rq.Operation != OpList || r.Kind != KindUser || !where(rq) {
				return next(rq, tx, r)
			}
			if old, ok := first.get(rq, r.ID); ok {
				r = r.Clone()
				for _, name := range []string{"displayName", "name", "title", "emails"} {
					setOrClear(r.Attributes, name, old[name])
				}
			}
			return next(rq, tx, r)
		}
	}
}
