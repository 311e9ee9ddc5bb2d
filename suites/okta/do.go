package okta

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Do sends a request and gives whatever came back. Redirects are not followed:
// the 3xx is the answer. A 429 is waited for and the request sent again; a 5xx
// is not, so that it is seen.
//
// Okta obeys a Retry-After in whole seconds; when it is missing or a date, Okta
// waits 5 minutes, then twice as long each time, up to 10 tries.
func (c *Client) Do(ctx context.Context, r Request) Answer {
	if c.err != nil {
		return Answer{Err: c.err}
	}
	req, body, err := c.build(r)
	if err != nil {
		return Answer{Method: r.Method, Err: err}
	}
	fallback := c.config.Pause429
	var waited time.Duration
	var earlier []Answer
	for try := 1; ; try++ {
		a := c.once(ctx, req, body)
		a.Tries, a.Waited = try, waited
		if a.Err != nil || a.Status != http.StatusTooManyRequests {
			if c.again(ctx, &earlier, a) {
				continue
			}
			return a
		}
		if try > c.config.Retries429 {
			return c.limited(a)
		}
		wait, ok := retryAfter(a.Header)
		if !ok {
			wait = fallback
			fallback *= 2
		}
		if wait > c.config.MaxWait || c.config.Wait(ctx, wait) != nil {
			return c.limited(a)
		}
		waited += wait
	}
}

// again waits and tells to send a request again, when the one who made the client wants it so.
func (c *Client) again(ctx context.Context, earlier *[]Answer, a Answer) bool {
	if c.config.Again == nil || ctx.Err() != nil {
		return false
	}
	pause, again := c.config.Again(*earlier, a)
	*earlier = append(*earlier, a)
	return again && c.config.Wait(ctx, pause) == nil
}

// limited tells of a 429 that is the answer.
func (c *Client) limited(a Answer) Answer {
	if c.config.Limited != nil {
		c.config.Limited(a)
	}
	return a
}

// retryAfter reads Retry-After in whole seconds; a date is not understood.
func retryAfter(h http.Header) (time.Duration, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(h.Get("Retry-After")), 10, 32)
	if err != nil || n < 0 {
		return 0, false
	}
	return time.Duration(n) * time.Second, true
}

// once sends the request one time, through the gate.
func (c *Client) once(ctx context.Context, req *http.Request, body []byte) Answer {
	if c.config.Gate == nil {
		return c.send(ctx, req, body)
	}
	if err := c.config.Gate.Enter(ctx, req, body); err != nil {
		return Answer{Method: req.Method, URL: req.URL.String(), RequestBody: body, Err: err}
	}
	a := c.send(ctx, req, body)
	c.config.Gate.Leave(req, a)
	return a
}

func (c *Client) send(ctx context.Context, req *http.Request, body []byte) Answer {
	limited, cancel := context.WithTimeout(outlive(ctx, req.Method), c.config.Timeout)
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(afterwards, cancel) })()
	req = req.Clone(limited)
	if body != nil {
		req.Body = io.NopCloser(bytes.NewReader(body))
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		req.ContentLength = int64(len(body))
	}
	a := Answer{Method: req.Method, URL: req.URL.String(), RequestBody: body}
	start := time.Now()
	resp, err := c.config.Transport.RoundTrip(req)
	if err == nil {
		a.Status, a.Header = resp.StatusCode, resp.Header
		a.Body, err = readAll(resp.Body, c.config.MaxBody)
		// The rest of an answer that is too long is not wanted.
		_ = resp.Body.Close()
	}
	a.Elapsed = time.Since(start)
	if err == nil {
		a.Body, err = Decompress(a.Header, a.Body, c.config.MaxBody)
	}
	if err != nil {
		a.Err = c.explain(ctx, err)
		return a
	}
	a.Decode()
	return a
}

// afterwards is how long a write that was sent may go on after the end of the
// run: what it has done must be known before the clean-up begins.
const afterwards = 2 * time.Second

// outlive is the context of a request: a write that has begun outlives ctx.
func outlive(ctx context.Context, method string) context.Context {
	if method == http.MethodGet || ctx.Err() != nil {
		return ctx
	}
	return context.WithoutCancel(ctx)
}

// explain tells the client's own time-out from the end of the run.
func (c *Client) explain(ctx context.Context, err error) error {
	if !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
		return err
	}
	return &TimeoutError{After: c.config.Timeout}
}

// TimeoutError says that no whole answer came in time.
type TimeoutError struct{ After time.Duration }

func (e *TimeoutError) Error() string { return fmt.Sprintf("no answer within %s", e.After) }

// Timeout is true, as in net.Error.
func (e *TimeoutError) Timeout() bool { return true }

// Is makes errors.Is(err, context.DeadlineExceeded) true.
func (e *TimeoutError) Is(target error) bool { return target == context.DeadlineExceeded }
