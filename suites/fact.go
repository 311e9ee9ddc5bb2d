package suites

import (
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// A Fact is what checks find out about the app once a run: whether it shows
// members, who the bystanders are. The check that needs it first asks, the others
// wait. What a passing failure kept from being seen is asked again: at once, and
// then by the next check that needs it.
type Fact[V any] struct {
	// ask finds out, and whether that is sure whatever else failed meanwhile. It
	// ends the check, with Require or Block, when there is no answer.
	ask func(*T) (value V, sure bool)
	// own asks in the check's own session and dialect: what that makes goes with the
	// check. Otherwise it stays until the end of the run.
	own bool

	mu    sync.Mutex
	known bool
	value V
	stop  *stopped // how asking ended when the app gives no answer
}

// timesAsked is how often one check asks.
const timesAsked = 2

// Get is the fact; the check ends as asking did when there is none.
func (f *Fact[V]) Get(t *T) V {
	value, stop := f.find(t)
	if stop != nil {
		panic(*stop)
	}
	return value
}

// find is Get that gives back how asking ended.
func (f *Fact[V]) find(t *T) (value V, stop *stopped) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.known {
		return f.value, f.stop
	}
	for range timesAsked {
		session := t.world.shared
		if f.own {
			session = t.session
		}
		asking, passing := t.As(session), &passing{}
		asking.asking = true
		asking.Okta = asking.Okta.With(func(c *okta.Config) { passing.Gate, c.Gate = c.Gate, passing })
		sure := false
		stop = stopOf(func() { value, sure = f.ask(asking) })
		if t.Err() != nil || t.session.Refused() != nil {
			break
		}
		if sure || !passing.seen.Load() {
			f.known, f.value, f.stop = true, value, stop
			break
		}
	}
	return value, stop
}

// peek is the fact if it is known.
func (f *Fact[V]) peek() (value V, known bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.value, f.known && f.stop == nil
}

// stopOf runs a part of a check and gives how it ended the check; nil when it did
// not.
func stopOf(part func()) (stop *stopped) {
	defer func() {
		switch s := recover().(type) {
		case nil:
		case stopped:
			stop = &s
		default:
			panic(s)
		}
	}()
	part()
	return nil
}

// As is the T of the same check with another session. It has problems of its own:
// what they mean for the check is up to the caller.
func (t *T) As(s *harness.Session) *T {
	as := *t
	as.session, as.Okta, as.problems = s, s.Client, nil
	return &as
}

// passing notes whether a request failed in a way that passes: it was not
// answered, or with a server error other than that there is no such operation.
type passing struct {
	okta.Gate
	seen atomic.Bool
}

func (p *passing) Leave(r *http.Request, a okta.Answer) {
	if a.Err != nil || a.Status >= http.StatusInternalServerError && a.Status != http.StatusNotImplemented {
		p.seen.Store(true)
	}
	p.Gate.Leave(r, a)
}
