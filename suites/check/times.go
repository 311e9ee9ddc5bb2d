package check

import (
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// tolerance is how far a server's clock may be off.
const tolerance = 24 * time.Hour

// MadeAt has the problems of the time stamps of a resource that was made at
// about now: meta.created and meta.lastModified are there, near now, and in
// order (RFC 7643 §3.1).
func MadeAt(r okta.Resource, now time.Time) []Problem {
	var out []Problem
	var times []time.Time
	for _, member := range []string{"created", "lastModified"} {
		v, _ := r.Get("meta", member)
		s, _ := v.(string)
		at, err := time.Parse(time.RFC3339, s)
		switch {
		case err != nil:
			out = append(out, differs("meta."+member, "a date and time such as 2026-01-02T03:04:05Z", v)...)
		case at.Sub(now).Abs() > tolerance:
			out = append(out, one("meta."+member, "about "+now.UTC().Format(time.RFC3339), "%s", s)...)
		}
		times = append(times, at)
	}
	if len(out) == 0 && times[1].Before(times[0]) {
		out = append(out, one("meta.lastModified", "not before meta.created", "%s", times[1].Format(time.RFC3339))...)
	}
	return out
}
