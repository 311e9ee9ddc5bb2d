package reports

import (
	"bytes"
	"errors"
	"io"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// noChecks is how a report without checks spells them. Line ends inside
// values are escaped, so it stands in a document once.
const noChecks = "\n  \"checks\": []"

// WriteJSON writes the report as indented JSON, one check at a time.
// Characters that a terminal would obey are written as \u escapes, so the text
// is the same for every JSON reader and harmless on a screen.
func WriteJSON(w io.Writer, r *Report) error {
	bare := *r
	bare.Checks = []Check{}
	frame, err := prose.IndentJSON(bare, "")
	if err != nil {
		return err
	}
	head, tail, found := bytes.Cut(frame, []byte(noChecks))
	if !found {
		return errors.New("the frame of the report has no place for the checks")
	}
	out := jsonOutput{w: w}
	out.write(head)
	if len(r.Checks) == 0 {
		out.write([]byte(noChecks))
	}
	for i := 0; i < len(r.Checks) && out.err == nil; i++ {
		check, err := prose.IndentJSON(r.Checks[i], "    ")
		if err != nil {
			return err
		}
		if i == 0 {
			out.write([]byte("\n  \"checks\": ["))
		} else {
			out.write([]byte(","))
		}
		out.write([]byte("\n    "))
		out.write(check)
	}
	if len(r.Checks) > 0 {
		out.write([]byte("\n  ]"))
	}
	out.write(tail)
	out.write([]byte("\n"))
	return out.err
}

// jsonOutput writes JSON without hidden characters until a write fails.
type jsonOutput struct {
	w   io.Writer
	err error
}

func (o *jsonOutput) write(data []byte) {
	if o.err == nil {
		_, o.err = o.w.Write(prose.EscapeHidden(data))
	}
}
