package provider_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/storagetest"
)

// brokenStorage panics on reading and fails on writing, once New is done.
type brokenStorage struct{ *provider.Memory }

func (brokenStorage) Read(string, func(provider.Tx) error) error { panic("disk on fire") }

func (b brokenStorage) Write(tenant string, do func(provider.Tx) error) error {
	return b.Memory.Write(tenant, func(tx provider.Tx) error {
		if err := do(tx); err != nil || tx.Count(provider.KindUser) == 0 {
			return err
		}
		return errors.New("disk full")
	})
}

func TestMemory(t *testing.T) {
	t.Parallel()
	storagetest.Test(t, provider.NewMemory())
}

func TestMemoryClosesGaps(t *testing.T) {
	t.Parallel()
	s := provider.NewMemory()
	var want []string
	for i := range 400 {
		id := fmt.Sprint("u", i)
		s.Write("a", func(tx provider.Tx) error { tx.AddMember("g", id); return nil })
		if i%10 != 0 {
			s.Write("a", func(tx provider.Tx) error { tx.RemoveMember("g", id); return nil })
		} else {
			want = append(want, id)
		}
	}
	s.Read("a", func(tx provider.Tx) error {
		if diff := cmp.Diff(want, slices.Collect(tx.Members("g"))); diff != "" {
			t.Error(diff)
		}
		for range tx.Members("g") {
			break
		}
		return nil
	})
}
