package harness

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestSettlerWaitsUntilItHolds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewSettler(2 * time.Second)
		start := time.Now()
		ok, took := s.Wait(t.Context(), "create", func() bool { return time.Since(start) >= 1500*time.Millisecond })
		if !ok || took < 1500*time.Millisecond || took > 1800*time.Millisecond {
			t.Errorf("ok %v after %s, want true soon after 1.5 s", ok, took)
		}
		if s.Note() != "" {
			t.Errorf("nothing was cut, but the note is %q", s.Note())
		}
	})
}

func TestSettlerDoesNotCrawl(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewSettler(2 * time.Second)
		never := func() bool { return false }
		start := time.Now()
		for range 100 {
			if ok, _ := s.Wait(t.Context(), "deactivate", never); ok {
				t.Fatal("held")
			}
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("100 waits in vain took %s", took)
		}
		if !strings.Contains(s.Note(), "later waits") {
			t.Errorf("the note is %q", s.Note())
		}
	})
}

// A late app keeps its time after failures: later waits are a multiple of the
// longest one that helped.
func TestSettlerStaysPatientWithLateApps(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewSettler(2 * time.Second)
		late := func() func() bool {
			start := time.Now()
			return func() bool { return time.Since(start) >= 1200*time.Millisecond }
		}
		if ok, _ := s.Wait(t.Context(), "update", late()); !ok {
			t.Fatal("the first wait did not hold")
		}
		for range 5 {
			s.Wait(t.Context(), "deactivate", func() bool { return false })
		}
		if ok, _ := s.Wait(t.Context(), "reactivate", late()); !ok {
			t.Error("a late state was no longer waited for")
		}
	})
}

// A slow answer is no late change: on a slow server too, waits in vain are cut.
func TestSettlerTellsSlowFromLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := NewSettler(2 * time.Second)
		slow := func(holds bool) func() bool {
			return func() bool { time.Sleep(400 * time.Millisecond); return holds }
		}
		if ok, late := s.Wait(t.Context(), "update", slow(true)); !ok || late != 0 {
			t.Errorf("%v after %s, want true and not late at all", ok, late)
		}
		for _, operation := range []string{"deactivate", "rename", "add"} {
			s.Wait(t.Context(), operation, slow(false))
		}
		start := time.Now()
		s.Wait(t.Context(), "remove", slow(false))
		if took := time.Since(start); took > time.Second {
			t.Errorf("a later wait in vain took %s", took)
		}
	})
}

func TestSettlerStopsWithTheRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	start := time.Now()
	if ok, _ := NewSettler(time.Minute).Wait(ctx, "create", func() bool { return false }); ok || time.Since(start) > time.Second {
		t.Errorf("ok %v after %s", ok, time.Since(start))
	}
}
