package suites

import (
	"sync"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// atOnce sends n requests at the same time and gives their answers in order.
func atOnce(n int, send func(i int) okta.Answer) []okta.Answer {
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
