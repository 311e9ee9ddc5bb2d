package provider

func seatFaults() []Fault {
	return []Fault{
		{
			ID: "seat-race-overshoot", Category: "seat-limit", Level: Must,
			Story:  "Two creates at once for the last seat both succeed, and the tenant has more users than seats.",
			Source: "https://github.com/snapotter-hq/SnapOtter/issues/987",
			Apply:  seatRace,
		},
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
