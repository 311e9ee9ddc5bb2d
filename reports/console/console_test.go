package console

import (
	"bytes"
	"io"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/sample"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// Nothing but a command, which must stay whole to be copied, may be wider than
// the screen.
func TestConsoleKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	for _, cells := range []int{76, 80, 120} {
		for name, r := range map[string]*reports.Report{"sample": sample.Mixed(), "many": sample.Many(20), "green": sample.Green(), "incomplete": sample.Incomplete()} {
			for _, line := range strings.Split(string(run(t, r, Options{Width: cells, Color: true})), "\n") {
				plain := strings.TrimSpace(ansi.Strip(line))
				command := slices.ContainsFunc([]string{"curl ", "-H ", "--data-raw ", "oktascim "},
					func(start string) bool { return strings.HasPrefix(plain, start) })
				if prose.Width(line) > cells && !command {
					t.Errorf("%s at %d: %d cells: %s", name, cells, prose.Width(line), plain)
				}
			}
		}
	}
}

// The live line is rewritten with carriage returns only and never wraps.
func TestLiveLine(t *testing.T) {
	t.Parallel()
	for _, cells := range []int{30, 80, 120} {
		var b bytes.Buffer
		c := New(&b, Options{Width: cells, Live: true})
		r := sample.Green()
		c.Plan(r, r.Checks)
		for _, check := range r.Checks {
			check.ID += strings.Repeat("-long", 30)
			c.Started(check)
			c.mu.Lock()
			c.redraw(true)
			c.mu.Unlock()
			c.Finished(check)
		}
		c.Close()
		before := b.Len()
		c.Finished(r.Checks[0])
		c.Close()
		if b.Len() != before {
			t.Error("drawn after Close")
		}
		if bytes.ContainsRune(b.Bytes(), 0x1b) {
			t.Error("an escape sequence without color")
		}
		for _, piece := range strings.FieldsFunc(b.String(), func(r rune) bool { return r == '\r' || r == '\n' }) {
			if strings.Contains(piece, "%") && prose.Width(piece) >= cells {
				t.Errorf("at %d: %d cells: %q", cells, prose.Width(piece), piece)
			}
		}
		if !strings.Contains(b.String(), "144") {
			t.Errorf("no progress: %q", b.String())
		}
	}
}

func TestLiveLineTells(t *testing.T) {
	t.Parallel()
	p := newProgress()
	p.plan([]reports.Check{{ID: "a", Area: "x"}, {ID: "b", Area: "x"}, {ID: "c", Area: "x"}, {ID: "d", Area: "y"}})
	start := time.Unix(1000, 0)
	p.started(reports.Key{ID: "b"}, start)
	p.started(reports.Key{ID: "c"}, start)
	p.finished(reports.Check{ID: "a", Area: "x", Outcome: reports.Fail})
	if d := cmp.Diff("⠋  25% ━━━──────────── 1/4  1 failed  b +1  12 s", live(prose.Style{}, &p, start.Add(12*time.Second), 90)); d != "" {
		t.Error(d)
	}
}

// An area is complete once all of its planned checks have ended, in whatever order.
func TestAreaLines(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	c := New(&b, Options{Width: 80})
	plan := []reports.Check{{ID: "a", Area: "auth"}, {ID: "b", Area: "lookup"}, {ID: "c", Area: "auth"}, {ID: "d", Area: "lookup"}}
	c.Plan(&reports.Report{Strict: true}, plan)
	end := func(i int, o reports.Outcome) {
		check := plan[i]
		check.Outcome, check.DurationMS = o, 2
		c.Finished(check)
	}
	b.Reset()
	end(1, reports.Pass)
	end(0, reports.Pass)
	end(0, reports.Pass) // the same one again
	if b.Len() > 0 {
		t.Errorf("a line too early: %q", b.String())
	}
	end(2, reports.Warn)
	if got := b.String(); !strings.Contains(got, "✗ auth") || !strings.Contains(got, "1 passed, 1 failed") || !strings.Contains(got, "4.0 ms") {
		t.Errorf("a warning is a failure under strict: %q", got)
	}
	b.Reset()
	r := &reports.Report{Checks: plan}
	r.Conclude()
	if err := c.Report(r); err != nil || !strings.Contains(b.String(), "lookup        1 passed, 1 not reached") {
		t.Errorf("%v %q", err, b.String())
	}
}

func TestConsoleFromManyGoroutines(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	c := New(&b, Options{Width: 80, Live: true, Color: true})
	r := sample.Many(30)
	c.Plan(r, r.Checks)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for j := i; j < len(r.Checks); j += 4 {
				c.Started(r.Checks[j])
				c.Say("a word")
				c.Finished(r.Checks[j])
			}
		})
	}
	group.Wait()
	if err := c.Report(r); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(ansi.Strip(b.String()), "✓ connector"); n != 1 {
		t.Errorf("connector is shown %d times", n)
	}
}

func TestDetectConsole(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		env   map[string]string
		color bool
	}{
		"no terminal": {nil, false},
		"forced":      {map[string]string{"FORCE_COLOR": "1"}, true},
		"no color":    {map[string]string{"FORCE_COLOR": "1", "NO_COLOR": "1"}, false},
	} {
		getenv := func(name string) string { return test.env[name] }
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer null.Close()
		for _, out := range []io.Writer{&bytes.Buffer{}, null} {
			if o := Detect(out, getenv); o.Live || o.Color != test.color {
				t.Errorf("%s: %+v", name, o)
			}
		}
	}
}

