package provider

import (
	"errors"
	"net/http"
	"regexp"
)

// deleteGroupFaults refuse to delete groups, or delete more of them.
func deleteGroupFaults() []Fault {
	return []Fault{
		{
			ID: "group-delete-501", Category: "delete-semantics", Level: Must,
			Story:  "Groups cannot be deleted: DELETE is answered 501, and a group that is unlinked in Okta stays.",
			Source: "the grid: delete a group × status",
			Apply: func(b *Behaviours) {
				onGroupDelete(b, func(*Request, Tx, *Resource) error {
					return Refuse(http.StatusNotImplemented, "", "Groups cannot be deleted.")
				})
			},
		},
		{
			ID: "group-delete-twice-500", Category: "delete-semantics", Level: Must,
			Story:  "The second DELETE of a group, after a lost answer, ends in 500.",
			Source: "the grid: delete a group again × status",
			Apply: func(b *Behaviours) {
				var deleted recall[bool]
				onGroupDelete(b, func(rq *Request, _ Tx, r *Resource) error {
					deleted.set(rq, r.ID, true)
					return nil
				})
				next := b.Delete
				b.Delete = func(rq *Request) (*Response, error) {
					if rq.IsGroup() && deleted.has(rq, rq.ID) {
						return nil, errors.New("no row was deleted")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "group-delete-odd-name-refused", Category: "delete-semantics", Level: Must,
			Story:  "The group to delete is found by its name in a path, and one with two blanks, or with anything but ASCII letters and digits, is not found there.",
			Source: "the grid: delete groups with odd names × status",
			Apply: func(b *Behaviours) {
				plain := regexp.MustCompile(`^[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)?$`)
				onGroupDelete(b, func(_ *Request, _ Tx, r *Resource) error {
					if !plain.MatchString(r.Name()) {
						return invalidPath("There is no such path.")
					}
					return nil
				})
			},
		},
		{
			ID: "group-delete-by-prefix", Category: "delete-semantics", Level: Must,
			Story:  "A DELETE takes every group whose name begins with that of the group: with Sales, Sales EMEA is gone too.",
			Source: "the grid: delete a group × a group of a similar name",
			Apply: func(b *Behaviours) {
				onGroupDelete(b, func(rq *Request, tx Tx, r *Resource) error {
					for _, other := range similar(tx, r) {
						if err := removeResource(rq, tx, other); err != nil {
							return err
						}
					}
					return nil
				})
			},
		},
	}
}

// onGroupDelete does something before a group is removed, and may refuse that.
func onGroupDelete(b *Behaviours, do func(rq *Request, tx Tx, group *Resource) error) {
	next := b.Remove
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		if r.Kind == KindGroup {
			if err := do(rq, tx, r); err != nil {
				return err
			}
		}
		return next(rq, tx, r)
	}
}
