package main

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// hostileTLS are servers that break TLS, on every connection but the first.
func hostileTLS() []misbehaviour {
	silent := func(c net.Conn) net.Conn { return mute{c} }
	slow := func(c net.Conn) net.Conn { return drip{c} }
	return []misbehaviour{
		{name: "TLS: a handshake that never ends", listen: spoiltTLS(1, silent), want: []string{"no answer within"}},
		{name: "TLS: a handshake that never ends, from the start", listen: spoiltTLS(0, silent), want: []string{"does not answer"}},
		{name: "TLS: an octet now and then", listen: spoiltTLS(1, slow), want: []string{"no answer within"}},
		{name: "TLS: an octet now and then, from the start", listen: spoiltTLS(0, slow), want: []string{"does not answer"}},
		{name: "TLS: hangs up in the handshake", listen: spoiltTLS(1, func(c net.Conn) net.Conn { return cutOff{c} }), want: []string{"EOF", "reset", "broken pipe"}},
		{name: "TLS: the server asks for renegotiation", listen: renegotiating(1, helloRequest), want: []string{"no renegotiation"}},
		{name: "TLS: the server asks for renegotiation, from the start", listen: renegotiating(0, helloRequest), want: []string{"which is refused here"}},
		{name: "TLS: a record that was tampered with", listen: renegotiating(1, func(*sniffed, []byte) ([]byte, error) {
			return []byte("\x17\x03\x03\x00\x20" + strings.Repeat("x", 32)), nil
		}), want: []string{"bad record MAC"}},
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
func renegotiating(good int64, record func(*sniffed, []byte) ([]byte, error)) func(*testing.T, authority, http.Handler) string {
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
			c := tls.Server(wire, &tls.Config{Certificates: []tls.Certificate{cert}, MaxVersion: tls.VersionTLS12, SessionTicketsDisabled: true,
				CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}, KeyLogWriter: log})
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
