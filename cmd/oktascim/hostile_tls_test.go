package main

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
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

// hostileTLS are servers that break TLS, on every connection but the first.
func hostileTLS() []misbehaviour {
	silent := func(c net.Conn) net.Conn { return mute{c} }
	slow := func(c net.Conn) net.Conn { return drip{c} }
	return []misbehaviour{
		{name: "TLS: a handshake that never ends", listen: spoiltTLS(1, silent), want: "no answer within"},
		{name: "TLS: a handshake that never ends, from the start", listen: spoiltTLS(0, silent), want: "does not answer"},
		{name: "TLS: an octet now and then", listen: spoiltTLS(1, slow), want: "no answer within"},
		{name: "TLS: an octet now and then, from the start", listen: spoiltTLS(0, slow), want: "does not answer"},
		{name: "TLS: hangs up in the handshake", listen: spoiltTLS(1, func(c net.Conn) net.Conn { return cutOff{c} }),
			want: "EOF|reset|broken pipe"},
		{name: "TLS: the server asks for renegotiation", listen: renegotiating(1, helloRequest), want: "no renegotiation"},
		{name: "TLS: the server asks for renegotiation, from the start", listen: renegotiating(0, helloRequest),
			want: "which is refused here"},
		{name: "TLS: a record that was tampered with", listen: renegotiating(1, func(*sniffed, []byte) ([]byte, error) {
			return []byte("\x17\x03\x03\x00\x20" + strings.Repeat("x", 32)), nil
		}), want: "bad record MAC"},
	}
}

// spoiltTLS is the provider behind TLS whose connections after the first good
// ones are spoilt, below TLS.
func spoiltTLS(good int64, spoil func(net.Conn) net.Conn) func(*testing.T, authority, http.Handler) string {
	return func(t *testing.T, a authority, next http.Handler) string {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Connection", "close")
			next.ServeHTTP(w, r)
		}))
		s.Config.ErrorLog = quiet
		s.TLS = &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}}
		s.Listener = &spoilt{Listener: s.Listener, good: good, spoil: spoil}
		s.StartTLS()
		t.Cleanup(s.Close)
		t.Cleanup(s.CloseClientConnections)
		return s.URL
	}
}

// spoilt is a listener whose connections after the first good ones are spoilt.
type spoilt struct {
	net.Listener
	good  int64
	came  atomic.Int64
	spoil func(net.Conn) net.Conn
}

func (s *spoilt) Accept() (net.Conn, error) {
	c, err := s.Listener.Accept()
	if err == nil && s.came.Add(1) > s.good {
		c = s.spoil(c)
	}
	return c, err
}

// mute sends nothing.
type mute struct{ net.Conn }

func (mute) Write(p []byte) (int, error) { return len(p), nil }

// drip sends an octet at a time.
type drip struct{ net.Conn }

func (d drip) Write(p []byte) (int, error) {
	for i := range p {
		if _, err := d.Conn.Write(p[i : i+1]); err != nil {
			return i, err
		}
		time.Sleep(20 * time.Millisecond)
	}
	return len(p), nil
}

// cutOff hangs up when it is to send.
type cutOff struct{ net.Conn }

func (c cutOff) Write([]byte) (int, error) {
	_ = c.Close()
	return 0, io.ErrClosedPipe
}

// renegotiating is a server of TLS 1.2 that answers the first good requests and
// sends what record makes of the connection to the others. record gets the master
// secret as crypto/tls logs it: crypto/tls itself asks nobody to renegotiate.
func renegotiating(good int64, record func(*sniffed, []byte) ([]byte, error)) func(*testing.T, authority,
	http.Handler) string {
	return func(t *testing.T, a authority, _ http.Handler) string {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		cert := a.issue(t, nil)
		var asked atomic.Int64
		go acceptAll(listener, func(conn net.Conn) {
			wire, log := &sniffed{Conn: conn}, &bytes.Buffer{}
			c := tls.Server(wire, &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: tls.VersionTLS12,
				SessionTicketsDisabled: true,
				CipherSuites:           []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}, KeyLogWriter: log})
			if _, err := http.ReadRequest(bufio.NewReader(c)); err != nil {
				return
			}
			if asked.Add(1) <= good {
				_, _ = io.WriteString(c, answerHead+"Connection: close\r\n\r\n"+emptyList)
				_ = c.Close()
				return
			}
			if text, err := record(wire, log.Bytes()); err != nil {
				t.Error(err)
			} else if _, err := conn.Write(text); err == nil {
				_, _ = io.Copy(io.Discard, conn) // until the client hangs up
			}
		})
		return "https://" + listener.Addr().String()
	}
}

// acceptAll serves each connection until the listener is closed, and closes it.
func acceptAll(listener net.Listener, serve func(net.Conn)) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			serve(c)
		}()
	}
}

