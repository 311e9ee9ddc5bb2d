package harness

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
)

func journalOf(t *testing.T) (*Journal, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state", "run.journal")
	j, err := NewJournal(path, "run123", "oktascim", "https://me:secret@app.example.com/scim/v2?token=secret")
	if err != nil {
		t.Fatal(err)
	}
	return j, path
}

// A journal says what is open at any moment, whatever became of the run.
func TestJournal(t *testing.T) {
	t.Parallel()
	j, path := journalOf(t)
	app, env := startFake(t, map[string]string{
		"POST /Users":     `201 {"id":"u1"}`,
		"GET /Users/u1":   `200 {"id":"u1","userName":"TAG@example.com","active":true}`,
		"PATCH /Users/u1": `204 `,
		"POST /Groups":    `201 {"id":"g1"}`,
		"GET /Groups/g1":  `200 {"id":"g1","displayName":"Somebody else"}`,
	})
	env.Journal = j
	open := func() []Created {
		t.Helper()
		read, err := ReadJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		if read.Run != "run123" || read.Prefix != "oktascim" || read.BaseURL != "https://app.example.com/scim/v2" || !read.Running {
			t.Errorf("read %+v", read)
		}
		return read.Open
	}
	s := env.NewSession(okta.OIN)
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	s.Client.CreateGroup(t.Context(), "Admins", nil)
	s.Claim("g1", "Admins")
	delete(app.answers, "POST /Users")
	s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-2@example.com"})
	want := []Created{
		{Kind: Users, ID: "u1", Name: "oktascim-run123-1@example.com"},
		{Kind: Groups, ID: "g1", Name: "Admins", Claimed: "Admins"},
		{Kind: Users, Name: "oktascim-run123-2@example.com", Fate: Unanswered},
	}
	if diff := cmp.Diff(want, open()); diff != "" {
		t.Error(diff)
	}
	env.Close(t.Context(), s)
	if diff := cmp.Diff(want[1:2], open()); diff != "" {
		t.Error("after the clean-up", diff)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if read, err := ReadJournal(path); err != nil || read.Running {
		t.Errorf("the run has ended: %+v, %v", read, err)
	}
	text, _ := os.ReadFile(path)
	if strings.Contains(string(text), "secret") {
		t.Errorf("the journal holds a secret:\n%s", text)
	}
}

// A run that was killed while it wrote leaves half a line.
func TestJournalThatWasCutOff(t *testing.T) {
	t.Parallel()
	j, path := journalOf(t)
	for _, name := range []string{"a", "b"} {
		if err := j.write(Entry{Event: EventSending, Kind: Users, Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text[:len(text)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := ReadJournal(path)
	if err != nil || len(read.Open) != 1 || read.Open[0].Name != "a" {
		t.Errorf("read %+v, %v", read, err)
	}
}

func TestNotAJournal(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty": "", "text": "hello\n", "other JSON": "{}\n", "newer": `{"event":"run","schema":"oktascim/journal/v2","run":"a","prefix":"b"}` + "\n",
		"a long line": strings.Repeat("x", 2<<20), "binary": "\x00\x01\n",
	} {
		path := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadJournal(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What cannot be noted is not sent.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	app, env := startFake(t, nil)
	env.Journal = &Journal{file: full, path: "/dev/full"}
	s := env.NewSession(okta.OIN)
	a := s.Client.CreateUser(t.Context(), okta.User{UserName: "oktascim-run123-1@example.com"})
	if a.Err == nil || !strings.Contains(a.Err.Error(), "journal") || len(app.asked) > 0 || s.Refused() == nil {
		t.Errorf("sent %v: %v", app.asked, a.Err)
	}
}
