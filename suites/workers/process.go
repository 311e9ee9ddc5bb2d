package workers

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
)

// process is a worker as the parent sees it. Only the parent's loop touches it.
type process struct {
	number  int
	command *exec.Cmd
	orders  *lines
	input   io.Closer
	stderr  *tail

	ready   bool          // it has asked for work
	waiting bool          // it asked for work and got none yet
	closing bool          // it was told to finish or to stop
	closed  bool          // it has cleaned up
	hung    time.Duration // how long it had been silent when it was ended
	running *reports.Key
	heard   time.Time         // when it was last heard of
	made    []harness.Created // by the check that runs
	before  []harness.Created // by the one before it, whose clean-up may still run
	shared  []harness.Created // by what checks share
	garbage int               // lines that are no events
}

// message is what a worker's reader tells the parent's loop.
type message struct {
	from    *process
	event   event
	garbage bool
	end     bool  // nothing more will come: the process has ended
	err     error // how it ended
}

// ours are the variables of the environment that a worker gets: what the way to
// the target depends on. Secrets that are not the worker's business stay here.
var ours = []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GODEBUG", "GOMAXPROCS",
	"GOGC", "GOMEMLIMIT", "GOCOVERDIR", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PATH"}

// environment is the worker's part of the parent's environment.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return !slices.Contains(ours, strings.ToUpper(name))
	})
}

// start starts a worker. Its events and its end arrive on the channel.
func start(command *exec.Cmd, number int, out chan<- message) (*process, error) {
	events, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer theirs.Close()
	p := &process{number: number, command: command, stderr: &tail{}, heard: time.Now()}
	if command.Env == nil {
		command.Env = environment()
	}
	command.ExtraFiles = []*os.File{theirs} // file descriptor 3
	command.Stderr = p.stderr
	ownGroup(command)
	input, err := command.StdinPipe()
	if err != nil {
		events.Close()
		return nil, err
	}
	p.orders, p.input = &lines{out: input}, input
	if err := command.Start(); err != nil {
		events.Close()
		return nil, err
	}
	go p.read(events, out)
	return p, nil
}

// read hands on the worker's events until it ends.
func (p *process) read(events *os.File, out chan<- message) {
	defer events.Close()
	in := bufio.NewScanner(events)
	in.Buffer(make([]byte, 64<<10), longestLine)
	for in.Scan() {
		m := message{from: p}
		m.garbage = json.Unmarshal(in.Bytes(), &m.event) != nil || m.event == event{}
		out <- m
	}
	if in.Err() != nil { // a line that is too long: nothing after it can be trusted
		_ = p.command.Process.Kill()
	}
	out <- message{from: p, end: true, err: p.command.Wait()}
}

// name is how people read of this worker.
func (p *process) name() string { return fmt.Sprintf("worker %d", p.number) }

// end says how the process ended, with the end of what it printed.
func (p *process) end(err error) string {
	text := p.stderr.String()
	switch {
	case p.hung > 0:
		return fmt.Sprintf("it hung: nothing happened for %s, so it was ended%s", p.hung.Round(time.Second/10), stack(text))
	case err == nil:
		return "it ended without a word"
	case text != "":
		first, _, _ := strings.Cut(text, "\n")
		return fmt.Sprintf("%v: %s%s", err, first, stack(text))
	}
	return err.Error()
}

// stack is what the check was doing when Go printed the stacks of all
// goroutines, innermost first: functions only, without places in files.
func stack(text string) string {
	const judge = "suites.(*world).judge"
	for goroutine := range strings.SplitSeq(text, "\n\n") {
		before, _, found := strings.Cut(goroutine, judge)
		if !found {
			continue
		}
		var calls []string
		for line := range strings.Lines(before) {
			call, isCall := strings.CutSuffix(strings.TrimSpace(line), ")")
			if !isCall || strings.HasPrefix(line, "\t") {
				continue
			}
			call = call[:max(0, strings.LastIndex(call, "("))]
			calls = append(calls, call[strings.LastIndex(call, "/")+1:])
		}
		return ", in " + strings.Join(calls, " < ")
	}
	return ""
}

// tail keeps the beginning of what a worker prints to standard error, where Go
// says why it ends and what each goroutine does.
type tail struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// keptErrors is how much of it is kept, in bytes.
const keptErrors = 256 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := keptErrors - t.text.Len(); room > 0 {
		t.text.Write(b[:min(room, len(b))])
	}
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(t.text.String())
}
