package provider

import (
	"net/http"
)

// updateAddressFaults refuse a new e-mail address, and wrongly so.
func updateAddressFaults() []Fault {
	return []Fault{
		{
			ID: "put-new-address-taken-409", Category: "profile-update", Level: Must,
			Story:  "A new e-mail address is refused as taken, although nobody has it: the look-up for its owner finds the user itself.",
			Source: "the grid: an update of the e-mail × a legal status",
			Apply: userChangeRefused(func(before, after *Resource) error {
				if mainEmail(before.Attributes) != mainEmail(after.Attributes) {
					return Refuse(http.StatusConflict, "uniqueness", "Another user has the e-mail address %q.", mainEmail(after.Attributes))
				}
				return nil
			}),
		},
		{
			ID: "put-new-address-refused-stored", Category: "profile-update", Level: Must,
			Story:  "A new e-mail address is refused as immutable, but the address was stored before that was found out.",
			Source: "the grid: an update of the e-mail × a refused write stored nothing",
			Apply: func(b *Behaviours) {
				next := b.Replace
				b.Replace = func(rq *Request) (*Response, error) {
					before := ""
					err := rq.Do.Read(rq, func(tx Tx) error {
						if user := tx.Get(KindUser, rq.ID); user != nil {
							before = mainEmail(user.Attributes)
						}
						return nil
					})
					if err != nil {
						return nil, err
					}
					answer, err := next(rq)
					if err == nil && rq.IsUser() && before != "" && before != mainEmail(rq.Body) {
						return nil, mutability("The e-mail address cannot be changed; it is %q.", before)
					}
					return answer, err
				}
			},
		},
	}
}
