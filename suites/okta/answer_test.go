package okta

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBodies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer string
		object bool
		want   string // part of JSONErr; "" for none
	}{
		{`200 {"a":[1,{"b":null}]}`, true, ""},
		{"200 {\"a\":1}\r\n\t ", true, ""},
		{`204 `, false, ""},
		{`200 `, false, "empty"},
		{`201  `, false, "empty"},
		{`200 {"a":1,"b":{"c":1,"c":2}}`, true, `"c" is there twice`},
		{`200 {"a":1}{"b":2}`, true, "text follows"},
		{"200 {\"a\":1}\xef\xbb\xbf", true, "a byte order mark follows"},
		{"200 {\"a\":1}\u00a0", true, "text follows"},
		{"200 \xef\xbb\xbf{\"a\":1}", true, "starts with a byte order mark"},
		{"200 {\"a\":\"\xff\"}", true, "not UTF-8 at octet 6"},
		{`200 [{"a":1}]`, false, "an array"},
		{`200 "x"`, false, "a string"},
		{`200 12`, false, "a number"},
		{`200 true`, false, "a boolean"},
		{`200 null`, false, "null"},
		{`200 <html>`, false, "not JSON"},
		{`200 {"a":`, false, "unexpected EOF"},
		{`200 {"a":[1`, false, "unexpected"},
		{`200 {"a"`, false, "EOF"},
		{`200 {"a":1,}`, false, "not JSON"},
		{`200 [1,]`, false, "not JSON"},
		{`200 {"a" 1}`, false, "not JSON"},
		{`200 {"a":01}`, false, "not JSON"},
		{`200 {a:1}`, false, "not JSON"},
		{`200 {"a":` + strings.Repeat("[", 100000), false, "nested deeper"},
	} {
		a := serve(t, c.answer).client(AIW).ReadUser(t.Context(), "1")
		if a.Err != nil || (a.Resource != nil) != c.object {
			t.Errorf("%.40q: %v, resource %v", c.answer, a.Err, a.Resource)
		}
		if c.want == "" && a.JSONErr != nil || c.want != "" && (a.JSONErr == nil || !strings.Contains(a.JSONErr.Error(), c.want)) {
			t.Errorf("%.40q: want %q, got %v", c.answer, c.want, a.JSONErr)
		}
	}
}

func TestNumbersKeepTheirText(t *testing.T) {
	t.Parallel()
	a := serve(t, `200 {"n":1.50,"big":12345678901234567890}`).client(AIW).ReadUser(t.Context(), "1")
	if d := cmp.Diff(Resource{"n": json.Number("1.50"), "big": json.Number("12345678901234567890")}, a.Resource); d != "" {
		t.Error(d)
	}
}

func compressed(t *testing.T, coding, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "flate":
		w, _ = flate.NewWriter(&b, 9)
	}
	_, _ = io.WriteString(w, text)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCompression(t *testing.T) {
	t.Parallel()
	const text = `{"id":"1"}`
	twice := compressed(t, "gzip", string(compressed(t, "zlib", text)))
	for _, c := range []struct {
		coding string
		body   []byte
		err    string
	}{
		{"gzip", compressed(t, "gzip", text), ""},
		{"X-GZIP", compressed(t, "gzip", text), ""},
		{"deflate", compressed(t, "zlib", text), ""},
		{"deflate", compressed(t, "flate", text), ""},
		{"deflate, gzip", twice, ""},
		{"identity", []byte(text), ""},
		{"gzip", []byte(text), "cannot be decompressed as gzip"},
		{"gzip", compressed(t, "gzip", text)[:20], "cannot be decompressed"},
		{"br", []byte(text), `"br"`},
		{"gzip", compressed(t, "gzip", strings.Repeat(" ", 2000)+text), "longer than 1000 octets"},
		{"", []byte(strings.Repeat(" ", 1001)), "longer than 1000 octets"},
		{"", []byte(strings.Repeat(" ", 1000-len(text)) + text), ""},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.coding != "" {
				w.Header().Set("Content-Encoding", c.coding)
			}
			_, _ = w.Write(c.body)
		}))
		a := New(Config{BaseURL: s.URL, MaxBody: 1000}).ReadUser(t.Context(), "1")
		s.Close()
		if c.err == "" && (a.Err != nil || a.Resource.ID() != "1" || strings.TrimSpace(string(a.Body)) != text) {
			t.Errorf("%s: %v %q", c.coding, a.Err, a.Body)
		}
		if c.err != "" && (a.Err == nil || !strings.Contains(a.Err.Error(), c.err) || a.OK() || a.Status != 200) {
			t.Errorf("%s: want %q, got %v", c.coding, c.err, a.Err)
		}
		var large *TooLargeError
		if strings.Contains(c.err, "longer") != errors.As(a.Err, &large) {
			t.Errorf("%s: %T", c.coding, a.Err)
		}
	}
}

