package pilot

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// SnapshotSchema names the shape of a snapshot file.
const SnapshotSchema = "oktascim/pilot-snapshot/v1"

// Snapshot is the state of a target before a pilot: of everybody id, userName,
// activity, role and groups, and of the other attributes marks that tell a
// change and not the value. It holds no secret.
type Snapshot struct {
	Target string // base URL
	Taken  time.Time
	Users  []SnapshotUser
	Groups []SnapshotGroup

	salt   []byte
	byID   map[string]int
	byName index
}

// SnapshotUser is one account.
type SnapshotUser struct {
	ID       string   `json:"id"`
	UserName string   `json:"userName"`
	Active   bool     `json:"active"`
	Roles    []string `json:"roles,omitempty"`
	Groups   []string `json:"groups,omitempty"` // ids, when the user shows them
	Shows    bool     `json:"showsGroups,omitempty"`
	Marks    string   `json:"marks"`
}

// SnapshotGroup is one group.
type SnapshotGroup struct {
	ID      string   `json:"id"`
	Name    string   `json:"displayName"`
	Members []string `json:"members,omitempty"` // ids
	Shows   bool     `json:"showsMembers,omitempty"`
}

// head is the first part of the file.
type head struct {
	Schema string    `json:"schema"`
	Target string    `json:"target"`
	Taken  time.Time `json:"taken"`
	Salt   string    `json:"salt"`
	Users  int       `json:"userCount"`
	Groups int       `json:"groupCount"`
}

// newSnapshot keeps what the set-up has read; accounts and texts are shared
// with it.
func newSnapshot(s *setup, m *marker) *Snapshot {
	out := &Snapshot{Target: s.env.BaseURL, Taken: time.Now().UTC().Truncate(time.Second), salt: m.salt}
	out.Users = make([]SnapshotUser, 0, len(s.target.users))
	for i := range s.target.users {
		a := &s.target.users[i]
		out.Users = append(out.Users, SnapshotUser{ID: a.id, UserName: a.userName, Active: a.active, Roles: a.roles,
			Groups: a.groups, Shows: a.showsGroups, Marks: a.marks.String()})
	}
	for _, g := range s.target.groups {
		out.Groups = append(out.Groups, SnapshotGroup{ID: g.id, Name: g.name, Members: g.members, Shows: g.shown})
	}
	return out
}

// Write writes the snapshot, a line a user and group.
func (s *Snapshot) Write(w io.Writer) error {
	b := bufio.NewWriterSize(w, 1<<16)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(head{SnapshotSchema, s.Target, s.Taken, string(s.salt), len(s.Users), len(s.Groups)}); err != nil {
		return err
	}
	for i := range s.Users {
		if err := e.Encode(&s.Users[i]); err != nil {
			return err
		}
	}
	for i := range s.Groups {
		if err := e.Encode(&s.Groups[i]); err != nil {
			return err
		}
	}
	return b.Flush()
}

// LoadSnapshot reads the snapshot in the file path.
func LoadSnapshot(path string) (*Snapshot, error) {
	file, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s; `oktascim pilot plan` writes one before anything is assigned: %w", path,
			fs.ErrNotExist)
	case err != nil:
		return nil, fmt.Errorf("cannot open the snapshot: %w", err)
	}
	defer file.Close()
	s, err := ReadSnapshot(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; `oktascim pilot plan` writes such a file", path, err)
	}
	return s, nil
}

