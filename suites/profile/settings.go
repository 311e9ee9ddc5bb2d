package profile

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Setting is one key of a profile and its value as text: "okta.dialects", "aiw, oin".
type Setting struct{ Key, Value string }

// Settings lists everything that holds for a run by this profile, defaults included, in the order of the keys of the
// YAML file. It is made from Redacted, so it can be shown.
func (p *Profile) Settings() ([]Setting, error) {
	text, err := json.Marshal(p.Redacted())
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	return flatten(decoder, "")
}

// flatten reads one value. A list of plain values is one setting.
func flatten(d *json.Decoder, key string) ([]Setting, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		var out []Setting
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			more, err := flatten(d, strings.TrimPrefix(fmt.Sprintf("%s.%v", key, name), "."))
			if err != nil {
				return nil, err
			}
			out = append(out, more...)
		}
		_, err := d.Token()
		return out, err
	case json.Delim('['):
		var out []Setting
		var plain []string
		for i := 0; d.More(); i++ {
			more, err := flatten(d, fmt.Sprintf("%s[%d]", key, i))
			if err != nil {
				return nil, err
			}
			if len(more) == 1 && strings.HasSuffix(more[0].Key, "]") {
				plain = append(plain, more[0].Value)
				continue
			}
			out = append(out, more...)
		}
		if out == nil {
			out = []Setting{{key, strings.Join(plain, ", ")}}
		}
		_, err := d.Token()
		return out, err
	}
	return []Setting{{key, fmt.Sprint(token)}}, nil
}
