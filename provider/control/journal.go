package control

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oktascim/oktascim/provider"
)

// journalSize is how many requests the journal holds.
const journalSize = 1000

// Entry is one request as it was received and answered, without secrets.
type Entry struct {
	Number   int             `json:"number"` // from 1, since the journal was cleared
	Time     time.Time       `json:"time"`
	Method   string          `json:"method"`
	URL      string          `json:"url"` // path and query
	Tenant   string          `json:"tenant,omitempty"`
	Headers  provider.Object `json:"headers"` // of the request, without those that may hold a credential
	Body     any             `json:"body,omitempty"`
	Status   int             `json:"status"`
	Duration float64         `json:"ms"`
}

// journal remembers the latest requests, once somebody may want to read them.
type journal struct {
	on      atomic.Bool
	mu      sync.Mutex
	entries []Entry
	count   int
}

func (j *journal) add(rq *provider.Request, status int, took time.Duration) {
	if !j.on.Load() {
		return
	}
	e := Entry{
		Time: rq.Time, Method: rq.HTTP.Method, URL: rq.HTTP.URL.RequestURI(), Tenant: rq.Tenant,
		Headers: provider.Object{}, Status: status, Duration: float64(took.Microseconds()) / 1000,
	}
	for name, values := range rq.HTTP.Header {
		if !secretHeader(name) {
			e.Headers[name] = strings.Join(values, ", ")
		}
	}
	if rq.Body != nil {
		e.Body = withoutPasswords(rq.Body)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count++
	e.Number = j.count
	if len(j.entries) == journalSize {
		j.entries = slices.Delete(j.entries, 0, 1)
	}
	j.entries = append(j.entries, e)
}

// secretHeader tells whether a header may hold a credential.
func secretHeader(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"auth", "cookie", "token", "key", "secret"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// withoutPasswords copies a body and masks every password in it.
func withoutPasswords(v any) any {
	switch v := v.(type) {
	case provider.Object:
		c := make(provider.Object, len(v))
		path, _ := v["path"].(string)
		secretPath := strings.Contains(strings.ToLower(path), "password")
		for name, x := range v {
			if strings.Contains(strings.ToLower(name), "password") || secretPath && name == "value" {
				c[name] = "…"
			} else {
				c[name] = withoutPasswords(x)
			}
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, x := range v {
			c[i] = withoutPasswords(x)
		}
		return c
	default:
		return v
	}
}

func (j *journal) list() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.entries)
}

func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.count = nil, 0
}
