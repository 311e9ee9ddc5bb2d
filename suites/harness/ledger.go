package harness

import (
	"encoding/json"
	"net/http"
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
	Kind Kind
	ID   string
	Name string // the userName or displayName that was sent
}

// Ledger lists what was created and not yet cleaned up, in order of creation.
type Ledger struct {
	mu   sync.Mutex
	open []Created
}

// Add enters a resource; an id that is there already is not entered again.
func (l *Ledger) Add(c Created) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.open {
		if o.Kind == c.Kind && o.ID == c.ID {
			return
		}
	}
	l.open = append(l.open, c)
}

// Take empties the ledger and gives its entries, the newest first.
func (l *Ledger) Take() []Created {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]Created, 0, len(l.open))
	for i := len(l.open) - 1; i >= 0; i-- {
		out = append(out, l.open[i])
	}
	l.open = nil
	return out
}

// observe enters what a successful POST made.
func (l *Ledger) observe(request *http.Request, sent []byte, answer *http.Response, got []byte) {
	if request.Method != http.MethodPost || answer.StatusCode/100 != 2 {
		return
	}
	kind, ok := kindOf(request.URL.Path)
	if !ok {
		return
	}
	var body struct{ UserName, DisplayName string }
	_ = json.Unmarshal(sent, &body)
	var made struct{ ID any }
	_ = json.Unmarshal(got, &made)
	id, _ := made.ID.(string)
	name := body.UserName
	if kind == Groups {
		name = body.DisplayName
	}
	if id == "" && name == "" {
		return
	}
	l.Add(Created{Kind: kind, ID: id, Name: name})
}

func kindOf(path string) (Kind, bool) {
	for _, k := range []Kind{Users, Groups} {
		if strings.HasSuffix(strings.TrimRight(path, "/"), "/"+string(k)) {
			return k, true
		}
	}
	return "", false
}
