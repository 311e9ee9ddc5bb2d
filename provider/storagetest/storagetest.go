// Package storagetest is the test that every provider.Storage must pass.
package storagetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
)

// Stored is all that a Storage holds of one tenant.
type Stored struct {
	Users, Groups []string
	Members       map[string][]string
	GroupsOf      map[string][]string
	Keys          map[provider.Key][]string
	Active        int
}

// Dump reads all of tenant "a", and reports what does not agree with itself.
func Dump(t testing.TB, s provider.Storage) Stored {
	t.Helper()
	d := Stored{Members: map[string][]string{}, GroupsOf: map[string][]string{}, Keys: map[provider.Key][]string{}}
	err := s.Read("a", func(tx provider.Tx) error {
		d.Active = tx.Active()
		for _, kind := range []string{provider.KindUser, provider.KindGroup} {
			for _, r := range tx.List(kind, 0, tx.Count(kind)) {
				line := fmt.Sprint(r.ID, r.Attributes)
				if kind == provider.KindUser {
					d.Users = append(d.Users, line)
				} else {
					d.Groups = append(d.Groups, line)
				}
				d.Members[r.ID] = slices.Collect(tx.Members(r.ID))
				if n := tx.MemberCount(r.ID); n != len(d.Members[r.ID]) {
					t.Errorf("%s has %d members, and lists %d", r.ID, n, len(d.Members[r.ID]))
				}
				d.GroupsOf[r.ID] = append([]string{}, tx.GroupsOf(r.ID)...)
				for _, k := range r.Keys() {
					d.Keys[k] = nil
					for _, found := range tx.Find(kind, k) {
						d.Keys[k] = append(d.Keys[k], found.ID)
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func user(id, name string, active bool) *provider.Resource {
	return &provider.Resource{Kind: provider.KindUser, ID: id,
		Attributes: provider.Object{"userName": name, "active": active,
			"emails": []any{provider.Object{"value": name}, provider.Object{"value": name}}}}
}

func group(id string) *provider.Resource {
	return &provider.Resource{Kind: provider.KindGroup, ID: id, Attributes: provider.Object{"displayName": id}}
}

// Test is what every Storage must do. It begins with an empty one and leaves it empty.
func Test(t *testing.T, s provider.Storage) {
	err := s.Write("a", func(tx provider.Tx) error {
		for i := range 5 {
			tx.Put(user(fmt.Sprint("u", i), fmt.Sprint("name", i), i%2 == 0))
		}
		for _, g := range []string{"g1", "g2"} {
			tx.Put(group(g))
			for i := range 4 {
				tx.AddMember(g, fmt.Sprint("u", i))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	before := Dump(t, s)
	if before.Active != 3 || len(before.Users) != 5 {
		t.Fatalf("stored: %+v", before)
	}

	changes := func(tx provider.Tx) {
		tx.Put(user("u9", "name9", true))
		tx.Put(user("u1", "other", true))
		tx.Put(user("u2", "NAME2", false))
		tx.RemoveMember("g1", "u0")
		tx.RemoveMember("g1", "u1")
		tx.AddMember("g1", "u0")
		tx.AddMember("g1", "u9")
		tx.RemoveMember("g1", "u9")
		tx.RemoveMember("g1", "nobody")
		tx.AddMember("g1", "u3")
		tx.Delete(provider.KindUser, "u3")
		tx.Delete(provider.KindUser, "nobody")
		tx.Delete(provider.KindGroup, "g2")
		tx.Put(group("g2"))
	}
	wrong := errors.New("no")
	if err := s.Write("a", func(tx provider.Tx) error { changes(tx); return wrong }); !errors.Is(err, wrong) {
		t.Errorf("Write gave %v", err)
	}
	if diff := cmp.Diff(before, Dump(t, s)); diff != "" {
		t.Errorf("a failed transaction changed (-want +got):\n%s", diff)
	}
	func() {
		defer func() { recover() }()
		s.Write("a", func(tx provider.Tx) error { changes(tx); panic("no") })
	}()
	if diff := cmp.Diff(before, Dump(t, s)); diff != "" {
		t.Errorf("a transaction that panicked changed (-want +got):\n%s", diff)
	}

	if err := s.Write("a", func(tx provider.Tx) error { changes(tx); return nil }); err != nil {
		t.Fatal(err)
	}
	after := Dump(t, s)
	if diff := cmp.Diff([]string{"u2", "u3", "u0"}, after.Members["g1"]); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"g2", "g1"}, after.GroupsOf["u0"]); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
	if after.Active != 4 {
		t.Errorf("%d active, want u0, u1, u4 and u9", after.Active)
	}
	s.Read("b", func(tx provider.Tx) error {
		if tx.Count(provider.KindUser) != 0 || tx.Get(provider.KindUser, "u0") != nil || tx.Active() != 0 {
			t.Error("tenants share their users")
		}
		return nil
	})
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if got := Dump(t, s); got.Users != nil || got.Groups != nil {
		t.Errorf("after Clear: %+v", got)
	}
}
