package pilot

import (
	"context"
	"iter"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
)

// batchSize is how many checks make one Ginkgo tree. A tree takes some 13 kB a
// spec as long as it lives: a hundred thousand people in one tree would take
// gigabytes, and in batches the same work takes no longer.
const batchSize = 1000

// Run runs checks as Ginkgo specs in batches, each in a tree of its own, so that
// it takes the same memory for ten people and for a hundred thousand. What has
// not run when ctx ends is handed to lost.
func Run(ctx context.Context, env *harness.Env, checks iter.Seq[suites.Check], observer suites.Observer, lost func(suites.Check)) error {
	batch := make([]suites.Check, 0, batchSize)
	var failed error
	flush := func() bool {
		if len(batch) > 0 {
			_, failed = suites.Run(ctx, env, batch, observer)
			batch = batch[:0]
		}
		return failed == nil
	}
	for check := range checks {
		if ctx.Err() != nil {
			lost(check)
			continue
		}
		batch = append(batch, check)
		if len(batch) == batchSize && !flush() {
			return failed
		}
	}
	flush()
	return failed
}
