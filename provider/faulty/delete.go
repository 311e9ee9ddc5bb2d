package faulty

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func deleteFaults() []Fault {
	return inCategory("delete-semantics", []Fault{{
		ID: "deactivate-hard-deletes", Source: report("https://github.com/open-webui/open-webui/issues/24501"),
		Story: "Deactivating a user deletes the record: history is lost, and reactivation makes a new account.",
		Apply: func(b *Behaviors) {
			next := b.Store
			b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
				if before.Active() && !after.Active() {
					return rq.Do.Remove(rq, tx, after)
				}
				return next(rq, tx, before, after)
			}
		},
	}, {
		ID:     "deactivate-removes-membership-row",
		Source: report("https://github.com/langfuse/langfuse/issues/13245"),
		Story:  "Deactivation takes the user out of the organisation: SCIM finds him nowhere any more, though his userName stays taken.",
		Apply: func(b *Behaviors) {
			var hidden hook.Recall[bool]
			beforeDeactivation(func(rq *Request, _ Tx, user *Resource) { hidden.Set(rq, user.ID, true) })(b)
			listOnly(func(rq *Request, _ Tx, r *Resource) bool { return !hidden.Has(rq, r.ID) })(b)
			next := b.Load
			b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
				if hidden.Has(rq, id) {
					id = ""
				}
				return next(rq, tx, kind, id)
			}
		},
	}, {
		ID:     "group-delete-leaves-memberships",
		Source: report("https://github.com/simpleidserver/SimpleIdServer/issues/698"),
		Story:  "Users still show a group that was deleted, with the rights that came from it.",
		Apply: func(b *Behaviors) {
			var mu sync.Mutex
			left := map[string][]provider.Membership{} // by tenant and member
			remove, groups := b.Remove, b.Groups
			b.Remove = func(rq *Request, tx Tx, r *Resource) error {
				mu.Lock()
				defer mu.Unlock()
				for id := range tx.Members(r.ID) {
					key := rq.Tenant + " " + id
					left[key] = append(left[key], provider.Membership{Group: r, Direct: true})
				}
				return remove(rq, tx, r)
			}
			b.Groups = func(rq *Request, tx Tx, member *Resource) []provider.Membership {
				mu.Lock()
				defer mu.Unlock()
				return append(groups(rq, tx, member), left[rq.Tenant+" "+member.ID]...)
			}
		},
	}, {
		ID: "group-delete-role-mapping-survives", Source: report("https://github.com/wso2/product-is/issues/13630"),
		Story: "A new group under the name of a deleted one gives its role to the old members too, who are not in it.",
		Apply: func(b *Behaviors) {
			var former hook.Recall[map[string]bool] // by name of the group: its members
			remove, role := b.Remove, b.Role
			b.Remove = func(rq *Request, tx Tx, r *Resource) error {
				members := map[string]bool{}
				for id := range tx.Members(r.ID) {
					members[id] = true
				}
				former.Set(rq, scim.Fold(r.Name()), members)
				return remove(rq, tx, r)
			}
			b.Role = func(rq *Request, tx Tx, user *Resource) string {
				now := role(rq, tx, user)
				for _, entry := range rq.Settings.Roles.Groups {
					key, _ := provider.KeyFor("displayName", entry.Group)
					members, _ := former.Get(rq, scim.Fold(entry.Group))
					if entry.Role == now || members[user.ID] && len(tx.Find(provider.KindGroup, key)) > 0 {
						return entry.Role
					}
				}
				return now
			}
		},
	}, {
		ID: "group-delete-special-name-fails", Source: report("https://github.com/wso2/product-is/issues/4673"),
		Story: "A group with a plus sign in its name is deleted by its decoded name, which nobody has: 500, and the group stays.",
		Apply: func(b *Behaviors) {
			next := b.Remove
			b.Remove = func(rq *Request, tx Tx, r *Resource) error {
				if r.Kind == provider.KindGroup && strings.Contains(r.Name(), "+") {
					return errors.New("no group " + strings.ReplaceAll(r.Name(), "+", " "))
				}
				return next(rq, tx, r)
			}
		},
	}, {
		ID: "group-delete-with-members-hangs", Source: report("https://github.com/openzro/openzro/issues/176"),
		Story: "DELETE of a group that has members is never answered.",
		Apply: func(b *Behaviors) {
			next := b.Delete
			b.Delete = func(rq *Request) (*Response, error) {
				members := 0
				err := rq.Do.Read(rq, func(tx Tx) error {
					members = tx.MemberCount(rq.ID)
					return nil
				})
				if rq.IsGroup() && err == nil && members > 0 {
					hook.Wait(rq, time.Hour)
				}
				return next(rq)
			}
		},
	}, {
		ID: "group-delete-deletes-users", Source: grid("delete a group × its members"),
		Story: "Deleting a group deletes the users in it.",
		Apply: func(b *Behaviors) {
			onGroupRemoval(b, func(rq *Request, tx Tx, _ *Resource, members []*Resource) {
				for _, user := range members {
					rq.Do.Remove(rq, tx, user)
				}
			})
		},
	}, {
		ID: "group-delete-200", Level: Should, Source: grid("delete a group × status"),
		Story: "DELETE is answered 200 with an empty object; RFC 7644 §3.6 demands 204, but Okta takes any success.",
		Apply: func(b *Behaviors) {
			next := b.Delete
			b.Delete = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err == nil && rq.IsGroup() {
					answer = provider.Respond(http.StatusOK, Object{})
				}
				return answer, err
			}
		},
	}, {
		ID: "group-delete-still-listed", Source: grid("delete a group × list"),
		Story: "A deleted group is still in the list, and every import brings it back into Okta.",
		Apply: keepDeletedGroups(func(rq *Request) bool { return rq.Query.Filter == nil }),
	}, {
		ID: "group-delete-still-found", Source: grid("delete a group × look-up"),
		Story: "The look-up by name still finds a deleted group: Okta links it, and every push to it is answered 404.",
		Apply: keepDeletedGroups(func(rq *Request) bool { return rq.Query.Filter != nil }),
	}, {
		ID: "group-recreate-inherits-members", Source: grid("delete and create under the same name × members"),
		Story: "A group that is made anew under the name of a deleted one has the old members.",
		Apply: func(b *Behaviors) {
			var former hook.Recall[[]*Resource]
			onGroupRemoval(b, func(rq *Request, _ Tx, group *Resource, members []*Resource) {
				former.Set(rq, scim.Fold(group.Name()), members)
			})
			hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
				if members, _ := former.Get(rq, scim.Fold(after.Name())); before == nil && after.Kind == provider.KindGroup {
					for _, user := range members {
						tx.AddMember(after.ID, user.ID)
					}
				}
			})(b)
		},
	}, {
		ID: "group-delete-501", Source: grid("delete a group × status"),
		Story: "Groups cannot be deleted: DELETE is answered 501, and a group that is unlinked in Okta stays.",
		Apply: onGroupDelete(func(*Request, Tx, *Resource) error {
			return provider.Refuse(http.StatusNotImplemented, "", "Groups cannot be deleted.")
		}),
	}, {
		ID: "group-delete-twice-500", Source: grid("delete a group again × status"),
		Story: "The second DELETE of a group, after a lost answer, ends in 500.",
		Apply: func(b *Behaviors) {
			var deleted hook.Recall[bool]
			onGroupDelete(func(rq *Request, _ Tx, r *Resource) error {
				deleted.Set(rq, r.ID, true)
				return nil
			})(b)
			next := b.Delete
			b.Delete = func(rq *Request) (*Response, error) {
				if rq.IsGroup() && deleted.Has(rq, rq.ID) {
					return nil, errors.New("no row was deleted")
				}
				return next(rq)
			}
		},
	}, {
		ID: "group-delete-odd-name-refused", Source: grid("delete groups with odd names × status"),
		Story: "The group to delete is found by its name in a path, and one with two blanks, or with anything but ASCII letters and digits, is not found there.",
		Apply: func(b *Behaviors) {
			plain := regexp.MustCompile(`^[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)?$`)
			onGroupDelete(func(_ *Request, _ Tx, r *Resource) error {
				if !plain.MatchString(r.Name()) {
					return provider.InvalidPath("There is no such path.")
				}
				return nil
			})(b)
		},
	}, {
		ID: "group-delete-by-prefix", Source: grid("delete a group × a group of a similar name"),
		Story: "A DELETE takes every group whose name begins with that of the group: with Sales, Sales EMEA is gone too.",
		Apply: onGroupDelete(func(rq *Request, tx Tx, r *Resource) error {
			for _, other := range similar(tx, r) {
				provider.Erase(tx, other)
			}
			return nil
		}),
	}, {
		ID: "group-delete-inactive-member-500", Source: report("https://github.com/wso2/product-is/issues/11233"),
		Story: "A group with a deactivated member cannot be deleted: the member is looked for among the active users.",
		Apply: onGroupDelete(func(_ *Request, tx Tx, group *Resource) error {
			for id := range tx.Members(group.ID) {
				if user := tx.Get(provider.KindUser, id); user != nil && !user.Active() {
					return errors.New("no such user")
				}
			}
			return nil
		}),
	}})
}

