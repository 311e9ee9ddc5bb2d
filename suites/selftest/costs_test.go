package selftest

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
)

const (
	costsFile    = "../kit/costs.txt"
	requestsFile = "testdata/requests.golden"
)

// TestCosts holds the number of requests against golden files, so that growth
// is seen in review: a check at a time, which is also how parallel workers know
// what takes long, and an area at a time.
func TestCosts(t *testing.T) {
	out := lab{keep: true}.run(t)
	byID, byArea := map[string]kit.Cost{}, map[string]kit.Cost{}
	var sum kit.Cost
	guard := map[string]int{}
	for _, c := range out.checks {
		cost := kit.Cost{Requests: c.Requests + c.GuardRequests, CleanUp: c.CleanUpRequests, People: people(c)}
		have := byID[c.ID]
		byID[c.ID] = kit.Cost{Requests: max(have.Requests, cost.Requests), CleanUp: max(have.CleanUp, cost.CleanUp), People: max(have.People, cost.People)}
		area := byArea[c.Area]
		byArea[c.Area] = kit.Cost{Requests: area.Requests + c.Requests, CleanUp: area.CleanUp + cost.CleanUp}
		guard[c.Area] += c.GuardRequests
		sum.Requests += c.Requests
		guard["all"] += c.GuardRequests
	}
	var costs, areas strings.Builder
	for _, c := range suites.Catalogue() {
		cost := byID[c.ID]
		fmt.Fprintf(&costs, "%s %d %d %d\n", c.ID, cost.Requests, cost.CleanUp, cost.People)
	}
	fmt.Fprintf(&areas, "%-12s %8s %8s %8s\n", "area", "requests", "guard", "clean-up")
	for _, a := range kit.Areas() {
		if byArea[string(a)].Requests == 0 { // an area of another command than run
			continue
		}
		fmt.Fprintf(&areas, "%-12s %8d %8d %8d\n", a, byArea[string(a)].Requests, guard[string(a)], byArea[string(a)].CleanUp)
	}
	fmt.Fprintf(&areas, "%-12s %8d %8d %8d\n", "all", sum.Requests, guard["all"], out.cleanUp.Requests)
	golden(t, costsFile, costs.String())
	golden(t, requestsFile, areas.String())
}

// golden compares a text with a file, or writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n"), cmp.Comparer(alike)); diff != "" {
		t.Errorf("%s changed (-file +now); read the difference, then go test ./suites/selftest -run TestCosts -update:\n%s", file, diff)
	}
}

// alike tells whether two lines have the same words and nearly the same numbers:
// requests that are sent at once take their turns as the scheduler likes.
func alike(a, b string) bool {
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		n, errN := strconv.Atoi(x[i])
		m, errM := strconv.Atoi(y[i])
		if errN != nil || errM != nil {
			if x[i] != y[i] {
				return false
			}
		} else if most := max(n, m); most-min(n, m) > max(3, most/200) {
			return false
		}
	}
	return true
}

// people is the largest number of users whom a check made and who were active
// at the same time.
func people(c reports.Check) int {
	active, most := map[string]bool{}, 0
	for _, x := range c.Exchanges {
		_, path, _ := strings.Cut(x.URL, "/scim/v2/Users")
		var shown struct {
			ID     string
			Active *bool
		}
		if x.Status/100 != 2 || json.Unmarshal([]byte(x.Response), &shown) != nil || shown.ID == "" {
			continue
		}
		is := shown.Active == nil || *shown.Active
		switch {
		case x.Method == "POST" && path == "":
			active[shown.ID] = is
		case strings.HasPrefix(path, "/"):
			if _, made := active[shown.ID]; made {
				active[shown.ID] = is
			}
		}
		n := 0
		for _, is := range active {
			if is {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}
