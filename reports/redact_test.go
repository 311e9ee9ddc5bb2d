package reports

import (
	"strings"
	"testing"
)

// A target's address in a report has no user name, password, query or fragment.
func TestRedactTarget(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://app.example.com/scim/v2":                               "https://app.example.com/scim/v2",
		"https://me:c4nary@app.example.com/scim/v2?token=c4nary#c4nary": "https://app.example.com/scim/v2",
		"https://me:c4nary@app.example.com:x/scim/v2?token=c4nary":      "app.example.com:x/scim/v2",
		"https://c4nary@127.0.0.1:8080/scim/v2?":                        "https://127.0.0.1:8080/scim/v2",
	} {
		r := &Report{Target: Target{BaseURL: address}}
		r.Redact(func(s string) string { return s })
		if r.Target.BaseURL != want {
			t.Errorf("%s: %s, want %s", address, r.Target.BaseURL, want)
		}
	}
}

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	for limit, tooLarge := range map[int64]bool{1: true, 2: false} {
		if _, err := read(strings.NewReader("{}"), "r.json", limit); err == nil || strings.Contains(err.Error(), "larger than") != tooLarge {
			t.Errorf("%d bytes: %v", limit, err)
		}
	}
}
