package provider

import (
	"net/http"
	"slices"
)

// remove answers DELETE /Users/{id} and /Groups/{id} (RFC 7644 §3.6). Okta sends it for groups only.
func remove(rq *Request) (*Response, error) {
	err := rq.Do.Write(rq, func(tx Tx) error {
		r, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
		if err != nil {
			return err
		}
		return rq.Do.Remove(rq, tx, r)
	})
	return respond(http.StatusNoContent, nil), err
}

// removeResource takes a resource out of the storage, with every membership it has or gives. The users of a group stay.
func removeResource(_ *Request, tx Tx, r *Resource) error {
	for _, group := range slices.Clone(tx.GroupsOf(r.ID)) {
		tx.RemoveMember(group, r.ID)
	}
	for _, member := range slices.Collect(tx.Members(r.ID)) {
		tx.RemoveMember(r.ID, member)
	}
	tx.Delete(r.Kind, r.ID)
	return nil
}
