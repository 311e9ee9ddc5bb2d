package legal

import (
	"slices"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// memberVariants differ in how memberships are shown.
func memberVariants() []Variant {
	return append(memberFormVariants(), []Variant{{
		ID: "members-not-in-writes", Story: "Answers to writes of groups have no members; reads have them.",
		Source: "RFC 7643 §4.2: members is optional; RFC 7644 §3.9",
		Apply:  hide("members", (*Request).IsWrite),
	}, {
		ID: "members-null-in-writes", Story: "Answers to writes of groups have null for members; reads have them.",
		Source: "Okta SCIM 2.0 reference: its sample answer has null",
		Apply: func(b *Behaviors) {
			onShow(b, func(rq *Request, r *Resource, view Object) {
				if r.Kind == provider.KindGroup && rq.IsWrite() {
					view["members"] = nil
				}
			})
		},
	}, {
		ID: "members-not-in-lists", Story: "Lists and lookups of groups leave members out; a group read by id has them.",
		Source: "RFC 7643 §7: an attribute may be returned on request only; large groups would not fit",
		Apply:  hide("members", isList),
	}, {
		ID: "members-type-not-in-lists", Story: "Lists and lookups leave the type of members and of a user's groups out; a read by id has it.",
		Source: "RFC 7643 §4.2, §7: type is optional, and an attribute may be returned on request only",
		Apply: func(b *Behaviors) {
			onShow(b, func(rq *Request, _ *Resource, view Object) {
				for _, name := range []string{"members", "groups"} {
					if list, ok := view[name].([]any); ok && isList(rq) {
						view[name] = eachObject(list, func(o Object) { delete(o, "type") })
					}
				}
			})
		},
	}, {
		ID: "members-hidden", Story: "Groups never show members; users show their groups.",
		Source: "RFC 7643 §4.2: members is optional",
		Apply:  hide("members", onAll),
	}, {
		ID: "user-groups-hidden", Story: "Users never show groups; groups show their members.",
		Source: "RFC 7643 §4.1.2: groups is optional",
		Apply:  hide("groups", onAll),
	}, {
		ID: "user-groups-not-in-lists", Story: "Lists and lookups of users leave groups out; a user read by id has them.",
		Source: "RFC 7643 §7: an attribute may be returned on request only",
		Apply:  hide("groups", isList),
	}, {
		ID: "memberships-hidden", Story: "Neither do groups show members nor users groups.",
		Source: "RFC 7643 §4.1.2, §4.2: both are optional",
		Apply: func(b *Behaviors) {
			hide("members", onAll)(b)
			hide("groups", onAll)(b)
		},
	}, {
		ID: "empty-memberships-left-out", Story: "A group without members has no members at all, a user without groups no groups.",
		Source: "RFC 7643 §2.5: an empty array and absent are the same",
		Apply:  onEmptyMemberships(func(view Object, name string) { delete(view, name) }),
	}, {
		ID: "empty-memberships-null", Story: "A group without members has null for members, a user without groups null for groups.",
		Source: "RFC 7643 §2.5: an empty array and null are the same",
		Apply:  onEmptyMemberships(func(view Object, name string) { view[name] = nil }),
	}, {
		ID: "everyone-is-in-a-group", Story: "Every new user is put into a group Everyone of the app's own, and shows it among his groups.",
		Source: "RFC 7643 §4.1.2, §4.2: the server may have groups of its own",
		Apply:  func(b *Behaviors) { everyone(b) },
	}}...)
}

func isList(rq *Request) bool { return rq.Operation == provider.OpList }

func onAll(*Request) bool { return true }

// hide leaves an attribute out of what is sent.
func hide(attribute string, when func(*Request) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		onShow(b, func(rq *Request, _ *Resource, view Object) {
			if when(rq) {
				delete(view, attribute)
			}
		})
	}
}

func onEmptyMemberships(change func(view Object, name string)) func(*Behaviors) {
	return func(b *Behaviors) {
		onShow(b, func(_ *Request, _ *Resource, view Object) {
			for _, name := range []string{"members", "groups"} {
				if list, ok := view[name].([]any); ok && len(list) == 0 {
					change(view, name)
				}
			}
		})
	}
}

// memberFormVariants differ in what is said about each member and each group.
func memberFormVariants() []Variant {
	return []Variant{{
		ID: "members-value-only", Story: "A member is its value alone; so is a group of a user.",
		Source: "RFC 7643 §4.1.2, §4.2: display, type and $ref are optional",
		Apply: onMemberships(func(o Object) {
			for name := range o {
				if name != "value" {
					delete(o, name)
				}
			}
		}),
	}, {
		ID: "members-extra", Story: "Members and the groups of a user have sub-attributes of the product's own, and null for some others.",
		Source: "RFC 7643 §2.3.8: schemas may add sub-attributes",
		Apply: onMemberships(func(o Object) {
			o["role"], o["primary"], o["addedAt"], o["details"] = "member", false, "2024-01-02T09:00:00Z",
				Object{"source": "scim"}
			o["type"] = nil
		}),
	}, {
		ID: "members-display-name", Story: "display of a member is the name of the person, not the userName that Okta sent.",
		Source: "RFC 7643 §4.2: display is text to show, and the server's",
		Apply: func(b *Behaviors) {
			next := b.Members
			b.Members = func(rq *Request, tx Tx, group *Resource) []any {
				return eachObject(next(rq, tx, group), func(o Object) {
					if user := tx.Get(provider.KindUser, scim.Text(o, "value")); user != nil {
						o["display"] = formattedName(user.Attributes)
					}
				})
			}
		},
	}, {
		ID: "members-reversed", Story: "Members are listed in the opposite order of their coming; so are the groups of a user.",
		Source: "RFC 7643 §2.4: the values have no order",
		Apply: func(b *Behaviors) {
			members, groups := b.Members, b.Groups
			b.Members = func(rq *Request, tx Tx, group *Resource) []any {
				list := members(rq, tx, group)
				slices.Reverse(list)
				return list
			}
			b.Groups = func(rq *Request, tx Tx, user *Resource) []provider.Membership {
				list := groups(rq, tx, user)
				slices.Reverse(list)
				return list
			}
		},
	}}
}

// onMemberships changes each member of a group and each group of a user.
func onMemberships(change func(Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		onRender(func(_ *Request, _ Tx, _ *Resource, view Object) {
			for _, name := range []string{"members", "groups"} {
				if list, ok := view[name].([]any); ok {
					view[name] = eachObject(list, change)
				}
			}
		})(b)
	}
}

// everyone puts each user who is stored for the first time into one group.
func everyone(b *Behaviors) {
	const id = "00000000-0000-4000-8000-000000000000"
	next := b.Store
	b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
		if err := next(rq, tx, before, after); err != nil || before != nil || after.Kind != provider.KindUser {
			return err
		}
		if tx.Get(provider.KindGroup, id) == nil {
			born := time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)
			tx.Put(&Resource{Kind: provider.KindGroup, ID: id, Attributes: Object{"displayName": "Everyone"}, Created: born,
				Modified: born})
		}
		tx.AddMember(id, after.ID)
		return nil
	}
}
