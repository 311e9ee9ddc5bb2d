package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/profile"
)

// authority is a private certificate authority.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	file string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return authority{key, cert, file}
}

// issue signs a certificate for 127.0.0.1 that change may spoil.
func (a authority) issue(t *testing.T, change func(*x509.Certificate)) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	if change != nil {
		change(c)
	}
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// A certificate that is not in order, or a TLS that is too old, is an error that
// says so; nothing is sent.
func TestTLS(t *testing.T) {
	t.Parallel()
	a, unknown := newAuthority(t), newAuthority(t)
	tests := []struct {
		name   string
		config *tls.Config
		code   int
		want   string
	}{
		{"in order", &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}, 0, ""},
		{"expired", &tls.Config{Certificates: []tls.Certificate{a.issue(t, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })}}, 3, "expired"},
		{"not yet valid", &tls.Config{Certificates: []tls.Certificate{a.issue(t, func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(24*time.Hour), time.Now().Add(48*time.Hour)
		})}}, 3, "not yet valid"},
		{"another host", &tls.Config{Certificates: []tls.Certificate{a.issue(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"app.example.com"} })}}, 3, "another host"},
		{"unknown authority", &tls.Config{Certificates: []tls.Certificate{unknown.issue(t, nil)}}, 3, "not trusted"},
		{"for clients only", &tls.Config{Certificates: []tls.Certificate{a.issue(t, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })}}, 3, "invalid certificate"},
		{"TLS 1.1", &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, 3, "1.2"},
		{"wants a client certificate", &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}, ClientAuth: tls.RequireAnyClientCert}, 3, "gives no answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: targetToken}}})
			if err != nil {
				t.Fatal(err)
			}
			var asked atomic.Int64
			app := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asked.Add(1); server.ServeHTTP(w, r) }))
			app.TLS = tt.config
			app.EnableHTTP2 = true
			app.StartTLS()
			t.Cleanup(app.Close)
			file := filepath.Join(t.TempDir(), "app.yaml")
			writeText(t, file, "name: x\nscim: {tls: {ca_file: "+a.file+"}}\n")
			got := program(t, time.Minute, nil, "run", "--base-url", app.URL+"/scim/v2", "--profile", file, "--check", "users.create.answer")
			if got.code != tt.code || !strings.Contains(got.output, tt.want) {
				t.Errorf("exit code %d, want %d with %q: %s", got.code, tt.code, tt.want, got.output)
			}
			if tt.code != 0 && asked.Load() > 0 {
				t.Errorf("%d requests were sent", asked.Load())
			}
		})
	}
}

// The proxy of the environment is used, and a server cannot renegotiate.
func TestTransport(t *testing.T) {
	t.Parallel()
	tr, err := harness.TransportOf(profile.TLS{})
	if err != nil {
		t.Fatal(err)
	}
	if tr.TLSClientConfig.MinVersion != tls.VersionTLS12 || tr.TLSClientConfig.Renegotiation != tls.RenegotiateNever || tr.TLSClientConfig.InsecureSkipVerify {
		t.Errorf("%+v", tr.TLSClientConfig)
	}
	var proxied atomic.Int64
	server, err := provider.New(provider.Options{Tokens: []provider.Token{{Secret: targetToken}}})
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Host == "app.example.com" {
			proxied.Add(1)
		}
		r.URL = &url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	args := []string{"run", "--base-url", "http://app.example.com/scim/v2", "--check", "users.create.answer", "--allow-http"}
	got := program(t, time.Minute, []string{"HTTP_PROXY=" + proxy.URL}, args...)
	if got.code != 0 || proxied.Load() == 0 {
		t.Errorf("exit code %d, %d requests by the proxy:\n%s", got.code, proxied.Load(), got.output)
	}
}