func TestRedirectIsTheAnswer(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"/elsewhere", "", "http://[bad"} {
		asked := 0
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			if location != "" {
				w.Header().Set("Location", location)
			}
			w.WriteHeader(307)
		}))
		a := New(Config{BaseURL: s.URL}).PutUser(t.Context(), "1", Resource{})
		s.Close()
		if a.Status != 307 || a.Err != nil || a.OK() || asked != 1 || a.Header.Get("Location") != location {
			t.Errorf("%q: %d %v after %d requests", location, a.Status, a.Err, asked)
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{"no answer": "", "half an answer": `{"id":`} {
		done := make(chan struct{})
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if before != "" {
				_, _ = io.WriteString(w, before)
				_ = http.NewResponseController(w).Flush()
			}
			<-done
		}))
		a := New(Config{BaseURL: s.URL, Timeout: 50 * time.Millisecond}).ReadUser(t.Context(), "1")
		var late *TimeoutError
		if !errors.As(a.Err, &late) || !late.Timeout() || !errors.Is(a.Err, context.DeadlineExceeded) || a.Err.Error() != "no answer within 50ms" {
			t.Errorf("%s: %v", name, a.Err)
		}
		if a.Elapsed < 25*time.Millisecond || a.Resource != nil {
			t.Errorf("%s: %v after %v", name, a.Resource, a.Elapsed)
		}
		over, cancel := context.WithCancel(t.Context())
		cancel()
		if a := New(Config{BaseURL: s.URL}).ReadUser(over, "1"); !errors.Is(a.Err, context.Canceled) {
			t.Errorf("the end of the run: %v", a.Err)
		}
		close(done)
		s.Close()
	}
}

// A write that was sent is answered although the run ends meanwhile; one that
// was not sent never is.
func TestWriteOutlivesTheRun(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var n atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		cancel()
		_, _ = io.WriteString(w, `{"id":"1","active":false}`)
	}))
	defer s.Close()
	c := New(Config{BaseURL: s.URL})
	if a := c.PatchUser(ctx, "1", map[string]any{"active": false}); a.Resource.ID() != "1" {
		t.Errorf("%d %v", a.Status, a.Err)
	}
	if a := c.PatchUser(ctx, "1", map[string]any{"active": true}); !errors.Is(a.Err, context.Canceled) || n.Load() != 1 {
		t.Errorf("%v after %d requests", a.Err, n.Load())
	}
}

func TestRefusedConnection(t *testing.T) {
	t.Parallel()
	s := serve(t, none)
	c := s.client(AIW)
	s.Close()
	run := c.PushUser(t.Context(), User{UserName: "x"})
	if run.Last().Err == nil || run.Last().Status != 0 || !strings.HasPrefix(run.Stop, "GET /Users was not answered (") {
		t.Errorf("%v %q", run.Last().Err, run.Stop)
	}
}

func TestOp(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"http://h/scim/v2/Users":              "PUT /Users",
		"http://h/scim/v2/Users?x=Groups":     "PUT /Users",
		"http://h/scim/v2/Groups/a%2Fb":       "PUT /Groups/{id}",
		"http://h/Users/scim/Groups/1":        "PUT /Groups/{id}",
		"http://h/scim/v2/Roles":              "PUT /scim/v2/Roles",
		"http://h/ServiceProviderConfig":      "PUT /ServiceProviderConfig",
		"http://[":                            "PUT",
		"":                                    "PUT",
		"http://h/scim/v2/Schemas/urn:x:User": "PUT /Schemas/{id}",
	} {
		if got := (Answer{Method: "PUT", URL: url}).Op(); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

func TestSendRefuses(t *testing.T) {
	t.Parallel()
	s := serve(t, none)
	c := s.client(AIW)
	for want, a := range map[string]Answer{
		`no request "nope"`:  c.Send(t.Context(), "nope", nil),
		"no value for {{id}": c.Send(t.Context(), "read-user", nil),
		"an empty value":     c.DeleteGroup(t.Context(), ""),
		"written as JSON":    c.PutUser(t.Context(), "1", Resource{"f": func() {}}),
		"invalid method":     c.Do(t.Context(), Request{Method: "A B"}),
	} {
		if a.Err == nil || !strings.Contains(a.Err.Error(), want) || a.OK() {
			t.Errorf("want %q, got %v", want, a.Err)
		}
	}
	broken := &Client{err: errors.New("no shapes")}
	for _, a := range []Answer{broken.Do(t.Context(), Request{}), broken.ReadUser(t.Context(), "1"), broken.CreateUser(t.Context(), User{})} {
		if a.Err == nil {
			t.Error("sent without shapes")
		}
	}
	if len(s.sent()) != 0 {
		t.Errorf("sent %v", s.sent())
	}
}
