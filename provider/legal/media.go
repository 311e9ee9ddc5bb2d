package legal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// mediaVariants differ in the media type of answers and in how JSON is written.
func mediaVariants() []Variant {
	return []Variant{{
		ID: "media-type-json", Story: "Answers are application/json.",
		Source: "RFC 7644 §3.8",
		Apply:  mediaTypeIs("application/json; charset=utf-8"),
	}, {
		ID: "media-type-charset", Story: "The media type of answers is written in capitals and has a charset.",
		Source: "RFC 9110 §8.3.1: neither case nor blanks count",
		Apply:  mediaTypeIs(`Application/SCIM+JSON;charset="UTF-8"`),
	}, {
		ID: "json-pretty", Story: "Answers are indented, with members in alphabetical order: schemas and totalResults come after Resources.",
		Source: "RFC 8259 §2, §4: neither white space nor order counts",
		Apply:  encodeOther(func(body Object) ([]byte, error) { return json.MarshalIndent(body, "", "  ") }),
	}, {
		ID: "json-reversed", Story: "The members of every object come in the opposite of their usual order: meta first, schemas last.",
		Source: "RFC 8259 §4: order does not count",
		Apply: encodeOther(func(body Object) ([]byte, error) {
			return scim.AppendOrdered(nil, body, func(x, y string) int { return scim.CompareKeys(y, x) })
		}),
	}, {
		ID: "json-escaped", Story: `Answers are in ASCII: every other letter, "/", "<", ">" and "&" are escaped.`,
		Source: "RFC 8259 §7",
		Apply: encodeOther(func(body Object) ([]byte, error) {
			raw, err := json.Marshal(body)
			return escapeJSON(raw), err
		}),
	}}
}

func mediaTypeIs(mediaType string) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Send
		b.Send = func(w http.ResponseWriter, rq *Request, answer *Response) {
			if answer.Body != nil && answer.Header.Get("Content-Type") == "" {
				answer.Header.Set("Content-Type", mediaType)
			}
			next(w, rq, answer)
		}
	}
}

// encodeOther encodes an Object another way, and leaves what is none.
func encodeOther(write func(Object) ([]byte, error)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Encode
		b.Encode = func(rq *Request, answer *Response) ([]byte, error) {
			if body, ok := answer.Body.(Object); ok {
				return write(body)
			}
			return next(rq, answer)
		}
	}
}

// escapeJSON writes JSON in ASCII. Neither "/" nor what is beyond ASCII can be outside of a string.
func escapeJSON(raw []byte) []byte {
	var b bytes.Buffer
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04X\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		raw = raw[size:]
	}
	return b.Bytes()
}
