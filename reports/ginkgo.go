package reports

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/onsi/ginkgo/v2/types"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// EntryName is the name of the report entry that every spec carries.
const EntryName = "oktascim"

// entry is the value of that report entry.
type entry struct {
	Check
	Timings []Timing `json:"timings"`
}

// Planned is the check that a spec of a preview stands for, without an
// outcome. It is false for nodes that are no checks and for filtered ones.
// The identity comes from the labels id:…, area:…, level:… and dialect:….
func Planned(s types.SpecReport) (Check, bool) {
	if !s.LeafNodeType.Is(types.NodeTypeIt) || s.State.Is(types.SpecStateSkipped) {
		return Check{}, false
	}
	return identity(s), true
}

// FromSpec is the check that a spec stands for, with its outcome. It is false
// for nodes that are no checks and for specs that a filter left out. The
// attached entry counts; Ginkgo's state counts where there is none and where
// it is worse: a check that passed and then panicked did not pass.
func FromSpec(s types.SpecReport) (Check, bool) {
	if !s.LeafNodeType.Is(types.NodeTypeIt) {
		return Check{}, false
	}
	c, attached, err := attachedTo(s)
	if !attached && s.State.Is(types.SpecStateSkipped) && s.Failure.Message == "" {
		return Check{}, false
	}
	c.Started = s.StartTime
	c.DurationMS = float64(s.RunTime.Microseconds()) / 1000
	switch {
	case s.State.Is(types.SpecStateInterrupted | types.SpecStateAborted):
		// What a check saw while its requests were being cancelled proves nothing.
		c.Problems, c.Exchanges = nil, nil
		return c.Lost("interrupted: " + prose.FirstLine(s.Failure.Message, "the run was stopped")), true
	case err != nil:
		return c.Lost("the result of this check cannot be read: " + err.Error()), true
	case attached && (c.Outcome != Pass || !s.State.Is(types.SpecStateFailureStates)):
		return c.Judged(false), true
	}
	return derived(c, s).Judged(false), true
}

// derived takes the outcome from Ginkgo's state.
func derived(c Check, s types.SpecReport) Check {
	switch {
	case s.State.Is(types.SpecStatePanicked):
		return c.Lost("oktascim panicked, which is a defect of oktascim: " +
			prose.FirstLine(s.Failure.ForwardedPanic, prose.FirstLine(s.Failure.Message, "no message")))
	case s.State.Is(types.SpecStateFailed | types.SpecStateTimedout):
		c.Outcome = Fail
		c.Problems = append(c.Problems, problemOf(s))
	case s.State.Is(types.SpecStateSkipped):
		c.Outcome, c.Reason = Blocked, s.Failure.Message
	case s.State.Is(types.SpecStatePending):
		c.Outcome, c.Reason = Excluded, "the check is marked as pending"
	default:
		return c.Lost(fmt.Sprintf("the check ended as %q without a result", s.State))
	}
	return c
}

func problemOf(s types.SpecReport) Problem {
	p := Problem{Expected: "the check runs to its end", Actual: strings.TrimSpace(s.Failure.Message)}
	if s.State.Is(types.SpecStateTimedout) {
		p.Expected = fmt.Sprintf("the check ends in time; it was stopped after %s", prose.Human(float64(s.RunTime.Microseconds())/1000))
	}
	if p.Actual == "" {
		p.Actual = "no message"
	}
	// Only the file's name: where the program was built is nobody's concern.
	if file := s.Failure.Location.FileName; file != "" {
		p.Context = fmt.Sprintf("%s:%d", filepath.Base(file), s.Failure.Location.LineNumber)
	}
	return p
}

// attachedTo reads the entry of a spec. What it does not say about the
// identity comes from the spec's labels.
func attachedTo(s types.SpecReport) (c Check, attached bool, err error) {
	known := identity(s)
	for i := len(s.ReportEntries) - 1; i >= 0; i-- {
		if s.ReportEntries[i].Name != EntryName {
			continue
		}
		var e entry
		if err := decode(s.ReportEntries[i].Value, &e); err != nil {
			return known, true, err
		}
		if e.Outcome.Rank() < 0 {
			return known, true, fmt.Errorf("unknown outcome %q", e.Outcome)
		}
		c = e.Check
		c.Timings = e.Timings
		fill(&c.ID, known.ID)
		fill(&c.Area, known.Area)
		fill(&c.Dialect, known.Dialect)
		fill(&c.Subject, known.Subject)
		fill(&c.Title, known.Title)
		fill(&c.Level, known.Level)
		return c, true, nil
	}
	return known, false, nil
}

// decode reads the value as JSON. In the process that ran the spec AsJSON is
// still empty and the value itself is there.
func decode(v types.ReportEntryValue, out *entry) error {
	data := []byte(v.AsJSON)
	if len(data) == 0 {
		var err error
		if data, err = json.Marshal(v.GetRawValue()); err != nil {
			return err
		}
	}
	return json.Unmarshal(data, out)
}

func identity(s types.SpecReport) Check {
	c := Check{Title: s.LeafNodeText}
	level := ""
	for _, label := range s.Labels() {
		name, value, _ := strings.Cut(label, ":")
		switch name {
		case "id":
			c.ID = value
		case "area":
			c.Area = value
		case "level":
			level = value
		case "dialect":
			c.Dialect = value
		}
	}
	fill(&c.ID, s.FullText())
	c.Subject = subjectOf(s.LeafNodeText, c.ID)
	if area, _, dotted := strings.Cut(c.ID, "."); dotted {
		fill(&c.Area, area)
	}
	fill(&c.Area, "other")
	// Without a level the stricter one: a lost check must not read as harmless.
	c.Level = Must
	if Level(level) == Should {
		c.Level = Should
	}
	return c
}

// subjectOf reads the subject from the text of a spec: "id (dialect) <subject>:
// title". A label cannot carry it, because labels must not hold commas and such.
func subjectOf(text, id string) string {
	rest, _ := strings.CutPrefix(text, id)
	if strings.HasPrefix(rest, " (") {
		_, rest, _ = strings.Cut(rest, ")")
	}
	rest, found := strings.CutPrefix(rest, " <")
	if end := strings.LastIndex(rest, ">: "); found && end >= 0 {
		return rest[:end]
	}
	return ""
}

func fill[T ~string](to *T, from T) {
	if *to == "" {
		*to = from
	}
}
