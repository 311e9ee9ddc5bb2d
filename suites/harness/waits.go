package harness

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Waits tell what a run waited for, and for what it did not wait any more
// because it had been in vain.
type Waits struct {
	// Spent is the time that went into waiting for changes to show, by operation.
	Spent map[string]time.Duration `json:"spent,omitempty"`
	// InVain counts the changes that did not show, by operation, when later waits
	// were cut from Settle to Short.
	InVain map[string]int `json:"in_vain,omitempty"`
	Settle time.Duration  `json:"settle,omitempty"`
	Short  time.Duration  `json:"short,omitempty"`
	// Unsent counts the requests that were not sent, because those before them got
	// no answer within Timeout, by operation.
	Unsent  map[string]int `json:"unsent,omitempty"`
	Timeout time.Duration  `json:"timeout,omitempty"`
}

// Notes say what the run so far did to remain short, and what it repeated.
func (e *Env) Notes() []string {
	notes := append(e.Waits().Notes(), e.repeats.notes()...)
	e.gate.mu.Lock()
	defer e.gate.mu.Unlock()
	if slowed := e.gate.pace.note(); slowed != "" {
		notes = append(notes, slowed)
	}
	return notes
}

// Waits are those of the run so far, its clean-up included.
func (e *Env) Waits() Waits {
	w := newWaits()
	for _, s := range []*Settler{e.Settler, e.patience, e.Guard.settler} {
		s.add(&w)
	}
	e.gate.silences.add(&w)
	return w
}

func newWaits() Waits {
	return Waits{Spent: map[string]time.Duration{}, InVain: map[string]int{}, Unsent: map[string]int{}}
}

// Notes say that waits and time-outs were cut; none when none was.
func (w Waits) Notes() []string {
	var notes []string
	if len(w.InVain) > 0 {
		changes := "changes"
		if total(w.InVain) == 1 {
			changes = "change"
		}
		notes = append(notes, fmt.Sprintf("%d %s did not show within %s (%s); to keep the run short, later waits for such changes took %s at most",
			total(w.InVain), changes, w.Settle, most(w.InVain), w.Short.Round(time.Millisecond)))
	}
	if len(w.Unsent) > 0 {
		later := "1 later request was"
		if n := total(w.Unsent); n > 1 {
			later = fmt.Sprintf("%d later ones were", n)
		}
		notes = append(notes, fmt.Sprintf("%s got no answer within %s, %d times in a row, while other requests got one; to keep the run short, %s not sent",
			strings.Join(slices.Sorted(maps.Keys(w.Unsent)), ", "), w.Timeout, silent, later))
	}
	return notes
}

func total(counts map[string]int) (sum int) {
	for _, n := range counts {
		sum += n
	}
	return sum
}

// most names the operations with the highest counts.
func most(counts map[string]int) string {
	const shown = 3
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}
