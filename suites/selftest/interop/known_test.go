package interop

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	ran := func(id, dialect, outcome string) Check { return Check{ID: id, Dialect: dialect, Outcome: outcome} }
	listed := func(id, dialect, outcome string) Known { return Known{ID: id, Dialect: dialect, Outcome: outcome} }
	for name, test := range map[string]struct {
		checks []Check
		known  []Known
		want   []string
	}{
		"nothing found, nothing known": {
			checks: []Check{ran("a", "aiw", "pass"), ran("b", "", "unsupported"), ran("c", "", "excluded")},
		},
		"found and known": {
			checks: []Check{ran("a", "aiw", "fail"), ran("a", "oin", "pass")},
			known:  []Known{listed("a", "aiw", "fail")},
		},
		"known in every dialect": {
			checks: []Check{ran("a", "aiw", "warn"), ran("a", "oin", "warn")},
			known:  []Known{listed("a", "", "warn")},
		},
		"not known": {
			checks: []Check{ran("a", "aiw", "fail")},
			want:   []string{"not known: a [aiw]: fail "},
		},
		"known in the other dialect only": {
			checks: []Check{ran("a", "aiw", "fail"), ran("a", "oin", "fail")},
			known:  []Known{listed("a", "oin", "fail")},
			want:   []string{"not known: a [aiw]: fail "},
		},
		"known with another outcome": {
			checks: []Check{ran("a", "", "fail")},
			known:  []Known{listed("a", "", "warn")},
			want:   []string{"not known: a: fail ", "stale: a is listed as warn, but was fail"},
		},
		"passes now in one dialect": {
			checks: []Check{ran("a", "aiw", "fail"), ran("a", "oin", "pass")},
			known:  []Known{listed("a", "", "fail")},
			want:   []string{"stale: a [oin] is listed as fail, but was pass"},
		},
		"check is gone": {
			known: []Known{listed("a", "oin", "fail")},
			want:  []string{"stale: a oin is listed as fail, but no such check ran"},
		},
		"blocked and lost are findings": {
			checks: []Check{ran("a", "", "blocked"), ran("b", "", "lost")},
			want:   []string{"not known: a: blocked ", "not known: b: lost "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, Compare(test.checks, test.known)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadKnownRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- {id: a, outcome: fail, reason: it is so}":             "names neither",
		"- {id: a, outcome: fail}":                               "names neither",
		"- {id: a, reason: RFC 7644 section 3.3}":                "id and outcome",
		"- {id: a, outcome: pass, reason: RFC 7644 section 3.3}": "is no finding",
		"- {id: a, outcome: fail, because: RFC 7644}":            "because",
	} {
		_, err := ReadKnown(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an error with %q", text, err, want)
		}
	}
}

// The lists can be read without the servers, so that a slip in one shows early.
func TestListsAreReadable(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("known/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no lists: %v", err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadKnown(f); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		_ = f.Close()
	}
}
