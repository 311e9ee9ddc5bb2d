//go:build interop

package interop

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The load: closed loops over kept-alive connections, a few seconds each, several times in turn, so that a noisy machine is
// equally noisy to all.
const (
	loadClients = 4
	loadTime    = 2 * time.Second
	loadRounds  = 3
	loadPeople  = 100 // there at each lookup: few, because the other two look at every one
	loadToken   = "load-token-1234"
)

// loaded are the reference provider, as `oktascim serve` runs it, and the two other servers.
func loaded() []server {
	return append([]server{{"oktascim", installReference}}, servers...)
}

func installReference(t *testing.T) []string {
	binary := filepath.Join(t.TempDir(), "oktascim")
	command(t, "../../..", "go", "build", "-o", binary, "./cmd/oktascim")
	return []string{binary, "serve", "--quiet", "--token-env", "SCIM_TOKEN"}
}

// TestLoad compares lookups by userName and creates a second, side by side. It fails when the reference provider is not ahead.
func TestLoad(t *testing.T) {
	bases := map[string]string{}
	for _, s := range loaded() {
		bases[s.name] = s.start(t, loadToken)
		load(t, bases[s.name], loadPeople, time.Minute, creates("load"))
	}
	compare(t, bases, "lookups", lookup)
	compare(t, bases, "creates", creates("more")) // last: they make more people
}

func compare(t *testing.T, bases map[string]string, what string, next request) {
	t.Helper()
	rates := map[string][]float64{}
	for range loadRounds {
		for _, s := range loaded() {
			rates[s.name] = append(rates[s.name], load(t, bases[s.name], 0, loadTime, next))
		}
	}
	ours := median(rates["oktascim"])
	for _, s := range loaded() {
		rate := median(rates[s.name])
		t.Logf("%s  %-9s median %6.0f/s of %.0f, oktascim does %.1f × as many", what, s.name, rate, rates[s.name], ours/rate)
		if ours < rate {
			t.Errorf("%s: %s does %.0f/s, oktascim %.0f/s", what, s.name, rate, ours)
		}
	}
}

func median(list []float64) float64 { return slices.Sorted(slices.Values(list))[len(list)/2] }

// request makes the next request.
type request func(base *url.URL) (method, path, body string)

// creates makes people with names of their own: "load1@example.com".
func creates(prefix string) request {
	var made atomic.Int64
	return func(base *url.URL) (method, path, body string) {
		name := fmt.Sprintf("%s%d@example.com", prefix, made.Add(1))
		return "POST", base.Path + "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"` + name +
			`","name":{"givenName":"Jane","familyName":"Doe"},"emails":[{"primary":true,"value":"` + name +
			`","type":"work"}],"displayName":"Jane Doe","locale":"en-US","externalId":"00u` + name + `","groups":[],"password":"1mz050nq","active":true}`
	}
}

func lookup(base *url.URL) (method, path, body string) {
	name := fmt.Sprintf("load%d@example.com", 1+rand.Int64N(loadPeople))
	return "GET", base.Path + "/Users?filter=" + url.QueryEscape(`userName eq "`+name+`"`) + "&startIndex=1&count=100", ""
}

// load sends requests for a time, or until there were n, and gives the answers a second. Every answer must be 2xx.
func load(t *testing.T, address string, n int64, limit time.Duration, next request) float64 {
	t.Helper()
	address, _, _ = strings.Cut(address, " ") // behind it: a token
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	var done atomic.Int64
	var clients sync.WaitGroup
	start := time.Now()
	for range loadClients {
		clients.Go(func() {
			c, err := net.Dial("tcp", base.Host)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			answers := bufio.NewReader(c)
			for time.Since(start) < limit && (n == 0 || done.Load() < n) {
				method, path, body := next(base)
				fmt.Fprintf(c, "%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: application/scim+json\r\nContent-Type: application/scim+json\r\nContent-Length: %d\r\n\r\n%s",
					method, path, base.Host, loadToken, len(body), body)
				a, err := http.ReadResponse(answers, nil)
				if err != nil {
					t.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, a.Body)
				if err != nil || a.StatusCode/100 != 2 {
					t.Errorf("%s %s: %d %v", method, path, a.StatusCode, err)
					return
				}
				done.Add(1)
			}
		})
	}
	clients.Wait()
	return float64(done.Load()) / time.Since(start).Seconds()
}
