//go:build !windows

package workers

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
)

// learns is the body of two checks that run at the same time: the first one waits
// in vain, the other one until it is told so.
func learns(t *suites.T, folder string) {
	const operation = "something that never shows"
	until := func(what string, holds func() bool) {
		for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Failf("", "", what, "nothing in 30 s")
				return
			}
		}
	}
	if os.Mkdir(filepath.Join(folder, "first"), 0o700) != nil {
		_ = os.Mkdir(filepath.Join(folder, "second"), 0o700)
		until("to be told by the other worker", func() bool { return t.Env().Waits().InVain[operation] > 0 })
		return
	}
	until("the other check to start", func() bool {
		_, err := os.Stat(filepath.Join(folder, "second"))
		return err == nil
	})
	t.Env().Settler.Wait(t, operation, func() bool { return false })
	t.Env().Settler.Tell(operation)
}

// What one worker waited for in vain the others know, and the report says it once.
func TestWorkersLearnFromEachOther(t *testing.T) {
	t.Parallel()
	out := (&experiment{ids: []string{"x.learns-1", "x.learns-2"}}).run(t)
	out.allGood(t)
	for _, id := range []string{"x.learns-1", "x.learns-2"} {
		if c := out.outcomes[id]; c.Outcome != reports.Pass {
			t.Errorf("%s: %s %s %v", id, c.Outcome, c.Reason, c.Problems)
		}
	}
	notes := slices.DeleteFunc(slices.Clone(out.Notes), func(n string) bool { return !strings.Contains(n, "did not show") })
	if len(notes) != 1 {
		t.Errorf("the notes are %q", out.Notes)
	}
}
