package harness

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// gate is what all requests of a run pass before they are sent. It keeps
// to the rate that the user allows, and gives up when the target is gone: a run
// must not wait for hours for one time-out after the other. A Retry-After is
// waited for by the client, which is one check's.
type gate struct {
	interval time.Duration // between two requests; 0: none
	timeout  time.Duration // of one request
	silences *silences

	mu       sync.Mutex
	pace     pace
	sent     int       // requests that passed, repeats included
	next     time.Time // when the next request may be sent
	answered time.Time // when the last answer came; zero before the first request
	silent   int       // requests without an answer since
	limited  int       // requests that were answered 429 until waiting ended, without another answer in between
	why      string    // why no more can be tested
	cleaning bool      // the clean-up has found out that the target is still gone
}

// The target is gone when so many requests in a row got no answer, for so long:
// that many time-outs, or refused connections. Fewer time-outs are what an app with one slow endpoint gives, which is a finding.
const (
	goneTimeouts = 10
	goneRefused  = 20
	goneFor      = 15 * time.Second
	goneLimited  = 2 // … or that many were answered nothing but 429, however long they were repeated
)

// errGone is the error of a request that is not sent any more.
var errGone = errors.New("not sent: the target stopped answering")

func newGate(rate float64, timeout time.Duration, authorization string) *gate {
	g := &gate{timeout: timeout, silences: newSilences(authorization)}
	if rate > 0 {
		g.interval = time.Duration(float64(time.Second) / rate)
	}
	return g
}

// Enter implements okta.Gate: it waits for the request's turn.
func (g *gate) Enter(ctx context.Context, r *http.Request, _ []byte) error {
	beat(ctx)
	if err := g.silences.givenUp(r); err != nil {
		return err
	}
	g.mu.Lock()
	if g.why != "" && g.cleaning {
		g.mu.Unlock()
		return errGone
	}
	now := time.Now()
	if g.answered.IsZero() {
		g.answered = now
	}
	g.sent++
	turn := now
	if g.next.After(now) {
		turn = g.next
	}
	if between := max(g.interval, g.pace.every); between > 0 {
		g.next = turn.Add(between)
	}
	g.mu.Unlock()
	if wait := turn.Sub(now); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return ctx.Err()
}

// aliveKey is the key of a context's function that is called for every request.
type aliveKey struct{}

// Beating is ctx with a function that is called before every request that is sent with it: what sends none for long hangs.
func Beating(ctx context.Context, alive func()) context.Context {
	return context.WithValue(ctx, aliveKey{}, alive)
}

// beat tells that what sends with ctx goes on.
func beat(ctx context.Context) {
	if alive, ok := ctx.Value(aliveKey{}).(func()); ok {
		alive()
	}
}

// Leave implements okta.Gate: it learns from what came of the request.
func (g *gate) Leave(r *http.Request, a okta.Answer) {
	g.silences.learn(r, a)
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if a.Status != 0 {
		g.answered, g.silent = now, 0
		if _, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil {
			if until := g.pace.learn(now, a.Status); until.After(g.next) {
				g.next = until
			}
		}
		if a.Status != http.StatusTooManyRequests {
			g.limited = 0
		}
		return
	}
	if a.Err == nil || errors.Is(a.Err, context.Canceled) {
		return
	}
	g.silent++
	if g.why != "" {
		g.cleaning = true
		return
	}
	quiet := now.Sub(g.answered)
	var timeout *okta.TimeoutError
	gone := g.silent >= goneRefused && quiet >= goneFor
	if errors.As(a.Err, &timeout) {
		gone = g.silent >= goneTimeouts && quiet >= (goneTimeouts*g.timeout)*9/10
	}
	if gone {
		g.why = fmt.Sprintf("the target stopped answering: %d requests in %s got no answer (%v)", g.silent, quiet.Round(time.Second), a.Err)
	}
}

// refuse learns that a request was answered 429 until waiting ended. One may be
// about one endpoint; when nothing else is answered either, each of a thousand
// checks would wait for minutes.
func (g *gate) refuse(a okta.Answer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limited++
	switch {
	case g.why != "":
		g.cleaning = true
	case g.limited >= goneLimited:
		g.why = fmt.Sprintf("the target limits how many requests it takes and never lifts the limit: %s was answered 429 %d times in %s, and nothing else was answered meanwhile. Send fewer: --rate, --parallel",
			a.Op(), a.Tries, a.Waited.Round(time.Second))
	}
}

// longestPause is the longest Retry-After that is waited for.
const longestPause = time.Minute

// GaveUp says why no more can be tested; empty while the target answers.
func (e *Env) GaveUp() string {
	e.gate.mu.Lock()
	defer e.gate.mu.Unlock()
	return e.gate.why
}
