package harness

import (
	"runtime/debug"
	"sync"
)

// InParallel calls do for 0 to n-1, by so many goroutines at a time, and returns when all calls have. A panic in one of them is
// the caller's, then.
func InParallel(goroutines, n int, do func(i int)) {
	goroutines = min(goroutines, n)
	panics := make([]any, goroutines)
	var all sync.WaitGroup
	for g := range goroutines {
		all.Go(func() {
			defer func() { panics[g] = caught(recover()) }()
			for i := g; i < n; i += goroutines {
				do(i)
			}
		})
	}
	all.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p)
		}
	}
}

// Panic is a panic that went from one goroutine to another, with the stack where it began.
type Panic struct {
	Value any
	Stack []byte
}

// caught is what another goroutine panics with: a value that is no error, by which a check ends, goes on as it is.
func caught(v any) any {
	switch v.(type) {
	case error, string:
		return &Panic{v, debug.Stack()}
	}
	return v
}
