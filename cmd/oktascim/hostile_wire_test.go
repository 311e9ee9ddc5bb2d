package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// hostileWire are servers that break HTTP itself.
func hostileWire() []misbehaviour {
	hang := func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		_, _ = io.Copy(io.Discard, r.Body) // then the server sees that the client hangs up
		<-r.Context().Done()
	}
	endless := func(prefix, unit string) middleware {
		return wire(func(send func(string) bool) {
			send(prefix)
			for send(unit) { // until the client hangs up
			}
		})
	}
	return []misbehaviour{
		{name: "never answers", wrap: hang, want: "no answer within"},
		{name: "an octet a second", wrap: wire(func(send func(string) bool) {
			for _, b := range answerHead + "Content-Length: 1000\r\n\r\n" + strings.Repeat(" ", 1000) {
				if !send(string(b)) {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		}), want: "no answer within"},
		{name: "hangs up without an answer", wrap: wire(func(func(string) bool) {}), want: "EOF|no answer"},
		{name: "closes in mid-body", wrap: says(answerHead + "Content-Length: 500\r\n\r\n{\"schemas\":"), want: "EOF"},
		{name: "closes in mid-header", wrap: says("HTTP/1.1 200 OK\r\nContent-Ty"), want: "EOF|malformed|reset"},
		{name: "Content-Length too short", wrap: says(answerHead + "Content-Length: 20\r\n\r\n" + emptyList)},
		{name: "two Content-Lengths", wrap: says(answerHead + "Content-Length: 20\r\nContent-Length: 30\r\n\r\n" + emptyList)},
		{name: "negative Content-Length", wrap: says(answerHead + "Content-Length: -1\r\n\r\n" + emptyList),
			want: "Content-Length"},
		{name: "garbage in chunks", wrap: says(answerHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + emptyList),
			want: "chunk"},
		{name: "a chunk of 16 EiB", wrap: says(answerHead + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + emptyList)},
		{name: "endless chunks of one octet", wrap: endless(answerHead+"Transfer-Encoding: chunked\r\n\r\n",
			strings.Repeat("1\r\n \r\n", 5000))},
		{name: "endless body", wrap: endless(answerHead+"\r\n{\"schemas\":[\"", strings.Repeat("x", 64<<10)),
			want: "longer than|no answer within"},
		{name: "10 GB announced and sent", wrap: endless(answerHead+"Content-Length: 10000000000\r\n\r\n",
			strings.Repeat(" ", 64<<10)), want: "longer than|no answer within"},
		{name: "endless header", wrap: endless("HTTP/1.1 200 OK\r\n", "X-Filler: "+strings.Repeat("y", 8000)+"\r\n"),
			want: "header|no answer within"},
		{name: "endless status line", wrap: endless("HTTP/1.1 200 ", strings.Repeat("O", 64<<10))},
		{name: "a storm of 1xx", wrap: endless("", strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 1000)),
			want: "1xx|no answer within|informational"},
		{name: "no HTTP", wrap: says("220 mail.example.com ESMTP\r\n"), want: "malformed HTTP|no answer"},
		{name: "status 000", wrap: says("HTTP/1.1 000 \r\nContent-Length: 0\r\n\r\n")},
		{name: "status 99999", wrap: says("HTTP/1.1 99999 x\r\nContent-Length: 0\r\n\r\n")},
		{name: "line ends and NULs in headers",
			wrap: says("HTTP/1.1 201 Created\r\nContent-Type: application/scim+json\r\nLocation: /Users/1\rSet-Cookie: " +
				"a=b\x00\r\nContent-Length: 2\r\n\r\n{}")},
		{name: "switches protocols", wrap: says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: " +
			"Upgrade\r\n\r\n" + emptyList)},
		{name: "gzip bomb", wrap: encoded("gzip", bomb()), want: "cannot be decompressed|longer than"},
		{name: "gzip within gzip within gzip", wrap: encoded("gzip, gzip, gzip", zipped(zipped(bomb()))),
			want: "cannot be decompressed|longer than"},
		{name: "gzip cut off", wrap: altered(func(_ *http.Request, a *answer) {
			a.Header().Set("Content-Encoding", "gzip")
			whole := zipped(a.Body.Bytes())
			replace(a, whole[:len(whole)-9])
		}), want: "cannot be decompressed"},
		{name: "said to be gzip", wrap: altered(func(_ *http.Request,
			a *answer) {
			a.Header().Set("Content-Encoding", "gzip")
		}), want: "cannot be decompressed"},
		{name: "an encoding that nobody asked for",
			wrap: altered(func(_ *http.Request, a *answer) { a.Header().Set("Content-Encoding", "br") }), want: "not asked for"},
		{name: "a thousand encodings", wrap: encoded(strings.Repeat("gzip, ", 1000)+"gzip", bomb()),
			want: "cannot be decompressed|longer than"},
		{name: "a flood of cookies and headers", wrap: altered(func(_ *http.Request, a *answer) {
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
