package selftest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
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

// Servers that answer with somebody else, or that ignore whom they are asked
// for, lead to no request against a stranger. `make strangers` does it with all
// faults and variants.
func TestStrangersStayUntouched(t *testing.T) {
	if raceDetector {
		t.Skip("see TestMatrix")
	}
	for _, fault := range []string{"group-displayname-filter-ignored", "lookup-apostrophe-wrong-user",
		"put-answer-other-id", "put-body-id-idor", "create-returned-id-not-real", "member-remove-filter-clears-all"} {
		t.Run(fault, func(t *testing.T) {
			lab{faults: []string{fault}, checks: ownChecks(fault), profile: small, strangers: true}.run(t)
		})
	}
}

// The witness sees what it is there for.
func TestWitness(t *testing.T) {
	t.Parallel()
	p := referenceProfile(t)
	own, board, stranger := "11111111-0000-4000-8000-000000000000", "5f3a0000-0000-4000-8000-0000000000ff", "5f3a0000-0000-4000-8000-000000000001"
	for name, tt := range map[string]struct {
		method, path, body string
		wrong              bool
	}{
		"a read":             {http.MethodGet, "/Users/" + stranger, "", false},
		"own":                {http.MethodPut, "/Users/" + own, `{"active":false}`, false},
		"nobody":             {http.MethodDelete, "/Users/unknown", "", false},
		"a stranger":         {http.MethodPatch, "/Users/" + stranger, `{}`, true},
		"a stranger's end":   {http.MethodDelete, "/Users/" + stranger, "", true},
		"a stranger's group": {http.MethodPatch, "/Groups/" + board, `{}`, true},
		"a stranger joins":   {http.MethodPost, "/Groups", `{"displayName":"x","members":[{"value":"` + stranger + `"}]}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storage := provider.NewMemory()
			addStrangers(t, storage, "a")
			if err := storage.Write("a", func(tx provider.Tx) error {
				tx.Put(&provider.Resource{Kind: provider.KindUser, ID: own, Attributes: provider.Object{"userName": p.TestData.Prefix + "-x@example.com", "active": true}})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			var said complaints
			w := &witness{t: &said, storage: storage, profile: p}
			w.before(httptest.NewRequest(tt.method, "http://scim.example.com/scim/v2"+tt.path, strings.NewReader(tt.body)))
			if (len(said) > 0) != tt.wrong {
				t.Errorf("it says %q", said)
			}
		})
	}
}

type complaints []string

func (c *complaints) Error(v ...any)                 { *c = append(*c, fmt.Sprint(v...)) }
func (c *complaints) Errorf(format string, v ...any) { *c = append(*c, fmt.Sprintf(format, v...)) }
