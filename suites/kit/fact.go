package kit

import (
	"net/http"
	"sync"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// A Fact is what checks find out about the app once a run: whether it shows
// members, who the bystanders are. The check that needs it first asks, the others
// wait. What a failure that passes kept from being seen, although the session repeats
// such requests, is asked again by the next check that needs it.
type Fact[V any] struct {
	// ask finds out, and whether that is sure whatever else failed meanwhile. It
	// ends the check, with Require or Block, when there is no answer.
	ask func(*T) (value V, sure bool)
	// own asks in the check's own session and dialect: what that makes goes with the
	// check. Otherwise it stays until the end of the run.
	own bool
	// session, if not nil, is the one to ask in.
	session *harness.Session

	mu    sync.Mutex
	known bool
	value V
	stop  *stopped // how asking ended when the app gives no answer
}

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
	session := t.World.Shared
	switch {
	case f.own:
		session = t.Session
	case f.session != nil:
		session = f.session
	}
	asking, passing := t.As(session), &passing{open: map[string]bool{}}
	asking.asking = true
	asking.Okta = asking.Okta.With(func(c *okta.Config) { passing.Gate, c.Gate = c.Gate, passing })
	sure := false
	stop = stopOf(func() { value, sure = f.ask(asking) })
	if t.Err() == nil && t.Session.Refused() == nil && (sure || !passing.seen()) {
		f.known, f.value, f.stop = true, value, stop
	}
	return value, stop
}

// Peek is the fact if it is known.
func (f *Fact[V]) Peek() (value V, known bool) {
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
	as.Session, as.Okta, as.problems = s, s.Client, nil
	return &as
}

// passing notes which requests failed in a way that passes, and were not answered
// otherwise since: no answer, or a server error other than that there is no such operation.
type passing struct {
	okta.Gate
	mu   sync.Mutex
	open map[string]bool // by method and URL
}

func (p *passing) Leave(r *http.Request, a okta.Answer) {
	p.mu.Lock()
	key := r.Method + " " + r.URL.String()
	if a.Err != nil || a.Status >= http.StatusInternalServerError && a.Status != http.StatusNotImplemented {
		p.open[key] = true
	} else {
		delete(p.open, key)
	}
	p.mu.Unlock()
	p.Gate.Leave(r, a)
}

func (p *passing) seen() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.open) > 0
}
