package provider

import "sync"

func deleteFaults() []Fault {
	return []Fault{
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
			ID: "group-delete-leaves-memberships", Category: "delete-semantics", Level: Must,
			Story:  "Users still show a group that was deleted, with the rights that came from it.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/698",
			Apply:  groupDeleteLeavesMemberships,
		},
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
