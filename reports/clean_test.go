package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/reports/result"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain":              "plain",
		"Zoë 山田 👩‍👩‍👧":       "Zoë 山田 👩‍👩‍👧",
		"\x1b[31mred":        `\u001b[31mred`,
		"a\nb\tc\rd\x00":     `a\nb\tc\rd\u0000`,
		"\u202egpj.exe":      `\u202egpj.exe`,
		"\u2066\u2069\u200f": `\u2066\u2069\u200f`,
		"\u009b2J\x7f":       `\u009b2J\u007f`,
		"\xff":               `\xff`,
		"\ufeff\u2028\ufffe": `\ufeff\u2028\ufffe`,
		"\U000e0041":         `\U000e0041`,
	} {
		if d := cmp.Diff(want, clean(text)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

const hostile = "evil\x1b]0;owned\x07\x1b[2J\u009b31m\u202e\r\x00\x7f]]>\xff\ufffe<&\"'"

// poisoned has the hostile text in every place that holds text.
func poisoned(text string) *Report {
	r := &Report{Tool: Tool{text, text}, Target: Target{BaseURL: text}, Profile: Profile{text, text, []Setting{{text, text}}}, Dialects: []string{text}, RunID: text,
		Settle: Settle{LimitMS: 1}, Notes: []string{text}, CleanUp: CleanUp{Left: []LeftOver{{text, text, text, text}}}}
	for i, o := range Outcomes() {
		cause := at(text, text, text)
		r.Checks = append(r.Checks, Check{ID: text + fmt.Sprint(i), Area: text, Level: Must, Dialect: text, Outcome: o, Title: text, Reason: text,
			Cause: &result.Cause{Check: "users.create.answer", Problem: &cause}, Problems: []Problem{at(text, text, text), at(text, text+"\n"+text, text)}, Symptom: text, Refs: []string{text, "https://" + text}, SettleMS: 5,
			Exchanges: []Exchange{
				{Method: text, URL: "https://h/" + text, RequestHeaders: map[string]string{text: text, "Accept": text, "Authorization": text}, Request: text, Status: 200,
					ResponseHeaders: map[string]string{"Location": text}, Response: `{"a":"` + text + `"}`},
				{Method: "GET", URL: text, Error: text, Faulty: true},
				{Method: "GET", URL: text, Status: 200, Response: text}},
			Timings: []Timing{{Method: text, URL: "/Users", MS: 1}}})
	}
	for range 20 {
		c := r.Checks[1]
		c.ID += fmt.Sprint(len(r.Checks))
		r.Checks = append(r.Checks, c)
	}
	r.Conclude()
	return r
}

func TestNothingHostileReachesTheTerminal(t *testing.T) {
	t.Parallel()
	sgr := regexp.MustCompile("\x1b\\[[0-9;]*m")
	outputs := map[string][]byte{
		"plain": show(t, poisoned(hostile), ConsoleOptions{Width: 80}),
		"color": sgr.ReplaceAll(show(t, poisoned(hostile), ConsoleOptions{Width: 80, Color: true}), nil),
		"live":  bytes.ReplaceAll(show(t, poisoned(hostile), ConsoleOptions{Width: 80, Live: true}), []byte("\r"), nil),
	}
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.write(&b, poisoned(hostile)); err != nil {
			t.Fatal(err)
		}
		outputs[f.name] = bytes.TrimPrefix(b.Bytes(), []byte("\ufeff")) // for Excel, our own
	}
	for name, out := range outputs {
		if !bytes.Contains(out, []byte("evil")) || !utf8.Valid(out) {
			t.Errorf("%s: no evil in it, or no UTF-8", name)
		}
		for _, line := range strings.Split(string(out), "\n") {
			if strings.ContainsFunc(line, hidden) {
				t.Errorf("%s: %q", name, line)
				break
			}
		}
	}
	if bytes.Contains(outputs["plain"], []byte{0x1b}) {
		t.Error("plain output has an escape sequence")
	}
}

// Escaping must not change what a JSON reader sees.
func TestJSONKeepsTheText(t *testing.T) {
	t.Parallel()
	want := poisoned("evil\x1b\u202e\x7f\u009b\U000e0041 <&> 山田")
	var b bytes.Buffer
	if err := WriteJSON(&b, want); err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	for i := range want.Checks {
		want.Checks[i].Timings = nil
	}
	if d := cmp.Diff(*want, got); d != "" {
		t.Error(d)
	}
	for _, name := range []string{"schema", "verdict", "target", "profile", "summary", "checks"} {
		if !bytes.Contains(b.Bytes(), []byte("\n  \""+name+"\": ")) {
			t.Errorf("no member %q", name)
		}
	}
	if bytes.Contains(b.Bytes(), []byte(": null")) {
		t.Error("a list is null")
	}
}

// No format may undo what was hidden, and Redact reaches every text.
func TestRedaction(t *testing.T) {
	t.Parallel()
	const secret = "c4nary-t0ken"
	r := poisoned("echo " + secret + " back")
	r.Tool, r.RunID, r.Dialects = Tool{Name: "oktascim"}, "r1", nil
	for i := range r.Checks {
		c := &r.Checks[i]
		c.ID, c.Area, c.Dialect = fmt.Sprint("id", i), "auth", "aiw"
		for j := range c.Exchanges {
			x := &c.Exchanges[j]
			x.Method = "GET"
			x.RequestHeaders = map[string]string{"Accept": "echo " + secret}
		}
	}
	r.CleanUp.Left[0].Type = "User"
	r.Latency = nil
	for i := range r.Checks {
		r.Checks[i].Timings = nil
	}
	r.Redact(func(s string) string { return strings.ReplaceAll(s, secret, "***") })
	r.Conclude()
	outputs := map[string][]byte{"color": show(t, r, ConsoleOptions{Width: 80, Color: true})}
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.write(&b, r); err != nil {
			t.Fatal(err)
		}
		outputs[f.name] = b.Bytes()
	}
	for name, out := range outputs {
		if i := bytes.Index(out, []byte(secret)); i >= 0 {
			t.Errorf("%s: …%s…", name, out[max(i-80, 0):min(i+80, len(out))])
		}
	}
}

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

// Every format carries what makes a report understood long after the run.
func TestEveryFormatDescribesTheRun(t *testing.T) {
	t.Parallel()
	r := evidenceSample()
	for _, f := range Formats() {
		var b bytes.Buffer
		if err := f.write(&b, r); err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("&#45;", "-", "&#58;", ":", `\u002d`, "-").Replace(b.String())
		for what, any := range map[string][]string{
			"tool version": {"0.1.0"}, "target": {"https://app.example.com/scim/v2"}, "profile": {"Holistics"}, "seed": {"42"},
			"started": {"2026-03-04", "4 March 2026"}, "duration": {"4321", "4.32", "4.321"}, "dialects": {"aiw, oin", "aiw,oin", "aiw oin", "\"aiw\",\n"},
			"verdict": {"does not conform", "DOES NOT CONFORM", "Does not conform"}, "passed": {"53"}, "failed": {"5 failed", "\"fail\": 5", `failures="5"`, ">5<"},
		} {
			if !slices.ContainsFunc(any, func(s string) bool { return strings.Contains(text, s) }) {
				t.Errorf("%s: no %s", f.name, what)
			}
		}
	}
}
