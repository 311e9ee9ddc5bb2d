package provider

import (
	"errors"
	"maps"
	"net/http"
)

// seatGridFaults are those that a walk over steps and places finds.
func seatGridFaults() []Fault {
	return []Fault{
		{
			ID: "seat-inactive-counts", Category: "seat-limit", Level: Must,
			Story:  "Inactive users hold seats too: whoever left keeps others out.",
			Source: "the grid: deactivate × seats free",
			Apply: func(b *Behaviours) {
				countSeats(b, func(_ *Request, tx Tx) int { return tx.Count(KindUser) })
			},
		},
		{
			ID: "seat-never-freed", Category: "seat-limit", Level: Must,
			Story:  "A deactivation does not free the seat: the tenant is full after as many people as it has seats, however many left.",
			Source: "the grid: deactivate, then a create at the limit × answer",
			Apply:  seatNeverFreed,
		},
		{
			ID: "seat-refused-user-stored", Category: "seat-limit", Level: Must,
			Story:  "A create is refused for want of a seat, after the user was stored: Okta's next try meets a conflict.",
			Source: "the grid: a refused create × look-up",
			Apply: func(b *Behaviours) {
				seatRefusedStored(b, func(before, after *Resource) bool {
					if before == nil {
						after.Attributes["active"] = false
					}
					return before == nil
				})
			},
		},
		{
			ID: "seat-refused-profile-stored", Category: "seat-limit", Level: Must,
			Story:  "Somebody who comes back is refused for want of a seat, after the new profile was stored: Okta and the app drift apart.",
			Source: "the grid: a refused reactivation × what was not written is as before",
			Apply: func(b *Behaviours) {
				seatRefusedStored(b, func(before, after *Resource) bool {
					if before != nil {
						after.Attributes["active"] = false
					}
					return before != nil
				})
			},
		},
		{
			ID: "seat-limit-200-error-body", Category: "seat-limit", Level: Must,
			Story:  "At the limit a create is answered 200 with an error in the body, and Okta reports success.",
			Source: "the grid: a create at the limit × status",
			Apply: func(b *Behaviours) {
				onSeat(b, func(rq *Request, _ Tx, _, _ *Resource, refusal error) error {
					rq.Note("no seat", refusal != nil)
					return refusal
				})
				onFail(b, func(rq *Request, _ int) bool { return rq.Notes["no seat"] == true },
					func(answer *Response, _ Object) { answer.Status = http.StatusOK })
			},
		},
		{
			ID: "seat-limit-500", Category: "seat-limit", Level: Must,
			Story:  "At the limit a create ends in 500, which Okta takes for a failure to retry; no admin learns about the seats.",
			Source: "the grid: a create at the limit × status",
			Apply: func(b *Behaviours) {
				onSeat(b, func(_ *Request, _ Tx, _, _ *Resource, refusal error) error {
					if refusal != nil {
						return errors.New("seats exceeded")
					}
					return nil
				})
			},
		},
		{
			ID: "seat-limit-one-short", Category: "seat-limit", Level: Must,
			Story:  "The last seat cannot be taken.",
			Source: "the grid: a create for the last seat × answer",
			Apply: func(b *Behaviours) {
				countSeats(b, func(_ *Request, tx Tx) int { return tx.Active() + 1 })
			},
		},
		{
			ID: "seat-limit-blocks-updates", Category: "seat-limit", Level: Must,
			Story:  "At the limit profiles of active users cannot be updated, though that takes no seat.",
			Source: "the grid: an update at the limit × answer",
			Apply: func(b *Behaviours) {
				onSeat(b, func(rq *Request, tx Tx, before, after *Resource, refusal error) error {
					if before.Active() && after.Active() && full(rq, tx) {
						return noSeat()
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-limit-blocks-deactivation", Category: "seat-limit", Level: Must,
			Story:  "At the limit nobody can be deactivated, so that no seat gets free and leavers stay.",
			Source: "the grid: a deactivation at the limit × answer",
			Apply: func(b *Behaviours) {
				onSeat(b, func(rq *Request, tx Tx, before, after *Resource, refusal error) error {
					if before.Active() && !after.Active() && full(rq, tx) {
						return noSeat()
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-limit-blocks-inactive", Category: "seat-limit", Level: Should,
			Story:  "At the limit an inactive user cannot be created, though that takes no seat; Okta creates active ones.",
			Source: "the grid: a create of an inactive user at the limit × answer",
			Apply: func(b *Behaviours) {
				onSeat(b, func(rq *Request, tx Tx, before, after *Resource, refusal error) error {
					if before == nil && after.Kind == KindUser && full(rq, tx) {
						return noSeat()
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-limit-blocks-groups", Category: "seat-limit", Level: Must,
			Story:  "At the limit groups cannot be created or changed, so that roles stop following Okta.",
			Source: "the grid: a group push at the limit × answer",
			Apply: func(b *Behaviours) {
				onSeat(b, func(rq *Request, tx Tx, _, after *Resource, refusal error) error {
					if after.Kind == KindGroup && full(rq, tx) {
						return noSeat()
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-limit-evicts-oldest", Category: "seat-limit", Level: Must,
			Story:  "A create at the limit succeeds and deactivates the user who has been there longest.",
			Source: "the grid: a create at the limit × a bystander",
			Apply: func(b *Behaviours) {
				onSeat(b, func(_ *Request, tx Tx, _, _ *Resource, refusal error) error {
					if refusal == nil {
						return nil
					}
					for _, user := range tx.List(KindUser, 0, tx.Count(KindUser)) {
						if user.Active() {
							setActive(tx, user, false)
							return nil
						}
					}
					return refusal
				})
			},
		},
	}
}

func full(rq *Request, tx Tx) bool {
	return rq.Settings.SeatLimit > 0 && tx.Active() >= rq.Settings.SeatLimit
}

func noSeat() error {
	return Refuse(http.StatusForbidden, "", "Seat limit reached.")
}

// countedTx is a transaction in which another number of users is active.
type countedTx struct {
	Tx
	active int
}

func (tx countedTx) Active() int { return tx.active }

// countSeats counts the seats that are taken in another way.
func countSeats(b *Behaviours, taken func(*Request, Tx) int) {
	next := b.TakeSeat
	b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
		return next(rq, countedTx{tx, taken(rq, tx)}, before, after)
	}
}

// seatNeverFreed remembers everybody who was ever active; only a deletion gives the seat back.
func seatNeverFreed(b *Behaviours) {
	var seats recall[map[string]bool]
	next := b.Remove
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		seats.update(rq, "", func(ids map[string]bool) map[string]bool {
			ids = maps.Clone(ids)
			delete(ids, r.ID)
			return ids
		})
		return next(rq, tx, r)
	}
	beforeDeactivation(b, func(rq *Request, _ Tx, user *Resource) {
		seats.update(rq, "", func(ids map[string]bool) map[string]bool {
			ids = maps.Clone(ids)
			if ids == nil {
				ids = map[string]bool{}
			}
			ids[user.ID] = true
			return ids
		})
	})
	takeSeat := b.TakeSeat
	b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
		ids, _ := seats.get(rq, "")
		kept := 0
		for id := range ids {
			if user := tx.Get(KindUser, id); user != nil && !user.Active() && id != after.ID {
				kept++
			}
		}
		return takeSeat(rq, countedTx{tx, tx.Active() + kept}, before, after)
	}
}

// seatRefusedStored stores what is refused for want of a seat where stored, which may spoil it, says so.
func seatRefusedStored(b *Behaviours, stored func(before, after *Resource) bool) {
	onSeat(b, func(rq *Request, _ Tx, before, after *Resource, refusal error) error {
		if refusal == nil || !stored(before, after) {
			return refusal
		}
		rq.Note("no seat", refusal)
		return nil
	})
	for _, operation := range []*func(*Request) (*Response, error){&b.Create, &b.Replace, &b.Patch} {
		next := *operation
		*operation = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if refusal, ok := rq.Notes["no seat"].(error); ok && err == nil {
				return nil, refusal
			}
			return answer, err
		}
	}
}