// sniffed keeps the first record that a server sends.
type sniffed struct {
	net.Conn
	first []byte
}

func (s *sniffed) Write(p []byte) (int, error) {
	if s.first == nil {
		s.first = bytes.Clone(p)
	}
	return s.Conn.Write(p)
}

// helloRequest is the record, encrypted, that asks the client to renegotiate (RFC
// 5246 §7.4.1.1): the second one of the server under its keys.
func helloRequest(wire *sniffed, log []byte) ([]byte, error) {
	fields := bytes.Fields(log) // CLIENT_RANDOM, the client's random, the master secret
	if len(fields) < 3 || len(wire.first) < 43 {
		return nil, errors.New("no handshake was seen")
	}
	master, err := hex.DecodeString(string(fields[2]))
	if err != nil {
		return nil, err
	}
	clientRandom, err := hex.DecodeString(string(fields[1]))
	if err != nil {
		return nil, err
	}
	serverRandom := wire.first[11:43] // after the heads of record and ServerHello, and the version
	keys := prf(master, append(append([]byte("key expansion"), serverRandom...), clientRandom...), 40)
	block, err := aes.NewCipher(keys[16:32]) // after the client's key
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	sequence := []byte{0, 0, 0, 0, 0, 0, 0, 1}
	head := []byte{22, 3, 3, 0, 4} // a handshake record of TLS 1.2
	sealed := gcm.Seal(nil, append(keys[36:40:40], sequence...), []byte{0, 0, 0, 0}, append(sequence[:8:8], head...))
	return append(append([]byte{22, 3, 3, 0, byte(8 + len(sealed))}, sequence...), sealed...), nil
}

// prf is the pseudo-random function of TLS 1.2 (RFC 5246 §5).
func prf(secret, seed []byte, n int) []byte {
	mac := func(text []byte) []byte {
		h := hmac.New(sha256.New, secret)
		h.Write(text)
		return h.Sum(nil)
	}
	var out []byte
	for a := mac(seed); len(out) < n; a = mac(a) {
		out = append(out, mac(append(bytes.Clone(a), seed...))...)
	}
	return out[:n]
}

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
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"},
		IsCA: true, BasicConstraintsValid: true,
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
	c := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "test"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:   time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
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
		{"expired", &tls.Config{Certificates: []tls.Certificate{a.issue(t,
			func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })}}, 3, "expired"},
		{"not yet valid", &tls.Config{Certificates: []tls.Certificate{a.issue(t, func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(24*time.Hour), time.Now().Add(48*time.Hour)
		})}}, 3, "not yet valid"},
		{"another host", &tls.Config{Certificates: []tls.Certificate{a.issue(t,
			func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"app.example.com"} })}}, 3, "another host"},
		{"unknown authority", &tls.Config{Certificates: []tls.Certificate{unknown.issue(t, nil)}}, 3, "not trusted"},
		{"for clients only", &tls.Config{Certificates: []tls.Certificate{a.issue(t,
			func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth} })}}, 3,
			"invalid certificate"},
		{"TLS 1.1", &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}, MinVersion: tls.VersionTLS10,
			MaxVersion: tls.VersionTLS11}, 3, "1.2"},
		{"wants a client certificate", &tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)},
			ClientAuth: tls.RequireAnyClientCert}, 3, "gives no answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server := reference(t, provider.Options{})
			var asked atomic.Int64
			app := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				server.ServeHTTP(w, r)
			}))
			app.TLS = tt.config
			app.EnableHTTP2 = true
			app.StartTLS()
			t.Cleanup(app.Close)
			file := filepath.Join(t.TempDir(), "app.yaml")
			writeText(t, file, "name: x\nscim: {tls: {ca_file: "+a.file+"}}\n")
			got := program(t, time.Minute, nil, "run", "--base-url", app.URL+"/scim/v2", "--profile", file, "--check",
				"users.create.answer")
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
	if tr.TLSClientConfig.MinVersion != tls.VersionTLS12 || tr.TLSClientConfig.Renegotiation != tls.RenegotiateNever ||
		tr.TLSClientConfig.InsecureSkipVerify {
		t.Errorf("%+v", tr.TLSClientConfig)
	}
	var proxied atomic.Int64
	server := reference(t, provider.Options{})
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Host == "app.example.com" {
			proxied.Add(1)
		}
		r.URL = &url.URL{Path: r.URL.Path, RawQuery: r.URL.RawQuery}
		server.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	args := []string{"run", "--base-url", "http://app.example.com/scim/v2", "--check", "users.create.answer",
		"--allow-http"}
	got := program(t, time.Minute, []string{"HTTP_PROXY=" + proxy.URL}, args...)
	if got.code != 0 || proxied.Load() == 0 {
		t.Errorf("exit code %d, %d requests by the proxy:\n%s", got.code, proxied.Load(), got.output)
	}
}
