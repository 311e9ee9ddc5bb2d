package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports/formats"
)

const canaryToken = `c4nary-t0ken/+"x`

// gossip is an app that shows every secret that it is sent wherever it can: in
// headers, bodies, names, errors and addresses.
type gossip struct {
	mu        sync.Mutex
	passwords []string
}

func (g *gossip) answer(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	next.ServeHTTP(answer, r)

	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	echo := token + " " + url.QueryEscape(token) + " " + base64.StdEncoding.EncodeToString([]byte(token)) + " " + g.password(body)
	for name, values := range answer.Header() {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.Header().Set("X-Debug", "token "+token+" of "+r.Header.Get("Authorization"))
	w.Header().Set("Set-Cookie", "session="+url.QueryEscape(token))
	w.Header().Set("X-Api-Key", token)
	w.Header().Set("WWW-Authenticate", `Bearer realm="`+url.QueryEscape(token)+`"`)
	if location := w.Header().Get("Location"); location != "" {
		w.Header().Set("Location", location+"?access_token="+url.QueryEscape(token))
	}
	text := answer.Body.String()
	quoted := strings.ReplaceAll(strings.ReplaceAll(echo, `\`, `\\`), `"`, `\"`)
	for _, name := range []string{`"displayName":"`, `"givenName":"`, `"detail":"`, `"userName":"`} {
		text = strings.ReplaceAll(text, name, name+quoted+" ")
	}
	if strings.HasPrefix(text, "{") {
		text = `{"password":"` + g.password(body) + `","debug":"` + quoted + `",` + text[1:]
	}
	w.WriteHeader(answer.Code)
	_, _ = io.WriteString(w, text)
}

// password is the one in the body, and remembers it.
func (g *gossip) password(body []byte) string {
	_, rest, found := bytes.Cut(body, []byte(`"password":"`))
	if !found {
		return ""
	}
	value, _, _ := bytes.Cut(rest, []byte(`"`))
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(value) > 0 {
		g.passwords = append(g.passwords, string(value))
	}
	return string(value)
}

// TestNoSecretInAnyReport plants a token, passwords and Authorization headers
// wherever they could occur in a run, and looks for them in all that it writes.
func TestNoSecretInAnyReport(t *testing.T) {
	app := &gossip{}
	target := startTarget(t, provider.Options{Tokens: []provider.Token{{Secret: canaryToken, Tenant: "first"}}},
		app.answer)

	dir := t.TempDir()
	args := []string{"run", "--base-url", target.url, "--exchanges", "all", "--settle", "0s",
		"--area", "connector,auth,create,deactivate", "--report", "oin=" + filepath.Join(dir, "oin.csv")}
	for _, format := range formats.Reports().Names() {
		args = append(args, "--report", format+"="+filepath.Join(dir, "report."+format))
	}
	summary := filepath.Join(dir, "summary.md")
	env := map[string]string{"OKTASCIM_TOKEN": canaryToken, "CI": "true", stepSummary: summary, "FORCE_COLOR": "1"}
	code, stdout, stderr := command(t, env, args...)
	if code != exitFails {
		t.Fatalf("exit code %d; the app shows passwords, which must fail\n%s", code, stderr)
	}
	outputs := map[string]string{"standard output": stdout, "standard error": stderr}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		outputs[e.Name()] = readText(t, filepath.Join(dir, e.Name()))
	}
	if want := 2 + len(formats.Reports().Names()) + 2; len(outputs) != want {
		t.Fatalf("%d outputs, want %d", len(outputs), want)
	}
	if len(app.passwords) < 10 {
		t.Fatalf("the run has sent %d passwords only", len(app.passwords))
	}
	// A token with odd characters is written in many ways; its plain middle is in all but one of them.
	secrets := append([]string{"c4nary", base64.StdEncoding.EncodeToString([]byte(canaryToken))}, app.passwords...)
	for name, text := range outputs {
		if len(text) == 0 && name != "standard error" {
			t.Errorf("%s is empty", name)
		}
		for _, secret := range secrets {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s holds %q: …%s…", name, secret, text[max(i-100, 0):min(i+60, len(text))])
				break
			}
		}
	}
}
