package prose

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
		if d := cmp.Diff(want, Clean(text)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func TestPretty(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"b":1,"a":[1,2]}`: `{"b": 1, "a": [1, 2]}`,
		`{"n":1.50,"text":"a, b: \"c\" <x>","list":[{"v":"one"},{"v":"two"}]}`: "{\n  \"n\": 1.50,\n  \"text\": \"a, b: \\\"c\\\" <x>\",\n" +
			"  \"list\": [{\"v\": \"one\"}, {\"v\": \"two\"}]\n}",
		`[]`:          `[]`,
		`<html>`:      `<html>`,
		`{"cut":"of…`: `{"cut":"of…`,
		` "x" `:       `"x"`,
	} {
		if d := cmp.Diff(want, LayOutJSON(body, 40)); d != "" {
			t.Errorf("%s: %s", body, d)
		}
	}
	deep := strings.Repeat(`[`, 9000) + strings.Repeat("]", 9000)
	start := time.Now()
	if LayOutJSON(deep, 40) == "" || time.Since(start) > 5*time.Second {
		t.Error("a deep body takes too long")
	}
}

func TestHuman(t *testing.T) {
	t.Parallel()
	for ms, want := range map[float64]string{0.04: "0.0 ms", 9.94: "9.9 ms", 9.96: "10 ms", 999.4: "999 ms", 999.6: "1.00 s", 61_000: "1 min 01 s", 3_720_000: "1 h 02 min"} {
		if got := Human(ms); got != want {
			t.Errorf("%v: %q, want %q", ms, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                                {""},
		"a --flag-that stays whole, long": {"a --flag-that stays", "whole, long"},
		"    indented and then wrapped":   {"    indented and", "then wrapped"},
		"see https://example.com/a/b/c/d": {"see", "https://example.com/", "a/b/c/d"},
		"山田山田山田山田 山田":                     {"山田山田山田山田", "山田"},
	} {
		if d := cmp.Diff(want, Wrap(text, 20)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func hard() []string {
	return []string{"", "plain", "two words", "O'Brien", `"quoted"`, "$HOME `id` $(id) \\ !!", "line\nline\r\n", "tab\t", "~", "*", "#x", "-n",
		"Zoë 山田 👩‍👩‍👧", "\x1b[2J\u202eabc", "\x01\u009b9", "bad \xff utf-8", "\u2028", "a=b;c|d&e<f>(g)[h]{i}", "'\n'", "\ufeff"}
}

// A real shell must read every quoted value as it was.
func TestShellQuote(t *testing.T) {
	t.Parallel()
	for _, value := range hard() {
		word := ShellQuote(value)
		if strings.ContainsFunc(word, Hidden) {
			t.Errorf("%q is quoted with a character that a terminal obeys: %q", value, word)
		}
		out, err := exec.Command("bash", "-c", "printf %s "+word).Output()
		if err != nil {
			t.Fatalf("%q: %v", word, err)
		}
		if d := cmp.Diff(value, string(out)); d != "" {
			t.Errorf("%s: %s", word, d)
		}
	}
}
