package okta

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Okta's Connection header must not stand in the way of HTTP/2.
func TestHTTP2(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"id":"`+r.Proto+`"}`)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	a := New(Config{BaseURL: s.URL, Transport: s.Client().Transport}).ReadUser(t.Context(), "1")
	if a.Err != nil || a.Resource.ID() != "HTTP/2.0" {
		t.Errorf("%v %v", a.Err, a.Resource)
	}
}
