package provider

import "net/http"

// get answers GET /Users/{id} and /Groups/{id} (RFC 7644 §3.4.1). An inactive user is there like any other.
func get(rq *Request) (*Response, error) {
	var answer *Response
	err := rq.Do.Read(rq, func(tx Tx) error {
		r, err := rq.Do.Load(rq, tx, rq.Type.Name, rq.ID)
		if err != nil {
			return err
		}
		answer = respond(http.StatusOK, rq.Do.Show(rq, tx, r))
		return nil
	})
	return answer, err
}

// load finds a resource of the tenant by its id.
func load(_ *Request, tx Tx, kind, id string) (*Resource, error) {
	if r := tx.Get(kind, id); r != nil {
		return r, nil
	}
	return nil, Refuse(http.StatusNotFound, "", "There is no %s with the id %q.", kind, id)
}
