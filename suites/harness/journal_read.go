package harness

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Journaled is what a journal says of its run.
type Journaled struct {
	Path                 string
	Run, Prefix, BaseURL string
	Running              bool // the run has not ended
	// Open is what was created and not cleaned up, in order of creation. Without
	// an id the answer is not known: it may not be there.
	Open []Created
}

// longestLine of a journal, in octets.
const longestLine = 1 << 20

// ReadJournal reads a journal. The last line may be cut off: the run was killed
// while it wrote.
func ReadJournal(path string) (Journaled, error) {
	f, err := os.Open(path)
	if err != nil {
		return Journaled{}, err
	}
	defer f.Close()
	out := Journaled{Path: path, Running: heldFile(f)}
	lines := bufio.NewReaderSize(f, 64<<10)
	for n := 1; ; n++ {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			break
		}
		var e Entry
		if err == nil {
			err = json.Unmarshal(line, &e)
		}
		switch {
		case err != nil:
			return out, fmt.Errorf("%s:%d: this is no line of a journal: %w", path, n, err)
		case n == 1 && (e.Event != EventRun || e.Schema != JournalSchema || e.Run == "" || e.Prefix == ""):
			return out, fmt.Errorf("%s: this is no journal of oktascim, or of a newer version", path)
		case n == 1:
			out.Run, out.Prefix, out.BaseURL = e.Run, e.Prefix, e.BaseURL
		default:
			out.enter(e)
		}
	}
	if out.Run == "" {
		return out, fmt.Errorf("%s: the file is empty", path)
	}
	return out, nil
}

// readLine gives a whole line, or io.EOF.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line, nil
		case len(line) > longestLine:
			return nil, errors.New("it is too long")
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

// enter adds what a line says to what is open.
func (j *Journaled) enter(e Entry) {
	c := Created{Kind: e.Kind, ID: e.ID, Name: e.Name, OtherTenant: e.OtherTenant, Fate: Made}
	is := func(id string) func(Created) bool {
		return func(o Created) bool { return o.Kind == e.Kind && o.Name == e.Name && o.ID == id }
	}
	switch e.Event {
	case EventSending:
		c.Fate = Unanswered
		if !slices.ContainsFunc(j.Open, is("")) {
			j.Open = append(j.Open, c)
		}
	case EventMade:
		if i := slices.IndexFunc(j.Open, is("")); i >= 0 {
			j.Open[i] = c
		} else {
			j.Open = append(j.Open, c)
		}
	case EventClaimed:
		for i, o := range j.Open {
			if o.Kind == e.Kind && o.ID == e.ID {
				j.Open[i].Claimed = e.Claimed
			}
		}
	case EventCleaned:
		j.Open = slices.DeleteFunc(j.Open, func(o Created) bool { return is(e.ID)(o) || is("")(o) })
	case EventRun: // the first line alone
	}
}
