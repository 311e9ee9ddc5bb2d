package watch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/watch"
)

// What comes out on either side of the watch is what went in, octet by octet.
func TestUnchanged(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	fmt.Fprint(z, `{"detail":"compressed"}`)
	_ = z.Close()
	random := make([]byte, 3<<20)
	_, _ = rand.Read(random)
	type seen struct {
		method, uri, host string
		header            http.Header
		body              []byte
	}
	asked := make(chan seen, 1)
	var answer struct {
		status int
		header http.Header
		body   []byte
	}
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		asked <- seen{r.Method, r.RequestURI, r.Host, r.Header, body}
		for name, values := range answer.header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.body)
	}))
	t.Cleanup(app.Close)
	l := newLab(t, http.NotFoundHandler(), okta.AIW, func(o *watch.Options) {
		o.BaseURL, o.Verify = app.URL+"/scim/v2",
			0
	})
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, CheckRedirect: func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}}
	for _, c := range []struct {
		method, uri, body string
		status            int
		answer            []byte
		header            http.Header
	}{
		{"GET", "/scim/v2/Users?filter=userName+eq+%22a%2Bb%40c.d%22&&count=100;x&=", "", 200, []byte("{}"),
			http.Header{"Content-Type": {"application/scim+json"}}},
		{"POST", "/scim/v2/Users", "{\"userName\":\"é\u0000\"}", 201, random,
			http.Header{"Content-Type": {"application/json"}, "Location": {"https://elsewhere.example/Users/1"}}},
		{"PUT", "/scim/v2/Users/a%2Fb%20c", "  no JSON ", 500, []byte("Traceback"), http.Header{"X-Odd": {"one", "two"},
			"Set-Cookie": {"a=b", "c=d"}}},
		{"PATCH", "/scim/v2/Groups/1", "{}", 204, nil, http.Header{"Etag": {`W/"1"`}}},
		{"GET", "/scim/v2/Groups", "", 200, zipped.Bytes(), http.Header{"Content-Encoding": {"gzip"},
			"Content-Type": {"text/html"}}},
		{"GET", "/scim/v2/Groups", "", 200, []byte("<html>"), http.Header{"Content-Type": nil, "Date": nil}},
		{"DELETE", "/scim/v2/Groups/1", "", 302, nil, http.Header{"Location": {"/login"}}},
		{"OPTIONS", "/scim/v2/", "", 405, []byte("x"), http.Header{}},
	} {
		answer.status, answer.header, answer.body = c.status, c.header, c.answer
		r, err := http.NewRequest(c.method, l.proxy.URL+c.uri, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		sent := http.Header{"Authorization": {"Bearer " + token}, "X-Forwarded-For": {"1.2.3.4"},
			"Accept-Encoding": {"gzip,deflate"},
			"User-Agent":      {"Okta SCIM Client 1.0.0"}, "Accept": {"application/scim+json"}, "X-Twice": {"a", "b"}}
		r.Header = sent.Clone()
		got, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(got.Body)
		_ = got.Body.Close()
		in := <-asked
		delete(in.header, "Content-Length")
		if in.method != c.method || in.uri != c.uri || string(in.body) != c.body ||
			fmt.Sprint(in.header) != fmt.Sprint(sent) || in.host != app.Listener.Addr().String() {
			t.Errorf("%s %s: the app got %s %s, %q, %v", c.method, c.uri, in.method, in.uri, in.body, in.header)
		}
		if got.StatusCode != c.status || !bytes.Equal(body, c.answer) {
			t.Errorf("%s %s: %d, %d octets", c.method, c.uri, got.StatusCode, len(body))
		}
		for name, values := range c.header {
			if !slices.Equal(got.Header[name], values) {
				t.Errorf("%s %s: %s is %q, not %q", c.method, c.uri, name, got.Header[name], values)
			}
		}
	}
}

// The proxy answers only when the app cannot be reached, or when a request would lead elsewhere.
func TestRefuses(t *testing.T) {
	t.Parallel()
	var reached []string
	var mu sync.Mutex
	l := newLab(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		reached = append(reached, r.RequestURI)
		w.WriteHeader(418)
	}), okta.AIW, func(o *watch.Options) { o.Verify = 0 })
	raw := func(head string) string {
		c, err := net.Dial("tcp", l.proxy.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", head)
		all, _ := io.ReadAll(c)
		return string(all)
	}
	for head, want := range map[string]string{
		"GET /other": " 502 ", "GET /scim/v2/../../admin": " 502 ", "GET /scim/v2/%2e%2e/%2e%2e/admin": " 502 ", "CONNECT evil.example:443": " 502 ",
		"GET http://evil.example/scim/v2/Users": " 418 ", "GET /scim/v2/Users": " 418 ", "GET /scim/v2x/Users": " 502 ",
	} {
		got := raw(head)
		if line, _, _ := strings.Cut(got, "\r\n"); !strings.Contains(line, want) || want == " 502 " &&
			!strings.Contains(got, "api:messages:2.0:Error") {
			t.Errorf("%s: %s", head, got)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(reached, []string{"/scim/v2/Users", "/scim/v2/Users"}) {
		t.Errorf("the app got %q", reached)
	}
}

// When the app is not there, the client gets a SCIM Error; when it dies or hangs, the client sees just that.
func TestAppDies(t *testing.T) {
	t.Parallel()
	die := make(chan struct{})
	l := newLab(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/half"):
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `{"half`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		case strings.HasSuffix(r.URL.Path, "/none"):
			panic(http.ErrAbortHandler)
		case strings.HasSuffix(r.URL.Path, "/hang"):
			<-r.Context().Done()
			close(die)
		}
	}), okta.AIW, func(o *watch.Options) { o.Verify = 0 })
	for _, path := range []string{"half", "none"} {
		r, err := http.Post(l.proxy.URL+"/scim/v2/Users/"+path, "", nil)
		if err == nil {
			_, err = io.ReadAll(r.Body)
			_ = r.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: the client saw a whole answer", path)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, "GET", l.proxy.URL+"/scim/v2/Users/hang", nil)
	if _, err := http.DefaultClient.Do(r); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("hang: %v", err)
	}
	<-die // the app sees that the client has gone
	l.app.Close()
	got, err := http.Get(l.proxy.URL + "/scim/v2/Users")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(got.Body)
	_ = got.Body.Close()
	if got.StatusCode != 502 || got.Header.Get("Content-Type") != "application/scim+json" ||
		!strings.Contains(string(body), "cannot reach the app") {
		t.Errorf("%d %s", got.StatusCode, body)
	}
	l.close()
}

