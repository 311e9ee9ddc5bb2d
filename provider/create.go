package provider

import (
	"crypto/rand"
	"fmt"
	"net/http"
)

// create answers POST /Users and /Groups (RFC 7644 §3.3).
func create(rq *Request) (*Response, error) {
	body, err := rq.Do.Normalise(rq, rq.Body)
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
		if members := objects(body["members"]); len(members) > 0 {
			if _, err := rq.Do.ChangeMembers(rq, tx, r, MemberChange{Op: PatchReplace, Members: members}); err != nil {
				return err
			}
		}
		answer = respond(http.StatusCreated, rq.Do.Show(rq, tx, r))
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
