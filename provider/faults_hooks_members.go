package provider

import "slices"

// effect is what a MemberChange did.
type effect struct {
	came, left []string
	was        map[string]string // the role before, of each who was a member or is one now
}

// onMembers tells a fault what became of a change of members.
func onMembers(b *Behaviours, do func(rq *Request, tx Tx, group *Resource, c MemberChange, e effect)) {
	next := b.ChangeMembers
	b.ChangeMembers = func(rq *Request, tx Tx, group *Resource, c MemberChange) (bool, error) {
		before := slices.Collect(tx.Members(group.ID))
		e := effect{was: map[string]string{}}
		ids, _ := c.ids()
		for _, id := range append(ids, before...) {
			if user := tx.Get(KindUser, id); user != nil && rq.Settings.Roles != nil {
				e.was[id] = rq.Do.Role(rq, tx, user)
			}
		}
		changed, err := next(rq, tx, group, c)
		if err != nil {
			return changed, err
		}
		there := make(map[string]bool, len(before))
		for _, id := range before {
			there[id] = true
			if !tx.HasMember(group.ID, id) {
				e.left = append(e.left, id)
			}
		}
		for id := range tx.Members(group.ID) {
			if !there[id] {
				e.came = append(e.came, id)
			}
		}
		do(rq, tx, group, c, e)
		return changed, nil
	}
}
