package okta_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/oktascim/oktascim/suites/okta"
)

// methods returns the methods of the writes that reach a server which answers them with status.
func methods(t *testing.T, d okta.Dialect, status int, send func(*okta.Client) okta.Run) (sent []string, run okta.Run) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/scim+json")
		if r.Method != http.MethodGet {
			sent = append(sent, r.Method)
			w.WriteHeader(status)
		}
		_, _ = w.Write([]byte(`{"id": "1", "userName": "a@example.com", "displayName": "g", "active": true}`))
	}))
	defer server.Close()
	run = send(okta.New(okta.Config{BaseURL: server.URL, Dialect: d}))
	return sent, run
}

func TestKindsWrite(t *testing.T) {
	t.Parallel()
	member := []okta.Member{{Value: "1"}}
	sends := map[string]func(*okta.Client) okta.Run{
		"deactivate": func(c *okta.Client) okta.Run { return c.Deactivate(t.Context(), "1") },
		"password":   func(c *okta.Client) okta.Run { return c.SetPassword(t.Context(), "1", "secret") },
		"profile":    func(c *okta.Client) okta.Run { return c.PushProfile(t.Context(), "1", okta.User{}) },
		"group":      func(c *okta.Client) okta.Run { return c.PushNow(t.Context(), "1", "g", member) },
	}
	for kind, want := range map[okta.Kind]map[string]string{
		okta.Classic:       {"deactivate": "PUT", "password": "PUT", "profile": "PUT", "group": "PUT"},
		okta.Wizard:        {"deactivate": "PATCH", "password": "PATCH", "profile": "PUT", "group": "PATCH"},
		okta.WizardNoPatch: {"deactivate": "PUT", "password": "PUT", "profile": "PUT", "group": "PATCH"},
		okta.Template:      {"deactivate": "PATCH", "password": "PATCH", "profile": "PUT", "group": "PATCH"},
	} {
		for action, send := range sends {
			if sent, _ := methods(t, kind.Dialect(), http.StatusOK, send); !slices.Equal(sent, []string{want[action]}) {
				t.Errorf("%s, %s: %v, want %s once", kind, action, sent, want[action])
			}
		}
	}
}

// A server that answers PATCH with 501 gets no PUT afterwards: Okta's task fails.
func TestNotImplementedIsFinal(t *testing.T) {
	t.Parallel()
	sent, run := methods(t, okta.OIN, http.StatusNotImplemented,
		func(c *okta.Client) okta.Run { return c.Deactivate(t.Context(), "1") })
	if !slices.Equal(sent, []string{"PATCH"}) || run.Stop == "" {
		t.Errorf("sent %v, stop %q", sent, run.Stop)
	}
}

func TestDialectsOf(t *testing.T) {
	t.Parallel()
	all := okta.DialectsOf(okta.Kinds()...)
	if want := []okta.Dialect{okta.AIW, okta.OIN, okta.Mixed}; !slices.Equal(all, want) {
		t.Errorf("dialects %v, want %v", all, want)
	}
	if want := []okta.Dialect{okta.AIW, okta.OIN}; !slices.Equal(okta.Labels([]okta.Dialect{okta.Mixed}), want) {
		t.Errorf("labels of mixed are not %v", want)
	}
}
