package provider

func seatFaults() []Fault {
	return append([]Fault{
		{
			ID: "seat-not-enforced", Category: "seat-limit", Level: Must,
			Story:  "A create does not look at the seats: the tenant has more users than it pays for, and the licence stops them later.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/966",
			Apply: func(b *Behaviours) {
				onSeat(b, func(_ *Request, _ Tx, before, _ *Resource, refusal error) error {
					if before == nil {
						return nil
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-race-overshoot", Category: "seat-limit", Level: Must,
			Story:  "Two creates at once for the last seat both succeed, and the tenant has more users than seats.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/987",
			Apply:  seatRace,
		},
		{
			ID: "seat-reactivate-bypass", Category: "seat-limit", Level: Should,
			Story:  "Only creates take a seat: a reactivation goes beyond the limit, which some apps allow on purpose.",
			Source: "https://github.com/windmill-labs/windmill/issues/9845",
			Apply: func(b *Behaviours) {
				onSeat(b, func(_ *Request, _ Tx, before, _ *Resource, refusal error) error {
					if before != nil {
						return nil
					}
					return refusal
				})
			},
		},
		{
			ID: "seat-limit-generic-400", Category: "seat-limit", Level: Should,
			Story:  "The seat limit is answered 400 with a text that does not name it; Okta stops all the same, but no admin learns why.",
			Source: "https://github.com/wso2-extensions/identity-inbound-provisioning-scim2/issues/799",
			Apply: func(b *Behaviours) {
				onSeat(b, func(_ *Request, _ Tx, _, _ *Resource, refusal error) error {
					if refusal != nil {
						return invalidValue("The request is not valid.")
					}
					return nil
				})
			},
		},
		{
			ID: "seat-silent-no-seat", Category: "seat-limit", Level: Must,
			Story:  "A create beyond the limit is answered 201 and makes a user who is not active: only a log line says that there was no seat.",
			Source: "https://github.com/wandb/docs/issues/1257",
			Apply: func(b *Behaviours) {
				onSeat(b, func(_ *Request, _ Tx, before, after *Resource, refusal error) error {
					if refusal == nil || before != nil {
						return refusal
					}
					after.Attributes["active"] = false
					return nil
				})
			},
		},
		{
			ID: "seat-overflow-blocks-admin-invite", Category: "seat-limit", Level: Must,
			Story:     "Users who came by SCIM beyond the limit keep the admin from inviting anybody.",
			Source:    "https://github.com/bagofwords1/bagofwords/issues/540",
			NotOnWire: "Invitations are no SCIM requests; that SCIM goes beyond the limit is seat-not-enforced.",
		},
	}, append(seatGridFaults(), seatCountFaults()...)...)
}

// onSeat judges anew what TakeSeat found: refusal is nil when there is a seat, or none is needed.
func onSeat(b *Behaviours, judge func(rq *Request, tx Tx, before, after *Resource, refusal error) error) {
	next := b.TakeSeat
	b.TakeSeat = func(rq *Request, tx Tx, before, after *Resource) error {
		return judge(rq, tx, before, after, next(rq, tx, before, after))
	}
}

// seatRace counts the seats in a transaction of its own.
func seatRace(b *Behaviours) {
	create, takeSeat := b.Create, b.TakeSeat
	b.Create = func(rq *Request) (*Response, error) {
		if !rq.IsUser() || rq.Body["active"] == false {
			return create(rq)
		}
		newcomer := &Resource{Kind: KindUser, Attributes: Object{"userName": rq.Body["userName"], "active": true}}
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
