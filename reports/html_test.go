package reports

import (
	"bytes"
	"regexp"
	"testing"
)

// htmlOf renders a report.
func htmlOf(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var ownFiles = regexp.MustCompile(`(?s)<style>.*?</style>|<script>.*?</script>|<meta http-equiv[^>]*>`)

// withoutOwnFiles leaves the style and the script out of a golden file: they
// are files of their own.
func withoutOwnFiles(page []byte) []byte { return ownFiles.ReplaceAll(page, nil) }
