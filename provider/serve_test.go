package provider_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func TestServe(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, nil))
	c := scimtest.NewClient(t, func(o *provider.Options) { o.Logger = logger })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	entered, leave := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			close(entered)
			<-leave
		}
		c.Server.ServeHTTP(w, r)
	})
	done := make(chan error, 1)
	go func() { done <- provider.Serve(ctx, l, slow, logger) }()

	fetch := func(path string) (int, error) {
		r, _ := http.NewRequest("GET", "http://"+l.Addr().String()+path, nil)
		r.Header.Set("Authorization", "Bearer "+scimtest.Token)
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, err
		}
		io.Copy(io.Discard, a.Body)
		return a.StatusCode, a.Body.Close()
	}
	if status, err := fetch("/scim/v2/Users?count=1"); status != 200 || err != nil {
		t.Errorf("status %d, error %v", status, err)
	}
	result := make(chan int, 1)
	go func() { status, _ := fetch("/slow"); result <- status }()
	<-entered
	stop()
	close(leave)
	if status := <-result; status != 404 {
		t.Errorf("the request under way got %d, want its answer 404", status)
	}
	if err := <-done; err != nil {
		t.Errorf("Serve gave %v", err)
	}
	if text := log.String(); !strings.Contains(text, "GET /scim/v2/Users?count=1") || strings.Contains(text, scimtest.Token) {
		t.Errorf("log:\n%s", text)
	}
}

func TestServeFails(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := provider.Serve(t.Context(), l, http.NotFoundHandler(), nil); err == nil {
		t.Error("Serve on a closed listener gave no error")
	}
}
