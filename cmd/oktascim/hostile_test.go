package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider"
)

type (
	// middleware misbehaves in front of the next handler.
	middleware func(w http.ResponseWriter, r *http.Request, next http.Handler)
	answer     = httptest.ResponseRecorder
)

// misbehaviour is one way in which a server is out to hurt its client.
type misbehaviour struct {
	name string
	// wrap misbehaves in front of a correct provider; only when bad is true, which
	// it is for everything but the first request, the preflight.
	wrap middleware
	// listen is a server of its own in front of the provider, instead of wrap: it
	// gives the server's URL, without a path.
	listen func(t *testing.T, a authority, next http.Handler) string
	// atOnce makes the preflight meet it too.
	atOnce bool
	// want are texts, with | in between, one of which must be in the output; "" is any problem.
	want string
	// crowd is how many people an import may need; 0: a few.
	crowd int
	// few runs only two checks: every answer takes long to read.
	few bool
	// legal tells that the client may find nothing wrong.
	legal bool
}

// The bounds of one misbehaviour.
const (
	hostileTime   = 60 * time.Second
	hostileMemory = 512 << 20
)

// hostileChecks are a few of each kind: reads, creates, updates, groups, lists.
const hostileChecks = "connector.users.answer,connector.users.total,users.lookup.miss,users.create.answer,headers.location.user,users.update.keeps-id,users.update.answer-shape," +
	"users.deactivate.by-id,groups.push.whole,members.add.first,import.users.once,import.users.total,import.users.total-kept"

// allHostile tries all of them; otherwise every sixth.
var allHostile = flag.Bool("hostile", false, "TestHostile: all misbehaviours (a minute), not a sample")

// TestHostile runs the program against each misbehaviour: it ends in time, with
// bounded memory, without a panic, not with 0, and says what is wrong. Nobody
// who was in the tenant is touched, no secret and no control character is in
// any output.
func TestHostile(t *testing.T) {
	t.Parallel()
	all := slices.Concat(hostileWire(), hostileBodies(), hostileLists(), hostileIDs(), hostileStatuses(), hostileTLS(),
		hostileHTTP2())
	if len(all) < 100 {
		t.Errorf("only %d misbehaviours", len(all))
	}
	for i, m := range all {
		if !*allHostile && i%6 != 0 {
			continue
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			m.test(t)
		})
	}
}

func (m misbehaviour) test(t *testing.T) {
	storage := provider.NewMemory()
	server := reference(t, provider.Options{Seed: 5, Storage: storage})
	before := strangers(storage)
	if len(before) != 5 {
		t.Fatalf("%d strangers, want 5", len(before))
	}
	victim := victimOf(storage)
	base, ca := m.start(t, victim, server)
	if m.crowd == 0 {
		m.crowd = 6
	}
	dir := t.TempDir()
	profileFile := filepath.Join(dir, "app.yaml")
	profile := fmt.Appendf(nil, "name: hostile\ntest_data: {max_users: %d}\nsafety: {max_requests: 3000}\n", m.crowd)
	if ca != "" {
		profile = fmt.Appendf(profile, "scim: {tls: {ca_file: %q}}\n", ca)
	}
	writeText(t, profileFile, string(profile))
	args := []string{"run", "--base-url", base + "/scim/v2", "--profile", profileFile, "--check", hostileChecks,
		"--dialect", "oin", "--timeout", "700ms", "--settle", "50ms"}
	if m.few {
		args = append(args, "--area", "connector")
	}
	for _, format := range []string{"json", "junit", "html", "markdown", "console"} {
		args = append(args, "--report", format+"="+filepath.Join(dir, "report."+format))
	}
	got := program(t, hostileTime, nil, args...)
	if got.code != exitFails && got.code != exitIncomplete && !(m.legal && got.code == exitConforms) {
		t.Errorf("exit code %d:\n%s", got.code, got.output)
	}
	t.Logf("exit code %d in %s with %d MiB", got.code, got.took.Round(10*time.Millisecond), got.memory>>20)
	if got.memory > hostileMemory && !raceDetector {
		t.Errorf("it took %d MiB", got.memory>>20)
	}
	said := func(text string) bool { return strings.Contains(got.output, text) }
	if !slices.ContainsFunc(strings.Split(m.want, "|"), said) {
		t.Errorf("nothing of %q is said:\n%s", m.want, got.output)
	}
	if after := strangers(storage); !slices.Equal(before, after) {
		t.Errorf("somebody was touched:\n%s\n%s", before, after)
	}
	cleanOutputs(t, dir, got)
}

