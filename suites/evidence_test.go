package suites_test

import (
	"slices"
	"testing"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
)

// Every check says why it believes, and a must rests on more than an assumption or
// on the letter of an RFC.
func TestEvidence(t *testing.T) {
	t.Parallel()
	for _, c := range suites.Catalogue() {
		switch known := c.Evidence.Said() != ""; {
		case !known:
			t.Errorf("%s: evidence %q", c.ID, c.Evidence)
		case c.Level == kit.Must && slices.Contains([]any{kit.Assumed, kit.RFC}, any(c.Evidence)):
			t.Errorf("%s is a must whose only ground is %s", c.ID, c.Evidence)
		}
	}
}
