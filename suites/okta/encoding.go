package okta

import (
	"hash/fnv"
	"net/url"
	"strings"
	"sync"
)

// FilterEncoding says how blanks of a query are written; both are seen from Okta.
type FilterEncoding string

// The encodings.
const (
	// Alternating writes one lookup this way and the next one the other way; the
	// same lookup again as before, so that a repeated read means the same.
	Alternating FilterEncoding = ""
	Percent     FilterEncoding = "percent" // userName%20eq%20%22a%40b.c%22
	Plus        FilterEncoding = "plus"    // userName+eq+%22a%40b.c%22
)

// turns remembers how each lookup was written.
type turns struct {
	mu   sync.Mutex
	seen map[string]FilterEncoding
	next FilterEncoding
}

// BeginningAt returns the client with a memory of its own of how it wrote lookups;
// the seed decides how the first one is written.
func (c *Client) BeginningAt(seed string) *Client {
	copied := *c
	h := fnv.New32a()
	_, _ = h.Write([]byte(seed)) // never fails
	copied.turns = &turns{next: Percent}
	if h.Sum32()>>8%2 == 1 {
		copied.turns.next = Plus
	}
	return &copied
}

// of is the turn of a query that has a blank.
func (t *turns) of(query string) FilterEncoding {
	t.mu.Lock()
	defer t.mu.Unlock()
	if turn, known := t.seen[query]; known {
		return turn
	}
	if t.seen == nil {
		t.seen = map[string]FilterEncoding{}
	}
	turn := t.next
	t.seen[query] = turn
	if t.next = Plus; turn == Plus {
		t.next = Percent
	}
	return turn
}

func (c *Client) encodeQuery(query [][2]string) string {
	pairs := make([]string, len(query))
	for i, q := range query {
		pairs[i] = url.QueryEscape(q[0]) + "=" + url.QueryEscape(q[1])
	}
	out := strings.Join(pairs, "&")
	// A plus sign of the value is %2B by now; those left stand for blanks.
	if !strings.Contains(out, "+") {
		return out
	}
	encoding := c.config.Encoding
	if encoding == Alternating {
		encoding = c.turns.of(out)
	}
	if encoding == Percent {
		out = strings.ReplaceAll(out, "+", "%20")
	}
	return out
}
