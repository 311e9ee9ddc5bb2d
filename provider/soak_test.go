//go:build soak

package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

// TestSoak keeps the server at full load for SOAK (default 10m) over loopback HTTP: no error, no growth of memory once it is
// warm, and no goroutine is left behind.
func TestSoak(t *testing.T) {
	length := 10 * time.Minute
	if s := os.Getenv("SOAK"); s != "" {
		var err error
		if length, err = time.ParseDuration(s); err != nil {
			t.Fatalf("SOAK: %v", err)
		}
	}
	goroutines := runtime.NumGoroutine()
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: scimtest.Token}}, Seed: 1000})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- provider.Serve(ctx, l, server, nil) }()
	base := "http://" + l.Addr().String() + "/scim/v2"

	var requests atomic.Int64
	transport := &http.Transport{MaxIdleConnsPerHost: 8}
	web := &http.Client{Transport: transport}
	send := func(method, path, body string, want int) map[string]any {
		r, err := http.NewRequest(method, base+path, bytes.NewBufferString(body))
		if err != nil {
			t.Error(err)
			return nil
		}
		r.Header.Set("Authorization", "Bearer "+scimtest.Token)
		a, err := web.Do(r)
		if err != nil {
			t.Errorf("%s %s: %v", method, path, err)
			return nil
		}
		defer a.Body.Close()
		text, _ := io.ReadAll(a.Body)
		if a.StatusCode != want {
			t.Errorf("%s %s: %d, want %d: %s", method, path, a.StatusCode, want, text)
		}
		requests.Add(1)
		var out map[string]any
		_ = json.Unmarshal(text, &out)
		return out
	}
	// life is a user from push to delete; nothing of it stays.
	life := func(name string) {
		user, _ := send("POST", "/Users", `{"userName":"`+name+`","active":true}`, 201)["id"].(string)
		group, _ := send("POST", "/Groups", `{"displayName":"`+name+`","members":[]}`, 201)["id"].(string)
		send("GET", "/Users?filter=userName+eq+%22"+name+"%22", "", 200)
		send("PATCH", "/Groups/"+group, scimtest.Operations(`{"op":"add","path":"members","value":[{"value":"`+user+`"}]}`), 204)
		send("PUT", "/Users/"+user, `{"userName":"`+name+`","title":"x","active":true}`, 200)
		send("GET", "/Users?startIndex=501&count=100", "", 200)
		send("PATCH", "/Users/"+user, scimtest.Operations(`{"op":"replace","value":{"active":false}}`), 200)
		send("POST", "/Users", `{"userName":"`+name+`"}`, 409)
		send("GET", "/Users?filter="+fmt.Sprintf("title+eq+%%22%s%%22", name), "", 200)
		send("DELETE", "/Groups/"+group, "", 204)
		send("DELETE", "/Users/"+user, "", 204)
	}
	memory := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	run := func(part int, d time.Duration) {
		var clients sync.WaitGroup
		end := time.Now().Add(d)
		for n := range 4 {
			clients.Go(func() {
				for i := 0; time.Now().Before(end) && !t.Failed(); i++ {
					life(fmt.Sprintf("p%d-c%d-%d@example.com", part, n, i))
				}
			})
		}
		clients.Wait()
	}
	run(0, length/10)
	warm := memory()
	for part := range 9 {
		run(part+1, length/10)
		t.Logf("%9d requests, heap %.1f MB", requests.Load(), float64(memory())/1e6)
	}
	if now := memory(); now > warm+warm/5+1<<20 {
		t.Errorf("the heap grew from %d to %d bytes", warm, now)
	}
	transport.CloseIdleConnections()
	stop()
	if err := <-served; err != nil {
		t.Error(err)
	}
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > goroutines && time.Now().Before(end); {
		runtime.Gosched()
	}
	if now := runtime.NumGoroutine(); now > goroutines {
		t.Errorf("%d goroutines before, %d after", goroutines, now)
	}
	t.Logf("%d requests in %s, %.0f a second", requests.Load(), length, float64(requests.Load())/length.Seconds())
}
