package pilot

import (
	"context"
	"iter"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/harness"
)

// batchSize is how many checks are planned at a time: a plan of a hundred thousand would take gigabytes.
const batchSize = 1000

// Run runs checks in batches, so that it takes the same memory for ten people and for a hundred thousand. What has not run
// when ctx ends is handed to lost.
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
