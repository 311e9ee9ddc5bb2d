package suites_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/orgcheck"
	"github.com/oktascim/oktascim/suites/pilot"
)

// The source of a check is a line of a file of its area's package, at which its body begins.
func TestChecksKnowTheirSource(t *testing.T) {
	t.Parallel()
	lines := map[string][]string{}
	for _, c := range slices.Concat(suites.Catalogue(), pilot.Catalogue(), orgcheck.Catalogue()) {
		file, number, _ := strings.Cut(c.Source(), ":")
		text, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		if lines[file] == nil {
			lines[file] = strings.Split(string(text), "\n")
		}
		n := 0
		if _, err := fmt.Sscan(number, &n); err != nil || n < 1 || n > len(lines[file]) ||
			!strings.Contains(lines[file][n-1], "func") {
			t.Errorf("%s: there is no function at %s", c.ID, c.Source())
		}
		if strings.HasPrefix(file, "suites/kit/") {
			t.Errorf("%s is in %s, not in the package of its area", c.ID, file)
		}
	}
}
