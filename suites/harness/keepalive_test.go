package harness

import (
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// A connection that was idle for as long as the target keeps it is not used again.
func TestKeepAlive(t *testing.T) {
	t.Parallel()
	var opened atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Keep-Alive", "timeout=5")
	}))
	server.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	k := &keepAlive{Transport: NewTransport()}
	t.Cleanup(k.CloseIdleConnections)
	for range 3 {
		answer, err := (&http.Client{Transport: k}).Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections for three requests in a row", n)
	}
	k.last = time.Now().Add(-4500 * time.Millisecond)
	answer, err := (&http.Client{Transport: k}).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if n := opened.Load(); n != 2 {
		t.Errorf("%d connections after a pause as long as the target's", n)
	}
}
