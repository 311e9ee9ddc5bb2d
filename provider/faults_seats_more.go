package provider

// seatCountFaults keep the number of seats taken as a counter that goes wrong.
func seatCountFaults() []Fault {
	return []Fault{
		{
			ID: "seat-refused-counts", Category: "seat-limit", Level: Must,
			Story:  "Everybody who was refused for want of a seat is counted as having one: after some refusals no seat is ever free.",
			Source: "the grid: refused creates, then a deactivation × a create",
			Apply: func(b *Behaviours) {
				refused := seatCounter(b)
				onSeat(b, func(rq *Request, _ Tx, before, _ *Resource, refusal error) error {
					if refusal != nil && before == nil {
						refused(rq, 1)
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-freed-late", Category: "seat-limit", Level: Must,
			Story:  "The number of seats taken is remembered: after a deactivation the next sixty attempts are refused, although a seat is free.",
			Source: "the grid: a deactivation, then creates × status",
			Apply: func(b *Behaviours) {
				var late recall[int]
				countSeats(b, func(rq *Request, tx Tx) int {
					n, _ := late.get(rq, "")
					if n == 0 {
						return tx.Active()
					}
					late.set(rq, "", n-1)
					return rq.Settings.SeatLimit
				})
				beforeDeactivation(b, func(rq *Request, _ Tx, _ *Resource) { late.set(rq, "", 60) })
			},
		},
		{
			ID: "seat-freed-twice", Category: "seat-limit", Level: Must,
			Story:  "Each deactivation of a user who is inactive already frees a seat once more.",
			Source: "the grid: the same deactivation again × seats free",
			Apply: func(b *Behaviours) {
				count := seatCounter(b)
				next := b.Save
				b.Save = func(rq *Request, tx Tx, draft *Draft) error {
					if draft.After.Kind == KindUser && draft.Before != nil && !draft.Before.Active() && asksFor(rq, false) {
						count(rq, -1)
					}
					return next(rq, tx, draft)
				}
			},
		},
		{
			ID: "seat-staged-until-recount", Category: "seat-limit", Level: Must,
			Story:  "Whoever is created inactive is counted as having a seat until somebody is deactivated, which counts them anew.",
			Source: "the grid: inactive creates × seats free",
			Apply: func(b *Behaviours) {
				var staged recall[int]
				countSeats(b, func(rq *Request, tx Tx) int {
					n, _ := staged.get(rq, "")
					return tx.Active() + n
				})
				beforeStore(b, func(rq *Request, _ Tx, before, after *Resource) {
					if before == nil && after.Kind == KindUser && !after.Active() {
						staged.set(rq, "", 1)
					}
				})
				beforeDeactivation(b, func(rq *Request, _ Tx, _ *Resource) { staged.set(rq, "", 0) })
			},
		},
	}
}

// seatCounter adds to the seats taken what is told to the function that it returns.
func seatCounter(b *Behaviours) (count func(rq *Request, n int)) {
	var more recall[int]
	countSeats(b, func(rq *Request, tx Tx) int {
		n, _ := more.get(rq, "")
		return tx.Active() + n
	})
	return func(rq *Request, n int) { more.update(rq, "", func(was int) int { return was + n }) }
}
