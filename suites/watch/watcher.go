package watch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
)

// Options say what is watched.
type Options struct {
	BaseURL       string // of the app's SCIM service
	Authorization string // takes the place of Okta's; empty leaves that alone
	Transport     http.RoundTripper
	Profile       *profile.Profile
	Settle        time.Duration // how long a write may take to show
	Catalogue     []kit.Check
	Verify        float64 // reads a second with which writes are verified; 0 verifies none
	// Sequence, Found and Passed, if not nil, are told of what happened, one after the other.
	Sequence func(Sequence)
	Found    func(*Finding)
	Passed   func(*Exchange)
}

// Watcher is an http.Handler that passes everything on to the app and judges what goes by.
type Watcher struct {
	*Proxy
	options  Options
	hide     *harness.Redactor
	judge    *judge
	verifier *verifier

	queue   chan *Exchange
	stopped chan struct{}
	// unjudged counts without the lock: whoever shows what is judged may be slow, and the traffic must not wait.
	unjudged atomic.Int64

	mu        sync.Mutex // guards what follows, and the judge
	sequences sequences
	tokens    map[string]bool
	latest    string // Authorization that Okta sent last
	requests  int
	answered  int
	limited   int // answered 429
	shapes    *Fidelity
	started   time.Time
}

// longQueue is how many exchanges may wait to be judged. More are passed on and only counted.
const longQueue = 4096

// New returns a watcher. Close ends it.
func New(o Options) (*Watcher, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil {
		return nil, err
	}
	shapes, err := NewFidelity(o.BaseURL)
	if err != nil {
		return nil, err
	}
	w := &Watcher{options: o, hide: harness.NewRedactor(credential(o.Authorization)), queue: make(chan *Exchange,
		longQueue),
		stopped: make(chan struct{}), tokens: map[string]bool{}, shapes: shapes, started: time.Now()}
	w.judge = &judge{base: base, profile: o.Profile, settle: o.Settle, state: newState(),
		imports: map[harness.Kind]*walking{}, book: newBook(o.Catalogue), hide: w.hide}
	w.judge.found = func(f *Finding) {
		if o.Found != nil {
			o.Found(f)
		}
	}
	w.sequences = sequences{open: map[string]*running{}, grace: graceTime, patience: patienceTime, ended: w.ended}
	w.Proxy = newProxy(base, o.Transport, o.Authorization)
	spans := &w.judge.state.spans
	w.began = func(r *http.Request) {
		if key := w.spanOf(r.Method, r.URL.Path); key != "" {
			spans.began(key)
		}
	}
	w.finished = func(r *http.Request, at time.Time) {
		if key := w.spanOf(r.Method, r.URL.Path); key != "" {
			spans.finished(key, at)
		}
	}
	w.passed = func(x *Exchange) {
		select {
		case w.queue <- x:
		default:
			w.release(x)
			w.unjudged.Add(1)
			w.settled(x)
		}
	}
	if o.Verify > 0 {
		w.verifier = newVerifier(w)
	}
	go w.work()
	return w, nil
}

// spanOf names the resource that a request writes to; empty for none.
func (w *Watcher) spanOf(method, path string) string {
	if method == http.MethodGet || method == http.MethodPost {
		return ""
	}
	return strings.Trim(strings.TrimPrefix(path, strings.TrimRight(w.base.Path, "/")), "/")
}

// settled notes that an exchange is judged, or never will be.
func (w *Watcher) settled(x *Exchange) {
	u, err := url.Parse(x.URL)
	if err != nil {
		return
	}
	if key := w.spanOf(x.Method, u.Path); key != "" {
		w.judge.state.spans.judged(key)
	}
}

func (w *Watcher) work() {
	defer close(w.stopped)
	tick := time.NewTicker(time.Second / 2)
	defer tick.Stop()
	for {
		select {
		case x, open := <-w.queue:
			if !open {
				return
			}
			w.take(x)
			w.release(x)
		case now := <-tick.C:
			w.mu.Lock()
			w.sequences.tick(now, false)
			w.mu.Unlock()
		}
	}
}

// take judges one exchange.
func (w *Watcher) take(x *Exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests++
	if x.Status != 0 {
		w.answered++
	}
	if header := x.RequestHeader.Get("Authorization"); header != "" {
		if x.OK() {
			w.latest = header
		}
		if !w.tokens[header] && len(w.tokens) < mostTokens {
			w.tokens[header] = true
			w.hide.Add(credential(header))
		}
	}
	if w.options.Passed != nil {
		w.options.Passed(x)
	}
	w.shapes.Add(x.Request())
	s := w.judge.exchange(x)
	w.settled(x)
	if x.Status == http.StatusTooManyRequests {
		w.limited++
		return
	}
	if s.what == create && s.OK() && s.id != "" {
		w.judge.state.spans.made(string(s.kind)+"/"+s.id, x.Started.Add(x.Elapsed))
	}
	x.trim()
	w.sequences.add(s)
	if w.verifier != nil && s.what != "" {
		w.verifier.wrote(s)
	}
}

// mostTokens bounds how many tokens are hidden one by one: whoever can reach the proxy can send some.
const mostTokens = 1000

// ended is called with the lock held.
func (w *Watcher) ended(r *running, s Sequence) {
	if problems := r.early(time.Since(r.last) >= w.sequences.patience); problems != nil {
		w.judge.x = r.steps[len(r.steps)-1].Exchange
		w.judge.says(sequenceComplete, s.Who, problems)
	} else if len(r.steps) > 1 {
		w.judge.x = r.steps[len(r.steps)-1].Exchange
		w.judge.says(sequenceComplete, s.Who)
	}
	if w.options.Sequence != nil {
		w.options.Sequence(s)
	}
}

// Close judges what is left and verifies what is still to be verified, until ctx ends. The handler must not be called
// any more.
func (w *Watcher) Close(ctx context.Context) {
	close(w.queue)
	<-w.stopped
	w.mu.Lock()
	w.sequences.tick(time.Now(), true)
	w.mu.Unlock()
	if w.verifier != nil {
		w.verifier.close(ctx)
	}
}

// Results returns what each check has found so far.
func (w *Watcher) Results() []result.Result {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.judge.book.results()
}

// Answered is how many requests the app has answered.
func (w *Watcher) Answered() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.answered
}

// Running is how many requests went by, and how many sequences are under way.
func (w *Watcher) Running() (requests, sequences int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.requests, len(w.sequences.open)
}

// Dialect is the dialect in which Okta writes, as far as it was seen.
func (w *Watcher) Dialect() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.judge.dialect
}

// Hide removes the secrets that went by from a text.
func (w *Watcher) Hide(text string) string { return w.hide.Text(text) }

// Unknown are the requests that `oktascim run` does not replay.
func (w *Watcher) Unknown() []Unknown {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shapes.Unknown()
}

// Notes say what the result does not rest on.
func (w *Watcher) Notes() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	if n := w.unjudged.Load(); n > 0 {
		out = append(out, fmt.Sprintf("%d exchanges were passed on and not judged, because too many came at the same time",
			n))
	}
	if w.limited > 0 {
		out = append(out, fmt.Sprintf("%d requests were answered 429: Okta waits and sends them again", w.limited))
	}
	if w.verifier == nil {
		out = append(out, "only the traffic was judged; --verify also reads back what Okta wrote")
	} else {
		out = append(out, w.verifier.notes()...)
	}
	return out
}
