package main

import (
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Types of frames, flags and errors of HTTP/2 (RFC 9113 §6, §7).
const (
	frameData, frameHeaders, frameReset, frameSettings, framePush, framePing, frameGoAway, frameContinuation = 0, 1, 3, 4,
		5, 6, 7, 9

	flagAck, flagEndStream, flagEndHeaders = 1, 1, 4

	internalError, refusedStream = 2, 7
)

// hostileHTTP2 are servers that break HTTP/2 on every request but the first.
func hostileHTTP2() []misbehaviour {
	code := func(n uint32) string { return string(binary.BigEndian.AppendUint32(nil, n)) }
	begin := func(c frames, stream uint32) {
		c.send(frameHeaders, flagEndHeaders, stream, okHeaders)
		c.send(frameData, 0, stream, emptyList[:40])
	}
	return []misbehaviour{
		{name: "HTTP2: RST_STREAM to every request",
			listen: http2(func(c frames, stream uint32) { c.send(frameReset, 0, stream, code(internalError)) }),
			want:   "INTERNAL_ERROR"},
		{name: "HTTP2: REFUSED_STREAM to every request",
			listen: http2(func(c frames, stream uint32) { c.send(frameReset, 0, stream, code(refusedStream)) }),
			want:   "REFUSED_STREAM|no answer within"},
		{name: "HTTP2: RST_STREAM in mid-body", listen: http2(func(c frames, stream uint32) {
			begin(c, stream)
			c.send(frameReset, 0, stream, code(internalError))
		}), want: "INTERNAL_ERROR"},
		{name: "HTTP2: GOAWAY to every request", listen: http2(func(c frames, _ uint32) {
			c.send(frameGoAway, 0, 0, code(0)+code(0))
			_ = c.Close()
		}), want: "GOAWAY|no answer within"},
		{name: "HTTP2: GOAWAY in mid-body", listen: http2(func(c frames, stream uint32) {
			begin(c, stream)
			c.send(frameGoAway, 0, 0, code(stream)+code(internalError))
			_ = c.Close()
		}), want: "GOAWAY|EOF"},
		{name: "HTTP2: the connection closes in mid-body", listen: http2(func(c frames, stream uint32) {
			begin(c, stream)
			_ = c.Close()
		}), want: "EOF"},
		{name: "HTTP2: headers without end", listen: http2(func(c frames, stream uint32) {
			c.send(frameHeaders, 0, stream, okHeaders)
			for c.send(frameContinuation, 0, stream, header("x-filler", strings.Repeat("y", 100))) {
			}
		}), want: "header|no answer within|COMPRESSION_ERROR|PROTOCOL_ERROR"},
		{name: "HTTP2: a flood of PING, and nothing is read", listen: http2(func(c frames, _ uint32) {
			for c.send(framePing, 0, 0, "12345678") {
			}
		}), want: "no answer within"},
		{name: "HTTP2: a push that nobody allowed", listen: http2(func(c frames, stream uint32) {
			c.send(framePush, flagEndHeaders, stream, code(2)+okHeaders)
		}), want: "PROTOCOL_ERROR"},
		{name: "HTTP2: no HTTP/2", listen: http2(func(c frames, _ uint32) {
			_, _ = io.WriteString(c, strings.Repeat("220 mail.example.com ESMTP\r\n", 10))
		}),
			want: "frame"},
		{name: "HTTP2: a body without end, an octet a frame", listen: http2(func(c frames, stream uint32) {
			begin(c, stream)
			for c.send(frameData, 0, stream, " ") {
				time.Sleep(time.Millisecond)
			}
		}), want: "no answer within"},
	}
}

// okHeaders are the fields of a good answer: status 200 is number 8 of the static
// table of RFC 7541.
var okHeaders = "\x88" + header("content-type", "application/scim+json")

// header is a field without compression (RFC 7541 §6.2.2); both parts are shorter
// than 127 octets.
func header(name, value string) string {
	return "\x00" + string(rune(len(name))) + name + string(rune(len(value))) + value
}

// http2 is a server that knows as much of HTTP/2 as it takes to break it. The
// first request gets an empty list.
func http2(answer func(c frames, stream uint32)) func(*testing.T, authority, http.Handler) string {
	return func(t *testing.T, a authority, _ http.Handler) string {
		listener, err := tls.Listen("tcp", "127.0.0.1:0",
			&tls.Config{Certificates: []tls.Certificate{a.issue(t, nil)}, NextProtos: []string{"h2"}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		var asked atomic.Int64
		go acceptAll(listener, func(conn net.Conn) {
			c := frames{conn}
			if _, err := io.ReadFull(c, make([]byte, 24)); err != nil { // the preface
				return
			}
			c.send(frameSettings, 0, 0, "")
			for {
				kind, flags, stream, err := c.next()
				switch {
				case err != nil:
					return
				case kind == frameSettings && flags&flagAck == 0:
					c.send(frameSettings, flagAck, 0, "")
				case kind == frameHeaders && asked.Add(1) == 1:
					c.send(frameHeaders, flagEndHeaders, stream, okHeaders)
					c.send(frameData, flagEndStream, stream, emptyList)
				case kind == frameHeaders:
					answer(c, stream)
				}
			}
		})
		return "https://" + listener.Addr().String()
	}
}

// frames is a connection that carries frames.
type frames struct{ net.Conn }

// send writes a frame and tells whether the client still takes any.
func (c frames) send(kind, flags byte, stream uint32, payload string) bool {
	head := append(binary.BigEndian.AppendUint32(nil, uint32(len(payload))<<8|uint32(kind)), flags)
	_ = c.SetWriteDeadline(time.Now().Add(5 * time.Second))
	_, err := c.Write(append(binary.BigEndian.AppendUint32(head, stream), payload...))
	return err == nil
}

// next reads a frame and leaves out its payload.
func (c frames) next() (kind, flags byte, stream uint32, err error) {
	head := make([]byte, 9)
	if _, err = io.ReadFull(c, head); err != nil {
		return 0, 0, 0, err
	}
	_, err = io.CopyN(io.Discard, c, int64(binary.BigEndian.Uint32(head)>>8))
	return head[3], head[4], binary.BigEndian.Uint32(head[5:]), err
}
