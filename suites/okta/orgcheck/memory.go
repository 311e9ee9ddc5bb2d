package orgcheck

import (
	"bytes"
	"io"
	"net/http"
	"sync"
)

// memory is an http.RoundTripper that asks for the same thing once only: the
// checks of one audit look at the same state of the org, and its rate limits
// are spared. Answers other than 200 are not kept.
type memory struct {
	next http.RoundTripper

	mu   sync.Mutex
	kept map[string]remembered
}

type remembered struct {
	header http.Header
	body   []byte
}

func newMemory(next http.RoundTripper) *memory {
	return &memory{next: next, kept: map[string]remembered{}}
}

// RoundTrip implements http.RoundTripper.
func (m *memory) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.Method != http.MethodGet {
		return m.next.RoundTrip(request)
	}
	url := request.URL.String()
	m.mu.Lock()
	known, ok := m.kept[url]
	m.mu.Unlock()
	if ok {
		return &http.Response{Status: "200 OK", StatusCode: http.StatusOK, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: known.header.Clone(), Body: io.NopCloser(bytes.NewReader(known.body)), ContentLength: int64(len(known.body)), Request: request}, nil
	}
	answer, err := m.next.RoundTrip(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		return answer, err
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, largest+1))
	answer.Body.Close()
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if len(body) <= largest {
		m.mu.Lock()
		m.kept[url] = remembered{answer.Header.Clone(), body}
		m.mu.Unlock()
	}
	return answer, nil
}

// largest is the largest answer that is kept, in bytes; longer ones are cut, and
// refused by package org.
const largest = 32 << 20
