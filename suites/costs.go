package suites

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// Cost is what a check costs on the reference provider, in the dearer of its
// dialects.
type Cost struct {
	Requests int // of the check itself
	CleanUp  int // requests to clean up after it
	People   int // users of its own who are active at the same time
}

// costsFile has a line a check: id, requests, requests of the clean-up, people.
// `make golden` writes it, so that growth is seen in review.
//
//go:embed costs.txt
var costsFile string

// unknownCost is that of a check which the file does not have yet.
var unknownCost = Cost{Requests: 10, CleanUp: 5, People: 3}

var costs = sync.OnceValue(func() map[string]Cost {
	out := map[string]Cost{}
	for line := range strings.Lines(costsFile) {
		var id string
		var c Cost
		if n, _ := fmt.Sscan(line, &id, &c.Requests, &c.CleanUp, &c.People); n == 4 {
			out[id] = c
		}
	}
	return out
})

// CostOf estimates what a check costs.
func CostOf(id string) Cost {
	if c, known := costs()[id]; known {
		return c
	}
	return unknownCost
}
