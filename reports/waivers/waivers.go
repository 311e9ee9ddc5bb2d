// Package waivers reads the file that says which checks are known to fail, why,
// who answers for that, and until when.
package waivers

import (
	_ "embed"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/near"
	"github.com/oktascim/oktascim/suites/profile"
)

//go:embed waivers.schema.json
var schema []byte

// Waiver is one item of the file.
type Waiver struct {
	// Check is an id or a glob over ids: groups.members.*
	Check string `json:"check"`
	// Dialect is aiw or oin, Subject a userName or a group; empty for all.
	Dialect string `json:"dialect"`
	Subject string `json:"subject"`
	Reason  string `json:"reason"`
	// Owner is who answers for it: a person, a team, an address.
	Owner string `json:"owner"`
	// Expires is the last day on which it holds: 2026-12-31.
	Expires string `json:"expires"`
}

// File is what a file of waivers holds.
type File struct {
	Name    string
	Waivers []Waiver
	lines   []int
}

// At is where a waiver stands: "waivers.yaml:3".
func (f *File) At(i int) string { return fmt.Sprintf("%s:%d", f.Name, f.lines[i]) }

// largest bounds a file, in bytes; profile.ReadList refuses less.
const largest = 2 << 20

// Load reads a file of waivers. ids are the ids of all checks there are: a
// waiver that matches none is an error, with the nearest id. What is wrong with
// the content is a *profile.Error with all problems and their lines.
func Load(name string, ids []string) (*File, error) {
	in, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot open the waivers: %w", err)
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, largest))
	if err != nil {
		return nil, fmt.Errorf("cannot read the waivers: %w", err)
	}
	return Parse(name, data, ids)
}

// Parse is Load for a text; name stands for the file in errors.
func Parse(name string, data []byte, ids []string) (*File, error) {
	f := &File{Name: name}
	kind := profile.ListFile{Noun: "waivers", Schema: schema,
		Example: "- {check: users.create.answer, reason: waits for APP-71, owner: ann@example.com, expires: 2026-12-31}"}
	first := map[Waiver]int{}
	var err error
	f.Waivers, err = profile.ReadList(kind, name, data, func(item profile.Item, w *Waiver) {
		f.lines = append(f.lines, item.Line)
		if w.Check != "" {
			checkID(item, w.Check, ids)
		}
		scope := Waiver{Check: w.Check, Dialect: w.Dialect, Subject: w.Subject}
		if line, twice := first[scope]; twice && w.Check != "" {
			item.Refuse("check", fmt.Sprintf("waives the same as the item on line %d", line), "keep one of the two")
		}
		first[scope] = item.Line
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// checkID refuses an id or a pattern that matches no check.
func checkID(item profile.Item, glob string, ids []string) {
	if _, err := path.Match(glob, ""); err != nil {
		item.Refuse("check", "is "+profile.Quoted(glob)+", which is neither an id nor a pattern", "in a pattern * stands for any text, ? for one character and [ab] for one of them")
		return
	}
	if slices.ContainsFunc(ids, func(id string) bool { ok, _ := path.Match(glob, id); return ok }) {
		return
	}
	message, fix := "does not know "+profile.Quoted(glob), "`oktascim list` shows all ids"
	if strings.ContainsAny(glob, "*?[") {
		message = "matches no check: " + profile.Quoted(glob)
	} else if meant := near.Word(glob, ids); meant != "" {
		fix = fmt.Sprintf("did you mean `%s`? %s", meant, fix)
	}
	item.Refuse("check", message, fix)
}
