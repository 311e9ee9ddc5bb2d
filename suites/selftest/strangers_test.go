package selftest

import (
	"fmt"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// addStrangers puts people and a group of others into the tenant, whom no request
// may touch; see witness. One of them holds a seat, the others are inactive, so
// that the checks of seats have their seats.
func addStrangers(t *testing.T, storage provider.Storage, tenant string) {
	t.Helper()
	came := time.Date(2024, time.March, 1, 9, 0, 0, 0, time.UTC)
	put := func(tx provider.Tx, kind, id string, attributes provider.Object) {
		came = came.Add(time.Second)
		tx.Put(&provider.Resource{Kind: kind, ID: id, Managed: true, Created: came, Modified: came, Attributes: attributes})
	}
	err := storage.Write(tenant, func(tx provider.Tx) error {
		put(tx, provider.KindGroup, "5f3a0000-0000-4000-8000-0000000000ff", provider.Object{"displayName": "Board"})
		for i := range 4 {
			id, userName := fmt.Sprintf("5f3a0000-0000-4000-8000-%012d", i), fmt.Sprintf("stranger%d@example.com", i)
			put(tx, provider.KindUser, id, provider.Object{
				"userName": userName, "externalId": fmt.Sprintf("00ustranger%09d", i), "active": i == 0,
				"name":   provider.Object{"givenName": "Sam", "familyName": fmt.Sprint("Stranger ", i)},
				"emails": []any{provider.Object{"value": userName, "type": "work", "primary": true}},
			})
			tx.AddMember("5f3a0000-0000-4000-8000-0000000000ff", id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
