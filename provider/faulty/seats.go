package faulty

import (
	"errors"
	"maps"
	"net/http"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
)

func seatsFaults() []Fault {
	return inCategory("seat-limit", []Fault{{
		ID: "seat-not-enforced", Source: report("https://github.com/snapotter-hq/SnapOtter/issues/966"),
		Story: "A create does not look at the seats: the tenant has more users than it pays for, and the licence stops them later.",
		Apply: onSeat(func(_ *Request, _ Tx, before, _ *Resource, refusal error) error {
			if before == nil {
				return nil
			}
			return refusal
		}),
	}, {
		ID: "seat-race-overshoot", Source: report("https://github.com/snapotter-hq/SnapOtter/issues/987"),
		Story: "Two creates at once for the last seat both succeed, and the tenant has more users than seats.",
		Apply: seatRace,
	}, {
		ID: "seat-reactivate-bypass", Level: Should,
		Source: report("https://github.com/windmill-labs/windmill/issues/9845"),
		Story:  "Only creates take a seat: a reactivation goes beyond the limit, which some apps allow on purpose.",
		Apply: onSeat(func(_ *Request, _ Tx, before, _ *Resource, refusal error) error {
			if before != nil {
				return nil
			}
			return refusal
		}),
	}, {
		ID: "seat-limit-generic-400", Level: Should,
		Source: report("https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/799"),
		Story:  "The seat limit is answered 400 with a text that does not name it; Okta stops all the same, but no admin learns why.",
		Apply: onSeat(func(_ *Request, _ Tx, _, _ *Resource, refusal error) error {
			if refusal != nil {
				return provider.InvalidValue("The request is not valid.")
			}
			return nil
		}),
	}, {
		ID: "seat-silent-no-seat", Source: report("https://github.com/wandb/docs/issues/1257"),
		Story: "A create beyond the limit is answered 201 and makes a user who is not active: only a log line says that there was no seat.",
		Apply: onSeat(func(_ *Request, _ Tx, before, after *Resource, refusal error) error {
			if refusal == nil || before != nil {
				return refusal
			}
			after.Attributes["active"] = false
			return nil
		}),
	}, {
		ID:        "seat-overflow-blocks-admin-invite",
		Source:    report("https://github.com/bagofwords1/bagofwords/issues/540"),
		Story:     "Users who came by SCIM beyond the limit keep the admin from inviting anybody.",
		NotOnWire: "Invitations are no SCIM requests; that SCIM goes beyond the limit is seat-not-enforced.",
	}, {
		ID: "seat-inactive-counts", Source: grid("deactivate × seats free"),
		Story: "Inactive users hold seats too: whoever left keeps others out.",
		Apply: countSeats(func(_ *Request, tx Tx) int { return tx.Count(provider.KindUser) }),
	}, {
		ID: "seat-never-freed", Source: grid("deactivate, then a create at the limit × answer"),
		Story: "A deactivation does not free the seat: the tenant is full after as many people as it has seats, however many left.",
		Apply: seatNeverFreed,
	}, {
		ID: "seat-refused-user-stored", Source: grid("a refused create × look-up"),
		Story: "A create is refused for want of a seat, after the user was stored: Okta's next try meets a conflict.",
		Apply: seatRefusedStored(func(before, after *Resource) bool {
			if before == nil {
				after.Attributes["active"] = false
			}
			return before == nil
		}),
	}, {
		ID:     "seat-refused-profile-stored",
		Source: grid("a refused reactivation × what was not written is as before"),
		Story:  "Somebody who comes back is refused for want of a seat, after the new profile was stored: Okta and the app drift apart.",
		Apply: seatRefusedStored(func(before, after *Resource) bool {
			if before != nil {
				after.Attributes["active"] = false
			}
			return before != nil
		}),
	}, {
		ID: "seat-limit-200-error-body", Source: grid("a create at the limit × status"),
		Story: "At the limit a create is answered 200 with an error in the body, and Okta reports success.",
		Apply: func(b *Behaviors) {
			onSeat(func(rq *Request, _ Tx, _, _ *Resource, refusal error) error {
				rq.Note("no seat", refusal != nil)
				return refusal
			})(b)
			onFail(func(rq *Request, _ int) bool { return rq.Notes["no seat"] == true },
				func(answer *Response, _ Object) { answer.Status = http.StatusOK })(b)
		},
	}, {
		ID: "seat-limit-500", Source: grid("a create at the limit × status"),
		Story: "At the limit a create ends in 500, which Okta takes for a failure to retry; no admin learns about the seats.",
		Apply: onSeat(func(_ *Request, _ Tx, _, _ *Resource, refusal error) error {
			if refusal != nil {
				return errors.New("seats exceeded")
			}
			return nil
		}),
	}, {
		ID: "seat-limit-one-short", Source: grid("a create for the last seat × answer"),
		Story: "The last seat cannot be taken.",
		Apply: countSeats(func(_ *Request, tx Tx) int { return tx.Active() + 1 }),
	}, {
		ID: "seat-limit-blocks-updates", Source: grid("an update at the limit × answer"),
		Story: "At the limit profiles of active users cannot be updated, though that takes no seat.",
		Apply: onSeat(func(rq *Request, tx Tx, before, after *Resource, refusal error) error {
			if before.Active() && after.Active() && full(rq, tx) {
				return noSeat()
			}
			return refusal
		}),
	}, {
		ID: "seat-limit-blocks-deactivation", Source: grid("a deactivation at the limit × answer"),
		Story: "At the limit nobody can be deactivated, so that no seat gets free and leavers stay.",
		Apply: onSeat(func(rq *Request, tx Tx, before, after *Resource, refusal error) error {
			if before.Active() && !after.Active() && full(rq, tx) {
				return noSeat()
			}
			return refusal
		}),
	}, {
		ID: "seat-limit-blocks-inactive", Level: Should,
		Source: grid("a create of an inactive user at the limit × answer"),
		Story:  "At the limit an inactive user cannot be created, though that takes no seat; Okta creates active ones.",
		Apply: onSeat(func(rq *Request, tx Tx, before, after *Resource, refusal error) error {
			if before == nil && after.Kind == provider.KindUser && full(rq, tx) {
				return noSeat()
			}
			return refusal
		}),
	}, {
		ID: "seat-limit-blocks-groups", Source: grid("a group push at the limit × answer"),
		Story: "At the limit groups cannot be created or changed, so that roles stop following Okta.",
		Apply: onSeat(func(rq *Request, tx Tx, _, after *Resource, refusal error) error {
			if after.Kind == provider.KindGroup && full(rq, tx) {
				return noSeat()
			}
			return refusal
		}),
	}, {
		ID: "seat-limit-evicts-oldest", Source: grid("a create at the limit × a bystander"),
		Story: "A create at the limit succeeds and deactivates the user who has been there longest.",
		Apply: onSeat(func(_ *Request, tx Tx, _, _ *Resource, refusal error) error {
			if refusal == nil {
				return nil
			}
			for _, user := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
				if user.Active() {
					setActive(tx, user, false)
					return nil
				}
			}
			return refusal
		}),
	}, {
		ID: "seat-refused-counts", Source: grid("refused creates, then a deactivation × a create"),
		Story: "Everybody who was refused for want of a seat is counted as having one: after some refusals no seat is ever free.",
		Apply: func(b *Behaviors) {
			refused := seatCounter(b)
			onSeat(func(rq *Request, _ Tx, before, _ *Resource, refusal error) error {
				if refusal != nil && before == nil {
					refused(rq, 1)
				}
				return refusal
			})(b)
		},
	}, {
		ID: "seat-freed-late", Source: grid("a deactivation, then creates × status"),
		Story: "The number of seats taken is remembered: after a deactivation the next sixty attempts are refused, although a seat is free.",
		Apply: func(b *Behaviors) {
			var late hook.Recall[int]
			countSeats(func(rq *Request, tx Tx) int {
				n, _ := late.Get(rq, "")
				if n == 0 {
					return tx.Active()
				}
				late.Set(rq, "", n-1)
				return rq.Settings.SeatLimit
			})(b)
			beforeDeactivation(func(rq *Request, _ Tx, _ *Resource) { late.Set(rq, "", 60) })(b)
		},
	}, {
		ID: "seat-freed-twice", Source: grid("the same deactivation again × seats free"),
		Story: "Each deactivation of a user who is inactive already frees a seat once more.",
		Apply: func(b *Behaviors) {
			count := seatCounter(b)
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				if draft.After.Kind == provider.KindUser && draft.Before != nil && !draft.Before.Active() && asksFor(rq, false) {
					count(rq, -1)
				}
				return next(rq, tx, draft)
			}
		},
	}, {
		ID: "seat-staged-until-recount", Level: Should, Source: grid("inactive creates × seats free"),
		Story: "Whoever is created inactive is counted as having a seat until somebody is deactivated, which counts them anew.",
		Apply: func(b *Behaviors) {
			var staged hook.Recall[int]
			countSeats(func(rq *Request, tx Tx) int {
				n, _ := staged.Get(rq, "")
				return tx.Active() + n
			})(b)
			hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
				if before == nil && after.Kind == provider.KindUser && !after.Active() {
					staged.Set(rq, "", 1)
				}
			})(b)
			beforeDeactivation(func(rq *Request, _ Tx, _ *Resource) { staged.Set(rq, "", 0) })(b)
		},
	}, {
		ID: "seat-duplicate-counts", Source: grid("a duplicate × seats free"),
		Story: "A create of a taken userName is counted before it is refused: when few seats are free, repeated creates use them up.",
		Apply: func(b *Behaviors) {
			count := seatCounter(b)
			uniqueness(provider.OpCreate, func(rq *Request, tx Tx, _ *Resource, conflict *Error) error {
				if conflict != nil && tx.Active()+1 >= rq.Settings.SeatLimit {
					count(rq, 1)
				}
				return orNil(conflict)
			})(b)
		},
	}})
}

