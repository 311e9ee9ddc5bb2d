// Package interop runs oktascim against SCIM servers whose SCIM code nobody of
// this project wrote, and compares what it finds with what is known to be true.
package interop

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Known is one finding that was looked into and is right: the server does
// behave so, and the source named in the reason forbids it.
type Known struct {
	ID string `yaml:"id"`
	// Dialect is aiw or oin; empty stands for every dialect in which the check runs.
	Dialect string `yaml:"dialect"`
	Outcome string `yaml:"outcome"`
	// Reason says what the server does, and which section of an RFC or which
	// document of Okta's says otherwise.
	Reason string `yaml:"reason"`
}

// Check is the part of a check in oktascim's JSON report that is compared.
type Check struct {
	ID       string `json:"id"`
	Dialect  string `json:"dialect"`
	Outcome  string `json:"outcome"`
	Reason   string `json:"reason"`
	Problems []struct {
		Expected string `json:"expected"`
		Actual   string `json:"actual"`
		At       string `json:"at"`
	} `json:"problems"`
}

// quiet are the outcomes that say nothing against the server.
var quiet = []string{"pass", "unsupported", "excluded"}

// ReadKnown reads a list of known findings. An entry without a reason, or with
// one that names no source, is an error.
func ReadKnown(r io.Reader) ([]Known, error) {
	var all []Known
	if err := yaml.NewDecoder(r, yaml.Strict()).Decode(&all); err != nil && err != io.EOF {
		return nil, err
	}
	for i, k := range all {
		switch {
		case k.ID == "" || k.Outcome == "":
			return nil, fmt.Errorf("entry %d: id and outcome are needed", i+1)
		case slices.Contains(quiet, k.Outcome):
			return nil, fmt.Errorf("%s: the outcome %q is no finding", k.ID, k.Outcome)
		case !strings.Contains(k.Reason, "RFC") && !strings.Contains(k.Reason, "Okta"):
			return nil, fmt.Errorf("%s: the reason names neither an RFC nor a document of Okta's", k.ID)
		}
	}
	return all, nil
}

// Compare returns one line for each finding that is not known, and for each
// known one that did not come up.
func Compare(checks []Check, known []Known) []string {
	var lines []string
	for _, c := range checks {
		if !slices.Contains(quiet, c.Outcome) && !slices.ContainsFunc(known, c.isKnownAs) {
			lines = append(lines, "not known: "+c.String())
		}
	}
	for _, k := range known {
		lines = append(lines, k.stale(checks)...)
	}
	return lines
}

func (c Check) isKnownAs(k Known) bool { return k.covers(c) && k.Outcome == c.Outcome }

func (k Known) covers(c Check) bool {
	return k.ID == c.ID && (k.Dialect == "" || k.Dialect == c.Dialect)
}

func (k Known) stale(checks []Check) []string {
	var lines []string
	ran := false
	for _, c := range checks {
		if !k.covers(c) {
			continue
		}
		ran = true
		if c.Outcome != k.Outcome {
			lines = append(lines, fmt.Sprintf("stale: %s is listed as %s, but was %s", c.name(), k.Outcome, c.Outcome))
		}
	}
	if !ran {
		lines = append(lines, fmt.Sprintf("stale: %s %s is listed as %s, but no such check ran", k.ID, k.Dialect, k.Outcome))
	}
	return lines
}

func (c Check) name() string {
	if c.Dialect == "" {
		return c.ID
	}
	return c.ID + " [" + c.Dialect + "]"
}

// String is the check with its outcome and all problems, a line each.
func (c Check) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s %s", c.name(), c.Outcome, c.Reason)
	for _, p := range c.Problems {
		fmt.Fprintf(&b, "\n    at %s: expected %s, got %s", p.At, p.Expected, p.Actual)
	}
	return b.String()
}
