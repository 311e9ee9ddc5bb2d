package scim

import (
	"encoding/json"
	"slices"
	"strconv"
	"unicode/utf8"
)

// AppendJSON is encoding/json for the few types an Object holds, with a fixed order of members and several times as
// fast.
func AppendJSON(b []byte, v any) ([]byte, error) { return AppendOrdered(b, v, CompareKeys) }

// AppendOrdered is AppendJSON with another order of members.
func AppendOrdered(b []byte, v any, order func(a, b string) int) ([]byte, error) {
	var err error
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return appendString(b, v), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case Object:
		keys := make([]string, 0, 16)
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, order)
		b = append(b, '{')
		for i, k := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, k), ':')
			if b, err = AppendOrdered(b, v[k], order); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = AppendOrdered(b, x, order); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	default:
		raw, err := json.Marshal(v)
		return append(b, raw...), err
	}
}

// CompareKeys puts what identifies a thing first, a list's items and meta last, and the rest by name.
func CompareKeys(a, b string) int {
	if ra, rb := rank(a), rank(b); ra != rb {
		return ra - rb
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

func rank(key string) int {
	switch key {
	case "schemas":
		return 0
	case "id", "totalResults":
		return 1
	case "externalId", "startIndex":
		return 2
	case "userName", "itemsPerPage", "value":
		return 3
	case "displayName":
		return 4
	case "meta", "Resources":
		return 9
	default:
		return 5
	}
}

func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				b = append(append(b, s[start:i]...), "\ufffd"...)
				start = i + 1
			}
			i += size
			continue
		}
		if c < ' ' || c == '"' || c == '\\' {
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\n':
				b = append(b, '\\', 'n')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
			}
			start = i + 1
		}
		i++
	}
	return append(append(b, s[start:]...), '"')
}
