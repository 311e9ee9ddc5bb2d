package reports

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// The live line is rewritten with a carriage return and spaces only: no escape
// sequence is needed, so it works without colour and in every terminal.

// drawEvery is the shortest time between two drawings of the live line.
const drawEvery = 80 * time.Millisecond

// animate redraws the live line while nothing happens, so that a long wait
// does not look like a hang.
func (c *Console) animate() {
	c.mu.Lock()
	stop := c.stop
	c.mu.Unlock()
	if stop == nil {
		return
	}
	tick := time.NewTicker(drawEvery)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return
		case <-tick.C:
			c.mu.Lock()
			c.redraw(true)
			c.mu.Unlock()
		}
	}
}

// redraw draws the live line unless it was drawn a moment ago.
func (c *Console) redraw(now bool) {
	if !c.options.Live || c.doing == "" && len(c.progress.planned) == 0 || !now && time.Since(c.drawn) < drawEvery {
		return
	}
	c.drawn = time.Now()
	var line string
	if c.doing != "" {
		line = doingLine(c.style, c.doing, c.drawn, c.width()-1)
	} else {
		line = live(c.style, &c.progress, c.drawn, c.width()-1)
	}
	cells := width(line)
	io.WriteString(c.out, "\r"+line+strings.Repeat(" ", max(c.shown-cells, 0)))
	c.shown = cells
}

// write puts finished lines above the live line.
func (c *Console) write(text string) {
	c.erase()
	io.WriteString(c.out, text)
	c.drawn = time.Time{}
}

func (c *Console) erase() {
	if c.shown > 0 {
		io.WriteString(c.out, "\r"+strings.Repeat(" ", c.shown)+"\r")
		c.shown = 0
	}
}

// live is the progress line, in at most so many cells.
func live(s Style, p *progress, now time.Time, cells int) string {
	spinner := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	turn := spinner[int(now.UnixMilli()/drawEvery.Milliseconds())%len(spinner)]
	done, total := p.total.Total, max(p.plannedChecks, p.total.Total)
	share := float64(done) / float64(total)

	left := fmt.Sprintf("%s %3.0f%% ", s.Note(string(turn)), 100*share)
	if cells >= 70 {
		left += bar(s, share, cells/6) + " "
	}
	left += fmt.Sprintf("%d/%d", done, total)
	for _, o := range []Outcome{Fail, Warn, Blocked, Lost} {
		if n := p.total.Of(o); n > 0 {
			text := fmt.Sprintf("%d %s", n, wordOf(o, n))
			if o == Fail {
				left += "  " + s.Bad(text)
			} else if cells >= 100 {
				left += "  " + s.Warn(text)
			}
		}
	}
	key, since, others := p.current()
	if key == (Key{}) {
		return shorten(left, cells)
	}
	right := ""
	if others > 0 {
		right += fmt.Sprintf(" +%d", others)
	}
	if waited := now.Sub(since); waited >= time.Second {
		right += fmt.Sprintf("  %.0f s", waited.Seconds())
	}
	room := cells - width(left) - width(right) - 2
	if room < 8 {
		return shorten(left, cells)
	}
	return left + "  " + s.Dim(shorten(clean(key.String()), room)+right)
}

// bar is a progress bar of a number of cells.
func bar(s Style, share float64, cells int) string {
	full := int(share * float64(cells))
	return s.Good(strings.Repeat("━", full)) + s.Dim(strings.Repeat("─", cells-full))
}
