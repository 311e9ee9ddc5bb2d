package kit

import (
	"net/http"
	"sync"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// Concurrently sends n requests at the same time and gives their answers in order.
func Concurrently(n int, send func(i int) okta.Answer) []okta.Answer {
	answers := make([]okta.Answer, n)
	var ready sync.WaitGroup
	ready.Add(n)
	harness.InParallel(n, n, func(i int) {
		ready.Done()
		ready.Wait()
		answers[i] = send(i)
	})
	return answers
}

// Record makes requests to another service than the target, which go through
// next, exchanges of this check.
func (t *T) Record(next http.RoundTripper) http.RoundTripper {
	return t.Session.Recorder.Over(next)
}
