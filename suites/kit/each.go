package kit

import (
	"github.com/oktascim/oktascim/reports/result"
)

// Each runs a part of a check for each of several values and reports all that have problems, by name. What ends the
// part for one value, a refusal that is legal or a set-up that fails, ends it for that value only.
func Each[V any](t *T, values []V, name func(V) string, part func(*T, V)) {
	var stops []*stopped
	for _, v := range values {
		one := *t
		one.problems, one.cause = nil, nil
		stop := stopOf(func() { part(&one, v) })
		t.settled, t.leftDisplayName = max(t.settled, one.settled), t.leftDisplayName || one.leftDisplayName
		t.journey = one.journey
		if len(one.problems) > 0 {
			if !t.Failed() {
				t.faulty, t.faultyIn = one.faulty, one.faultyIn
			}
			for _, p := range one.problems {
				p.Context = "with " + name(v) + ": " + p.Context
				t.problems = append(t.problems, p)
			}
		} else if stop != nil && stop.outcome != "" {
			stop.reason = "with " + name(v) + ": " + stop.reason
			stops = append(stops, stop)
		}
		if t.Err() != nil || t.Session.Refused() != nil {
			t.Stop()
		}
	}
	if t.Failed() || len(stops) == 0 {
		return
	}
	for _, s := range stops {
		if s.outcome == result.Blocked {
			panic(*s)
		}
	}
	if len(stops) == len(values) {
		panic(*stops[0])
	}
}
