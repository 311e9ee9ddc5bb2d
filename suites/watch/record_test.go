package watch_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	cdp "github.com/chromedp/cdproto/har"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/suites/har"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/watch"
)

// recorded is a lab that records into a file.
func recorded(t *testing.T, app http.Handler, d okta.Dialect, keep bool) (*lab, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pilot.har")
	w, err := har.Create(path, "oktascim", "test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	cleaner := har.NewCleaner(keep)
	return newLab(t, app, d, func(o *watch.Options) {
		o.Passed = func(x *watch.Exchange) {
			if err := w.Add(x.Entry(cleaner)); err != nil {
				t.Error(err)
			}
		}
	}), path
}

// A recording is valid against a JSON schema of HAR 1.2, and another program's types read it without loss.
func TestRecordingIsHAR(t *testing.T) {
	t.Parallel()
	l, path := recorded(t, provide(t, faulty.Hooks), okta.OIN, false)
	l.pilot()
	l.close()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("testdata/har-1.2.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
	var other cdp.HAR
	if err := json.Unmarshal(text, &other); err != nil || len(other.Log.Entries) < 30 {
		t.Errorf("%v, %d entries", err, len(other.Log.Entries))
	}
	shapes, err := watch.NewFidelity("")
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range har.Read(bytes.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		shapes.Add(watch.RequestOf(e))
	}
	if u := shapes.Unknown(); len(u) > 0 {
		t.Errorf("what was redacted is of another form: %+v", u)
	}
}

// chatty is an app that shows what it was sent wherever it can.
func chatty(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		a := httptest.NewRecorder()
		next.ServeHTTP(a, r)
		var sent struct{ Password, UserName string }
		_ = json.Unmarshal(body, &sent)
		secret := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		echo := secret + " " + base64.StdEncoding.EncodeToString([]byte(secret)) + " " + url.QueryEscape(secret) + " " +
			sent.Password + " " + sent.UserName
		for name, values := range a.Header() {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Length")
		for _, name := range []string{"X-Debug", "Set-Cookie", "Www-Authenticate", "Server-Timing"} {
			w.Header().Set(name, echo)
		}
		text := a.Body.String()
		quoted, _ := json.Marshal(echo)
		if strings.HasPrefix(text, "{") {
			text = fmt.Sprintf(`{"debug":%s,"apiToken":%s,"nickName":%[1]s,"passwordHash":"$2b$10$canary","urn:x:%s":1,`,
				quoted, quoted, sent.UserName) + text[1:]
		}
		if a.Code >= 400 {
			text = strings.ReplaceAll(text, `"detail":"`, `"detail":"`+strings.Trim(string(quoted), `"`))
		}
		w.WriteHeader(a.Code)
		_, _ = io.WriteString(w, text)
	})
}

// Neither a secret nor a personal value reaches the file, wherever it stood; --keep-values keeps the personal ones
// only.
func TestCanary(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		l, path := recorded(t, chatty(provide(t, faulty.Hooks)), okta.AIW, keep)
		ctx := t.Context()
		ann := okta.User{UserName: "canary.person@corp.example", GivenName: "Canarina", FamilyName: "Birdsworth",
			Email:       "canary.mail@corp.example",
			DisplayName: "Canarina Birdsworth", ExternalID: "00ucanarycanarycanar", Password: "canary-PASSWORD-1", Active: true, Extra: map[string]any{
				"phoneNumbers": []any{map[string]any{"value": "+49 30 987654321", "type": "work"}}, "title": "Head of Canaries",
				"addresses": []any{map[string]any{"streetAddress": "Canary Street 1", "locality": "Canaryville", "type": "work"}},
				"nickName":  "Canny", "profileUrl": "https://corp.example/canary", okta.EnterpriseSchema: map[string]any{"employeeNumber": "CAN-4711", "department": "Canarology"}}}
		run := l.okta.PushUser(ctx, ann)
		l.okta.CreateUser(ctx, ann)
		l.okta.SetPassword(ctx, run.ID, "canary-PASSWORD-2")
		l.okta.PushGroup(ctx, "Canary Keepers", []okta.Member{{Value: run.ID, Display: ann.UserName}})
		l.okta.Do(ctx, okta.Request{Method: "GET", Path: "/Users/canary.person@corp.example",
			RawQuery: "access_token=canary-query&attributes=userName"})
		l.okta.Do(ctx, okta.Request{Method: "POST", Path: "/Users",
			Body: []byte("canary.person@corp.example canary-PASSWORD-3")})
		l.okta.ImportUsers(ctx, 0)
		l.close()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lower := strings.ToLower(string(text))
		for _, secret := range []string{token, base64.StdEncoding.EncodeToString([]byte(token)), "canary-password-1",
			"canary-password-2", "canary-password-3", "canary-query", "$2b$10$canary"} {
			if i := strings.Index(lower, strings.ToLower(secret)); i >= 0 {
				t.Errorf("keep %v: %q is in the recording: …%s…", keep, secret, text[max(0, i-150):i+60])
			}
		}
		for _, value := range []string{"canar", "birdsworth", "canny", "can-4711", "987654321"} {
			if i := strings.Index(lower, value); i >= 0 != keep {
				t.Errorf("keep %v: %q: …%s…", keep, value, text[max(0, i-150):max(0, i)+60])
			}
		}
		for _, f := range l.found {
			shown, _ := json.Marshal(f)
			for _, secret := range []string{token, "canary-PASSWORD-1", "canary-PASSWORD-2"} {
				if i := strings.Index(string(shown), secret); i >= 0 {
					t.Errorf("a finding of %s holds %q: …%s…", f.ID, secret, shown[max(0, i-150):i+60])
				}
			}
		}
		if len(l.found) == 0 {
			t.Error("an app that shows passwords has no finding")
		}
		if !json.Valid(text) || !strings.Contains(string(text), run.ID) {
			t.Error("it is no JSON, or ids are gone")
		}
	}
}

