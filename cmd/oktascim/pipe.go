package main

import (
	"errors"
	"os/signal"
	"syscall"
)

// outlivePipes keeps the program alive when a reader of its output goes away, as
// in `oktascim run | head`: it must still clean up and write its reports. The
// writes fail instead; see readerLeft.
func outlivePipes() { signal.Ignore(syscall.SIGPIPE) }

// readerLeft tells that nobody reads the output any more, which is no error of
// the run.
func readerLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
