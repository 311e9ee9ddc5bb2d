package provider

import "net/http"

// replace answers PUT /Users/{id} and /Groups/{id} (RFC 7644 §3.5.1).
func replace(rq *Request) (*Response, error) {
	body, err := rq.Do.Normalise(rq, rq.Body)
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
		answer = respond(http.StatusOK, rq.Do.Show(rq, tx, draft.After))
		return nil
	})
	return answer, err
}

// merge puts the body in the place of what was stored: an attribute that is not in it is cleared. Two are kept, because to
// clear them would do harm that no client means: active, and the members of a group when the body does not mention them (some
// of Okta's renames do not).
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
	if !rq.IsGroup() || !mentions(rq.Body, "members") {
		return nil
	}
	changed, err := rq.Do.ChangeMembers(rq, tx, draft.After, MemberChange{Op: PatchReplace, Members: objects(body["members"])})
	draft.MembersChanged = changed
	return err
}

// mentions tells whether a body has an attribute, be it null.
func mentions(body Object, name string) bool {
	for key := range body {
		if fold(key) == fold(name) {
			return true
		}
	}
	return false
}
