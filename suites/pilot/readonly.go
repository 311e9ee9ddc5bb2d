package pilot

import (
	"fmt"
	"net/http"
)

// ReadOnly is a transport that sends nothing but GET: whatever a check or an
// answer might lead to, a pilot changes nothing in the target.
type ReadOnly struct{ Next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t ReadOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method != http.MethodGet {
		return nil, fmt.Errorf("a pilot is read-only: %s %s was not sent", r.Method, r.URL.Path)
	}
	return t.Next.RoundTrip(r)
}

// CloseIdleConnections lets go of connections.
func (t ReadOnly) CloseIdleConnections() {
	if c, ok := t.Next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}
