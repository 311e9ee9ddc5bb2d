package provider

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// gzipFrom is the size in bytes from which compression is worth its time.
const gzipFrom = 4 << 10

// send writes an answer.
func send(w http.ResponseWriter, rq *Request, answer *Response) {
	body, err := rq.Do.Encode(rq, answer)
	if err != nil {
		rq.Server.options.Logger.Error("cannot encode an answer", "error", err)
		answer = fail(rq, err)
		body, _ = encode(rq, answer)
	}
	header := w.Header()
	for name, values := range answer.Header {
		header[name] = values
	}
	if answer.Body != nil {
		setDefault(header, "Content-Type", negotiate(rq.HTTP.Header.Get("Accept")))
		header.Set("Vary", "Accept-Encoding")
		if len(body) >= gzipFrom && acceptsGzip(rq.HTTP.Header.Get("Accept-Encoding")) {
			body = rq.Server.zippers.zip(body)
			header.Set("Content-Encoding", "gzip")
		}
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(answer.Status)
	w.Write(body)
}

func setDefault(h http.Header, name, value string) {
	if h.Get(name) == "" {
		h.Set(name, value)
	}
}

// negotiate picks the media type: plain JSON for a client that asks for that and not for SCIM's (RFC 7644 §3.8).
func negotiate(accept string) string {
	if strings.Contains(accept, "application/json") && !strings.Contains(accept, MediaType) {
		return "application/json"
	}
	return MediaType
}

// acceptsGzip reads Accept-Encoding as clients of an identity provider write it: a list, maybe with q=0.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && !strings.HasPrefix(q, "q=0.0")
		}
	}
	return false
}

// zippers are writers to use again: each costs some 800 kB.
type zippers struct{ pool sync.Pool }

func (z *zippers) zip(body []byte) []byte {
	var b bytes.Buffer
	w, ok := z.pool.Get().(*gzip.Writer)
	if ok {
		w.Reset(&b)
	} else {
		w, _ = gzip.NewWriterLevel(&b, gzip.BestSpeed)
	}
	w.Write(body)
	w.Close()
	z.pool.Put(w)
	return b.Bytes()
}

// encode writes a response body as JSON: an Object in the order in which people read resources, bytes as they are.
func encode(_ *Request, resp *Response) ([]byte, error) {
	switch body := resp.Body.(type) {
	case nil:
		return nil, nil
	case []byte:
		return body, nil
	default:
		return scim.AppendJSON(make([]byte, 0, 1024), body)
	}
}
