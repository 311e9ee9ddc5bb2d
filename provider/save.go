package provider

import "net/http"

// save checks a new or changed resource and stores it. Nothing is stored, and lastModified stays, when nothing changed.
func save(rq *Request, tx Tx, draft *Draft) error {
	before, after := draft.Before, draft.After
	if err := rq.Do.Validate(rq, after); err != nil {
		return err
	}
	if err := rq.Do.CheckUnique(rq, tx, after); err != nil {
		return err
	}
	if err := rq.Do.TakeSeat(rq, tx, before, after); err != nil {
		return err
	}
	if before != nil && before.Managed && !draft.MembersChanged && equal(before.Attributes, after.Attributes) {
		return nil
	}
	return rq.Do.Store(rq, tx, before, after)
}

// store puts the resource into the storage. From now on it is managed by SCIM.
func store(rq *Request, tx Tx, _, after *Resource) error {
	after.Modified = rq.Time
	after.Managed = true
	tx.Put(after)
	return nil
}

// checkUnique refuses a userName or a group's displayName that another has, whatever the case (RFC 7643 §4.1.1, RFC 7644
// §3.3). A group's, because Okta looks a group up by its name before it creates one.
func checkUnique(_ *Request, tx Tx, r *Resource) error {
	attribute := "userName"
	if r.Kind == KindGroup {
		attribute = "displayName"
	}
	key, _ := KeyFor(attribute, r.Name())
	for _, other := range tx.Find(r.Kind, key) {
		if other.ID != r.ID {
			return Refuse(http.StatusConflict, "uniqueness", "A %s with the %s %q exists already (id %s).", r.Kind, attribute, other.Name(), other.ID)
		}
	}
	return nil
}

// takeSeat refuses a user who would become active beyond the seat limit. Inactive users hold no seat.
func takeSeat(rq *Request, tx Tx, before, after *Resource) error {
	limit := rq.Settings.SeatLimit
	if limit == 0 || !after.Active() || before.Active() || tx.Active() < limit {
		return nil
	}
	return Refuse(http.StatusForbidden, "", "Seat limit reached: all %d seats are taken, so %q cannot become active. "+
		"Deactivate a user or buy more seats, then try again.", limit, after.Name())
}
