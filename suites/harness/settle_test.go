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
		if notes := notesOf(s); len(notes) > 0 {
			t.Errorf("nothing was cut, but the notes are %q", notes)
		}
	})
}

func notesOf(s *Settler) []string {
	w := newWaits()
	s.add(&w)
	return w.Notes()
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
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("100 waits in vain took %s", took)
		}
		if notes := notesOf(s); len(notes) != 1 || !strings.Contains(notes[0], "100 changes did not show within 2s (deactivate); ") {
			t.Errorf("the notes are %q", notes)
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
		for range 50 {
			s.Wait(t.Context(), "deactivate", func() bool { return false })
		}
		for _, operation := range []string{"reactivate", "deactivate"} {
			if ok, _ := s.Wait(t.Context(), operation, late()); !ok {
				t.Errorf("a late state was no longer waited for after: %s", operation)
			}
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

// A read of many pages may take longer than the settle time. What it saw at its
// beginning is no witness of what the app shows at the end of that time.
func TestSettlerLooksOnceMoreWhenTheTimeIsOver(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]func(*Settler, context.Context, string, func() bool) (bool, time.Duration){
		"often": (*Settler).Wait, "rarely": (*Settler).WaitRarely,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start, reads := time.Now(), 0
				long := func() bool { // tells what was so when it began
					shows := time.Since(start) >= 1900*time.Millisecond
					reads++
					time.Sleep(2100 * time.Millisecond)
					return shows
				}
				if ok, late := wait(NewSettler(2*time.Second), t.Context(), "create", long); !ok || reads != 2 || late > 2200*time.Millisecond {
					t.Errorf("ok %v after %s and %d reads, want true with the second", ok, late, reads)
				}
			})
		})
	}
}

// The last of the rare reads, too, begins when the settle time is over, not before.
func TestSettlerReadsRarely(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start, reads := time.Now(), 0
		holds := func() bool { reads++; return time.Since(start) >= 1950*time.Millisecond }
		if ok, _ := NewSettler(2*time.Second).WaitRarely(t.Context(), "import", holds); !ok || reads > 5 {
			t.Errorf("ok %v after %d reads, want true and five at most", ok, reads)
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
