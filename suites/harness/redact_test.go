package harness

import (
	"net/http"
	"strings"
	"testing"
)

func TestRedactorRemovesEverySecretForm(t *testing.T) {
	t.Parallel()
	const secret = `s3cr"t/with+odd chars`
	r := NewRedactor(secret, "", "abc")
	for _, form := range append(encodings(secret), "before "+secret+" after") {
		if got := r.Text(form); strings.Contains(got, "cr") {
			t.Errorf("%q became %q", form, got)
		}
	}
	if got := r.Text("abc stays: too short to be a secret"); !strings.HasPrefix(got, "abc") {
		t.Errorf("short text was replaced: %q", got)
	}
	if got := NewRedactor().Text("nothing to hide"); got != "nothing to hide" {
		t.Errorf("got %q", got)
	}
}

func TestRedactorBody(t *testing.T) {
	t.Parallel()
	r := NewRedactor()
	got := r.Body([]byte(`{"userName":"a","password":"p\"w1","newPassword" : "x","passwordHint":"kept"}`))
	want := `{"userName":"a","password":"***","newPassword" : "***","passwordHint":"kept"}`
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRedactorHeaders(t *testing.T) {
	t.Parallel()
	r := NewRedactor("topsecret")
	got := r.Headers(http.Header{
		"Authorization": {"Bearer topsecret"}, "X-Echo": {"got topsecret"}, "Set-Cookie": {"a=b"}, "Accept": {"a", "b"},
	})
	for name, want := range map[string]string{"Authorization": "Bearer ***", "X-Echo": "got ***", "Set-Cookie": "***", "Accept": "a, b"} {
		if got[name] != want {
			t.Errorf("%s: got %q, want %q", name, got[name], want)
		}
	}
	if got := credential("Bearer "); got != "Bearer " {
		t.Errorf("an empty credential became %q", got)
	}
}

// A text that was cut in the middle of a secret gives none of it away.
func TestRedactorRemovesWhatACutHasLeft(t *testing.T) {
	t.Parallel()
	r := NewRedactor("c4nary-t0ken", "other-secret")
	for text, want := range map[string]string{
		`got "c4nary-t0…`:                 `got "***…`,
		"c4nary-t0ken c4nary-…":           "*** ***…",
		"a c4na… b other-secre… (cut)":    "a ***… b ***… (cut)",
		"c4n…":                            "c4n…",
		"nothing of it…":                  "nothing of it…",
		"c4nary-t0 without a cut":         "c4nary-t0 without a cut",
		`{"password":"abcdefgh… (cut)`:    `{"password":"***"`,
		`{"a":1,"newPassword":"abc\`:      `{"a":1,"newPassword":"***"`,
		`{"password":"x","b":"password"}`: `{"password":"***","b":"password"}`,
	} {
		if got := r.Body([]byte(text)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
