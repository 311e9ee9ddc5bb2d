package kit

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/fixtures"
)

// Every persona has its checks.
func TestTraitsCoverPersonas(t *testing.T) {
	t.Parallel()
	people, err := fixtures.LoadPeople()
	if err != nil {
		t.Fatal(err)
	}
	var want, have []string
	for _, p := range people {
		want = append(want, p.Name)
	}
	for _, trait := range Traits {
		have = append(have, trait.Persona)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("traits (-personas +traits):\n%s", diff)
	}
}
