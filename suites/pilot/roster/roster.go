// Package roster reads who takes part in a pilot: a CSV or YAML file of people, with the groups that Okta pushes them
// in and the role that each should get. Reading is strict: what is wrong is reported all at once, each with its line
// and what to do about it.
package roster

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/oktascim/oktascim/suites/profile"
)

// Status is what becomes of a person's assignment to the app.
type Status string

// The statuses, as the column `status` writes them.
const (
	Assigned Status = "assigned" // is, or will be, assigned to the app: the default
	// is a member of the groups, but not assigned to the app: Okta does not push such members
	NotAssigned Status = "not assigned"
	Leaver      Status = "leaver" // was assigned and is no longer: the account must be inactive and still there
)

// Person is one row of a roster.
type Person struct {
	UserName   string
	GivenName  string
	FamilyName string
	Email      string
	Groups     []string // displayNames, each once; members of one group in several rows share one spelling
	Role       string   // as the profile writes it; "" when the row states none
	Status     Status
	Line       int // in the file, from 1; 0 when the roster does not come from a file
}

// Name is the person's given and family name.
func (p Person) Name() string { return strings.TrimSpace(p.GivenName + " " + p.FamilyName) }

// Roster is who takes part.
type Roster struct {
	// File is where it was read from, or what else it comes from.
	File   string
	People []Person
	// Columns are those that the roster states at all: an empty value in one of them is a value that Okta would not have.
	Columns map[string]bool
}

// Columns of a roster, and keys of its YAML form.
const (
	UserName   = "userName"
	GivenName  = "givenName"
	FamilyName = "familyName"
	Email      = "email"
	Groups     = "groups"
	Role       = "role"
	StatusOf   = "status"
)

// Groups are the displayNames of all groups, in the order in which they first occur.
func (r *Roster) Groups() []string {
	var out []string
	seen := map[string]bool{}
	for i := range r.People {
		for _, g := range r.People[i].Groups {
			if !seen[g] {
				seen[g] = true
				out = append(out, g)
			}
		}
	}
	return out
}

// Options say how a roster is read.
type Options struct {
	// Roles are the app's roles; a row with another one is refused. None: any role will do.
	Roles []string
	// UniqueEmail refuses an address that two people have: Okta looks people up by it.
	UniqueEmail bool
	// Leavers reads a list of leavers: every row is one, and userName alone suffices.
	Leavers bool
}

// Load reads the roster in the file path: YAML when its name ends in .yaml or .yml, else CSV. What is wrong with its
// content is a *profile.Error.
func Load(path string, options Options) (*Roster, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return nil, fmt.Errorf("cannot open the roster: %w", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("%s is a directory; name the roster in it", path)
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml":
		return ReadYAML(path, file, options)
	}
	return ReadCSV(path, file, options)
}

// text gives the file without a UTF-8 byte order mark, and the problem of a file that is not UTF-8 text at all.
func text(in io.Reader) (*bufio.Reader, *profile.Problem) {
	r := bufio.NewReaderSize(in, 1<<16)
	start, err := r.Peek(3)
	switch {
	case len(start) == 0 && err != nil && !errors.Is(err, io.EOF):
		return r, &profile.Problem{Message: fmt.Sprintf("the file cannot be read: %v", err)}
	case bytes.Equal(start, []byte("\xef\xbb\xbf")):
		_, _ = r.Discard(3)
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return r, &profile.Problem{Message: "the file is in UTF-16", Fix: "save it as UTF-8"}
	case bytes.HasPrefix(start, []byte("PK")):
		return r, &profile.Problem{Message: "the file is a spreadsheet or an archive", Fix: "save the sheet as CSV UTF-8"}
	}
	return r, nil
}

// Join adds the people of another file. Somebody who is in both is refused,
// with the lines of both.
func (r *Roster) Join(other *Roster) error {
	lines := make(map[string]int, len(r.People))
	for i := range r.People {
		lines[strings.ToLower(r.People[i].UserName)] = r.People[i].Line
	}
	e := &profile.Error{File: other.File}
	for _, p := range other.People {
		if line, twice := lines[strings.ToLower(p.UserName)]; twice && len(e.Problems) < profile.MaxProblems {
			e.Problems = append(e.Problems, profile.Problem{Line: p.Line,
				Message: fmt.Sprintf("%s is also in %s, line %d", p.UserName, r.File, line),
				Fix:     "keep the row of one of the two files"})
		}
	}
	if len(e.Problems) > 0 {
		return e
	}
	r.People = append(r.People, other.People...)
	return nil
}
