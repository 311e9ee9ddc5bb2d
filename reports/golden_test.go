package reports

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with testdata/name.golden.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run go test ./reports -update and look at the result", err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s (-want +got; -update accepts it):\n%s", path, d)
	}
}

// show runs a report through a console, as a run would.
func show(t *testing.T, r *Report, o ConsoleOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	c := NewConsole(&b, o)
	c.Plan(r, r.Checks)
	for _, check := range r.Checks {
		c.Started(check)
		c.Finished(check)
	}
	if err := c.Report(r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGoldenFiles(t *testing.T) {
	t.Parallel()
	console := func(r *Report, o ConsoleOptions) func(*testing.T) []byte {
		return func(t *testing.T) []byte { return show(t, r, o) }
	}
	format := func(write func(io.Writer, *Report) error, r *Report) func(*testing.T) []byte {
		return func(t *testing.T) []byte {
			var b bytes.Buffer
			if err := write(&b, r); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}
	}
	strict := sample()
	strict.Strict = true
	strict.Conclude()
	for name, render := range map[string]func(*testing.T) []byte{
		"console-80":         console(sample(), ConsoleOptions{Width: 80}),
		"console-120":        console(sample(), ConsoleOptions{Width: 120}),
		"console-80-color":   console(sample(), ConsoleOptions{Width: 80, Color: true}),
		"console-120-color":  console(sample(), ConsoleOptions{Width: 120, Color: true}),
		"console-green":      console(green(), ConsoleOptions{Width: 80}),
		"console-many":       console(many(40), ConsoleOptions{Width: 80}),
		"console-incomplete": console(incomplete(), ConsoleOptions{Width: 80}),
		"console-format":     format(WriteConsole, strict),
		"report.json":        format(WriteJSON, sample()),
		"junit.xml":          format(WriteJUnit, sample()),
		"markdown.md":        format(WriteMarkdown, sample()),
		"markdown-green.md":  format(WriteMarkdown, green()),
		"report.sarif":       format(WriteSARIF, sample()),
		"sarif-incomplete":   format(WriteSARIF, incomplete()),
		"oin.html":           func(t *testing.T) []byte { return withoutOwnFiles(format(WriteOIN, evidenceSample())(t)) },
		"oin.csv":            format(WriteOINCSV, evidenceSample()),
		"junit-incomplete":   format(WriteJUnit, incomplete()),
		"report.html":        func(t *testing.T) []byte { return withoutOwnFiles(htmlOf(t, sample())) },
		"console-regression": console(regressed(false), ConsoleOptions{Width: 80}),
		"console-same":       console(regressed(true), ConsoleOptions{Width: 80, Color: true}),
		"junit-regression":   format(WriteJUnit, regressed(false)),
		"regression.html":    func(t *testing.T) []byte { return withoutOwnFiles(htmlOf(t, regressed(false))) },
		"regression.json":    format(WriteJSON, regressed(false)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, render(t))
		})
	}
}

// many is a run with n failing checks.
func many(n int) *Report {
	r := green()
	for i := range n {
		c := failing("lookup.many-"+string(rune('a'+i/26))+string(rune('a'+i%26)), "lookup", "aiw")
		c.Symptom = []string{"People are created twice.", "Push Now fails.", "Import shows no one."}[i%3]
		r.Checks = append(r.Checks, c)
	}
	r.Conclude()
	return r
}

// incomplete is a run in which nothing failed and a must was blocked.
func incomplete() *Report {
	r := green()
	r.Target = Target{BaseURL: "https://app.example.com/scim/v2"}
	r.Checks = append(r.Checks,
		Check{ID: "seats.over", Area: "seats", Level: Must, Outcome: Blocked, Reason: "set-up: POST /Users answered 429"},
		Check{ID: "seats.lost", Area: "seats", Level: Must, Outcome: Lost, Reason: "the worker died: signal: killed"})
	r.Conclude()
	return r
}

// regressed is a run with waivers and a baseline: one with every kind of
// change, or one that went as before.
func regressed(same bool) *Report {
	r, today := later(), time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC)
	if same {
		r.Compare(later(), "base.json")
		return r
	}
	r.Target.BaseURL = "https://staging.example.com/scim/v2"
	waiver := func(check, expires string) Waiver {
		return Waiver{Check: check, Reason: "waits for APP-71, the new member service", Owner: "ann@example.com", Expires: expires, At: "waivers.yaml:3"}
	}
	r.Checks = append(r.Checks, failing("members.waived", "members", "aiw"), failing("members.waived", "members", "oin"))
	r.Waive([]Waiver{waiver("members.waived", "2026-12-31"), waiver("members.fine", "2026-12-31"), waiver("members.new-failure", "2026-03-05"), waiver("roles.*", "2026-12-31")},
		[]string{"members.waived", "members.fine", "members.new-failure", "roles.default"}, today)
	r.Compare(earlier(), "base.json")
	return r
}

// evidenceSample is a run whose checks stand for tests of Okta.
func evidenceSample() *Report {
	r := sample()
	stand := func(c Check, ref string) {
		c.Refs = []string{ref, "RFC 7644 §3.4.2"}
		r.Checks = append(r.Checks, c)
	}
	hit := passing("users.lookup.hit", "lookup", "")
	hit.Exchanges = []Exchange{sampleLookup()}
	stand(hit, "Okta CRUD step 4")
	stand(passing("users.lookup.upper-case", "lookup", ""), "Okta SPEC step 9")
	for _, dialect := range []string{"aiw", "oin"} {
		stand(passing("groups.push.empty", "groups", dialect), "OIN C9312, C9317")
		stand(failing("groups.push.now", "groups", dialect), "OIN C9316, C9319")
	}
	stand(Check{ID: "auth.revoked", Area: "auth", Level: Must, Outcome: Unsupported, Title: "A revoked token is refused",
		Reason: "the profile names no revoked token"}, "OIN C9341")
	r.Conclude()
	return r
}