// Whatever moment the program is killed at, the file is a whole recording or one whose whole entries can be read.
func TestRecordingIsAlwaysWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.har")
	w, err := har.Create(path, `quoted "name"`, "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := har.Create(path, "", ""); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("a recording is replaced: %v", err)
	}
	count := func(text []byte) (n int, err error) {
		for _, err := range har.Read(bytes.NewReader(text)) {
			if err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
	for i := range 4 {
		text, _ := os.ReadFile(path)
		if n, err := count(text); n != i || err != nil || !json.Valid(text) {
			t.Errorf("after %d entries: %d, %v", i, n, err)
		}
		if err := w.Add(har.Entry{Request: har.Request{Method: "GET", URL: strings.Repeat("x", 100*(4-i))}}); err != nil {
			t.Fatal(err)
		}
	}
	text, _ := os.ReadFile(path)
	for i := range text {
		n, err := count(text[:i])
		var truncated *har.TruncatedError
		if err == nil && i < len(text)-2 || errors.As(err, &truncated) && truncated.Entries != n {
			t.Fatalf("cut off at %d: %d entries, %v", i, n, err)
		}
	}
	for name, foreign := range map[string]string{"empty": "", "list": "[]", "no log": `{"a":1}`,
		"entries": `{"log":{"entries":{}}}`,
		"type":    `{"log":{"entries":[{"request":7}]}}`, "text": "hello"} {
		if _, err := count([]byte(foreign)); err == nil {
			t.Errorf("%s is taken for a recording", name)
		}
	}
	if n, err := count([]byte("\xef\xbb\xbf" +
		`{"log":{"pages":[{}],"version":"1.2","entries":[{"_extra":{},"cache":{"x":1},"request":{"method":"GET","headers":[{"name":":authority","value":"x"}]},"response":{"content":{"text":"e30=","encoding":"base64"}}}]}}`)); n != 1 || err != nil {
		t.Errorf("what a browser writes: %d, %v", n, err)
	}
}
