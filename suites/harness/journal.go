package harness

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Journal is a file that names everything a run is about to create, a JSON
// object a line, before the request is sent: when the run is killed, `oktascim
// sweep` finds it there. It holds no secret. The zero Journal and nil keep
// nothing.
type Journal struct {
	mu   sync.Mutex
	file *os.File
	path string
}

// Entry is one line of a journal.
type Entry struct {
	At    time.Time `json:"at"`
	Event Event     `json:"event"`
	// Of the event run.
	Schema  string `json:"schema,omitempty"`
	Run     string `json:"run,omitempty"`
	Prefix  string `json:"prefix,omitempty"`
	BaseURL string `json:"base_url,omitempty"`
	// Of all others.
	Kind        Kind   `json:"kind,omitempty"`
	ID          string `json:"id,omitempty"`
	Name        string `json:"name,omitempty"`
	Claimed     string `json:"claimed,omitempty"`
	OtherTenant bool   `json:"other_tenant,omitempty"`
}

// Event is what a line of a journal notes.
type Event string

// Events of a journal.
const (
	EventRun     Event = "run"     // a run begins
	EventSending Event = "sending" // a create is about to be sent
	EventMade    Event = "made"    // … was answered with an id
	EventClaimed Event = "claimed" // a group is the run's under a name without its tag
	EventCleaned Event = "cleaned" // the resource was cleaned up
)

// JournalSchema is the version of a journal's lines.
const JournalSchema = "oktascim/journal/v1"

// NewJournal begins the journal of a run. The file must not be there yet;
// folders are made. Nobody else may read it.
func NewJournal(path, runID, prefix, baseURL string) (*Journal, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("the journal's folder cannot be made: %w", err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, os.ErrExist):
		return nil, fmt.Errorf("the journal %s is there already, from another run: clean up after it with `oktascim sweep --journal %s`, or name another file", path, path)
	case err != nil:
		return nil, fmt.Errorf("the journal cannot be opened: %w", err)
	}
	holdFile(f)
	j := &Journal{file: f, path: path}
	err = j.write(Entry{Event: EventRun, Schema: JournalSchema, Run: runID, Prefix: prefix, BaseURL: plainURL(baseURL)})
	if err != nil {
		_ = j.Remove()
		return nil, err
	}
	return j, nil
}

// Path is where the journal is; empty for none.
func (j *Journal) Path() string {
	if j == nil {
		return ""
	}
	return j.path
}

// write appends a line. When it returns, the line outlives this process, however it ends. It is not waited for the disk: that
// would cost more than the request, and a machine that fails is rarer than a run that is killed.
func (j *Journal) write(e Entry) error {
	if j == nil || j.file == nil {
		return nil
	}
	e.At = time.Now().UTC().Truncate(time.Millisecond)
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err = j.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("the journal %s cannot be written, so nothing more is created: %w", j.path, err)
	}
	return nil
}

// Close keeps the file, for a later sweep.
func (j *Journal) Close() error {
	if j == nil || j.file == nil {
		return nil
	}
	return j.file.Close()
}

// Remove deletes the file: everything in it has been cleaned up.
func (j *Journal) Remove() error {
	if j == nil || j.file == nil {
		return nil
	}
	return errors.Join(j.file.Close(), os.Remove(j.path))
}

// RemoveJournal deletes the journal of an earlier run of which nothing is left.
func RemoveJournal(path string) error { return os.Remove(path) }

// plainURL is a URL without user name, password, query and fragment.
func plainURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}