// ReadSnapshot reads what Write writes.
func ReadSnapshot(in io.Reader) (*Snapshot, error) {
	d := json.NewDecoder(bufio.NewReaderSize(in, 1<<16))
	var h head
	if err := d.Decode(&h); err != nil {
		return nil, errors.New("this is no snapshot")
	}
	if h.Schema != SnapshotSchema {
		return nil, fmt.Errorf("this is no snapshot: its schema is %q, want %q", h.Schema, SnapshotSchema)
	}
	s := &Snapshot{Target: h.Target, Taken: h.Taken, salt: []byte(h.Salt)}
	share := newReading("", nil, nil)
	for i := range h.Users {
		var u SnapshotUser
		if err := d.Decode(&u); err != nil {
			return nil, broken("user", i+1, h.Users)
		}
		if _, ok := parseMarks(u.Marks); !ok || u.ID == "" {
			return nil, broken("user", i+1, h.Users)
		}
		u.Roles, u.Groups = share.list(u.Roles), share.list(u.Groups)
		s.Users = append(s.Users, u)
	}
	for i := range h.Groups {
		var g SnapshotGroup
		if err := d.Decode(&g); err != nil || g.ID == "" {
			return nil, broken("group", i+1, h.Groups)
		}
		slices.Sort(g.Members)
		s.Groups = append(s.Groups, g)
	}
	return s, nil
}

func broken(what string, n, of int) error {
	return fmt.Errorf("the snapshot is cut off or changed: %s %d of %d cannot be read", what, n, of)
}

// user finds an account of the snapshot by its id.
func (s *Snapshot) user(id string) *SnapshotUser {
	if s.byID == nil {
		s.byID = make(map[string]int, len(s.Users))
		for i := range s.Users {
			s.byID[s.Users[i].ID] = i
		}
	}
	if i, there := s.byID[id]; there {
		return &s.Users[i]
	}
	return nil
}

// watched are the attributes whose change is noticed, beside userName, active,
// the role and the groups. Attributes that apps change by themselves, such as
// meta or a last login, are not among them.
var watched = []string{"externalId", "name", "displayName", "emails", "phoneNumbers", "title", "locale", "userType",
	check.EnterpriseSchema}

// mark stands for the value of an attribute in a snapshot: equal values have
// equal marks, and nobody reads the value from it. "" is no value.
type mark [8]byte

// marks are those of watched, in its order.
type marks [9]mark

// marker makes marks with a salt that only one snapshot has, so that marks of
// two snapshots, or a list of known addresses, tell nothing.
type marker struct{ salt []byte }

func newMarker() *marker { return &marker{salt: []byte(rand.Text())} }

func (m *marker) of(u okta.Resource, roleAttribute string) marks {
	var out marks
	if m == nil {
		return out
	}
	for i, attribute := range watched {
		v := u[attribute]
		if v == nil || v == "" || attribute == roleAttribute {
			continue
		}
		text := canonical(v)
		if text == "[]" || text == "{}" {
			continue
		}
		sum := sha256.New()
		sum.Write(m.salt)
		sum.Write([]byte(attribute))
		sum.Write([]byte(text))
		copy(out[i][:], sum.Sum(nil))
	}
	return out
}

// canonical is the same text for values that mean the same: members sorted by
// name, and elements of an array in one order.
func canonical(v any) string {
	if list, ok := v.([]any); ok {
		texts := make([]string, len(list))
		for i, e := range list {
			texts[i] = canonical(e)
		}
		slices.Sort(texts)
		return "[" + strings.Join(texts, ",") + "]"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

func (m mark) String() string {
	if m == (mark{}) {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(m[:])
}

// String is all marks in one text, separated by dots.
func (m marks) String() string {
	var b strings.Builder
	for i, one := range m {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(one.String())
	}
	return b.String()
}

// parseMarks reads what String writes, and false when it is something else.
func parseMarks(text string) (marks, bool) {
	var out marks
	parts := strings.Split(text, ".")
	if len(parts) != len(out) {
		return out, false
	}
	for i, part := range parts {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || len(raw) != 0 && len(raw) != len(out[i]) {
			return out, false
		}
		copy(out[i][:], raw)
	}
	return out, true
}

// changed names the attributes whose marks differ.
func (m marks) changed(now marks) []string {
	var out []string
	for i := range m {
		if m[i] != now[i] {
			name := watched[i]
			if name == check.EnterpriseSchema {
				name = "the enterprise extension"
			}
			out = append(out, name)
		}
	}
	return out
}
