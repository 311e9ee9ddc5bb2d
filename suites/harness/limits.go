package harness

import (
	"fmt"
	"net/http"
)

// Limits bound what a run sends; 0 is no limit. The clean-up is
// not bounded by them.
type Limits struct {
	Requests int // of any kind
	Users    int // creates of users
	Groups   int // creates of groups
}

// counts are what was sent so far.
type counts struct{ requests, users, groups int }

// count enters a request, or says which limit it would exceed.
func (g *Guard) count(op, method string, kind Kind, id string) *Refusal {
	g.mu.Lock()
	defer g.mu.Unlock()
	c, l := &g.counts, g.limits
	create := method == http.MethodPost && id == ""
	over := func(name string, limit int) *Refusal {
		return &Refusal{Op: op, Why: fmt.Sprintf("the profile allows this run %d (%s)", limit, name)}
	}
	switch {
	case l.Requests > 0 && c.requests >= l.Requests:
		return over("safety.max_requests", l.Requests)
	case create && kind == Users && l.Users > 0 && c.users >= l.Users:
		return over("safety.max_users", l.Users)
	case create && kind == Groups && l.Groups > 0 && c.groups >= l.Groups:
		return over("safety.max_groups", l.Groups)
	}
	c.requests++
	if create && kind == Users {
		c.users++
	}
	if create && kind == Groups {
		c.groups++
	}
	return nil
}

// counted enters a request of the guard's own.
func (w *wall) counted() {
	w.reads.Add(1)
	w.guard.counted()
}

// counted enters a request that no limit holds back.
func (g *Guard) counted() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.counts.requests++
}
