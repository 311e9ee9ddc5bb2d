package provider

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// create answers POST /Users and /Groups (RFC 7644 §3.3).
func create(rq *Request) (*Response, error) {
	body, err := rq.Do.Normalize(rq, rq.Body)
	if err != nil {
		return nil, err
	}
	var answer *Response
	err = rq.Do.Write(rq, func(tx Tx) error {
		r, err := rq.Do.Build(rq, tx, body)
		if err != nil {
			return err
		}
		draft := &Draft{Before: tx.Get(r.Kind, r.ID), After: r}
		if err := rq.Do.Save(rq, tx, draft); err != nil {
			return err
		}
		if members := scim.Objects(body["members"]); len(members) > 0 {
			if _, err := rq.Do.ChangeMembers(rq, tx, r, MemberChange{Op: PatchReplace, Members: members}); err != nil {
				return err
			}
		}
		answer = Respond(http.StatusCreated, rq.Do.Show(rq, tx, r))
		answer.Header.Set("Location", rq.Do.Location(rq, r.Kind, r.ID))
		return nil
	})
	return answer, err
}

// build makes the new resource. A user is active unless the client says otherwise.
func build(rq *Request, tx Tx, body Object) (*Resource, error) {
	r := &Resource{
		Kind:       rq.Type.Name,
		ID:         rq.Do.NewID(rq, tx),
		Attributes: make(Object, len(body)+1),
		Created:    rq.Time,
		Modified:   rq.Time,
	}
	for name, v := range body {
		if name != "members" {
			r.Attributes[name] = v
		}
	}
	if _, given := r.Attributes["active"]; !given && r.Kind == KindUser {
		r.Attributes["active"] = true
	}
	return r, nil
}

// newID makes a random UUID (RFC 9562 §5.4).
func newID(*Request, Tx) string {
	var b [16]byte
	rand.Read(b[:])
	return uuid(b)
}

func uuid(b [16]byte) string {
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// replace answers PUT /Users/{id} and /Groups/{id} (RFC 7644 §3.5.1).
func replace(rq *Request) (*Response, error) {
	body, err := rq.Do.Normalize(rq, rq.Body)
	if err != nil {
		return nil, err
	}
	var answer *Response
	err = rq.Do.Write(rq, func(tx Tx) error {
		before, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
		if err != nil {
			return err
		}
		draft := &Draft{Before: before, After: before.Clone()}
		if err := rq.Do.Merge(rq, tx, draft, body); err != nil {
			return err
		}
		if err := rq.Do.Save(rq, tx, draft); err != nil {
			return err
		}
		answer = Respond(http.StatusOK, rq.Do.Show(rq, tx, draft.After))
		return nil
	})
	return answer, err
}

// merge puts the body in the place of what was stored: an attribute that is not in it is cleared. Two are kept,
// because to clear them would do harm that no client means: active, and the members of a group when the body does not
// mention them (some of Okta's renames do not).
func merge(rq *Request, tx Tx, draft *Draft, body Object) error {
	attrs := make(Object, len(body))
	for name, v := range body {
		if name != "members" {
			attrs[name] = v
		}
	}
	if active, stored := draft.After.Attributes["active"]; stored && attrs["active"] == nil {
		attrs["active"] = active
	}
	draft.After.Attributes = attrs
	if !rq.IsGroup() || !scim.Mentions(rq.Body, "members") {
		return nil
	}
	changed, err := rq.Do.ChangeMembers(rq, tx, draft.After,
		MemberChange{Op: PatchReplace, Members: scim.Objects(body["members"])})
	draft.MembersChanged = changed
	return err
}

// remove answers DELETE /Users/{id} and /Groups/{id} (RFC 7644 §3.6). Okta sends it for groups only.
func remove(rq *Request) (*Response, error) {
	err := rq.Do.Write(rq, func(tx Tx) error {
		r, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
		if err != nil {
			return err
		}
		return rq.Do.Remove(rq, tx, r)
	})
	return Respond(http.StatusNoContent, nil), err
}

// removeResource is Erase as a behavior.
func removeResource(_ *Request, tx Tx, r *Resource) error {
	Erase(tx, r)
	return nil
}

// Erase takes a resource out of the storage, with every membership it has or gives. The users of a group stay.
func Erase(tx Tx, r *Resource) {
	for _, group := range slices.Clone(tx.GroupsOf(r.ID)) {
		tx.RemoveMember(group, r.ID)
	}
	for _, member := range slices.Collect(tx.Members(r.ID)) {
		tx.RemoveMember(r.ID, member)
	}
	tx.Delete(r.Kind, r.ID)
}

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
	if before != nil && before.Managed && !draft.MembersChanged && scim.Equal(before.Attributes, after.Attributes) {
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

// checkUnique refuses a userName or a group's displayName that another has, whatever the case (RFC 7643 §4.1.1, RFC
// 7644 §3.3). A group's, because Okta looks a group up by its name before it creates one.
func checkUnique(_ *Request, tx Tx, r *Resource) error {
	attribute := "userName"
	if r.Kind == KindGroup {
		attribute = "displayName"
	}
	key, _ := KeyFor(attribute, r.Name())
	for _, other := range tx.Find(r.Kind, key) {
		if other.ID != r.ID {
			return Refuse(http.StatusConflict, "uniqueness", "A %s with the %s %q exists already (id %s).", r.Kind, attribute,
				other.Name(), other.ID)
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
