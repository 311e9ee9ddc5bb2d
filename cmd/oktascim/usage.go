package main

import "fmt"

// usagef is an error in how the program was called: nothing was sent.
func usagef(format string, args ...any) error {
	return exitError{exitUsage, fmt.Errorf(format, args...)}
}
