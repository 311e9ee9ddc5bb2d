package prose

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// LayOutJSON lays JSON out for reading: a value stays on one line while it fits
// into so many cells, and is broken up where it does not. The order of members
// and the spelling of numbers stay. Text that is no JSON is returned as it is.
func LayOutJSON(body string, cells int) string {
	if !json.Valid([]byte(body)) {
		return body
	}
	var b strings.Builder
	layout(&b, []byte(body), "", cells, 0)
	return b.String()
}

// deepest is the indentation, in cells, below which nothing is broken up: a
// hostile body may be nested thousands of levels deep.
const deepest = 40

// layout writes one value that starts used cells into its line.
func layout(b *strings.Builder, raw []byte, indent string, cells, used int) {
	raw = bytes.TrimSpace(raw)
	whole := oneLine(raw)
	if len(indent) > deepest || len(indent)+used+Width(Clean(whole)) <= cells || len(raw) < 2 || raw[0] != '{' && raw[0] != '[' {
		b.WriteString(whole)
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.Token() // the opening bracket of a value that is known to be valid
	inner, first := indent+"  ", true
	b.WriteByte(raw[0])
	for decoder.More() {
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString("\n" + inner)
		name := ""
		if raw[0] == '{' {
			token, _ := decoder.Token()
			key, _ := token.(string)
			name = QuoteJSON(key) + ": "
			b.WriteString(name)
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return
		}
		layout(b, value, inner, cells, Width(Clean(name))+1)
	}
	b.WriteString("\n" + indent)
	b.WriteByte(raw[len(raw)-1])
}

// oneLine is a value with one space after each comma and colon.
func oneLine(raw []byte) string {
	var b strings.Builder
	inText := false
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case inText:
			b.WriteByte(c)
			if c == '\\' {
				i++
				b.WriteByte(raw[i])
			}
			inText = c != '"'
		case c == '"':
			inText = true
			b.WriteByte(c)
		case c == ' ' || c == '\n' || c == '\r' || c == '\t':
		case c == ',' || c == ':':
			b.WriteByte(c)
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// QuoteJSON returns a text as JSON, without the escapes that only HTML needs.
func QuoteJSON(s string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}

// WriteJSON writes a value as indented JSON. Characters that a terminal would obey
// are written as \u escapes.
func WriteJSON(w io.Writer, value any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}

// escapeHidden replaces hidden characters in JSON. They can only stand inside
// strings: outside of them JSON is ASCII, and the encoder escapes what is below U+0020.
func escapeHidden(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/64)
	for len(data) > 0 {
		if c := data[0]; c < utf8.RuneSelf && c != 0x7f {
			out = append(out, c)
			data = data[1:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		switch {
		case !Hidden(r):
			out = append(out, data[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		data = data[size:]
	}
	return out
}
