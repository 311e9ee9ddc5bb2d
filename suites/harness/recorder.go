package harness

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/oktascim/oktascim/reports/result"
)

// keptBody is how much of a body an result.Exchange keeps, in bytes. Longer ones are
// cut: a report is read by people.
const keptBody = 64 << 10

// Recorder is an http.RoundTripper that keeps every exchange of one check.
// Bodies are read whole before the answer is handed on, so that an exchange is
// complete when the caller sees it. Secrets are removed when exchanges are
// asked for: most never are.
type Recorder struct {
	next     http.RoundTripper
	redactor *Redactor
	ledger   *Ledger
	limit    int64

	mu  sync.Mutex
	log []raw
}

// raw is an exchange before redaction.
type raw struct {
	method, url string
	header      http.Header
	sent        []byte
	answer      *http.Response // nil when there was none
	got         []byte
	took        time.Duration
	err         error
}

// NewRecorder records what goes through next and reads at most limit bytes of
// an answer. What the requests create is entered in the ledger.
func NewRecorder(next http.RoundTripper, redactor *Redactor, limit int64, ledger *Ledger) *Recorder {
	return &Recorder{next: next, redactor: redactor, limit: limit, ledger: ledger}
}

// RoundTrip implements http.RoundTripper.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	sent, err := takeBody(request)
	if err != nil {
		return nil, err
	}
	x := raw{method: request.Method, url: request.URL.String(), header: request.Header.Clone(), sent: sent}
	if err := r.ledger.sending(request, sent); err != nil {
		return nil, &Refusal{Op: request.Method + " " + operation(x.url), Why: err.Error()}
	}
	start := time.Now()
	x.answer, x.err = r.next.RoundTrip(request)
	if x.err == nil {
		x.got, x.err = readBody(x.answer, r.limit)
	}
	x.took = time.Since(start)
	r.mu.Lock()
	r.log = append(r.log, x)
	r.mu.Unlock()
	if x.err != nil {
		return nil, x.err
	}
	r.ledger.answered(request, sent, x.answer, readable(x.answer, x.got))
	return x.answer, nil
}

// Count is the number of exchanges so far.
func (r *Recorder) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.log)
}

// Exchanges is what was recorded so far, without secrets.
func (r *Recorder) Exchanges() []result.Exchange {
	out := make([]result.Exchange, 0, r.Count())
	for _, x := range r.recorded() {
		out = append(out, x.exchange(r.redactor))
	}
	return out
}

// Timings is how long each answer took, by operation: URLs are without values.
func (r *Recorder) Timings() []result.Timing {
	out := make([]result.Timing, 0, r.Count())
	for _, x := range r.recorded() {
		if x.err == nil {
			out = append(out, result.Timing{Method: x.method, URL: operation(x.url), MS: milliseconds(x.took)})
		}
	}
	return out
}

// madeGood are the failures of requests that were sent again later, as reads that wait are, and then did not fail.
func (r *Recorder) madeGood() (out []Passing) {
	log := r.recorded()
	for i, x := range log {
		if x.failed() && slices.ContainsFunc(log[i+1:], func(y raw) bool { return y.method == x.method && y.url == x.url && !y.failed() }) {
			p := Passing{Op: x.method + " " + operation(x.url)}
			if x.err == nil {
				p.Status = x.answer.StatusCode
			}
			out = append(out, p)
		}
	}
	return out
}

// ServerErrors are the exchanges that were answered 5xx, other than 501, or not at all, and that were not sent again later with
// success, by their index.
func (r *Recorder) ServerErrors() map[int]result.Problem {
	out := map[int]result.Problem{}
	log := r.recorded()
	for i, x := range log {
		if !x.failed() || slices.ContainsFunc(log[i+1:], func(y raw) bool { return y.method == x.method && y.url == x.url && !y.failed() }) {
			continue
		}
		p := result.Problem{Operation: x.method + " " + operation(x.url), Place: "status", Kind: result.NotAccepted,
			Expected: "an answer other than a server error", Actual: "none"}
		if x.err == nil {
			p.Actual = fmt.Sprint(x.answer.StatusCode)
		}
		out[i] = p
	}
	return out
}

// failed tells whether the server did not answer, or failed itself.
func (x raw) failed() bool {
	return x.err != nil || x.answer.StatusCode >= 500 && x.answer.StatusCode != http.StatusNotImplemented
}

func (r *Recorder) recorded() []raw {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]raw(nil), r.log...)
}

func (x raw) exchange(redactor *Redactor) result.Exchange {
	e := result.Exchange{
		Method:         x.method,
		URL:            redactor.Text(x.url),
		RequestHeaders: redactor.Headers(x.header),
		Request:        redactor.Body(cut(x.sent)),
		MS:             milliseconds(x.took),
	}
	if x.err != nil {
		e.Error = redactor.Text(x.err.Error())
	}
	if x.answer != nil {
		e.Status = x.answer.StatusCode
		e.ResponseHeaders = redactor.Headers(x.answer.Header)
		e.Response = redactor.Body(cut(readable(x.answer, x.got)))
	}
	return e
}

// operation is a URL without values: "/Users/{id}", "/Users?filter=".
func operation(url string) string {
	path, query, _ := strings.Cut(url, "?")
	segments := strings.Split(path, "/")
	for i := len(segments) - 1; i >= 0; i-- {
		for _, kind := range []Kind{Users, Groups} {
			if segments[i] != string(kind) {
				continue
			}
			switch {
			case i < len(segments)-1:
				return "/" + segments[i] + "/{id}"
			case strings.Contains(query, "filter="):
				return "/" + segments[i] + "?filter="
			}
			return "/" + segments[i]
		}
	}
	return "/" + segments[len(segments)-1]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// readBody reads an answer whole, up to one byte over the limit, and puts what
// it read back for the next reader.
func readBody(answer *http.Response, limit int64) ([]byte, error) {
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}

func takeBody(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	defer request.Body.Close()
	body, err := io.ReadAll(request.Body)
	request.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}

func cut(body []byte) []byte {
	if len(body) <= keptBody {
		return body
	}
	return append(append([]byte(nil), body[:keptBody]...), "… (cut)"...)
}
