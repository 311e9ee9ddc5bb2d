package legal

import (
	"fmt"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// tenantVariants differ in who else is in the tenant and works on it at the same time.
func tenantVariants() []Variant {
	return []Variant{{
		ID: "many-strangers", Story: "The tenant has 250 users and 30 groups from before: some without names, e-mail addresses or members, some inactive, some local.",
		Source: "Okta SCIM 2.0 reference, import: any tenant may have resources that Okta did not make",
		Apply:  keepBusy(0, nil),
	}, {
		ID: "strangers-arrive", Story: "Besides 250 users and 30 groups from before, another client creates, renames, deactivates and groups users of its own all the time.",
		Source: "RFC 7644 §3.4.2.4: a list may change between two pages",
		Apply:  keepBusy(5, strangersArrive),
	}, {
		ID: "strangers-arrive-between-pages", Story: "Another client creates 30 users before each page of a list but the first, 600 in all.",
		Source: "RFC 7644 §3.4.2.4: a list may change between two pages",
		Apply: func(b *Behaviors) {
			const each, most = 30, 600
			var arrived perTenant[int]
			next := b.List
			b.List = func(rq *Request) (*Response, error) {
				if rq.IsUser() && rq.Query.Filter == nil && rq.Query.StartIndex > 1 {
					var from int
					arrived.with(rq.Tenant, func(n *int) { from = *n; *n = min(most, *n+each) })
					err := rq.Do.Write(rq, func(tx Tx) error {
						for n := from; n < min(most, from+each); n++ {
							tx.Put(stranger(n, rq.Time, rq.Settings.SeatLimit > 0))
						}
						return nil
					})
					if err != nil {
						return nil, err
					}
				}
				return next(rq)
			}
		},
	}, {
		ID: "strangers-come-and-go", Story: "Besides 250 users and 30 groups from before, another client creates and deletes users and groups of its own all the time.",
		Source: "RFC 7644 §3.4.2.4: a list may change between two pages",
		Apply:  keepBusy(5, strangersComeAndGo),
	}}
}

// The strangers that a tenant has from before.
const (
	strangerUsers  = 250
	strangerGroups = 30
)

// keepBusy puts strangers into each tenant before its first request, and lets them change before every nth request.
func keepBusy(nth int, change func(tx Tx, now time.Time, turn int, inactive bool)) func(*Behaviors) {
	return func(b *Behaviors) {
		var requests perTenant[int]
		next := b.Route
		b.Route = func(rq *Request) error {
			var count int
			requests.with(rq.Tenant, func(n *int) { *n, count = *n+1, *n })
			inactive := rq.Settings.SeatLimit > 0 // strangers take no seat from those who are tested
			var err error
			switch {
			case count == 0:
				err = rq.Do.Write(rq, func(tx Tx) error { addStrangers(tx, inactive); return nil })
			case nth > 0 && count%nth == 0:
				err = rq.Do.Write(rq, func(tx Tx) error { change(tx, rq.Time, count/nth, inactive); return nil })
			}
			if err != nil {
				return err
			}
			return next(rq)
		}
	}
}

func strangerID(n int) string { return fmt.Sprintf("stranger-%d", n) }

func strangerGroupID(n int) string { return fmt.Sprintf("strangers-%d", n) }

func addStrangers(tx Tx, inactive bool) {
	for i := range strangerUsers {
		tx.Put(stranger(i, provider.SeedTime(i), inactive))
	}
	for i := range strangerGroups {
		tx.Put(strangersGroup(i, provider.SeedTime(i)))
		for member := range i * i % 40 {
			tx.AddMember(strangerGroupID(i), strangerID(member))
		}
		if i%10 == 9 {
			tx.AddMember(strangerGroupID(i), strangerGroupID(i-1))
		}
	}
}

// stranger is number 0 as Okta's tests want the first user to be, and less and less complete after that.
func stranger(n int, born time.Time, inactive bool) *Resource {
	r := &Resource{
		Kind: provider.KindUser, ID: strangerID(n), Managed: n%6 != 5, Created: born, Modified: born,
		Attributes: Object{
			"userName":    fmt.Sprintf("stranger%d@elsewhere.example", n),
			"name":        Object{"givenName": "Zoë", "familyName": "O'Stranger"},
			"displayName": fmt.Sprintf("Zoë O'Stranger %d", n),
			"emails":      []any{Object{"value": fmt.Sprintf("stranger%d@elsewhere.example", n), "type": "home"}},
			"active":      !inactive && n%4 != 3,
		},
	}
	switch n % 7 {
	case 2:
		delete(r.Attributes, "name")
	case 3:
		delete(r.Attributes, "emails")
	case 4:
		r.Attributes["userName"] = fmt.Sprintf("STRANGER %d", n)
		delete(r.Attributes, "displayName")
	case 5:
		for _, name := range []string{"name", "emails", "displayName"} {
			delete(r.Attributes, name)
		}
	}
	return r
}

func strangersGroup(n int, born time.Time) *Resource {
	return &Resource{
		Kind: provider.KindGroup, ID: strangerGroupID(n), Managed: n%2 == 0, Created: born, Modified: born,
		Attributes: Object{"displayName": fmt.Sprintf("Strangers «%d» & co.", n)},
	}
}

// strangersArrive adds one each turn and changes one who is there.
func strangersArrive(tx Tx, now time.Time, turn int, inactive bool) {
	newcomer := stranger(strangerUsers+turn, now, inactive)
	tx.Put(newcomer)
	tx.AddMember(strangerGroupID(turn%strangerGroups), newcomer.ID)
	if turn%10 == 0 {
		tx.Put(strangersGroup(strangerGroups+turn, now))
	}
	if old := tx.Get(provider.KindUser, strangerID(turn%strangerUsers)); old != nil {
		changed := old.Clone()
		changed.Attributes["displayName"], changed.Attributes["active"] = fmt.Sprintf("Stranger %d, again", turn), false
		changed.Modified = now
		tx.Put(changed)
	}
	if old := tx.Get(provider.KindGroup, strangerGroupID(turn%strangerGroups)); old != nil {
		renamed := old.Clone()
		renamed.Attributes["displayName"] = fmt.Sprintf("Strangers of turn %d", turn)
		renamed.Modified = now
		tx.Put(renamed)
	}
}

// strangersComeAndGo deletes the oldest but the first, and adds one.
func strangersComeAndGo(tx Tx, now time.Time, turn int, inactive bool) {
	newcomer := stranger(strangerUsers+turn, now, inactive)
	tx.Put(newcomer)
	leave(tx, provider.KindUser, strangerID(turn))
	if turn%10 == 0 {
		tx.Put(strangersGroup(strangerGroups+turn/10, now))
		leave(tx, provider.KindGroup, strangerGroupID(turn/10))
	}
}

func leave(tx Tx, kind, id string) {
	if r := tx.Get(kind, id); r != nil {
		provider.Erase(tx, r)
	}
}
