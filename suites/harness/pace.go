package harness

import (
	"fmt"
	"net/http"
	"time"
)

// pace learns how many requests a target takes that answers 429 without a Retry-After: as many as it answered in the minute
// before. One 429 may be about one request; several without another answer between them are about all.
type pace struct {
	taken   []time.Time   // answers other than 429 of the last minute, the oldest first
	refused int           // 429 since the last other answer
	every   time.Duration // between two requests, as learned; 0: not limited
	slowed  time.Time     // when it was learned last
}

const (
	// window is the longest time over which servers count requests.
	window = time.Minute
	// refusedTogether is how many 429 without another answer are about all requests.
	refusedTogether = 3
	// margin is by how much slower the run gets than what was answered.
	margin = 1.2
)

// learn enters the status of an answer. It returns until when nothing is to be sent; the zero time for no pause.
func (p *pace) learn(now time.Time, status int) (until time.Time) {
	if status != http.StatusTooManyRequests {
		p.refused = 0
		p.taken = append(p.taken, now)
		old := 0
		for old < len(p.taken) && now.Sub(p.taken[old]) > window {
			old++
		}
		p.taken = p.taken[old:]
		return time.Time{}
	}
	p.refused++
	if p.refused < refusedTogether || len(p.taken) == 0 || now.Sub(p.slowed) < window {
		return time.Time{}
	}
	p.every = max(p.every*3/2, time.Duration(float64(window)*margin/float64(len(p.taken))))
	p.slowed = now
	return p.taken[0].Add(window)
}

// note says that a run was slowed down; empty when it was not.
func (p *pace) note() string {
	if p.every == 0 {
		return ""
	}
	return fmt.Sprintf("the target answered 429 without a Retry-After: the run was slowed down to %d requests a minute", int(window/p.every))
}
