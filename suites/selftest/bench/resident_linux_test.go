//go:build bench

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// largest watches a process and its children until the answer is asked for: the
// largest sum of their proportional resident sizes, in MB.
func largest(pid int) func() float64 {
	stop, answer := make(chan struct{}), make(chan float64)
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		most := 0.0
		for {
			select {
			case <-stop:
				answer <- most
				return
			case <-tick.C:
				most = max(most, proportionalMB(pid))
			}
		}
	}()
	return func() float64 { close(stop); return <-answer }
}

func proportionalMB(pid int) float64 {
	sum := 0.0
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "Pss:" {
			kb, _ := strconv.ParseFloat(fields[1], 64)
			sum += kb / 1024
		}
	}
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		children, _ := os.ReadFile(list)
		for _, child := range strings.Fields(string(children)) {
			if n, err := strconv.Atoi(child); err == nil {
				sum += proportionalMB(n)
			}
		}
	}
	return sum
}
