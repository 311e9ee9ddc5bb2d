package watch

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/oktascim/oktascim/suites/har"
)

// Entry returns the exchange as a recording keeps it. It must be asked for before the next exchange is judged.
func (x *Exchange) Entry(c *har.Cleaner) har.Entry {
	c.Secret(credential(x.RequestHeader.Get("Authorization")))
	body, answer := c.Body(x.RequestBody), []byte(nil)
	if x.Undecoded == nil {
		answer = c.Body(x.Body)
	}
	ms := float64(x.Elapsed.Microseconds()) / 1000
	e := har.Entry{Started: x.Started, Time: ms, Timings: har.Timings{Wait: ms},
		Request: har.Request{Method: x.Method, URL: c.URL(x.URL), HTTPVersion: x.Proto, Cookies: []har.Pair{},
			Headers: c.Headers(x.RequestHeader), QueryString: []har.Pair{}, HeadersSize: -1,
			BodySize: int64(len(x.RequestBody))},
		Response: har.Response{Status: x.Status, StatusText: http.StatusText(x.Status), HTTPVersion: x.Proto,
			Cookies: []har.Pair{},
			Headers: c.Headers(x.Header), HeadersSize: -1, BodySize: -1,
			Content: har.Content{Size: int64(len(answer)), MimeType: x.Header.Get("Content-Type"), Text: string(answer)}}}
	if u, err := url.Parse(e.Request.URL); err == nil {
		for pair := range strings.SplitSeq(u.RawQuery, "&") {
			if name, value, _ := strings.Cut(pair, "="); name != "" {
				text, _ := url.QueryUnescape(value)
				e.Request.QueryString = append(e.Request.QueryString, har.Pair{Name: name, Value: text})
			}
		}
	}
	if len(x.RequestBody) > 0 {
		e.Request.PostData = &har.Post{MimeType: x.RequestHeader.Get("Content-Type"), Text: string(body)}
	}
	switch {
	case x.Cut:
		e.Comment = "a body is too long to be kept"
	case x.Err != nil:
		e.Comment = "no whole answer"
	}
	return e
}

// RequestOf returns the request of a recorded exchange.
func RequestOf(e har.Entry) Request {
	return Request{Method: e.Request.Method, URL: e.Request.URL, Header: har.Header(e.Request.Headers),
		Body: e.Request.Body()}
}
