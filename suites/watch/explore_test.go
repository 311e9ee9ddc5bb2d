package watch_test

import (
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider/faulty"
)

func TestExplore(t *testing.T) {
	for _, f := range faulty.All() {
		if f.Apply == nil {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range dialects {
				l := newLab(t, provide(t, faulty.Hooks, f.ID), d)
				func() {
					defer func() { recover() }()
					l.pilot()
				}()
				got = append(got, l.close()...)
			}
			t.Logf("EXPLORE %s %s %s: %s", f.ID, f.Category, f.Level, strings.Join(got, " "))
		})
	}
}