// onSeat judges anew what TakeSeat found: refusal is nil when there is a seat, or none is needed.
func onSeat(judge func(rq *Request, tx Tx, before, after *Resource, refusal error) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.TakeSeat
		b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
			return judge(rq, tx, before, after, next(rq, tx, before, after))
		}
	}
}

// seatRace counts the seats in a transaction of its own.
func seatRace(b *Behaviors) {
	create, takeSeat := b.Create, b.TakeSeat
	b.Create = func(rq *Request) (*Response, error) {
		if !rq.IsUser() || rq.Body["active"] == false {
			return create(rq)
		}
		newcomer := &Resource{Kind: provider.KindUser, Attributes: Object{"userName": rq.Body["userName"], "active": true}}
		err := rq.Do.Read(rq, func(tx Tx) error { return takeSeat(rq, tx, nil, newcomer) })
		if err != nil {
			return nil, err
		}
		rq.Note("seat", true)
		linger(rq)
		return create(rq)
	}
	b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
		if rq.Notes["seat"] == true {
			return nil
		}
		return takeSeat(rq, tx, before, after)
	}
}

func full(rq *Request, tx Tx) bool {
	return rq.Settings.SeatLimit > 0 && tx.Active() >= rq.Settings.SeatLimit
}

func noSeat() error {
	return provider.Refuse(http.StatusForbidden, "", "Seat limit reached.")
}

