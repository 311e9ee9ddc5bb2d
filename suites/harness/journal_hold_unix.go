//go:build unix

package harness

import (
	"os"
	"syscall"
)

// holdFile marks a file as in use until it is closed or the process ends.
func holdFile(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) }

// heldFile tells whether another process, or another part of this one, has the
// file in use.
func heldFile(f *os.File) bool {
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return true
	}
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	return false
}
