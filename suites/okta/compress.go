package okta

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// TooLargeError says that an answer has more octets than the client reads.
type TooLargeError struct{ Limit int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the answer is longer than %d octets", e.Limit)
}

// Decompress undoes the Content-Encoding of a body: gzip, deflate (zlib as in
// RFC 9110 §8.4.1.2, or raw as some servers send it) and identity, also nested.
// limit bounds what comes out, in octets.
func Decompress(h http.Header, body []byte, limit int64) ([]byte, error) {
	codings := strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",")
	if len(body) == 0 {
		return body, nil
	}
	for _, coding := range slices.Backward(codings) {
		var r io.Reader
		var err error
		switch coding = strings.ToLower(strings.TrimSpace(coding)); coding {
		case "", "identity":
			continue
		case "gzip", "x-gzip":
			r, err = gzip.NewReader(bytes.NewReader(body))
		case "deflate":
			if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
				r, err = flate.NewReader(bytes.NewReader(body)), nil
			}
		default:
			return nil, fmt.Errorf("the answer has the Content-Encoding %q, which was not asked for", coding)
		}
		if err == nil {
			body, err = readAll(r, limit)
		}
		if err != nil {
			return nil, fmt.Errorf("the answer cannot be decompressed as %s: %w", coding, err)
		}
	}
	return body, nil
}

// readAll reads to the end, or fails when there is more than limit.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, &TooLargeError{Limit: limit}
	}
	return data, nil
}
