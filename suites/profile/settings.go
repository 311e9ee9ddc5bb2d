package profile

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
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
	var ordered yaml.MapSlice
	err = yaml.UnmarshalWithOptions(text, &ordered, yaml.UseOrderedMap())
	return flatten("", ordered), err
}

// flatten lists the plain values below a key. A list of them is one setting.
func flatten(key string, value any) []Setting {
	var out []Setting
	switch v := value.(type) {
	case yaml.MapSlice:
		for _, item := range v {
			out = append(out, flatten(join(key, fmt.Sprint(item.Key)), item.Value)...)
		}
		return out
	case []any:
		var plain []string
		for i, item := range v {
			if _, section := item.(yaml.MapSlice); section {
				out = append(out, flatten(fmt.Sprintf("%s[%d]", key, i), item)...)
				continue
			}
			plain = append(plain, fmt.Sprint(item))
		}
		if out != nil {
			return out
		}
		value = strings.Join(plain, ", ")
	}
	return []Setting{{key, fmt.Sprint(value)}}
}
