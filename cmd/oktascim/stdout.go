package main

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// checked is an output that remembers its first error: a command that only
// prints must not end with 0 when the disk is full.
type checked struct {
	io.Writer
	mu  sync.Mutex
	err error
}

// checkedOutput gives what to write to, and what went wrong when all is written.
// A terminal stays what it is: it has a width and colours, and is never full.
func checkedOutput(out io.Writer) (io.Writer, func() error) {
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return out, func() error { return nil }
	}
	c := &checked{Writer: out}
	return c, c.failed
}

func (c *checked) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	if err != nil {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.err == nil {
			c.err = err
		}
	}
	return n, err
}

func (c *checked) failed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}
