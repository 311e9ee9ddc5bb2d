//go:build !unix

package harness

import "os"

func holdFile(*os.File) {}

// heldFile cannot be told here.
func heldFile(*os.File) bool { return false }
