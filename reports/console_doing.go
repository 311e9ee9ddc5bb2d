package reports

import (
	"strings"
	"time"
)

// Doing shows on the live line what a long piece of work is at, until the next
// call; "" takes it away. Without a terminal nothing is shown.
func (c *Console) Doing(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.doing = text
	if text == "" {
		c.erase()
		return
	}
	c.animated()
	c.redraw(false)
}

// animated starts the live line where there can be one; the caller holds the
// lock.
func (c *Console) animated() {
	if c.options.Live && c.stop == nil {
		c.stop = make(chan struct{})
		c.stopped.Go(c.animate)
	}
}

// doingLine is the live line of Doing, in at most so many cells.
func doingLine(s Style, text string, now time.Time, cells int) string {
	spinner := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	turn := spinner[int(now.UnixMilli()/drawEvery.Milliseconds())%len(spinner)]
	return shorten(s.Note(string(turn))+" "+clean(text), cells)
}

// Row is a line of a Block: a mark, unless it is empty, and one text, which is
// wrapped, or several cells, which stand below those of the other rows.
type Row struct {
	Mark  Outcome
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
	p := newConsolePage(c.style, c.width())
	p.block(title, rows)
	c.write(p.String())
}

func (p *consolePage) block(title string, rows []Row) {
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
			widths[i] = max(widths[i], min(width(clean(cell)), longestCell))
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
			p.Para(lead, strings.Repeat(" ", width(lead)), r.Cells[0], same)
			continue
		}
		last := len(r.Cells) - 1
		for i, cell := range r.Cells[:last] {
			lead += pad(shorten(clean(cell), widths[i]), widths[i]) + "  "
		}
		if room := p.Width - width(lead); room < narrowest {
			p.Line("%s", shorten(lead+clean(r.Cells[last]), p.Width))
			continue
		}
		p.Para(lead, strings.Repeat(" ", width(lead)), r.Cells[last], same)
	}
}
