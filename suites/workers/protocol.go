// Package workers runs the checks of one run in several processes at once. The
// parent deals out the plan in small batches; each worker runs its batches one
// check after the other and writes one line of JSON for everything that
// happens. What a worker that died left over is dealt again.
package workers

import (
	"encoding/json"
	"io"
	"sync"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
)

// order is a line on a worker's standard input. The first one has Settings;
// secrets travel nowhere else. The end of the input means Stop.
type order struct {
	Settings *harness.Settings `json:"settings,omitempty"`
	// Journal is the file in which the run notes what it creates; empty: none.
	Journal string `json:"journal,omitempty"`
	// Run is the next batch.
	Run []reports.Key `json:"run,omitempty"`
	// Adopt is what a dead worker made: to be cleaned up at the end.
	Adopt []harness.Created `json:"adopt,omitempty"`
	// Lessons are what other workers learned about waiting.
	Lessons []harness.Lesson `json:"lessons,omitempty"`
	// Stop ends the run early, Finish at its end; both clean up.
	Stop   bool `json:"stop,omitempty"`
	Finish bool `json:"finish,omitempty"`
}

// event is a line on a worker's file descriptor 3; one of its parts is set.
type event struct {
	Idle     bool             `json:"idle,omitempty"`  // asks for the next batch
	Alive    bool             `json:"alive,omitempty"` // requests are being answered
	Started  *reports.Key     `json:"started,omitempty"`
	Finished *finished        `json:"finished,omitempty"`
	Made     *harness.Created `json:"made,omitempty"`
	Lesson   *harness.Lesson  `json:"lesson,omitempty"`
	GaveUp   string           `json:"gave_up,omitempty"` // why no more can be tested
	Closed   *closed          `json:"closed,omitempty"`  // the last event
}

// finished is a check with its outcome.
type finished struct {
	reports.Check
	Timings []reports.Timing `json:"timings"`
}

// closed is what a worker has to say at its end.
type closed struct {
	CleanUp harness.CleanUp `json:"clean_up"`
	Waits   harness.Waits   `json:"waits"`
}

// lines writes values as lines of JSON; several goroutines may.
type lines struct {
	mu  sync.Mutex
	out io.Writer
}

func (l *lines) send(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.out.Write(append(text, '\n'))
	return err
}

// longestLine bounds a line, in bytes: a check with many exchanges of large
// bodies has some megabytes.
const longestLine = 64 << 20
