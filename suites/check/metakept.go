package check

import (
	"time"

	"github.com/oktascim/oktascim/suites/okta"
)

// MetaKept has the problems of a resource's meta after an update (RFC 7643
// §3.1): created and location are those of the same resource, lastModified does
// not go back. What either view does not show is free.
func MetaKept(before, after okta.Resource) []Problem {
	var out []Problem
	was, is := metaTime(before, "created"), metaTime(after, "created")
	if !was.IsZero() && !is.IsZero() && was.Sub(is).Abs() >= resolution(before, after, "created") {
		out = append(out, one("meta.created", "as before: "+before.String("meta", "created"), "%s", after.String("meta", "created"))...)
	}
	was, is = metaTime(before, "lastModified"), metaTime(after, "lastModified")
	if !was.IsZero() && !is.IsZero() && was.Sub(is) >= resolution(before, after, "lastModified") {
		out = append(out, one("meta.lastModified", "not before "+before.String("meta", "lastModified"), "%s", after.String("meta", "lastModified"))...)
	}
	from, to := before.String("meta", "location"), after.String("meta", "location")
	if from != "" && to != "" && from != to && !SameURI(from, to) {
		out = append(out, one("meta.location", "as before: "+from, "%s", to)...)
	}
	return out
}

// resolution is the smallest difference between two time stamps that means
// something: fractions of a second may be cut off on the way to a database.
func resolution(before, after okta.Resource, member string) time.Duration {
	if len(before.String("meta", member)) == len(after.String("meta", member)) {
		return 1
	}
	return time.Second
}

func metaTime(r okta.Resource, member string) time.Time {
	at, err := time.Parse(time.RFC3339, r.String("meta", member))
	if err != nil {
		return time.Time{}
	}
	return at
}
