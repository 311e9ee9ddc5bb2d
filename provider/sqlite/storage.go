// Package sqlite is a provider.Storage in one SQLite file: what was acknowledged is there after a restart, after kill
// -9, and after a power cut as far as the disk keeps its word. Reads come from memory, so they are as fast as those of
// provider.Memory; a write is in the file before it is answered.
package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"modernc.org/sqlite" // registers the driver, written in Go
	lib "modernc.org/sqlite/lib"

	"github.com/oktascim/oktascim/provider"
)

// Storage is a provider.Storage. Only one process at a time can open its file.
type Storage struct {
	memory *provider.Memory
	db     *sql.DB
	on     statements
}

// Open opens the file, or makes it when there is none, and reads all of it. Close ends the use of it.
func Open(path string) (*Storage, error) {
	s := &Storage{memory: provider.NewMemory()}
	if err := s.open(path); err != nil {
		if s.db != nil {
			s.db.Close()
		}
		return nil, explain(path, err)
	}
	return s, nil
}

func (s *Storage) open(path string) (err error) {
	// FULL waits for the disk at each commit; EXCLUSIVE keeps a second process out.
	query := url.Values{"_pragma": {"locking_mode(EXCLUSIVE)", "journal_mode(WAL)", "synchronous(FULL)"},
		"_txlock": {"immediate"}}
	if s.db, err = sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+query.Encode()); err != nil {
		return err
	}
	s.db.SetMaxOpenConns(1)
	if err := prepareFile(s.db); err != nil {
		return err
	}
	if s.on, err = prepareStatements(s.db); err != nil {
		return err
	}
	return s.load()
}

// explain says what can be done about a file that cannot be used.
func explain(path string, err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%s: %w", path, err)
	}
	switch e.Code() & 0xff { // without the extended part of the code
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fmt.Errorf("%s is in use by another process; end that one, or use another file", path)
	case lib.SQLITE_NOTADB:
		return fmt.Errorf("%s is not a SQLite file; name another file, or one that does not exist yet", path)
	case lib.SQLITE_CANTOPEN:
		return fmt.Errorf("%s cannot be opened; its folder must exist and be writable", path)
	case lib.SQLITE_READONLY:
		return fmt.Errorf("%s cannot be written to", path)
	case lib.SQLITE_CORRUPT:
		return fmt.Errorf("%s is damaged: %w; restore it, or begin with a new file", path, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

// Close closes the file. The Storage must not be used after it.
func (s *Storage) Close() error { return s.db.Close() }

// Read implements provider.Storage.
func (s *Storage) Read(tenant string, do func(provider.Tx) error) error {
	return s.memory.Read(tenant, do)
}

// Write implements provider.Storage. When the file cannot be written, nothing was changed.
func (s *Storage) Write(tenant string, do func(provider.Tx) error) error {
	return s.memory.Write(tenant, func(tx provider.Tx) error {
		r := &recorder{Tx: tx}
		if err := do(r); err != nil {
			return err
		}
		return s.save(tenant, r.changes)
	})
}

// Clear implements provider.Storage.
func (s *Storage) Clear() error {
	if _, err := s.db.Exec("DELETE FROM members; DELETE FROM resources"); err != nil {
		return err
	}
	return s.memory.Clear()
}
