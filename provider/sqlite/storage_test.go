package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/sqlite"
	"github.com/oktascim/oktascim/provider/storagetest"
)

func open(t testing.TB, path string) *sqlite.Storage {
	t.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStorage(t *testing.T) {
	t.Parallel()
	storagetest.Test(t, open(t, filepath.Join(t.TempDir(), "with ? and # and %41.db")))
}

// reopened is what another process finds in the file.
func reopened(t *testing.T, s *sqlite.Storage, path string) *sqlite.Storage {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

func TestStaysOverARestart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.db")
	s := open(t, path)
	write := func(s *sqlite.Storage, do func(provider.Tx)) {
		t.Helper()
		if err := s.Write("a", func(tx provider.Tx) error { do(tx); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	user := func(i int) *provider.Resource {
		return &provider.Resource{Kind: provider.KindUser, ID: fmt.Sprint("u", i), Managed: i%2 == 0, LocalAdmin: i == 3,
			Attributes: provider.Object{"userName": fmt.Sprintf("ü%d@example.com", i), "active": i != 1,
				"emails": []any{provider.Object{"value": "x", "primary": true}}}}
	}
	write(s, func(tx provider.Tx) {
		for i := range 6 {
			tx.Put(user(i))
			tx.AddMember("g2", fmt.Sprint("u", i))
			tx.AddMember("g1", fmt.Sprint("u", 5-i))
		}
		tx.Put(&provider.Resource{Kind: provider.KindGroup, ID: "g1", Attributes: provider.Object{"displayName": "one"}})
	})
	write(s, func(tx provider.Tx) {
		tx.Delete(provider.KindUser, "u5")
		tx.RemoveMember("g2", "u0")
		tx.AddMember("g2", "u0") // now the last
		tx.Put(user(7))
		changed := user(2)
		changed.Attributes["userName"] = "renamed"
		tx.Put(changed) // keeps its place
	})
	before := storagetest.Dump(t, s)
	s = reopened(t, s, path)
	if diff := cmp.Diff(before, storagetest.Dump(t, s)); diff != "" {
		t.Errorf("after a restart (-before +after):\n%s", diff)
	}
	err := s.Read("a", func(tx provider.Tx) error {
		if diff := cmp.Diff(user(3), tx.Get(provider.KindUser, "u3")); diff != "" {
			t.Errorf("u3 (-want +got):\n%s", diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	if got := storagetest.Dump(t, reopened(t, s, path)); len(got.Users)+len(got.Groups)+len(got.Members) > 0 {
		t.Errorf("after Clear and a restart: %v", got)
	}
}

// A write that the file does not take is undone in memory too.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	s := open(t, filepath.Join(t.TempDir(), "state.db"))
	add := func(id string) error {
		return s.Write("a", func(tx provider.Tx) error {
			tx.Put(&provider.Resource{Kind: provider.KindUser, ID: id, Attributes: provider.Object{"userName": id}})
			return nil
		})
	}
	if err := add("u1"); err != nil {
		t.Fatal(err)
	}
	before := storagetest.Dump(t, s)
	s.Close()
	if err := add("u2"); err == nil {
		t.Error("a write to a closed file was acknowledged")
	}
	if diff := cmp.Diff(before, storagetest.Dump(t, s)); diff != "" {
		t.Errorf("a write that failed shows:\n%s", diff)
	}
	if err := s.Clear(); err == nil {
		t.Error("Clear of a closed file succeeded")
	}
}

func TestBadFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name string, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	database := func(name string, statements string) string {
		path := filepath.Join(folder, name)
		db, err := sql.Open("sqlite", path)
		if err == nil {
			_, err = db.Exec(statements)
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		return path
	}
	used := filepath.Join(folder, "used.db")
	open(t, used)
	for path, want := range map[string]string{
		file("text.db", strings.Repeat("This is not a database. ", 100)): "is not a SQLite file",
		filepath.Join(folder, "no", "folder.db"):                         "cannot be opened; its folder must exist",
		folder:                                                           "cannot be opened",
		used:                                                             "is in use by another process",
		database("foreign.db", "CREATE TABLE notes (text)"):                                                     "belongs to another program",
		database("newer.db", "CREATE TABLE x (y); PRAGMA application_id = 1869312867; PRAGMA user_version = 2"): "written by a newer oktascim (format 2",
	} {
		s, err := sqlite.Open(path)
		switch {
		case err == nil:
			s.Close()
			t.Errorf("%s: opened", path)
		case !strings.Contains(err.Error(), want), !strings.Contains(err.Error(), path):
			t.Errorf("error %q, want the path and %q", err, want)
		}
	}
}