// start starts the hostile server; ca is the file of its authority when it
// speaks TLS.
func (m misbehaviour) start(t *testing.T, victim string, server http.Handler) (base, ca string) {
	if m.listen != nil {
		a := newAuthority(t)
		return m.listen(t, a, server), a.file
	}
	hostile := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !m.atOnce && r.URL.RawQuery == "startIndex=1&count=1" {
			server.ServeHTTP(w, r)
			return
		}
		r.Header.Set("X-Stranger", victim)
		m.wrap(w, r, server)
	}))
	t.Cleanup(hostile.Close)
	t.Cleanup(hostile.CloseClientConnections)
	return hostile.URL, ""
}

// victimOf is the id of somebody who is in the tenant.
func victimOf(storage provider.Storage) (id string) {
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
		id = tx.List(provider.KindUser, 0, 1)[0].ID
		return nil
	})
	return id
}

// strangers are the people of the tenant as they are stored, and their groups.
func strangers(storage provider.Storage) (out []string) {
	_ = storage.Read(provider.DefaultTenant, func(tx provider.Tx) error {
		for _, r := range tx.List(provider.KindUser, 0, 10_000) {
			if text, _ := json.Marshal(r.Attributes); !strings.Contains(strings.ToLower(string(text)), "oktascim-") {
				out = append(out, fmt.Sprint(r.ID, string(text), tx.GroupsOf(r.ID)))
			}
		}
		return nil
	})
	return out
}

// cleanOutputs looks for what no output may hold.
func cleanOutputs(t *testing.T, dir string, got ended) {
	t.Helper()
	outputs := map[string]string{"the console": got.output}
	files, _ := filepath.Glob(filepath.Join(dir, "report.*"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		outputs[filepath.Ext(file)] = string(text)
	}
	for where, text := range outputs {
		if i := strings.IndexFunc(text, func(r rune) bool {
			return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e
		}); i >= 0 {
			t.Errorf("%s holds a control character: …%q", where, text[max(0, i-60):min(len(text), i+60)])
		}
		if strings.Contains(text, targetToken) {
			t.Errorf("%s holds the token", where)
		}
	}
	if html := strings.ToLower(outputs[".html"]); strings.Contains(html, "<script>alert") ||
		strings.Contains(html, "<img src=x") || strings.Contains(html, `="javascript:`) {
		t.Error("the HTML report holds a script of the server")
	}
	if text, ok := outputs[".json"]; ok && !json.Valid([]byte(text)) {
		t.Error("the JSON report is no JSON")
	}
}

// altered answers as the provider does and lets change alter it.
func altered(change func(r *http.Request, a *answer)) middleware {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		a := httptest.NewRecorder()
		r.Header.Del("Accept-Encoding") // what is compressed cannot be altered
		next.ServeHTTP(a, r)
		change(r, a)
		for name, values := range a.Header() {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Length", strconv.Itoa(a.Body.Len()))
		w.WriteHeader(a.Code)
		_, _ = w.Write(a.Body.Bytes())
	}
}

// replace replaces the body of an answer.
func replace[T string | []byte](a *answer, text T) {
	a.Body.Reset()
	a.Body.WriteString(string(text))
}

// encoded answers with a body in these content encodings.
func encoded(encodings string, text []byte) middleware {
	return altered(func(_ *http.Request, a *answer) {
		a.Header().Set("Content-Encoding", encodings)
		replace(a, text)
	})
}

// body puts another body into every answer that has one.
func body(text func(string) string) middleware {
	return altered(func(_ *http.Request, a *answer) {
		if a.Body.Len() > 0 {
			replace(a, text(a.Body.String()))
		}
	})
}

// object changes the JSON object of every answer that is one.
func object(change func(r *http.Request, o map[string]any)) middleware {
	return altered(func(r *http.Request, a *answer) {
		var o map[string]any
		if json.Unmarshal(a.Body.Bytes(), &o) != nil || o == nil {
			return
		}
		change(r, o)
		text, _ := json.Marshal(o)
		replace(a, text)
	})
}

// each calls change for the resource of an answer, or for all of a list.
func each(change func(r *http.Request, resource map[string]any)) middleware {
	return object(func(r *http.Request, o map[string]any) {
		list, isList := o["Resources"].([]any)
		for _, e := range list {
			if resource, ok := e.(map[string]any); ok {
				change(r, resource)
			}
		}
		if !isList && o["id"] != nil {
			change(r, o)
		}
	})
}

// wire takes the connection over and writes octets.
func wire(write func(send func(string) bool)) middleware {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		write(func(text string) bool {
			_ = conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
			_, err := conn.Write([]byte(text))
			return err == nil
		})
	}
}

// says writes a text and hangs up.
func says(text string) middleware {
	return wire(func(send func(string) bool) { send(text) })
}

// quiet is where servers complain of connections that they broke themselves.
var quiet = log.New(io.Discard, "", 0)

const (
	answerHead = "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n"
	emptyList  = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"startIndex":1,"itemsPerPage":0,"Resources":[]}`
)
