//go:build bench

package bench

import (
	"os"
	"syscall"
)

// residentMB is the largest resident size of a process that has ended, and of
// its largest child.
func residentMB(p *os.ProcessState) float64 {
	usage, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return float64(usage.Maxrss) / 1024
}
