package org

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// guard is the http.RoundTripper between the SDK and the network. It waits for rate limits, and rejects answers that
// the SDK would misread: redirects, web pages, answers without end, Link headers that are not URLs.
type guard struct {
	config Config
	told   sync.Map // secrets that were told
}

const (
	largestAnswer = 32 << 20 // bytes
	mostTries     = 5        // of a request that is answered 429
)

type viaKey struct{}

// Via makes the requests of this context pass through the RoundTripper that wrap returns, such as a recorder.
func Via(ctx context.Context, wrap func(http.RoundTripper) http.RoundTripper) context.Context {
	return context.WithValue(ctx, viaKey{}, wrap)
}

// RoundTrip implements http.RoundTripper.
func (g *guard) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	next := g.config.Transport
	if wrap, ok := ctx.Value(viaKey{}).(func(http.RoundTripper) http.RoundTripper); ok {
		next = wrap(next)
	}
	g.learn(request)
	var body []byte
	if request.Body != nil {
		var err error
		if body, err = io.ReadAll(request.Body); err != nil {
			return nil, err
		}
		request.Body.Close()
	}
	for try := 1; ; try++ {
		again := request.Clone(ctx)
		if body != nil {
			again.Body = io.NopCloser(bytes.NewReader(body))
		}
		answer, err := g.once(next, again)
		if err != nil || answer.StatusCode != http.StatusTooManyRequests {
			return answer, err
		}
		if err := g.await(ctx, answer, try); err != nil {
			return nil, err
		}
	}
}

// await waits until the rate limit is reset, if that is soon. Okta states the second of the reset in
// X-Rate-Limit-Reset, by its own clock, which Date shows.
func (g *guard) await(ctx context.Context, answer *http.Response, try int) error {
	tooMany := func(format string, args ...any) error {
		return &Error{Status: http.StatusTooManyRequests, Cause: fmt.Sprintf("the org's rate limit "+format, args...),
			Remedy: "Run it again later. Reports > Rate Limits in the admin console shows what uses the limit up; a token " +
				"can be given a smaller share of it."}
	}
	reset, err := strconv.ParseInt(answer.Header.Get("X-Rate-Limit-Reset"), 10, 64)
	if err != nil {
		return tooMany("is used up (429), and it does not say until when")
	}
	now := time.Now()
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		now = date
	}
	wait := max(time.Unix(reset, 0).Sub(now)+time.Second, time.Second).Round(time.Second)
	until := time.Unix(reset, 0).UTC().Format(time.RFC3339)
	if wait > g.config.MaxWait {
		return tooMany("is used up (429) until %s, in %s; waiting ends at %s", until, wait, g.config.MaxWait)
	}
	if try >= mostTries {
		return tooMany("was used up (429) %d times in a row, now until %s", try, until)
	}
	g.config.Notice(fmt.Sprintf("the org's rate limit is used up; waiting %s until it is reset", wait))
	return g.config.Wait(ctx, wait)
}

// once sends the request one time and reads the whole answer.
func (g *guard) once(next http.RoundTripper, request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(request.Context(), g.config.Timeout)
	defer cancel()
	answer, err := next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, g.noAnswer(request, err)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, largestAnswer+1))
	answer.Body.Close()
	if err != nil {
		return nil, g.noAnswer(request, err)
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if cause, remedy := misread(answer, body); cause != "" {
		return nil, &Error{Cause: request.Method + " " + request.URL.Path + " answered " + cause, Remedy: remedy,
			Status: answer.StatusCode}
	}
	g.learnToken(request, body)
	return answer, nil
}

// misread returns what makes an answer one that the SDK would misread, and what to do about it.
func misread(answer *http.Response, body []byte) (cause, remedy string) {
	const notOrg = "Check the org URL: https://example.okta.com or the org's own domain. It must lead to Okta itself."
	media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	switch status := answer.StatusCode; {
	case len(body) > largestAnswer:
		return fmt.Sprintf("more than %d MiB", largestAnswer>>20), notOrg
	case status >= 300 && status < 400:
		return fmt.Sprintf("%d: it redirects to %q", status, answer.Header.Get("Location")), notOrg
	case status >= 500 && media != "application/json":
		return fmt.Sprintf("%d without an error of Okta's", status), remedyDown
	case len(body) > 0 && media != "application/json":
		return fmt.Sprintf("%d with %q, not JSON: this is not an Okta org", status, media), notOrg
	case len(body) > 0 && !json.Valid(body):
		return fmt.Sprintf("%d with a body that is not JSON", status), notOrg
	}
	for _, link := range answer.Header.Values("Link") {
		if target, _, found := strings.Cut(link, ";"); found {
			if _, err := url.Parse(strings.Trim(target, "<>")); err != nil {
				return fmt.Sprintf("with a Link header that is not a URL: %q", link), notOrg
			}
		}
	}
	return "", ""
}

// noAnswer puts an error of the network into words: the SDK repeats some errors that it recognizes without end.
func (g *guard) noAnswer(request *http.Request, err error) error {
	switch {
	case request.Context().Err() != nil:
		return request.Context().Err()
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("nothing came within %s", g.config.Timeout)
	}
	return &Error{Cause: fmt.Sprintf("%s gives no answer: %v", g.config.URL, err), Remedy: remedyNetwork}
}

// learn makes the secrets of a request known before it is recorded: the SDK puts its OAuth assertion in the URL.
func (g *guard) learn(request *http.Request) {
	g.tell(request.URL.Query().Get("client_assertion"))
	_, token, _ := strings.Cut(request.Header.Get("Authorization"), " ")
	g.tell(token)
}

func (g *guard) learnToken(request *http.Request, body []byte) {
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if request.URL.Path == "/oauth2/v1/token" && json.Unmarshal(body, &answer) == nil {
		g.tell(answer.AccessToken)
	}
}

func (g *guard) tell(secret string) {
	if _, known := g.told.LoadOrStore(secret, true); !known && secret != "" {
		g.config.Secret(secret)
	}
}
