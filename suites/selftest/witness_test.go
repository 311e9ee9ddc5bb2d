package selftest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/profile"
)

// witness sees every request before the provider does and looks into the
// storage, past all faults: a write aimed at what the run did not make, or that
// makes somebody else a member, is an error of the test.
type witness struct {
	t interface {
		Error(...any)
		Errorf(string, ...any)
	}
	storage provider.Storage
	profile *profile.Profile
	what    string // the experiment, for messages

	mu     sync.Mutex
	writes int
}

func (w *witness) before(r *http.Request) {
	if r.Method == http.MethodGet {
		return
	}
	w.mu.Lock()
	w.writes++
	w.mu.Unlock()
	body := w.body(r)
	tenant := "a"
	if r.Header.Get("Authorization") == "Bearer tenant-b-token" {
		tenant = "b"
	}
	path := strings.TrimPrefix(r.URL.EscapedPath(), "/scim/v2/")
	endpoint, id, _ := strings.Cut(path, "/")
	id, _ = url.PathUnescape(strings.TrimSuffix(id, "/"))
	kind := map[string]string{"Users": provider.KindUser, "Groups": provider.KindGroup}[endpoint]
	if kind == "" {
		return
	}
	_ = w.storage.Read(tenant, func(tx provider.Tx) error {
		if found := tx.Get(kind, id); id != "" && found != nil && !w.own(found, r.Method, body) {
			w.t.Errorf("%s: %s %s goes to %s %q, which this run did not make: %s", w.what, r.Method, r.URL.Path, kind, found.Name(), body)
		}
		for _, user := range members(kind, body) {
			if found := tx.Get(provider.KindUser, user); found != nil && !w.own(found, r.Method, nil) && !tx.HasMember(id, user) {
				w.t.Errorf("%s: %s %s makes %q, whom this run did not make, a member", w.what, r.Method, r.URL.Path, found.Name())
			}
		}
		return nil
	})
}

func (w *witness) body(r *http.Request) []byte {
	if r.Body == nil {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

// own tells whether the run may write to a resource as it is stored.
func (w *witness) own(r *provider.Resource, method string, body []byte) bool {
	text, _ := json.Marshal([]any{r.Attributes["userName"], r.Attributes["displayName"], r.Attributes["externalId"], r.Attributes["emails"]})
	roles := w.profile.Roles
	switch {
	case strings.Contains(strings.ToLower(string(text)), w.profile.TestData.Prefix+"-"):
		return true
	case r.Kind == provider.KindUser:
		return roles != nil && r.Name() == roles.ExistingAdmin && method != http.MethodDelete && !bytes.Contains(body, []byte(`"active":false`))
	case r.Name() == "": // a group that was created without a name, as a check
		return true
	}
	return roles != nil && slices.ContainsFunc(roles.Groups, func(g profile.GroupRole) bool { return strings.EqualFold(g.Group, r.Name()) })
}

// members are the ids that a body puts into a group.
func members(kind string, body []byte) []string {
	var ids []string
	var walk func(v any, inside bool)
	walk = func(v any, inside bool) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e, inside)
			}
		case map[string]any:
			if op, _ := v["op"].(string); strings.EqualFold(op, "remove") {
				return
			}
			path, _ := v["path"].(string)
			for name, e := range v {
				if id, ok := e.(string); ok && inside && name == "value" {
					ids = append(ids, id)
				}
				walk(e, inside || name == "members" || name == "value" && strings.HasPrefix(path, "members"))
			}
		}
	}
	var parsed any
	if kind == provider.KindGroup && json.Unmarshal(body, &parsed) == nil {
		walk(parsed, false)
	}
	return ids
}
