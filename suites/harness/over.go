package harness

import (
	"net/http"
	"time"
)

// Over records what goes through next in the same log: requests to another
// service than the target, such as the Okta org. What they create is not
// entered in the ledger.
func (r *Recorder) Over(next http.RoundTripper) http.RoundTripper { return over{r, next} }

type over struct {
	*Recorder
	next http.RoundTripper
}

func (o over) RoundTrip(request *http.Request) (*http.Response, error) {
	beat(request.Context())
	sent, err := takeBody(request)
	if err != nil {
		return nil, err
	}
	x := raw{method: request.Method, url: request.URL.String(), header: request.Header.Clone(), sent: sent}
	start := time.Now()
	if x.answer, x.err = o.next.RoundTrip(request); x.err == nil {
		x.got, x.err = readBody(x.answer, o.limit)
	}
	x.took = time.Since(start)
	o.mu.Lock()
	o.log = append(o.log, x)
	o.mu.Unlock()
	if x.err != nil {
		return nil, x.err
	}
	return x.answer, nil
}

// Adopt enters what somebody else made in the target on behalf of this run,
// such as the Okta org that it drives, for the clean-up at its end. The name must carry the run's tag, or be claimed, or
// nothing is cleaned up.
func (e *Env) Adopt(c Created) {
	e.shared.Add(c)
	if c.Claimed == "" {
		return
	}
	tenant := ""
	if c.OtherTenant {
		tenant = otherTenant
	}
	e.Guard.learn(resource{tenant, c.Kind, c.ID}, func(s *sight) { s.claimed = c.Claimed })
}
