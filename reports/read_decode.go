package reports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// required are the keys that every report has.
var required = []string{"tool", "verdict", "target", "profile", "started", "duration_ms", "dialects", "summary", "checks"}

// report decodes a document that is known to be a JSON object. The checks are
// decoded one by one, so that an error has a place.
func (d *document) report() (*Report, error) {
	r := &Report{Checks: []Check{}}
	decoder := json.NewDecoder(bytes.NewReader(d.data))
	_, _ = decoder.Token() // the opening brace
	var seen []string
	for decoder.More() {
		token, _ := decoder.Token()
		key, _ := token.(string)
		at := decoder.InputOffset()
		if slices.Contains(seen, key) {
			return nil, d.fail(at, adviceEdited, "the key %s is there twice", quoted(clip(key)))
		}
		seen = append(seen, key)
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return nil, d.fail(at, adviceEdited, "%v", err)
		}
		if key == "checks" {
			if err := d.checks(r, raw, decoder.InputOffset()-int64(len(raw))); err != nil {
				return nil, err
			}
			continue
		}
		member := fmt.Appendf(nil, "{%s:%s}", quoted(key), raw)
		if err := json.Unmarshal(member, r); err != nil {
			return nil, d.fail(at, adviceEdited, "%s", wrongType(key, err))
		}
	}
	var missing []string
	for _, key := range required {
		if !slices.Contains(seen, key) {
			missing = append(missing, key)
		}
	}
	if len(missing) > 0 {
		return nil, d.fail(whole, adviceEdited, "the report lacks %s", strings.Join(missing, ", "))
	}
	return r, nil
}

// checks decodes the list of checks, which starts at an offset.
func (d *document) checks(r *Report, list json.RawMessage, offset int64) error {
	if list[0] != '[' {
		return d.fail(offset, adviceEdited, "checks must be a list")
	}
	decoder := json.NewDecoder(bytes.NewReader(list))
	_, _ = decoder.Token() // the opening bracket
	for decoder.More() {
		var raw json.RawMessage
		if err := decoder.Decode(&raw); err != nil {
			return d.fail(offset+decoder.InputOffset(), adviceEdited, "%v", err)
		}
		at := offset + decoder.InputOffset() - int64(len(raw))
		var c Check
		if err := json.Unmarshal(raw, &c); err != nil {
			return d.fail(at, adviceEdited, "%s: %s", naming(c, len(r.Checks)), wrongType("", err))
		}
		d.at = append(d.at, at)
		r.Checks = append(r.Checks, c)
	}
	return nil
}

// naming is how messages call a check: by its key, or by its place in the list.
func naming(c Check, i int) string {
	if c.ID == "" {
		return fmt.Sprintf("check number %d", i+1)
	}
	return "check " + clip(c.Key().String())
}

// wrongType says which member has a wrong type.
func wrongType(key string, err error) string {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return strings.TrimPrefix(key+": "+err.Error(), ": ")
	}
	field := wrong.Field
	if field == "" {
		field = key
	}
	if field == "" {
		return "it is " + article(wrong.Value) + ", which it must not be"
	}
	return fmt.Sprintf("%s must not be %s", field, article(wrong.Value))
}

// article puts an article before the name that encoding/json has for a value.
func article(value string) string {
	switch kind, _, _ := strings.Cut(value, " "); kind {
	case "string":
		return "a text"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "bool":
		return "a boolean"
	}
	return "the " + value
}
