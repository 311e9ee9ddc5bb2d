package provider

import (
	"errors"
	"net/http"
	"sync"
)

// createRaceFaults go wrong when several creates come at once, or after one was refused.
func createRaceFaults() []Fault {
	return []Fault{
		{
			ID: "create-race-500", Category: "user-create", Level: Must,
			Story:  "Of two creates of one userName at once, the second is answered 500 instead of 409, and Okta tries again and again.",
			Source: "https://github.com/gravitee-io/gravitee-access-management/issues/8290",
			Apply:  createRaceOf(KindUser, errors.New("unique constraint violated")),
		},
		{
			ID: "create-race-two-accounts", Category: "user-create", Level: Must,
			Story:  "Two creates of one userName at once make two accounts, as when Okta repeats a create that seems lost.",
			Source: "the grid: a create × twice at once",
			Apply:  withTwins(createRaceOf(KindUser, nil)),
		},
		{
			ID: "create-race-same-id", Category: "user-create", Level: Must,
			Story:  "Creates at the same time get the same id, and the last one takes the place of the others.",
			Source: "the grid: a create × several at once",
			Apply:  createRaceSameID,
		},
		{
			ID: "create-refused-but-stored", Category: "user-create", Level: Must,
			Story:  "A create that is refused for a value of the wrong type has stored the userName already, and the corrected one is a duplicate.",
			Source: "the grid: a create × a refused write stored nothing",
			Apply:  refusedButCreated,
		},
		{
			ID: "create-after-refusal-fails", Category: "user-create", Level: Must,
			Story:  "After a duplicate was refused the next good create is refused as well, for what the duplicate left behind.",
			Source: "the grid: a create × after a refused one the next succeeds",
			Apply:  createAfterRefusalFails,
		},
	}
}

// createRaceOf looks for a duplicate in a transaction of its own. What comes in between is answered with late, which nobody
// thought of; nil lets it pass.
func createRaceOf(kind string, late error) func(*Behaviours) {
	return func(b *Behaviours) {
		normalise, checkUnique := b.Normalise, b.CheckUnique
		b.Normalise = func(rq *Request, in Object) (Object, error) {
			out, err := normalise(rq, in)
			if err != nil || rq.Operation != OpCreate || rq.Type.Name != kind {
				return out, err
			}
			err = rq.Do.Read(rq, func(tx Tx) error {
				return checkUnique(rq, tx, &Resource{Kind: kind, Attributes: out})
			})
			rq.Note("checked", true)
			linger(rq)
			return out, err
		}
		b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
			err := checkUnique(rq, tx, r)
			if rq.Notes["checked"] == true && conflictOf(err) != nil {
				return late
			}
			return err
		}
	}
}

// createRaceSameID gives creates one id from the first that comes until none is left.
func createRaceSameID(b *Behaviours) {
	var mu sync.Mutex
	ids, running := map[string]string{}, map[string]int{} // by tenant
	create, newID := b.Create, b.NewID
	b.Create = func(rq *Request) (*Response, error) {
		if !rq.IsUser() {
			return create(rq)
		}
		mu.Lock()
		running[rq.Tenant]++
		mu.Unlock()
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			if running[rq.Tenant]--; running[rq.Tenant] == 0 {
				delete(ids, rq.Tenant)
			}
		}()
		linger(rq)
		return create(rq)
	}
	b.NewID = func(rq *Request, tx Tx) string {
		id := newID(rq, tx)
		if !rq.IsUser() || rq.Operation != OpCreate {
			return id
		}
		mu.Lock()
		defer mu.Unlock()
		if _, given := ids[rq.Tenant]; !given {
			ids[rq.Tenant] = id
		}
		return ids[rq.Tenant]
	}
}

// refusedButCreated stores what is left of a create that was refused for a value.
func refusedButCreated(b *Behaviours) {
	next := b.Create
	b.Create = func(rq *Request) (*Response, error) {
		answer, err := next(rq)
		var refused *Error
		name := text(rq.Body, "userName")
		if !rq.IsUser() || name == "" || !errors.As(err, &refused) || refused.Status != http.StatusBadRequest {
			return answer, err
		}
		failed := rq.Do.Write(rq, func(tx Tx) error {
			r := &Resource{
				Kind: KindUser, ID: rq.Do.NewID(rq, tx), Created: rq.Time, Modified: rq.Time, Managed: true,
				Attributes: Object{"userName": name, "active": false},
			}
			if len(namesakes(tx, r)) == 0 {
				tx.Put(r)
			}
			return nil
		})
		return nil, errors.Join(err, failed)
	}
}

// createAfterRefusalFails remembers for each tenant that a duplicate was refused, until a good create was refused for it.
func createAfterRefusalFails(b *Behaviours) {
	var open recall[bool]
	leftBehind := invalidSyntax("The values of the last request are still there.")
	create, save := b.Create, b.Save
	b.Create = func(rq *Request) (*Response, error) {
		answer, err := create(rq)
		if rq.IsUser() && conflictOf(err) != nil {
			open.set(rq, "", true)
		}
		return answer, err
	}
	b.Save = func(rq *Request, tx Tx, draft *Draft) error {
		err := save(rq, tx, draft)
		if err == nil && rq.IsUser() && rq.Operation == OpCreate && open.has(rq, "") {
			open.forget(rq, "")
			return leftBehind
		}
		return err
	}
}
