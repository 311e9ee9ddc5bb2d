package orgsim

import (
	"net/http"
	"strconv"
	"time"
)

// limiter counts the requests of a window, as X-Rate-Limit-* tells them
// (developer.okta.com/docs/reference/rl-best-practices). All operations share
// one bucket; Okta has several.
type limiter struct {
	RateLimit
	now   func() time.Time
	used  int
	reset time.Time
}

// farReset is how far away the reset of the problem "rate-limited" is.
const farReset = time.Hour

// take counts one request and says in the header how many are left.
func (l *limiter) take(header http.Header, always bool) *apiError {
	now := l.now()
	if !now.Before(l.reset) {
		l.used, l.reset = 0, now.Add(l.Window)
	}
	l.used++
	left, reset := l.Limit-l.used, l.reset
	if always {
		left, reset = -1, now.Add(farReset)
	}
	header.Set("X-Rate-Limit-Limit", strconv.Itoa(l.Limit))
	header.Set("X-Rate-Limit-Remaining", strconv.Itoa(max(left, 0)))
	// The header has whole seconds; rounding up keeps a client that waits for it from being early.
	header.Set("X-Rate-Limit-Reset", strconv.FormatInt(reset.Add(time.Second-time.Nanosecond).Unix(), 10))
	if left < 0 {
		return tooMany()
	}
	return nil
}
