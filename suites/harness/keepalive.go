package harness

import (
	"net/http"
	"regexp"
	"strconv"
	"sync"
	"time"
)

// keepAlive closes idle connections before the target does, as its header Keep-Alive says: a request that meets the close
// gets no answer, and whether it was processed cannot be told.
type keepAlive struct {
	*http.Transport
	mu    sync.Mutex
	limit time.Duration // after which the target closes an idle connection; 0: it did not say
	last  time.Time     // when the last answer came
}

var keepAliveTimeout = regexp.MustCompile(`(?i)\btimeout=([0-9]{1,6})\b`)

// RoundTrip implements http.RoundTripper.
func (k *keepAlive) RoundTrip(r *http.Request) (*http.Response, error) {
	k.mu.Lock()
	idle := k.limit > 0 && time.Since(k.last) > k.limit-min(time.Second, k.limit/2)
	k.mu.Unlock()
	if idle {
		k.CloseIdleConnections()
	}
	answer, err := k.Transport.RoundTrip(r)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = time.Now()
	if err == nil {
		if m := keepAliveTimeout.FindStringSubmatch(answer.Header.Get("Keep-Alive")); m != nil {
			seconds, _ := strconv.Atoi(m[1]) // at most six digits
			k.limit = time.Duration(seconds) * time.Second
		}
	}
	return answer, err
}
