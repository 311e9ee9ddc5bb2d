package pilot

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// watched are the attributes whose change is noticed, beside userName, active,
// the role and the groups. Attributes that apps change by themselves, such as
// meta or a last login, are not among them.
var watched = []string{"externalId", "name", "displayName", "emails", "phoneNumbers", "title", "locale", "userType", check.EnterpriseSchema}

// mark stands for the value of an attribute in a snapshot: equal values have
// equal marks, and nobody reads the value from it. "" is no value.
type mark [8]byte

// marks are those of watched, in its order.
type marks [9]mark

// marker makes marks with a salt that only one snapshot has, so that marks of
// two snapshots, or a list of known addresses, tell nothing.
type marker struct{ salt []byte }

func newMarker() *marker { return &marker{salt: []byte(rand.Text())} }

func (m *marker) of(u okta.Resource, roleAttribute string) marks {
	var out marks
	if m == nil {
		return out
	}
	for i, attribute := range watched {
		v := u[attribute]
		if v == nil || v == "" || attribute == roleAttribute {
			continue
		}
		text := canonical(v)
		if text == "[]" || text == "{}" {
			continue
		}
		sum := sha256.New()
		sum.Write(m.salt)
		sum.Write([]byte(attribute))
		sum.Write([]byte(text))
		copy(out[i][:], sum.Sum(nil))
	}
	return out
}

// canonical is the same text for values that mean the same: members sorted by
// name, and elements of an array in one order.
func canonical(v any) string {
	if list, ok := v.([]any); ok {
		texts := make([]string, len(list))
		for i, e := range list {
			texts[i] = canonical(e)
		}
		slices.Sort(texts)
		return "[" + strings.Join(texts, ",") + "]"
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

func (m mark) String() string {
	if m == (mark{}) {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(m[:])
}

// String is all marks in one text, separated by dots.
func (m marks) String() string {
	var b strings.Builder
	for i, one := range m {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(one.String())
	}
	return b.String()
}

// parseMarks reads what String writes, and false when it is something else.
func parseMarks(text string) (marks, bool) {
	var out marks
	parts := strings.Split(text, ".")
	if len(parts) != len(out) {
		return out, false
	}
	for i, part := range parts {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil || len(raw) != 0 && len(raw) != len(out[i]) {
			return out, false
		}
		copy(out[i][:], raw)
	}
	return out, true
}

// changed names the attributes whose marks differ.
func (m marks) changed(now marks) []string {
	var out []string
	for i := range m {
		if m[i] != now[i] {
			name := watched[i]
			if name == check.EnterpriseSchema {
				name = "the enterprise extension"
			}
			out = append(out, name)
		}
	}
	return out
}
