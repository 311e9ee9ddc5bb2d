package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/sample"
)

func textOf(t *testing.T, r *reports.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// withoutFences takes the blocks of code away and fails when one is not closed.
func withoutFences(t *testing.T, text string) string {
	t.Helper()
	var out []string
	fence := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence == "":
			out = append(out, line)
		case len(ticks) >= len(fence) && strings.Trim(line, "` ") == "":
			fence = ""
		}
	}
	if fence != "" {
		t.Error("a block of code is not closed")
	}
	return strings.Join(out, "\n")
}

var (
	ourElements = regexp.MustCompile(`</?(?:details|summary|b|i|code)>|<br>|<a href="[^"<>]*">|</a>`)
	quiet       = regexp.MustCompile(`<code>[^<]*</code>|<a href="[^"<>]*">[^<]*</a>`) // where nobody looks for links and mentions
)

// Nothing from the target becomes an element, a table cell, a link, a mention,
// a reference or an emoji, and every element is closed.
func TestMarkdownIsSafe(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"</details></code><script>alert(1)</script> & <img src=x onerror=y>", "a|b|c", "@octocat and @okta/team", "#12 GH-12 !12 octo/cat#12",
		"```\n~~~\n````` x", "`code`", "[l](http://evil.example)", "![i](http://evil.example/i.png)", "**bold** __b__ ~~s~~", "http://evil.example www.evil.example",
		":tada: :+1:", "# heading", "- item", "> quote", "| a |", "$x$", "deadbeefcafe1234", "\\", "&#64;octocat &lt;b&gt;", "", "\n\n<details>\n\n", sample.Hostile,
	} {
		outside := withoutFences(t, textOf(t, sample.Poisoned(text)))
		for _, p := range []string{"details", "summary", "code"} {
			if open, closed := strings.Count(outside, "<"+p+">"), strings.Count(outside, "</"+p+">"); open != closed {
				t.Errorf("%q: %d <%s> and %d </%s>", text, open, p, closed, p)
			}
		}
		bare := ourElements.ReplaceAllString(quiet.ReplaceAllString(outside, ""), "")
		for _, bad := range []string{"<", "@", "`", "](", "![", "http:", "www.", ":tada:", ":+1:", "GH-12", "!12", "deadbeef", "\\", "$x", "__", "~~"} {
			if i := strings.Index(bare, bad); i >= 0 {
				t.Errorf("%q: %q shows in …%q…", text, bad, bare[max(0, i-40):min(len(bare), i+40)])
			}
		}
		columns := 0
		for line := range strings.Lines(outside) {
			n := strings.Count(line, "|")
			if !strings.HasPrefix(line, "|") {
				n = 0
			}
			if columns > 0 && n > 0 && n != columns {
				t.Errorf("%q: a row with %d bars in a table with %d: %s", text, n, columns, line)
			}
			columns = n
		}
	}
}

func TestMarkdownFits(t *testing.T) {
	t.Parallel()
	long := sample.Many(300)
	for i := range long.Checks {
		if c := &long.Checks[i]; c.Outcome == reports.Fail {
			c.Problems = append(c.Problems, reports.Problem{Expected: strings.Repeat("<&*", 5_000), Actual: strings.Repeat("line\n", 500), Place: "x"})
			c.Exchanges[2].Request = `{"a":"` + strings.Repeat("`", 10_000) + `"}`
			c.Exchanges[2].Response = strings.Repeat("[", 6_000)
			c.Title, c.Symptom = strings.Repeat("|", 3_000), strings.Repeat("@a ", 3_000)
		}
	}
	long.Notes = []string{strings.Repeat("@x ", 5_000)}
	for i := range 500 {
		long.Checks = append(long.Checks, reports.Check{ID: "a.b", Area: "roles", Subject: strings.Repeat("s", i), Level: reports.Must, Outcome: reports.Unsupported, Reason: strings.Repeat("@", 200+i)})
		long.CleanUp.Left = append(long.CleanUp.Left, reports.LeftOver{Type: "User", ID: strings.Repeat("<", 500), Name: "n", Why: strings.Repeat(">", 500)})
		long.Profile.Settings = append(long.Profile.Settings, reports.Setting{Key: "roles.groups", Value: strings.Repeat("|", 500)})
	}
	long.Conclude()
	for name, r := range map[string]*reports.Report{"many": sample.Many(600), "long": long} {
		text := textOf(t, r)
		if len(text) > sizeLimit {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		if !strings.Contains(text, "which do not fit here") {
			t.Errorf("%s: nothing is said about what was left out", name)
		}
		outside := withoutFences(t, text)
		if strings.Count(outside, "<details>") != strings.Count(outside, "</details>") {
			t.Errorf("%s: a part is not closed", name)
		}
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	sample.Golden(t, Write, map[string]*reports.Report{"markdown.md": sample.Mixed()})
	sample.Golden(t, WriteDiff, map[string]*reports.Diff{"diff.md": sample.Diff()})
}
