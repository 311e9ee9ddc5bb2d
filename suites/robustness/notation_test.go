package robustness

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/suites/okta"
)

// TestNotations: each notation means what the plain one means and looks
// different.
func TestNotations(t *testing.T) {
	t.Parallel()
	r := okta.Resource{
		"schemas": []any{"urn:a/b"}, "displayName": `Zoë "🚀" a\ / ` + "\n", "active": false, "count": json.Number("12"), "title": nil,
		"name": map[string]any{"givenName": "Ana"}, "emails": []any{map[string]any{"value": "a@x.org", "primary": true}, map[string]any{}},
	}
	var want any
	if err := json.Unmarshal(encoded(r), &want); err != nil {
		t.Fatal(err)
	}
	for _, n := range notations() {
		text := n.write(r)
		var got any
		if err := json.Unmarshal(text, &got); err != nil {
			t.Errorf("%s: %v\n%s", n.id, err, text)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", n.id, diff)
		}
		if bytes.Equal(text, encoded(r)) {
			t.Errorf("%s changes nothing", n.id)
		}
	}
	for _, part := range []string{`"displ\u0061yN\u0061me"`, `Zo\u00eb`, `\ud83d\ude80`, `\u0061\\ \/`, `:false`, `"urn:\u0061\/b"`} {
		if text := escaped(encoded(r)); !bytes.Contains(text, []byte(part)) {
			t.Errorf("%s is not in %s", part, text)
		}
	}
	if text := backwards(r); !bytes.HasPrefix(text, []byte(`{"title":null,"schemas":`)) {
		t.Errorf("not backwards: %s", text)
	}
}
