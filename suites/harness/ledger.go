package harness

import (
	"encoding/json"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
)

// Kind is the resource type in a SCIM path.
type Kind string

// The resource types Okta provisions.
const (
	Users  Kind = "Users"
	Groups Kind = "Groups"
)

// Created is a resource that this run made.
type Created struct {
	Kind Kind   `json:"kind"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name"` // the userName or displayName that was sent
	// Claimed is a further name under which the clean-up may touch it; see
	// Session.Claim.
	Claimed string `json:"claimed,omitempty"`
	Fate    Fate   `json:"fate,omitempty"`
	// OtherTenant tells that it is in the other tenant of the profile.
	OtherTenant bool `json:"other_tenant,omitempty"`
}

// Fate is what the run knows of a resource it may have made.
type Fate int

// Fates of a resource.
const (
	Made       Fate = iota // answered with success and an id
	Unanswered             // sent, and the answer was lost: it may appear late
	Refused                // refused, but a broken server may have stored it
	Deleted                // deleted by the run, with success
)

// Ledger lists what was created and not yet cleaned up, in order of creation.
type Ledger struct {
	journal *Journal  // is told first
	other   bool      // of the other tenant
	gone    *sync.Map // ids of what any session of the run has deleted

	mu   sync.Mutex
	open []Created
}

// Add enters a resource; an id that is there already is not entered again.
func (l *Ledger) Add(c Created) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.open {
		if o.Kind == c.Kind && o.ID == c.ID && (c.ID != "" || o.Name == c.Name) {
			return
		}
	}
	l.open = append(l.open, c)
}

// Claim lets the session change a group, and the clean-up delete it, under a
// name that does not carry the run's tag, such as one that the app profile maps
// to a role. The clean-up heeds it only for a group whose creation this session
// saw answered with that id. The caller has made sure that no group had the name
// before. "" withdraws the claim.
func (s *Session) Claim(groupID, displayName string) { s.claim(Groups, groupID, displayName) }

// ClaimUser is Claim for a user and a userName.
func (s *Session) ClaimUser(userID, userName string) { s.claim(Users, userID, userName) }

func (s *Session) claim(kind Kind, id, name string) {
	s.ledger.claim(kind, id, name)
	s.wall.guard.learn(resource{tenantNamed(s.ledger.other), kind, id}, func(s *sight) { s.claimed, s.evidence = name, doubtful })
}

func tenantNamed(other bool) string {
	if other {
		return otherTenant
	}
	return ""
}

func (l *Ledger) claim(kind Kind, id, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, c := range l.open {
		if c.Kind == kind && c.ID == id && id != "" {
			l.open[i].Claimed = name
			// What cannot be noted is left by a sweep, which is safe.
			_ = l.journal.write(Entry{Event: EventClaimed, Kind: kind, ID: id, Name: c.Name, Claimed: name, OtherTenant: l.other})
		}
	}
}

// claims tells whether the resource was claimed under this name.
func (c Created) claims(name string) bool {
	return c.Claimed != "" && strings.EqualFold(c.Claimed, name)
}

func (l *Ledger) users() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		if c.Kind == Users && c.Fate == Made {
			n++
		}
	}
	return n
}

// Take empties the ledger and gives its entries, the newest first.
func (l *Ledger) Take() []Created { return l.take(func(Created) bool { return true }) }

// take takes out the entries that are wanted, and gives them, the newest first.
func (l *Ledger) take(wanted func(Created) bool) []Created {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Created, 0, len(l.open))
	for _, c := range slices.Backward(l.open) {
		if wanted(c) {
			out = append(out, c)
		}
	}
	l.open = slices.DeleteFunc(l.open, wanted)
	return out
}

// sending enters what a POST is about to make, by the name it carries: if its
// answer is lost, the resource may be there all the same. The error is of the
// journal: the request must not be sent then.
func (l *Ledger) sending(request *http.Request, sent []byte) error {
	name, kind, ok := creates(request, sent)
	if !ok || name == "" {
		return nil
	}
	err := l.journal.write(Entry{Event: EventSending, Kind: kind, Name: name, OtherTenant: l.other})
	if err == nil {
		l.Add(Created{Kind: kind, Name: name, Fate: Unanswered, OtherTenant: l.other})
	}
	return err
}

// answered notes what became of a create, and that a DELETE succeeded.
func (l *Ledger) answered(request *http.Request, sent []byte, answer *http.Response, got []byte) {
	success := answer.StatusCode/100 == 2
	if request.Method == http.MethodDelete && success {
		id := path.Base(request.URL.Path)
		l.deleted(id)
		if l.gone != nil {
			l.gone.Store(id, true)
		}
	}
	name, kind, ok := creates(request, sent)
	if !ok {
		return
	}
	l.strike(Created{Kind: kind, Name: name, Fate: Unanswered, OtherTenant: l.other})
	made := Created{Kind: kind, Name: name, Fate: Refused, OtherTenant: l.other}
	if success {
		var body struct{ ID any }
		_ = json.Unmarshal(got, &body)
		made.ID, _ = body.ID.(string)
		made.Fate = Made
		// A sweep knows the resource by its name, should this line be missing.
		_ = l.journal.write(Entry{Event: EventMade, Kind: kind, ID: made.ID, Name: name, OtherTenant: l.other})
	}
	if made.ID != "" || name != "" {
		l.Add(made)
	}
}

// deleted notes that the resource with this id was deleted.
func (l *Ledger) deleted(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, c := range l.open {
		if c.ID == id {
			l.open[i].Fate = Deleted
		}
	}
}

// strike removes one entry.
func (l *Ledger) strike(c Created) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.open, c); i >= 0 {
		l.open = slices.Delete(l.open, i, i+1)
	}
}

// creates tells whether a request makes a resource, of which kind and name.
func creates(request *http.Request, sent []byte) (name string, kind Kind, ok bool) {
	if request.Method != http.MethodPost {
		return "", "", false
	}
	if kind, ok = kindOf(request.URL.Path); !ok {
		return "", "", false
	}
	var body struct{ UserName, DisplayName any }
	_ = json.Unmarshal(sent, &body)
	name, _ = body.UserName.(string)
	if kind == Groups {
		name, _ = body.DisplayName.(string)
	}
	return name, kind, true
}

func kindOf(path string) (Kind, bool) {
	for _, k := range []Kind{Users, Groups} {
		if strings.HasSuffix(strings.TrimRight(path, "/"), "/"+string(k)) {
			return k, true
		}
	}
	return "", false
}
