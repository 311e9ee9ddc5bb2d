package waivers

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

var ids = []string{"users.create.answer", "users.create.stored", "users.deactivate.by-id", "groups.push.answer"}

func TestParse(t *testing.T) {
	t.Parallel()
	f, err := Parse("w.yaml", []byte("\xef\xbb\xbf# known\r\n- check: users.create.*\r\n  dialect: aiw\r\n  subject: ann@example.com\r\n  reason: \"waits for APP-71: the new store\"\r\n  owner: team scim\r\n  expires: 2026-12-31\r\n- {check: groups.push.answer, reason: r, owner: o, expires: \"2026-02-28\"}\r\n"), ids)
	if err != nil {
		t.Fatal(err)
	}
	want := []Waiver{
		{Check: "users.create.*", Dialect: "aiw", Subject: "ann@example.com", Reason: "waits for APP-71: the new store", Owner: "team scim", Expires: "2026-12-31"},
		{Check: "groups.push.answer", Reason: "r", Owner: "o", Expires: "2026-02-28"},
	}
	if d := cmp.Diff(want, f.Waivers); d != "" {
		t.Error(d)
	}
	if f.At(0) != "w.yaml:2" || f.At(1) != "w.yaml:8" {
		t.Error(f.At(0), f.At(1))
	}
	if f, err := Parse("w.yaml", []byte("[]\n"), ids); err != nil || len(f.Waivers) != 0 {
		t.Errorf("an empty list: %v", err)
	}
}

// TestBroken holds the exact message of every broken file; -update writes them anew.
func TestBroken(t *testing.T) {
	t.Parallel()
	const rest = "\n  reason: r\n  owner: o\n  expires: 2026-12-31\n"
	for name, text := range map[string]string{
		"empty":            "",
		"comments":         "# - check: users.create.answer\n",
		"a-map":            "check: users.create.answer" + strings.ReplaceAll(rest, "  ", ""),
		"a-text":           "users.create.answer\n",
		"items-are-texts":  "- users.create.answer\n- groups.push.answer\n",
		"nothing-stated":   "- check: users.create.answer\n",
		"no-check":         "- reason: r\n  owner: o\n  expires: 2026-12-31\n",
		"empty-values":     "- check: users.create.answer\n  reason: \"\"\n  owner:\n  expires: ' '\n",
		"unknown-key":      "- check: users.create.answer\n  reson: r\n  owner: o\n  expires: 2026-12-31\n  until: 2026\n",
		"unknown-id":       "- check: users.create.anser" + rest + "- check: nothing.like.it" + rest,
		"unknown-pattern":  "- check: user.*" + rest,
		"broken-pattern":   "- check: users.[create" + rest,
		"dialect":          "- check: users.create.answer\n  dialect: entra" + rest,
		"dates":            "- {check: users.create.answer, reason: r, owner: o, expires: 31.12.2026}\n- {check: users.create.stored, reason: r, owner: o, expires: 2026-02-30}\n- {check: groups.push.answer, reason: r, owner: o, expires: 2026}\n",
		"twice":            "- check: users.create.answer" + rest + "- check: users.create.answer" + rest,
		"key-twice":        "- check: users.create.answer\n  check: groups.push.answer" + rest,
		"syntax":           "- check: users.create.answer\n  reason: this: that\n",
		"tab":              "- check: users.create.answer\n\treason: r\n",
		"a-secret":         "- check: users.create.answer\n  token: canary-9c2e7f1ab34d55aa\n" + rest[1:],
		"two-documents":    "- check: users.create.answer" + rest + "---\n- check: groups.push.answer" + rest,
		"not-yaml-at-all":  "\x00\x01\x02",
		"reason-is-a-list": "- check: users.create.answer\n  reason: [a, b]\n  owner: o\n  expires: 2026-12-31\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := Parse("waivers.yaml", []byte(text), ids)
			if err == nil || f != nil {
				t.Fatalf("Parse = %v, %v; want an error and no file", f, err)
			}
			got := err.Error() + "\n"
			if strings.Contains(got, "canary") || strings.Contains(got, "profile") {
				t.Errorf("a secret is shown, or this is called a profile:\n%s", got)
			}
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s (-want +got):\n%s", path, d)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml"), ids); err == nil || !strings.Contains(err.Error(), "none.yaml") {
		t.Error(err)
	}
	if _, err := Load(t.TempDir(), ids); err == nil || !strings.Contains(err.Error(), "cannot read the waivers") {
		t.Error(err)
	}
}
