// Package console shows a run to a person: what goes on while it lasts, the report at
// its end, and comparisons and histories of reports.
package console

import (
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
	"github.com/oktascim/oktascim/reports/internal/show"
)

// Console shows a run to a person: while it lasts, a line an area and, on a
// terminal, one line of progress; at its end the whole report. Its methods may
// be called from several goroutines.
type Console struct {
	out     io.Writer
	options Options
	style   prose.Style

	mu       sync.Mutex
	progress progress
	strict   bool
	doing    string // of Doing
	shown    int    // cells of the live line that is on the screen
	drawn    time.Time
	stop     chan struct{}
	stopped  sync.WaitGroup
}

// Options say what the place that is written to can do.
type Options struct {
	// Width is the number of cells in a line; 0 means that Size tells, or 100.
	Width int
	// Size tells the present width of the terminal; nil when there is none.
	Size func() int
	// Live allows a line that is rewritten in place.
	Live bool
	// Color allows color.
	Color bool
	// TokenEnv is the variable from which curl lines take the token;
	// OKTASCIM_TOKEN when empty.
	TokenEnv string
}

// Detect finds the options for a writer. Without a terminal, with
// TERM=dumb and in CI nothing is rewritten and nothing colored; NO_COLOR
// (no-color.org) switches color off and FORCE_COLOR switches it on everywhere.
func Detect(out io.Writer, getenv func(string) string) Options {
	var o Options
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		o.Live = getenv("TERM") != "dumb" && !InCI(getenv)
		o.Size = func() int {
			cells, _, err := term.GetSize(int(file.Fd()))
			if err != nil {
				return 0
			}
			return cells
		}
	}
	o.Color = o.Live
	if force := getenv("FORCE_COLOR"); force != "" && force != "0" {
		o.Color = true
	}
	if getenv("NO_COLOR") != "" {
		o.Color = false
	}
	return o
}

// InCI reports whether the program runs in a CI system. All of the common ones
// set CI=true, also where they give a job a terminal.
func InCI(getenv func(string) string) bool {
	switch strings.ToLower(getenv("CI")) {
	case "", "0", "false":
		return false
	}
	return true
}

// New writes to out.
func New(out io.Writer, options Options) *Console {
	return &Console{out: out, options: options, style: prose.Style{Color: options.Color}, progress: newProgress()}
}

func (c *Console) width() int {
	if c.options.Width > 0 {
		return c.options.Width
	}
	if c.options.Size != nil {
		if cells := c.options.Size(); cells > 0 {
			return cells
		}
	}
	return show.PlainWidth
}

// Plan begins the run: head describes it (tool, target, profile, dialects,
// seed, strictness) and planned are the checks that will run.
func (c *Console) Plan(head *reports.Report, planned []reports.Check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.strict = head.Strict
	c.progress.plan(planned)
	p := newPage(c.style, c.width())
	p.head(head, c.progress.plannedChecks)
	c.write(p.String())
	c.animated()
}

// Started tells that a check runs now.
func (c *Console) Started(check reports.Check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.progress.started(check.Key(), time.Now())
	c.redraw(false)
}

// Finished tells that a check has ended. The line of its area is written when
// it was the last one of the area.
func (c *Console) Finished(check reports.Check) {
	c.mu.Lock()
	defer c.mu.Unlock()
	area, complete := c.progress.finished(check.Judged(c.strict))
	if complete {
		p := newPage(c.style, c.width())
		p.area(area)
		c.write(p.String())
	}
	c.redraw(false)
}

// Say writes a line in between, such as that the run is being stopped.
func (c *Console) Say(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := newPage(c.style, c.width())
	p.Para("  ", "  ", text, c.style.Note)
	c.write(p.String())
	c.redraw(false)
}

// Line writes a line with a mark in between: one thing of many that go on.
func (c *Console) Line(mark reports.Outcome, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := newPage(c.style, c.width())
	p.Para("  "+p.Mark(mark)+" ", "      ", text, show.Same)
	c.write(p.String())
	c.redraw(false)
}

// Report ends the run and writes what it found. The report must be concluded.
func (c *Console) Report(r *reports.Report) error {
	c.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	p := newPage(c.style, c.width())
	for _, area := range c.progress.open() {
		p.area(area)
	}
	p.report(r, c.options.TokenEnv)
	_, err := io.WriteString(c.out, p.String())
	return err
}

// Close takes the live line away and stops drawing. It may be called at any
// time and more than once, so that an error message never meets a live line.
func (c *Console) Close() {
	c.mu.Lock()
	stop := c.stop
	c.stop = nil
	c.erase()
	c.options.Live = false
	c.mu.Unlock()
	if stop != nil {
		close(stop)
		c.stopped.Wait()
	}
}

// Write writes the report as plain text of 100 columns.
func Write(w io.Writer, r *reports.Report) error { return Show(w, r, Options{}) }

// Show writes a report whole, as a run would have shown it.
func Show(w io.Writer, r *reports.Report, options Options) error {
	c := New(w, options)
	p := newPage(c.style, c.width())
	p.head(r, reports.Summarize(r.Checks).Total)
	areas := newProgress()
	areas.plan(r.Checks)
	for i := range r.Checks {
		if area, complete := areas.finished(r.Checks[i]); complete {
			p.area(area)
		}
	}
	p.report(r, options.TokenEnv)
	_, err := io.WriteString(w, p.String())
	return err
}

type page struct{ *show.Page }

func newPage(s prose.Style, cells int) *page { return &page{show.NewPage(s, cells)} }

// Row is a line of a Block: a mark, unless it is empty, and one text, which is
// wrapped, or several cells, which stand below those of the other rows.
type Row struct {
	Mark  reports.Outcome
	Cells []string
}

// longestCell bounds the width of a column but the last; a last column of less
// than narrowest is cut and not wrapped.
const (
	longestCell = 44
	narrowest   = 20
)

// Block writes a part of the page in between: what a command has to say beside
// the checks.
func (c *Console) Block(title string, rows []Row) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := newPage(c.style, c.width())
	p.block(title, rows)
	c.write(p.String())
}

func (p *page) block(title string, rows []Row) {
	p.Section(title, p.Bold)
	p.Gap()
	var widths []int
	for _, r := range rows {
		for i, cell := range r.Cells {
			if len(r.Cells) == 1 {
				continue
			}
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], min(prose.Width(prose.Clean(cell)), longestCell))
		}
	}
	for _, r := range rows {
		lead := "  "
		if r.Mark != "" {
			lead += p.Mark(r.Mark) + " "
		} else if len(r.Cells) > 1 {
			lead += "  "
		}
		if len(r.Cells) == 1 {
			p.Para(lead, strings.Repeat(" ", prose.Width(lead)), r.Cells[0], show.Same)
			continue
		}
		last := len(r.Cells) - 1
		for i, cell := range r.Cells[:last] {
			lead += prose.Pad(prose.Shorten(prose.Clean(cell), widths[i]), widths[i]) + "  "
		}
		if room := p.Width - prose.Width(lead); room < narrowest {
			p.Line("%s", prose.Shorten(lead+prose.Clean(r.Cells[last]), p.Width))
			continue
		}
		p.Para(lead, strings.Repeat(" ", prose.Width(lead)), r.Cells[last], show.Same)
	}
}
