package provider

import "sync"

func roleFaults() []Fault {
	return []Fault{
		{
			ID: "role-not-revoked-on-removal", Category: "roles", Level: Must,
			Story:  "Who leaves the admin group stays an admin: groups give roles and never take them.",
			Source: "https://github.com/BerriAI/litellm/issues/30895",
			Apply:  roleNotRevoked,
		},
	}
}

// roleNotRevoked remembers the highest role a user ever had.
func roleNotRevoked(b *Behaviours) {
	var mu sync.Mutex
	best := map[string]string{} // by tenant and user
	role, change := b.Role, b.ChangeMembers
	b.Role = func(rq *Request, tx Tx, user *Resource) string {
		now := role(rq, tx, user)
		mu.Lock()
		defer mu.Unlock()
		key := rq.Tenant + " " + user.ID
		for _, entry := range rq.Settings.Roles.Groups {
			if entry.Role == now || entry.Role == best[key] {
				best[key] = entry.Role
				return entry.Role
			}
		}
		return now
	}
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		changed, err := change(rq, tx, group, c)
		if err == nil && rq.Settings.Roles != nil {
			for id := range tx.Members(group.ID) {
				if user := tx.Get(KindUser, id); user != nil {
					rq.Do.Role(rq, tx, user)
				}
			}
		}
		return changed, err
	}
}
