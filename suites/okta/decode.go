package okta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	maxDepth  = 200       // far more than any SCIM message nests
	mostTwice = 5         // members named twice that are told
	blanks    = " \t\r\n" // of RFC 8259 §2; others are text
)

// decodeObject reads a body as one JSON object, as lenient readers do. The
// error names everything a strict reader stumbles over; the object may be there
// beside it.
func decodeObject(body []byte) (Resource, error) {
	if len(bytes.Trim(body, blanks)) == 0 {
		return nil, errors.New("the body is empty")
	}
	var problems []error
	text, bom := bytes.CutPrefix(body, []byte("\xef\xbb\xbf"))
	if bom {
		problems = append(problems, errors.New("the body starts with a byte order mark"))
	}
	if i := invalidUTF8(text); i >= 0 {
		problems = append(problems, fmt.Errorf("the body is not UTF-8 at octet %d", i))
	}
	if object, ok := plain(text); ok {
		return object, errors.Join(problems...)
	}
	r := reader{d: json.NewDecoder(bytes.NewReader(text))}
	r.d.UseNumber()
	v, err := r.value(0)
	if err != nil {
		return nil, errors.Join(append(problems, fmt.Errorf("the body is not JSON: %w", err))...)
	}
	problems = append(problems, r.twice...)
	if rest := bytes.Trim(text[r.d.InputOffset():], blanks); len(rest) > 0 {
		what := "text"
		if bytes.HasPrefix(rest, []byte("\xef\xbb\xbf")) {
			what = "a byte order mark"
		}
		problems = append(problems, fmt.Errorf("%s follows the JSON value at octet %d", what, r.d.InputOffset()))
	}
	object, ok := v.(map[string]any)
	if !ok {
		problems = append(problems, fmt.Errorf("the body is JSON but %s, not an object", kind(v)))
	}
	return object, errors.Join(problems...)
}

// plain decodes what is one object without oddities, as nearly every answer is,
// several times as fast as token by token. It is false for everything else:
// then a reader finds out what is odd.
func plain(text []byte) (Resource, bool) {
	members, depth := outline(text)
	if depth > maxDepth {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var object map[string]any
	if d.Decode(&object) != nil || object == nil || count(object) != members {
		return nil, false
	}
	return object, len(bytes.Trim(text[d.InputOffset():], blanks)) == 0
}

// outline counts the members of all objects in a JSON text, and how deep it
// nests: a colon outside a string stands behind a member's name.
func outline(text []byte) (members, depth int) {
	level, quoted, escaped := 0, false, false
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = c == '\\', c != '"'
		case c == '"':
			quoted = true
		case c == ':':
			members++
		case c == '{' || c == '[':
			level++
			depth = max(depth, level)
		case c == '}' || c == ']':
			level--
		}
	}
	return members, depth
}

// count is the number of members that a decoded value kept: fewer than its
// text has when a name is there twice.
func count(v any) int {
	n := 0
	switch value := v.(type) {
	case map[string]any:
		n = len(value)
		for _, member := range value {
			n += count(member)
		}
	case []any:
		for _, element := range value {
			n += count(element)
		}
	}
	return n
}

// reader builds values from tokens, because encoding/json passes over members
// that are named twice.
type reader struct {
	d     *json.Decoder
	twice []error
}

func (r *reader) value(depth int) (any, error) {
	t, err := r.d.Token()
	if errors.Is(err, io.EOF) {
		return nil, io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d", maxDepth)
	}
	switch t {
	case json.Delim('{'):
		return r.object(depth)
	case json.Delim('['):
		out := []any{}
		for r.d.More() {
			v, err := r.value(depth + 1)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, r.end()
	default:
		return t, nil
	}
}

func (r *reader) object(depth int) (any, error) {
	out := map[string]any{}
	for r.d.More() {
		t, err := r.d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := t.(string)
		if _, ok := out[name]; ok {
			if len(r.twice) < mostTwice {
				r.twice = append(r.twice, fmt.Errorf("the member %q is there twice in one object", name))
			}
		}
		if out[name], err = r.value(depth + 1); err != nil {
			return nil, err
		}
	}
	return out, r.end()
}

func (r *reader) end() error {
	_, err := r.d.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func invalidUTF8(b []byte) int {
	for i := 0; i < len(b); {
		c, n := utf8.DecodeRune(b[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func kind(v any) string {
	switch v.(type) {
	case []any:
		return "an array"
	case string:
		return "a string"
	case json.Number:
		return "a number"
	case bool:
		return "a boolean"
	default:
		return "null"
	}
}
