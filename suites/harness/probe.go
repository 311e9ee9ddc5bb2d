package harness

import (
	"context"
	"net/http"
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// probePause is the time between two questions to a target that refuses them at
// once: it may be about to come back.
const probePause = 500 * time.Millisecond

// nobodysID is the id of a user that no server has given out, by Okta's SPEC test.
const nobodysID = "00919288221112222"

// StillThere tells whether the target answers anything. When the last request
// got no answer, it asks, until there is an answer or the target is
// taken for gone; then what a check saw last is no finding. It asks for a user
// and for a list by turns: an app may be slow with one of them.
func (e *Env) StillThere(ctx context.Context) bool {
	client := e.client(e.Transport, "").With(func(c *okta.Config) {
		c.Gate, c.Retries429, c.Limited = doubt{e.gate, e.Guard}, -1, nil
	})
	for turn := 0; e.gate.unanswered(); turn++ {
		var a okta.Answer
		if turn%2 == 0 {
			a = client.ReadUser(ctx, nobodysID)
		} else {
			a = client.ListUsers(ctx, 1, 1)
		}
		if a.Status != 0 {
			return true
		}
		if e.GaveUp() != "" || pauseFor(ctx, probePause) != nil {
			return false
		}
	}
	return e.GaveUp() == ""
}

// doubt is the gate for such questions. Their answers do not end the row of
// requests without one: a target that answers nothing else is still given up.
type doubt struct {
	*gate
	guard *Guard
}

// Enter implements okta.Gate.
func (d doubt) Enter(ctx context.Context, r *http.Request, body []byte) error {
	d.guard.counted()
	return d.gate.Enter(ctx, r, body)
}

// Leave implements okta.Gate.
func (d doubt) Leave(r *http.Request, a okta.Answer) {
	if a.Status == 0 {
		d.gate.Leave(r, a)
	}
}

// unanswered tells whether the last request got no answer.
func (g *gate) unanswered() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.silent > 0 && g.why == ""
}

func pauseFor(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