// Hostile apps behind the watch: it ends, does not panic, and holds little memory.
func TestHostileApps(t *testing.T) {
	t.Parallel()
	big := bytes.Repeat([]byte("x"), 1<<20)
	for name, app := range map[string]http.HandlerFunc{
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			for range 12 {
				_, _ = w.Write(big)
			}
		},
		"bomb":    func(w http.ResponseWriter, _ *http.Request) { bomb(w) },
		"deep":    func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("[", 4<<20)) },
		"garbage": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "\x00\xff{{\"") },
		"odd types": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"id":[1],"totalResults":{},"Resources":[1,null,{"id":{}},[]],"members":[1],"schemas":3}`)
		},
		"numbers": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `{"id":1e999,"totalResults":1e99,"startIndex":-1,"Resources":[{"id":7,"userName":7}]}`)
		},
		"one id": func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(map[bool]int{true: 201, false: 200}[r.Method == "POST"])
			fmt.Fprint(w, `{"id":"../..","userName":"x","totalResults":1,"Resources":[{"id":"../..","userName":"x"}]}`)
		},
		"1xx": func(w http.ResponseWriter, _ *http.Request) {
			for range 4 {
				w.WriteHeader(103)
			}
			w.WriteHeader(200)
		},
		"huge heads": func(w http.ResponseWriter, _ *http.Request) {
			for i := range 500 {
				w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("h", 1000))
			}
		},
		"redirects": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example"+r.URL.Path, http.StatusTemporaryRedirect)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, app, okta.OIN)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			c := l.okta.With(func(c *okta.Config) { c.MaxBody = 32 << 20 })
			c.TestConnector(ctx)
			c.PushUser(ctx, okta.User{UserName: "ann@example.com", Active: true})
			c.CreateUser(ctx, okta.User{UserName: "ann@example.com", Active: true})
			c.PushProfile(ctx, "1", okta.User{UserName: "ann@example.com"})
			c.Deactivate(ctx, "1")
			c.PushGroup(ctx, "G", []okta.Member{{Value: "1"}})
			c.PushNow(ctx, "1", "G", nil)
			c.ImportUsers(ctx, 3)
			if len(l.close()) == 0 {
				t.Error("nothing was found")
			}
		})
	}
}

func bomb(w http.ResponseWriter) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	zeros := make([]byte, 1<<20)
	for range 20 {
		_, _ = z.Write(zeros)
	}
	_ = z.Close()
}

// HTTP/2 on both sides.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	var proto string
	app := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { proto = r.Proto }))
	app.EnableHTTP2 = true
	app.StartTLS()
	t.Cleanup(app.Close)
	l := newLab(t, http.NotFoundHandler(), okta.AIW, func(o *watch.Options) {
		o.BaseURL, o.Verify, o.Transport = app.URL+"/scim/v2", 0, app.Client().Transport
	})
	front := httptest.NewUnstartedServer(l.watcher)
	front.EnableHTTP2 = true
	front.StartTLS()
	t.Cleanup(front.Close)
	got, err := front.Client().Get(front.URL + "/scim/v2/Users")
	if err != nil || got.ProtoMajor != 2 || proto != "HTTP/2.0" || got.TLS.Version < tls.VersionTLS12 {
		t.Errorf("%v, %v, the app saw %s", got, err, proto)
	}
}

// BenchmarkLatency tells what the watch adds to an exchange at 200 requests a second: p50 and p99, in microseconds.
func BenchmarkLatency(b *testing.B) {
	for _, way := range []string{"direct", "watched"} {
		b.Run(way, func(b *testing.B) {
			l := newLab(b, provide(b, faulty.Hooks), okta.AIW, func(o *watch.Options) { o.Verify = 0 })
			config := l.scim
			if way == "direct" {
				config.BaseURL = l.app.URL + "/scim/v2"
			}
			c := okta.New(config)
			var mu sync.Mutex
			var took []time.Duration
			var wg sync.WaitGroup
			tick := time.NewTicker(5 * time.Millisecond)
			defer tick.Stop()
			for i := 0; b.Loop(); i++ {
				<-tick.C
				wg.Go(func() {
					a := c.LookupUser(context.Background(), fmt.Sprintf("user%d@example.com", i))
					mu.Lock()
					defer mu.Unlock()
					took = append(took, a.Elapsed)
				})
			}
			wg.Wait()
			slices.Sort(took)
			at := func(share float64) float64 {
				return float64(took[int(math.Ceil(share*float64(len(took))))-1].Microseconds())
			}
			b.ReportMetric(at(0.5), "p50-µs")
			b.ReportMetric(at(0.99), "p99-µs")
			l.proxy.Close()
			l.app.Close()
		})
	}
}
