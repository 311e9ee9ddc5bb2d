package okta

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		answers []string
		change  func(*Config)
		waits   []time.Duration
		status  int
	}{
		{"obeyed", []string{"429 after=7", "429 after=0", "200 {}"}, nil, []time.Duration{7 * time.Second, 0}, 200},
		{"none allowed", []string{"429 after=1"}, func(c *Config) { c.Retries429 = -1 }, nil, 429},
		{"two allowed", []string{"429 after=1"}, func(c *Config) { c.Retries429 = 2 }, []time.Duration{time.Second, time.Second}, 429},
		{"just not too long", []string{"429 after=60", "200 {}"}, nil, []time.Duration{60 * time.Second}, 200},
		{"too long", []string{"429 after=61", "200 {}"}, nil, nil, 429},
		{"missing is 5 minutes", []string{"429 {}", "200 {}"}, nil, nil, 429},
		{"missing doubles", []string{"429 {}", "429 {}", "200 {}"}, func(c *Config) { c.MaxWait = time.Hour },
			[]time.Duration{5 * time.Minute, 10 * time.Minute}, 200},
		{"a date is not read", []string{"429 after=Fri, 31 Dec 1999 23:59:59 GMT", "429 after=-1", "429 after=1.5", "200 {}"},
			func(c *Config) { c.MaxWait = time.Hour }, []time.Duration{5 * time.Minute, 10 * time.Minute, 20 * time.Minute}, 200},
		{"5xx is seen", []string{"500 {}", "200 {}"}, nil, nil, 500},
	} {
		var waits []time.Duration
		s := serve(t, c.answers...)
		client := s.client(AIW).With(func(k *Config) {
			k.Wait = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
			if c.change != nil {
				c.change(k)
			}
		})
		a := client.PutUser(t.Context(), "1", Resource{"a": "b"})
		if d := cmp.Diff(c.waits, waits); d != "" || a.Status != c.status {
			t.Errorf("%s: %d %s", c.name, a.Status, d)
		}
		var sum time.Duration
		for _, w := range waits {
			sum += w
		}
		if a.Tries != len(waits)+1 || a.Waited != sum || len(s.sent()) != a.Tries {
			t.Errorf("%s: %d tries, %v waited, %d sent", c.name, a.Tries, a.Waited, len(s.sent()))
		}
		for _, line := range s.sent() {
			if line != `PUT /scim/v2/Users/1 {"a":"b"}` {
				t.Errorf("%s: sent %s", c.name, line)
			}
		}
	}
}

func TestWaitEndsWithTheRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := pause(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := pause(t.Context(), 0); err != nil {
		t.Error(err)
	}
}
