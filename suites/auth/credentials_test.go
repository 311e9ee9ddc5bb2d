package auth

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCredential(t *testing.T) {
	t.Parallel()
	basic := "Basic " + base64.StdEncoding.EncodeToString([]byte("okta:pass word"))
	tests := []struct {
		header, secret string
		want           credential
	}{
		{"Bearer abc", "abc", credential{scheme: "Bearer", secret: "abc"}},
		{"abc", "abc", credential{secret: "abc"}},
		{basic, "pass word", credential{scheme: "Basic", user: "okta", secret: "pass word"}},
		{"Basic ***", "***", credential{scheme: "Basic", secret: "***"}},
	}
	for _, tt := range tests {
		got := parseCredential(tt.header)
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(credential{})); diff != "" {
			t.Errorf("%q: -want +got:\n%s", tt.header, diff)
		}
		if tt.want.user != "" && got.header(tt.secret) != tt.header {
			t.Errorf("%q comes back as %q", tt.header, got.header(tt.secret))
		}
	}
}

func TestSpoiltSecrets(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, got, want string }{
		{"truncated", truncated("abc"), "ab"},
		{"truncated to nothing", truncated("a"), ""},
		{"altered", altered("abcd"), "ab7d"},
		{"altered where it is a 7", altered("ab7d"), "ab3d"},
		{"nothing to alter", altered("--"), ""},
		{"other case", otherCase("Tok-1z"), "tOK-1Z"},
		{"digits have no case", otherCase("0123"), ""},
		{"a UUID is the same in either case", otherCase("9F2C-ab01"), ""},
		{"an unsigned JWT", forged("abc", nil)[strings.LastIndex(forged("abc", nil), ".")+1:], ""},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestForgedTakesRealClaims(t *testing.T) {
	t.Parallel()
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"okta"}`))
	for _, key := range [][]byte{nil, {}, []byte("secret")} {
		parts := strings.Split(forged("x."+claims+".y", key), ".")
		if len(parts) != 3 || parts[1] != claims {
			t.Errorf("key %q: %v", key, parts)
		}
		if (parts[2] == "") != (key == nil) {
			t.Errorf("key %q: signature %q", key, parts[2])
		}
	}
}