// countedTx is a transaction in which another number of users is active.
type countedTx struct {
	Tx
	active int
}

func (tx countedTx) Active() int { return tx.active }

// countSeats counts the seats that are taken in another way.
func countSeats(taken func(*Request, Tx) int) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.TakeSeat
		b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
			return next(rq, countedTx{tx, taken(rq, tx)}, before, after)
		}
	}
}

// seatNeverFreed remembers everybody who was ever active; only a deletion gives the seat back.
func seatNeverFreed(b *Behaviors) {
	var seats hook.Recall[map[string]bool]
	next := b.Remove
	b.Remove = func(rq *Request, tx Tx, r *Resource) error {
		seats.Update(rq, "", func(ids map[string]bool) map[string]bool {
			ids = maps.Clone(ids)
			delete(ids, r.ID)
			return ids
		})
		return next(rq, tx, r)
	}
	beforeDeactivation(func(rq *Request, _ Tx, user *Resource) {
		seats.Update(rq, "", func(ids map[string]bool) map[string]bool {
			ids = maps.Clone(ids)
			if ids == nil {
				ids = map[string]bool{}
			}
			ids[user.ID] = true
			return ids
		})
	})(b)
	takeSeat := b.TakeSeat
	b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
		ids, _ := seats.Get(rq, "")
		kept := 0
		for id := range ids {
			if user := tx.Get(provider.KindUser, id); user != nil && !user.Active() && id != after.ID {
				kept++
			}
		}
		return takeSeat(rq, countedTx{tx, tx.Active() + kept}, before, after)
	}
}

// seatRefusedStored stores what is refused for want of a seat where stored, which may spoil it, says so.
func seatRefusedStored(stored func(before, after *Resource) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		onSeat(func(rq *Request, _ Tx, before, after *Resource, refusal error) error {
			if refusal == nil || !stored(before, after) {
				return refusal
			}
			rq.Note("no seat", refusal)
			return nil
		})(b)
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
}

// seatCounter adds to the seats taken what is told to the function that it returns.
func seatCounter(b *Behaviors) (count func(rq *Request, n int)) {
	var more hook.Recall[int]
	countSeats(func(rq *Request, tx Tx) int {
		n, _ := more.Get(rq, "")
		return tx.Active() + n
	})(b)
	return func(rq *Request, n int) { more.Update(rq, "", func(was int) int { return was + n }) }
}
