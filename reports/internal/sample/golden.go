package sample

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden writes each value and compares it with testdata/name.golden.
func Golden[T any](t *testing.T, write func(io.Writer, T) error, values map[string]T) {
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			if err := write(&b, value); err != nil {
				t.Fatal(err)
			}
			got, path := ownFiles.ReplaceAllString(b.String(), ""), filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%v; run this test with -update and look at the result", err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("%s (-want +got; -update accepts it):\n%s", path, d)
			}
		})
	}
}

// ownFiles are the style and the script of a page, which are files of their own.
var ownFiles = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>|<meta http-equiv[^>]*>`)
