package provider

import (
	"errors"
	"strings"
	"sync"
)

func deleteFaults() []Fault {
	return append([]Fault{
		{
			ID: "deactivate-hard-deletes", Category: "delete-semantics", Level: Must,
			Story:  "Deactivating a user deletes the record: history is lost, and reactivation makes a new account.",
			Source: "https://github.com/open-webui/open-webui/issues/24501",
			Apply: func(b *Behaviours) {
				next := b.Store
				b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
					if before.Active() && !after.Active() {
						return rq.Do.Remove(rq, tx, after)
					}
					return next(rq, tx, before, after)
				}
			},
		},
		{
			ID: "deactivate-removes-membership-row", Category: "delete-semantics", Level: Must,
			Story:  "Deactivation takes the user out of the organisation: SCIM finds him nowhere any more, though his userName stays taken.",
			Source: "https://github.com/langfuse/langfuse/issues/13245",
			Apply:  deactivateHidesUser,
		},
		{
			ID: "group-delete-leaves-memberships", Category: "delete-semantics", Level: Must,
			Story:  "Users still show a group that was deleted, with the rights that came from it.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/698",
			Apply:  groupDeleteLeavesMemberships,
		},
		{
			ID: "group-delete-role-mapping-survives", Category: "delete-semantics", Level: Must,
			Story:  "A new group under the name of a deleted one gives its role to the old members too, who are not in it.",
			Source: "https://github.com/wso2/product-is/issues/13630",
			Apply:  groupDeleteKeepsRoleMapping,
		},
		{
			ID: "group-delete-special-name-fails", Category: "delete-semantics", Level: Must,
			Story:  "A group with a plus sign in its name is deleted by its decoded name, which nobody has: 500, and the group stays.",
			Source: "https://github.com/wso2/product-is/issues/4673",
			Apply: func(b *Behaviours) {
				next := b.Remove
				b.Remove = func(rq *Request, tx Tx, r *Resource) error {
					if r.Kind == KindGroup && strings.Contains(r.Name(), "+") {
						return errors.New("no group " + strings.ReplaceAll(r.Name(), "+", " "))
					}
					return next(rq, tx, r)
				}
			},
		},
	}, append(deleteGridFaults(), deleteGroupFaults()...)...)
}

// deactivateHidesUser hides those whom SCIM deactivated from every request by id and every list.
func deactivateHidesUser(b *Behaviours) {
	var hidden recall[bool]
	beforeDeactivation(b, func(rq *Request, _ Tx, user *Resource) { hidden.set(rq, user.ID, true) })
	listOnly(b, func(rq *Request, _ Tx, r *Resource) bool { return !hidden.has(rq, r.ID) })
	next := b.Load
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		if hidden.has(rq, id) {
			id = ""
		}
		return next(rq, tx, kind, id)
	}
}

// groupDeleteLeavesMemberships remembers deleted groups for those who were in them.
func groupDeleteLeavesMemberships(b *Behaviours) {
	var mu sync.Mutex
	left := map[string][]Membership{} // by tenant and member
	remove, groups := b.Remove, b.Groups
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		mu.Lock()
		defer mu.Unlock()
		for id := range tx.Members(r.ID) {
			key := rq.Tenant + " " + id
			left[key] = append(left[key], Membership{Group: r, Direct: true})
		}
		return remove(rq, tx, r)
	}
	b.Groups = func(rq *Request, tx Tx, member *Resource) []Membership {
		mu.Lock()
		defer mu.Unlock()
		return append(groups(rq, tx, member), left[rq.Tenant+" "+member.ID]...)
	}
}

// groupDeleteKeepsRoleMapping counts the members of deleted groups among those of a group that has the name now.
func groupDeleteKeepsRoleMapping(b *Behaviours) {
	var former recall[map[string]bool] // by name of the group: its members
	remove, role := b.Remove, b.Role
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		members := map[string]bool{}
		for id := range tx.Members(r.ID) {
			members[id] = true
		}
		former.set(rq, fold(r.Name()), members)
		return remove(rq, tx, r)
	}
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		now := role(rq, tx, user)
		for _, entry := range rq.Settings.Roles.Groups {
			key, _ := KeyFor("displayName", entry.Group)
			members, _ := former.get(rq, fold(entry.Group))
			if entry.Role == now || members[user.ID] && len(tx.Find(KindGroup, key)) > 0 {
				return entry.Role
			}
		}
		return now
	}
}
