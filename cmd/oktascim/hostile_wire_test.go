package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// hostileWire are servers that break HTTP itself.
func hostileWire() []misbehaviour {
	hang := func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.Copy(io.Discard, r.Body) // then the server sees that the client hangs up
		<-r.Context().Done()
	}
	endless := func(prefix, unit string) func(http.ResponseWriter, *http.Request, http.Handler) {
		return wire(func(send func(string) bool) {
			send(prefix)
			for send(unit) { // until the client hangs up
			}
		})
	}
	return []misbehaviour{
		{name: "never answers", wrap: hang, want: []string{"no answer within"}},
		{name: "never answers, from the start", wrap: hang, atOnce: true, want: []string{"does not answer"}},
		{name: "an octet a second", wrap: wire(func(send func(string) bool) {
			for _, b := range answerHead + "Content-Length: 1000\r\n\r\n" + strings.Repeat(" ", 1000) {
				if !send(string(b)) {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		}), want: []string{"no answer within"}},
		{name: "hangs up without an answer", wrap: wire(func(func(string) bool) {}), want: []string{"EOF", "no answer"}},
		{name: "closes in mid-body", wrap: wire(func(send func(string) bool) { send(answerHead + "Content-Length: 500\r\n\r\n{\"schemas\":") }), want: []string{"EOF"}},
		{name: "closes in mid-header", wrap: wire(func(send func(string) bool) { send("HTTP/1.1 200 OK\r\nContent-Ty") }), want: []string{"EOF", "malformed", "reset"}},
		{name: "Content-Length too short", wrap: wire(func(send func(string) bool) { send(answerHead + "Content-Length: 20\r\n\r\n" + emptyList) })},
		{name: "two Content-Lengths", wrap: wire(func(send func(string) bool) {
			send(answerHead + "Content-Length: 20\r\nContent-Length: 30\r\n\r\n" + emptyList)
		})},
		{name: "negative Content-Length", wrap: wire(func(send func(string) bool) { send(answerHead + "Content-Length: -1\r\n\r\n" + emptyList) }), want: []string{"Content-Length"}},
		{name: "garbage in chunks", wrap: wire(func(send func(string) bool) {
			send(answerHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + emptyList)
		}), want: []string{"chunk"}},
		{name: "a chunk of 16 EiB", wrap: wire(func(send func(string) bool) {
			send(answerHead + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + emptyList)
		})},
		{name: "endless chunks of one octet", wrap: endless(answerHead+"Transfer-Encoding: chunked\r\n\r\n", strings.Repeat("1\r\n \r\n", 5000))},
		{name: "endless body", wrap: endless(answerHead+"\r\n{\"schemas\":[\"", strings.Repeat("x", 64<<10)), want: []string{"longer than", "no answer within"}},
		{name: "10 GB announced and sent", wrap: endless(answerHead+"Content-Length: 10000000000\r\n\r\n", strings.Repeat(" ", 64<<10)), want: []string{"longer than", "no answer within"}},
		{name: "endless header", wrap: endless("HTTP/1.1 200 OK\r\n", "X-Filler: "+strings.Repeat("y", 8000)+"\r\n"), want: []string{"header", "no answer within"}},
		{name: "endless status line", wrap: endless("HTTP/1.1 200 ", strings.Repeat("O", 64<<10))},
		{name: "a storm of 1xx", wrap: endless("", strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 1000)), want: []string{"1xx", "no answer within", "informational"}},
		{name: "no HTTP", wrap: wire(func(send func(string) bool) { send("220 mail.example.com ESMTP\r\n") }), want: []string{"malformed HTTP", "no answer"}},
		{name: "status 000", wrap: wire(func(send func(string) bool) { send("HTTP/1.1 000 \r\nContent-Length: 0\r\n\r\n") })},
		{name: "status 99999", wrap: wire(func(send func(string) bool) { send("HTTP/1.1 99999 x\r\nContent-Length: 0\r\n\r\n") })},
		{name: "line ends and NULs in headers", wrap: wire(func(send func(string) bool) {
			send("HTTP/1.1 201 Created\r\nContent-Type: application/scim+json\r\nLocation: /Users/1\rSet-Cookie: a=b\x00\r\nContent-Length: 2\r\n\r\n{}")
		})},
		{name: "switches protocols", wrap: wire(func(send func(string) bool) {
			send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n" + emptyList)
		})},
		{name: "gzip bomb", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Encoding", "gzip")
			a.Body.Reset()
			a.Body.Write(bomb())
		}), want: []string{"cannot be decompressed", "longer than"}},
		{name: "gzip within gzip within gzip", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Encoding", "gzip, gzip, gzip")
			a.Body.Reset()
			a.Body.Write(zipped(zipped(bomb())))
		}), want: []string{"cannot be decompressed", "longer than"}},
		{name: "gzip cut off", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Encoding", "gzip")
			whole := zipped(a.Body.Bytes())
			a.Body.Reset()
			a.Body.Write(whole[:len(whole)-9])
		}), want: []string{"cannot be decompressed"}},
		{name: "said to be gzip", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) { a.Header().Set("Content-Encoding", "gzip") }), want: []string{"cannot be decompressed"}},
		{name: "an encoding that nobody asked for", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) { a.Header().Set("Content-Encoding", "br") }), want: []string{"not asked for"}},
		{name: "a thousand encodings", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			a.Header().Set("Content-Encoding", strings.Repeat("gzip, ", 1000)+"gzip")
			a.Body.Reset()
			a.Body.Write(bomb())
		}), want: []string{"cannot be decompressed", "longer than"}},
		{name: "a flood of cookies and headers", wrap: altered(func(_ *http.Request, a *httptest.ResponseRecorder) {
			for i := range 500 {
				a.Header().Add("Set-Cookie", fmt.Sprintf("c%d=%s", i, strings.Repeat("v", 500)))
			}
		}), legal: true},
	}
}

// bomb is gzip of 100 MB of blanks.
var bomb = func() func() []byte {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	block := bytes.Repeat([]byte(" "), 1<<20)
	for range 100 {
		_, _ = w.Write(block)
	}
	_ = w.Close()
	return func() []byte { return packed.Bytes() }
}()

func zipped(text []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(text)
	_ = w.Close()
	return packed.Bytes()
}
