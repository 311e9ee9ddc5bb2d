package legal

import (
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// updateVariants differ in what PUT and PATCH do with what they do not mention.
func updateVariants() []Variant {
	return []Variant{{
		ID: "put-merges", Story: "PUT leaves the attributes that its body does not mention.",
		Source: "RFC 7644 §3.5.1: the server may keep them; https://github.com/Metatavu/keycloak-scim-server/issues/106",
		Apply: func(b *Behaviors) {
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				if err := next(rq, tx, draft, body); err != nil {
					return err
				}
				for name, v := range draft.Before.Attributes {
					if !scim.Mentions(rq.Body, name) {
						draft.After.Attributes[name] = scim.Clone(v)
					}
				}
				return nil
			}
		},
	}, {
		ID: "put-empty-body-keeps", Story: "PUT without a body is answered 200 and changes nothing: what a body leaves out is kept.",
		Source: "RFC 7644 §3.5.1: the server may keep what is not in the body",
		Apply: func(b *Behaviors) {
			next := b.Decode
			b.Decode = func(rq *Request) error {
				if rq.Operation != provider.OpReplace || len(rq.Raw) > 0 {
					return next(rq)
				}
				rq.Body = Object{}
				return rq.Do.Read(rq, func(tx Tx) error {
					r, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
					if err == nil {
						rq.Body = scim.Clone(r.Attributes)
					}
					return err
				})
			}
		},
	}, {
		ID: "put-group-clears-members", Story: "PUT of a group without members empties it.",
		Source: "RFC 7644 §3.5.1: what is not in the body may be cleared; Okta sends the whole list",
		Apply: func(b *Behaviors) {
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				if err := next(rq, tx, draft, body); err != nil || !rq.IsGroup() || scim.Mentions(rq.Body, "members") {
					return err
				}
				changed, err := rq.Do.ChangeMembers(rq, tx, draft.After, MemberChange{Op: provider.PatchReplace})
				draft.MembersChanged = changed
				return err
			}
		},
	}, {
		ID: "unknown-members-ignored", Story: "A member that does not exist is passed over; those that do are added.",
		Source: "RFC 7644 §3.3: the server may alter or ignore content",
		Apply: func(b *Behaviors) {
			next := b.ChangeMembers
			b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, change MemberChange) (bool, error) {
				var known []Object
				for _, m := range change.Members {
					id := scim.Text(m, "value")
					if change.Op == provider.PatchRemove || id == "" || tx.Get(provider.KindUser, id) != nil ||
						tx.Get(provider.KindGroup, id) != nil {
						known = append(known, m)
					}
				}
				change.Members = known
				return next(rq, tx, group, change)
			}
		},
	}, {
		ID: "group-names-not-unique", Story: "Two groups may have the same displayName.",
		Source: "RFC 7643 §8.7.1: displayName of a group has the uniqueness none",
		Apply: func(b *Behaviors) {
			next := b.CheckUnique
			b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
				if r.Kind == provider.KindGroup {
					return nil
				}
				return next(rq, tx, r)
			}
		},
	}}
}
