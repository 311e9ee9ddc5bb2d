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

// guard is the http.RoundTripper between the SDK and the network. It waits for
// rate limits, and refuses answers that the SDK would misread: redirects, web
// pages, answers without end, Link headers that are no URLs.
type guard struct {
	config Config
	told   sync.Map // secrets that were told
}

// largestAnswer bounds one answer, in bytes.
const largestAnswer = 32 << 20

type viaKey struct{}

// Via makes the requests of this context pass through what wrap gives, such as
// a recorder over the network.
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
	body, err := readRequest(request)
	if err != nil {
		return nil, err
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

// mostTries bounds the repeats after 429.
const mostTries = 5

// await waits until the rate limit is reset, if that is soon. Okta states the
// second of the reset in X-Rate-Limit-Reset, by its own clock, which Date shows.
func (g *guard) await(ctx context.Context, answer *http.Response, try int) error {
	limit := &Error{Status: http.StatusTooManyRequests, Code: "E0000047",
		Remedy: "Run it again later. Reports > Rate Limits in the admin console shows who uses the limit up; a token can be given a smaller share of it."}
	reset, err := strconv.ParseInt(answer.Header.Get("X-Rate-Limit-Reset"), 10, 64)
	if err != nil {
		limit.Cause = "the org's rate limit is used up (429), and it does not say until when"
		return limit
	}
	now := time.Now()
	if date, err := http.ParseTime(answer.Header.Get("Date")); err == nil {
		now = date
	}
	wait := max(time.Unix(reset, 0).Sub(now)+time.Second, time.Second).Round(time.Second)
	until := time.Unix(reset, 0).UTC().Format(time.RFC3339)
	if wait > g.config.MaxWait {
		limit.Cause = fmt.Sprintf("the org's rate limit is used up (429) until %s, in %s; waiting ends at %s", until, wait, g.config.MaxWait)
		return limit
	}
	if try >= mostTries {
		limit.Cause = fmt.Sprintf("the org's rate limit was used up (429) %d times in a row, now until %s", try, until)
		return limit
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
	place := request.Method + " " + request.URL.Path
	media, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	status := answer.StatusCode
	const notOrg = "Check the org URL: it is https://example.okta.com or the org's own domain, and it must lead to Okta itself."
	switch {
	case len(body) > largestAnswer:
		return nil, &Error{Cause: fmt.Sprintf("%s answered more than %d MiB", place, largestAnswer>>20), Remedy: notOrg, Status: status}
	case status >= 300 && status < 400:
		return nil, &Error{Cause: fmt.Sprintf("%s answered %d: it redirects to %q", place, status, answer.Header.Get("Location")), Remedy: notOrg, Status: status}
	case status >= 500 && media != "application/json":
		return nil, &Error{Cause: fmt.Sprintf("%s answered %d without an error of Okta's", place, status), Remedy: remedyDown, Status: status}
	case len(body) > 0 && media != "application/json":
		return nil, &Error{Cause: fmt.Sprintf("%s answered %d with %q, not JSON: this is no Okta org", place, status, media), Remedy: notOrg, Status: status}
	case len(body) > 0 && !json.Valid(body):
		return nil, &Error{Cause: fmt.Sprintf("%s answered %d with a body that is no JSON", place, status), Remedy: notOrg, Status: status}
	}
	if bad, ok := badLink(answer.Header.Values("Link")); ok {
		return nil, &Error{Cause: fmt.Sprintf("%s answered with a Link header that is no URL: %q", place, bad), Remedy: notOrg, Status: status}
	}
	g.learnToken(request, body)
	return answer, nil
}

// noAnswer is an error of the network, in words: the SDK repeats some errors
// that it recognises without end.
func (g *guard) noAnswer(request *http.Request, err error) error {
	switch {
	case request.Context().Err() != nil:
		return request.Context().Err()
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("nothing came within %s", g.config.Timeout)
	}
	return &Error{Cause: fmt.Sprintf("%s gives no answer: %v", g.config.URL, err),
		Remedy: "Check the org URL, and the network and proxy settings of this machine."}
}

// badLink finds a Link header that the SDK would stumble over.
func badLink(links []string) (string, bool) {
	for _, link := range links {
		target, _, found := strings.Cut(link, ";")
		if !found {
			continue
		}
		if _, err := url.Parse(strings.TrimRight(strings.TrimLeft(target, "<"), ">")); err != nil {
			return link, true
		}
	}
	return "", false
}

// learn makes the secrets of a request known before it is recorded: the SDK
// puts its OAuth assertion in the URL.
func (g *guard) learn(request *http.Request) {
	if assertion := request.URL.Query().Get("client_assertion"); assertion != "" {
		g.tell(assertion)
	}
	if _, token, found := strings.Cut(request.Header.Get("Authorization"), " "); found {
		g.tell(token)
	}
}

func (g *guard) tell(secret string) {
	if _, known := g.told.LoadOrStore(secret, true); !known {
		g.config.Secret(secret)
	}
}

const tokenPath = "/oauth2/v1/token"

func (g *guard) learnToken(request *http.Request, body []byte) {
	if request.URL.Path != tokenPath {
		return
	}
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if json.Unmarshal(body, &answer) == nil && answer.AccessToken != "" {
		g.tell(answer.AccessToken)
	}
}

func readRequest(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	defer request.Body.Close()
	return io.ReadAll(request.Body)
}