// On a terminal CI is what takes the live line and the color away.
func TestDetectConsoleOnATerminal(t *testing.T) {
	t.Parallel()
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0) // a pseudo-terminal
	if err != nil {
		if runtime.GOOS == "linux" {
			t.Fatal(err)
		}
		t.Skip("this system has no /dev/ptmx")
	}
	defer terminal.Close()
	for name, test := range map[string]struct {
		env         map[string]string
		live, color bool
	}{
		"a person":     {map[string]string{"TERM": "xterm"}, true, true},
		"no CI":        {map[string]string{"CI": "false"}, true, true},
		"CI":           {map[string]string{"CI": "true"}, false, false},
		"CI as a 1":    {map[string]string{"CI": "1"}, false, false},
		"CI, forced":   {map[string]string{"CI": "true", "FORCE_COLOR": "1"}, false, true},
		"dumb":         {map[string]string{"TERM": "dumb"}, false, false},
		"without hues": {map[string]string{"NO_COLOR": "1"}, true, false},
	} {
		o := Detect(terminal, func(name string) string { return test.env[name] })
		if o.Live != test.live || o.Color != test.color || o.Size == nil {
			t.Errorf("%s: live %t, color %t", name, o.Live, o.Color)
		}
	}
}

func run(t *testing.T, r *reports.Report, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	c := New(&b, o)
	c.Plan(r, r.Checks)
	for _, check := range r.Checks {
		c.Started(check)
		c.Finished(check)
	}
	if err := c.Report(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, func(w io.Writer, r *reports.Report) error {
		_, err := w.Write(run(t, r, Options{Width: 80}))
		return err
	}, map[string]*reports.Report{
		"console-80": sample.Mixed(), "console-green": sample.Green(), "console-many": sample.Many(40), "console-incomplete": sample.Incomplete(), "console-regression": sample.Regressed(false),
	})
	sample.Golden(t, func(w io.Writer, r *reports.Report) error {
		_, err := w.Write(run(t, r, Options{Width: 80, Color: true}))
		return err
	},
		map[string]*reports.Report{"console-same": sample.Regressed(true)})
	sample.Golden(t, func(w io.Writer, d *reports.Diff) error { return ShowDiff(w, d, Options{}) }, map[string]*reports.Diff{"diff.txt": sample.Diff()})
	sample.Golden(t, func(w io.Writer, trend *reports.Trend) error { return ShowTrend(w, trend, Options{}) }, map[string]*reports.Trend{"trend.txt": sample.Trend(12)})
}

// Color adds nothing but color, and a report that is shown later is what the run has shown.
func TestTheSameWithColorAndLater(t *testing.T) {
	t.Parallel()
	strict := sample.Mixed()
	strict.Strict = true
	strict.Conclude()
	var later bytes.Buffer
	if err := Write(&later, strict); err != nil {
		t.Fatal(err)
	}
	plain := string(run(t, strict, Options{Width: show.PlainWidth}))
	if d := cmp.Diff(plain, later.String()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(plain, ansi.Strip(string(run(t, strict, Options{Width: show.PlainWidth, Color: true})))); d != "" {
		t.Error(d)
	}
}

// TestSubjects: what fails alike for several people is one finding that names
// them, and an entry that stands for many counts as many.
func TestSubjects(t *testing.T) {
	t.Parallel()
	r := &reports.Report{Target: reports.Target{BaseURL: "https://app.example.com"}, Checks: []reports.Check{
		{ID: "pilot.plan.role", Area: "pilot", Level: reports.Must, Outcome: reports.Pass, Title: "The role is right", Subjects: 1200},
	}}
	for _, name := range []string{"ann@example.com", "ben@example.com", "cid@example.com"} {
		r.Checks = append(r.Checks, reports.Check{ID: "pilot.plan.match", Area: "pilot", Level: reports.Must, Outcome: reports.Fail, Title: "One account at most", Subject: name,
			Problems: []reports.Problem{{Expected: "one account", Actual: "two accounts are " + name}}})
	}
	r.Conclude()
	if r.Summary.Total != 1203 || r.Summary.Pass != 1200 {
		t.Errorf("summary %+v", r.Summary)
	}
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1,203 checks", "1,200 passed, 3 failed", "FAILED 3 · 1 distinct", "ann@example.com, ben@example.com, cid@example.com"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestNothingHostileReachesTheTerminal(t *testing.T) {
	t.Parallel()
	sgr := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for name, out := range map[string][]byte{
		"plain": run(t, sample.Poisoned(sample.Hostile), Options{Width: 80}),
		"color": sgr.ReplaceAll(run(t, sample.Poisoned(sample.Hostile), Options{Width: 80, Color: true}), nil),
		"live":  bytes.ReplaceAll(run(t, sample.Poisoned(sample.Hostile), Options{Width: 80, Live: true}), []byte("\r"), nil),
	} {
		for _, line := range strings.Split(string(out), "\n") {
			if strings.ContainsFunc(line, prose.Hidden) || !utf8.ValidString(line) {
				t.Errorf("%s: %q", name, line)
				break
			}
		}
	}
}
