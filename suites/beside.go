package suites

import "net/http"

// Record makes requests to another service than the target, which go through
// next, exchanges of this check.
func (t *T) Record(next http.RoundTripper) http.RoundTripper {
	return t.session.Recorder.Over(next)
}
