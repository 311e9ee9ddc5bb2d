package show

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/reports"
)

// The command, run by a real shell and a real curl, sends the recorded request.
func TestCurlSendsTheRequestAgain(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl to run")
	}
	type seen struct{ Method, URI, Body, Auth, Type, Accept string }
	requests := make(chan seen, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		requests <- seen{q.Method, q.RequestURI, string(body), q.Header.Get("Authorization"), q.Header.Get("Content-Type"), q.Header.Get("Accept")}
	}))
	defer server.Close()
	headers := map[string]string{"Authorization": "Bearer ***", "Content-Type": "application/scim+json", "Accept": "application/scim+json", "Content-Length": "999"}
	for name, test := range map[string]struct {
		x    reports.Exchange
		want seen
	}{
		"patch": {reports.Exchange{Method: "PATCH", URL: "/Users/1", RequestHeaders: headers, Request: `{"displayName":"O'Brien \"x\" $HOME ! ` + "\n" + ` 山田","a":"@file"}`},
			seen{"PATCH", "/Users/1", `{"displayName":"O'Brien \"x\" $HOME ! ` + "\n" + ` 山田","a":"@file"}`, "Bearer s3cret", "application/scim+json", "application/scim+json"}},
		"brackets": {reports.Exchange{Method: "GET", URL: `/Users?filter=emails[value+eq+"a"]`, RequestHeaders: map[string]string{"Authorization": "SSWS ***", "Accept": "a/b"}},
			seen{"GET", `/Users?filter=emails[value+eq+"a"]`, "", "SSWS s3cret", "", "a/b"}},
		"no scheme": {reports.Exchange{Method: "GET", URL: "/Users", RequestHeaders: map[string]string{"authorization": "***", "Accept": "a/b"}},
			seen{"GET", "/Users", "", "s3cret", "", "a/b"}},
		"not a secret": {reports.Exchange{Method: "GET", URL: "/Users", RequestHeaders: map[string]string{"Authorization": "non-token", "Accept": "a/b"}},
			seen{"GET", "/Users", "", "non-token", "", "a/b"}},
		"body without type": {reports.Exchange{Method: "POST", URL: "/Users", RequestHeaders: map[string]string{"Accept": "a/b"}, Request: "@x"},
			seen{"POST", "/Users", "@x", "", "", "a/b"}},
	} {
		test.x.URL = server.URL + test.x.URL
		for _, command := range []string{strings.Join(Curl(test.x, ""), " "), strings.Join(Curl(test.x, "OKTASCIM_TOKEN"), " \\\n    ")} {
			if strings.Contains(command, "s3cret") || strings.Contains(command, "***") {
				t.Errorf("%s: %s", name, command)
			}
			run := exec.Command("bash", "-c", command)
			run.Env = append(os.Environ(), "OKTASCIM_TOKEN=s3cret")
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s\n%s", name, err, command, out)
			}
			if d := cmp.Diff(test.want, <-requests); d != "" {
				t.Errorf("%s: %s\n%s", name, d, command)
			}
		}
	}
}

func TestCurlTokenVariable(t *testing.T) {
	t.Parallel()
	x := reports.Exchange{Method: "HEAD", URL: "https://h/Users", RequestHeaders: map[string]string{"Authorization": "Bearer ***", "Accept-Encoding": "gzip"}}
	for name, want := range map[string]string{
		"":             `curl -sS -I --compressed https://h/Users -H "Authorization: Bearer $OKTASCIM_TOKEN"`,
		"TENANT_TOKEN": `curl -sS -I --compressed https://h/Users -H "Authorization: Bearer $TENANT_TOKEN"`,
		`X"; rm -rf`:   `curl -sS -I --compressed https://h/Users -H "Authorization: Bearer $OKTASCIM_TOKEN"`,
	} {
		if d := cmp.Diff(want, strings.Join(Curl(x, name), " ")); d != "" {
			t.Error(d)
		}
	}
}
