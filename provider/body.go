package provider

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

// MediaType is that of every body with a resource (RFC 7644 §8.1).
const MediaType = "application/scim+json"

// readBody reads the body, unpacked, after a look at its headers (RFC 7644 §3.1, §3.3).
func readBody(rq *Request) error {
	if err := checkMediaType(rq.HTTP.Header.Get("Content-Type")); err != nil {
		return err
	}
	limit := rq.Server.options.MaxBody
	tooLarge := Refuse(http.StatusRequestEntityTooLarge, "", "The body is larger than the %d bytes allowed.", limit)
	if rq.HTTP.ContentLength > limit {
		return tooLarge
	}
	var body io.Reader = rq.HTTP.Body
	switch encoding := strings.ToLower(rq.HTTP.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		unzipped, err := gzip.NewReader(io.LimitReader(body, limit))
		if err != nil {
			return InvalidSyntax("The body is not gzip, although Content-Encoding says so.")
		}
		body = unzipped
	default:
		return Refuse(http.StatusUnsupportedMediaType, "",
			"Content-Encoding %q is not known; send the body as it is, or as gzip.", encoding)
	}
	var b bytes.Buffer
	if n := rq.HTTP.ContentLength; n > 0 {
		b.Grow(int(n) + bytes.MinRead)
	}
	if _, err := b.ReadFrom(io.LimitReader(body, limit+1)); err != nil {
		return InvalidSyntax("The body could not be read to its end.")
	}
	if int64(b.Len()) > limit {
		return tooLarge
	}
	rq.Raw = b.Bytes()
	return nil
}

// checkMediaType accepts the two media types that Okta sends; none at all is taken for the first.
func checkMediaType(header string) error {
	if header == "" {
		return nil
	}
	kind, params, err := mime.ParseMediaType(header)
	if err == nil && (kind == MediaType || kind == "application/json") {
		charset := strings.ToLower(params["charset"])
		if charset == "" || charset == "utf-8" || charset == "utf8" || charset == "us-ascii" {
			return nil
		}
	}
	return Refuse(http.StatusUnsupportedMediaType, "",
		"Content-Type %q cannot be read; send %s or application/json, in UTF-8.", header, MediaType)
}

// decode reads the body as one JSON object in UTF-8.
func decode(rq *Request) error {
	raw := bytes.TrimPrefix(rq.Raw, []byte("\ufeff"))
	if len(bytes.TrimSpace(raw)) == 0 {
		return InvalidSyntax("The body is empty; a JSON object is needed.")
	}
	if !utf8.Valid(raw) {
		return InvalidSyntax("The body is not in UTF-8.")
	}
	if err := checkDepth(raw); err != nil {
		return err
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return InvalidSyntax("The body is not JSON: %s at byte %d.", strings.TrimSuffix(syntax.Error(), "."), syntax.Offset)
		}
		return InvalidSyntax("The body is not JSON that can be read.")
	}
	body, ok := v.(Object)
	if !ok {
		return InvalidSyntax("The body must be a JSON object, not %s.", describe(v))
	}
	rq.Body = body
	return nil
}
