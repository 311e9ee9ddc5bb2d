package suites

import (
	"sync"

	"github.com/oktascim/oktascim/suites/okta"
)

// atOnce sends n requests at the same time and gives their answers in order.
func atOnce(n int, send func(i int) okta.Answer) []okta.Answer {
	answers := make([]okta.Answer, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			answers[i] = send(i)
		})
	}
	close(start)
	all.Wait()
	return answers
}

// inParallel calls do for 0 to n-1, so many workers at a time.
func inParallel(workers, n int, do func(i int)) {
	var all sync.WaitGroup
	for worker := range min(workers, n) {
		all.Go(func() {
			for i := worker; i < n; i += workers {
				do(i)
			}
		})
	}
	all.Wait()
}
