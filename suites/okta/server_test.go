package okta

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// script is a server that gives prepared answers, one a request, and notes the
// requests as they were on the wire.
type script struct {
	*httptest.Server
	mu      sync.Mutex
	answers []string
	lines   []string // "METHOD target body"
	headers []http.Header
}

// serve answers with "status body" each; the last one is repeated.
func serve(t *testing.T, answers ...string) *script {
	t.Helper()
	s := &script{answers: answers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, strings.TrimSpace(r.Method+" "+r.RequestURI+" "+string(body)))
	s.headers = append(s.headers, r.Header.Clone())
	answer := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	status, text, _ := strings.Cut(answer, " ")
	w.Header().Set("Content-Type", "application/scim+json")
	code := map[string]int{"200": 200, "201": 201, "204": 204, "302": 302, "400": 400, "401": 401, "404": 404, "409": 409, "429": 429, "500": 500}[status]
	if rest, ok := strings.CutPrefix(text, "after="); ok {
		w.Header().Set("Retry-After", rest)
		text = ""
	}
	w.WriteHeader(code)
	_, _ = io.WriteString(w, text)
}

func (s *script) sent() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.lines...)
}

func (s *script) header(i int) http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.headers[i]
}

func (s *script) client(d Dialect) *Client {
	return New(Config{BaseURL: s.URL + "/scim/v2/", Authorization: "Bearer secret", Dialect: d, Encoding: Percent,
		Timeout: 30 * time.Second, Transport: s.Client().Transport})
}
