package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/oktascim/oktascim/suites/harness"
)

// shown keeps a panic of what only shows a run away from the run.
type shown struct{ panicked string }

func (s *shown) do(show func()) {
	defer func() {
		if v := recover(); v != nil && s.panicked == "" {
			s.panicked = fmt.Sprintf("oktascim panicked while it showed the run, which is a defect of oktascim: %v. The run went on, and the report is whole", v)
		}
	}()
	show()
}

// cleanAfterPanic is deferred by a run: a panic outside its checks becomes an
// error, after what was created is cleaned up.
func cleanAfterPanic(ctx context.Context, env *harness.Env, err *error) {
	v := recover()
	if v == nil {
		return
	}
	stack := debug.Stack()
	done := env.CloseAll(context.WithoutCancel(ctx))
	what := fmt.Sprintf("cleaned up: users deactivated: %d, groups deleted: %d, left: %d", done.Deactivated, done.Deleted, len(done.Left))
	if path := env.Journal.Path(); path != "" {
		_ = env.Journal.Close()
		what += fmt.Sprintf("; what was created is listed in %s, `oktascim sweep` looks at it again and removes it", path)
	}
	*err = exitError{exitIncomplete, fmt.Errorf("panicked, which is a defect of oktascim: %s\n%s\n%s", env.Redactor.Text(fmt.Sprint(v)), what, env.Redactor.Text(string(stack)))}
}