// onGroupRemoval lets a fault act when a group is deleted, with the users who were in it.
func onGroupRemoval(b *Behaviors, do func(rq *Request, tx Tx, group *Resource, members []*Resource)) {
	next := b.Remove
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		var members []*Resource
		for id := range tx.Members(r.ID) {
			if user := tx.Get(provider.KindUser, id); user != nil {
				members = append(members, user)
			}
		}
		if err := next(rq, tx, r); err != nil {
			return err
		}
		if r.Kind == provider.KindGroup {
			do(rq, tx, r, members)
		}
		return nil
	}
}

// keepDeletedGroups shows deleted groups in some lists of groups, unless there is a new one of the same name.
func keepDeletedGroups(where func(*Request) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		var deleted hook.Recall[[]*Resource]
		onGroupRemoval(b, func(rq *Request, _ Tx, group *Resource, _ []*Resource) {
			deleted.Update(rq, "", func(list []*Resource) []*Resource { return append(slices.Clone(list), group) })
		})
		next := b.Select
		b.Select = func(rq *Request, tx Tx) (Page, error) {
			list, _ := deleted.Get(rq, "")
			if !rq.IsGroup() || !where(rq) || len(list) == 0 {
				return next(rq, tx)
			}
			all, err := hook.SelectAll(rq, tx, next)
			for _, group := range list {
				key, _ := provider.KeyFor("displayName", group.Name())
				if len(tx.Find(provider.KindGroup, key)) > 0 || rq.Query.Filter != nil &&
					!rq.Do.Match(rq, rq.Query.Filter, rq.Do.Render(rq, tx, group, rq.Query.Filter.Needs)) {
					continue
				}
				all = append(all, group)
			}
			return hook.PageOf(all, rq.Query), err
		}
	}
}
