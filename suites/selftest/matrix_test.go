package selftest

import (
	"cmp"
	"flag"
	"fmt"
	"hash/crc32"
	"runtime/debug"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/provider/legal"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/profile"
)

// row is what one whole run of the catalogue found with one fault or variant on.
type row struct {
	ID       string
	Variant  bool
	Fail     []string            // ids of checks
	Warn     []string            // ids of checks
	Stopped  map[string][]string // blocked, lost and unsupported checks by outcome
	Text     string              // the first problem of each failing check, for the log
	MS       int64
	Took     time.Duration // of virtual time
	Waits    string        // what took it
	Requests int
}

// full runs the whole catalogue against every fault, as the golden matrix
// needs it; otherwise a fault meets the checks of its own areas only.
var full = flag.Bool("full", false, "TestMatrix: whole runs against every fault (several minutes)")

// every leaves out no fault and no variant.
var every = flag.Bool("all", false, "TestMatrix: all faults, each against the checks of its areas, and all variants (minutes), not a sample of them")

// strangers puts people into the tenant before each experiment, whom no request
// may touch; see witness.
var strangers = flag.Bool("strangers", false, "TestMatrix: people and a group of others are in the tenant from the start")

// hiddenByStrangers are faults that cannot be told from a policy when others are
// in the tenant, and why.
var hiddenByStrangers = map[string]string{
	"create-joins-first-group": "the first group is the strangers', and an app may put everybody into a group of its own",
}

// areasOf are the areas in which a fault of a category must be caught.
var areasOf = map[string][]kit.Area{
	"connector-test": {kit.Connector}, "auth": {kit.Auth}, "user-lookup": {kit.LookupArea}, "user-create": {kit.Create},
	"profile-update": {kit.Update}, "deactivate": {kit.Deactivate}, "reactivate": {kit.Reactivate, kit.Deactivate, kit.Roles},
	"delete-semantics": {kit.Deactivate, kit.Groups, kit.Roles}, "group-push": {kit.Groups, kit.Members, kit.Errors}, "group-membership": {kit.Members, kit.Groups},
	"import-pagination": {kit.Import}, "errors": {kit.Errors}, "roles": {kit.Roles}, "seat-limit": {kit.Seats},
	"entitlements": {kit.Entitlements}, "access": {kit.Access},
	"headers": {kit.Headers}, "robustness": {kit.Robustness, kit.Create, kit.Import},
}

// TestMatrix runs every check against a sample of the variants, and against a
// sample of the faults those of the fault's areas; with -all there is no
// sampling, with -full every fault meets every check. Each must fault makes a
// check of its own area fail, each should fault at least warns, no variant makes
// a check fail, and every must check is caught by some fault, if need be by one
// of the golden matrix.
func TestMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("the matrix takes a minute: -short leaves it out")
	}
	if raceDetector {
		t.Skip("the matrix is for one goroutine a check; under the race detector it takes ten times as long and finds nothing more")
	}
	start := time.Now()
	rows := runMatrix(t, experiments())
	verify(t, rows)
	compareGolden(t, rows)
	noCrawl(t, rows)
	precision(t, rows, time.Since(start))
}

func verify(t *testing.T, rows map[string]row) {
	t.Helper()
	catalogue := suites.Catalogue()
	area := map[string]kit.Area{}
	level := map[string]kit.Level{}
	for _, c := range catalogue {
		area[c.ID], level[c.ID] = c.Area, c.Level
	}
	excepted := newExceptions()
	caught := goldenCaught(t)
	for _, f := range faulty.All() {
		if f.NotOnWire != "" {
			continue
		}
		r, ran := rows[f.ID]
		if !ran {
			continue // not in the sample; of what was to run, runMatrix says so
		}
		seen := slices.Clone(r.Fail)
		for _, id := range r.Fail {
			caught[id] = true
		}
		if f.Level == faulty.Should {
			seen = append(seen, r.Warn...)
		}
		if *strangers && hiddenByStrangers[f.ID] != "" {
			continue
		}
		if blocked := r.Stopped[string(reports.Blocked)]; len(blocked) > 0 && len(r.Fail)+len(r.Warn) == 0 {
			t.Errorf("fault %s: nothing fails, and these are blocked: %v", f.ID, blocked)
		}
		own := slices.ContainsFunc(seen, func(id string) bool { return slices.Contains(areasOf[f.Category], area[id]) })
		if !own && !excepted.has(f.ID) {
			t.Errorf("fault %s (%s, %s) is not caught in its own area; failing: %v, warning: %v\n    %s", f.ID, f.Category, f.Level, r.Fail, r.Warn, f.Story)
		}
		if own {
			excepted.stale(t, f.ID, "is caught in its own area")
		}
	}
	for _, v := range legal.All() {
		noFalseAlarm(t, rows[variantKey(v.ID)], v.Story, excepted)
	}
	for _, c := range catalogue {
		switch {
		case c.Level != kit.Must, *matrixOnly != "":
		case !caught[c.ID] && !excepted.has(c.ID):
			t.Errorf("check %s is caught by no fault: nothing proves that it can fail", c.ID)
		case caught[c.ID]:
			excepted.stale(t, c.ID, "is caught by a fault")
		}
	}
	excepted.unknown(t)
}

// noFalseAlarm wants every check to pass, to warn or to be unsupported.
func noFalseAlarm(t *testing.T, r row, story string, excepted *exceptions) {
	t.Helper()
	for _, id := range r.Fail {
		if !excepted.has(r.ID + " × " + id) {
			t.Errorf("false alarm: variant %s makes %s fail\n    %s\n%s", r.ID, id, story, r.Text)
		}
	}
	for _, outcome := range []string{string(reports.Blocked), string(reports.Lost)} {
		for _, id := range r.Stopped[outcome] {
			if !excepted.has(r.ID + " × " + id) {
				t.Errorf("variant %s: %s is %s", r.ID, id, outcome)
			}
		}
	}
}

// precision logs how many checks a fault makes fail.
func precision(t *testing.T, rows map[string]row, took time.Duration) {
	t.Helper()
	var counts []int
	var worst row
	faults, variants := 0, 0
	for _, r := range rows {
		if r.Variant {
			variants++
			continue
		}
		faults++
		n := len(r.Fail) + len(r.Warn)
		counts = append(counts, n)
		if n > len(worst.Fail)+len(worst.Warn) {
			worst = r
		}
	}
	if len(counts) == 0 {
		return
	}
	sort.Ints(counts)
	t.Logf("%d faults, %d variants, %d checks in %s; checks that a fault makes fail: median %d, 90 %% at most %d, worst %d (%s)",
		faults, variants, len(suites.Catalogue()), took.Round(time.Second), counts[len(counts)/2], counts[len(counts)*9/10], counts[len(counts)-1], worst.ID)
}

// matrixOnly limits the matrix to some faults and variants, for work on them.
var matrixOnly = flag.String("only", "", "TestMatrix: ids of faults and variants, comma separated")

func variantKey(id string) string { return "variant:" + id }

// experiments are all faults that can be seen and all variants.
func experiments() []row {
	var out []row
	for _, f := range faulty.All() {
		if f.NotOnWire == "" {
			out = append(out, row{ID: f.ID})
		}
	}
	for _, v := range legal.All() {
		out = append(out, row{ID: v.ID, Variant: true})
	}
	if sampled() {
		return sample(out)
	}
	return onlyNamed(out)
}

// sampled reports whether TestMatrix runs a sample only.
func sampled() bool { return !*every && !*full && !*strangers && *matrixOnly == "" }

// sample returns every twelfth fault and every 24th variant, which is a whole
// run, by the hash of its id: always the same ones. Of each category of faults
// at least one is there, and so of every area.
func sample(all []row) []row {
	turn := func(r row) uint32 {
		hash := crc32.ChecksumIEEE([]byte(r.ID))
		if r.Variant {
			return hash % 24
		}
		return hash % 12
	}
	seen := map[string]bool{}
	slices.SortStableFunc(all, func(a, b row) int { return cmp.Compare(turn(a), turn(b)) })
	return slices.DeleteFunc(all, func(r row) bool {
		if r.Variant {
			return turn(r) != 0
		}
		f, err := faulty.Find(r.ID)
		if err != nil {
			panic(err) // experiments come from the list
		}
		first := !seen[f.Category]
		seen[f.Category] = true
		return turn(r) != 0 && !first
	})
}

// onlyNamed leaves the experiments that -only names, all without it.
func onlyNamed(rows []row) []row {
	only := split(*matrixOnly)
	if len(only) == 0 {
		return rows
	}
	return slices.DeleteFunc(rows, func(r row) bool { return !slices.Contains(only, r.ID) })
}

// runMatrix runs the experiments, as many at the same time as tests may.
func runMatrix(t *testing.T, wanted []row) map[string]row {
	t.Helper()
	// Many short runs make much garbage and keep little.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	rows := map[string]row{}
	var mu sync.Mutex
	t.Run("with", func(t *testing.T) {
		for _, r := range wanted {
			key := r.ID
			if r.Variant {
				key = variantKey(r.ID)
			}
			t.Run(key, func(t *testing.T) {
				t.Parallel()
				r.experiment(t)
				mu.Lock()
				defer mu.Unlock()
				rows[key] = r
			})
		}
	})
	if got, want := len(rows), len(wanted); got != want {
		t.Errorf("%d of %d experiments gave a result", got, want)
	}
	return rows
}

// small keeps the groups and lists of an experiment small: most faults show in
// small ones too.
func small(p *profile.Profile) { p.TestData.MaxUsers, p.TestData.MaxMembers = 300, 130 }

// needsMany are faults that show only in large groups.
var needsMany = map[string]bool{"member-large-group-500": true, "role-reconcile-capped-500": true, "rob-body-limit-50k": true}

// needsAll are faults that show only after, or between, many requests of other
// areas: they learn the token from good requests, use up the seats, or let one
// area's requests all time out, so that the target counts as gone.
var needsAll = map[string]bool{"auth-token-prefix-accepted": true, "auth-token-beginning-accepted": true, "auth-token-case-ignored": true, "auth-token-middle-ignored": true,
	"seat-never-freed": true, "seat-inactive-counts": true, "rob-slow-list-timeout": true, "rob-department-shared": true}

// ownChecks are the checks of the areas in which a fault must be caught.
func ownChecks(id string) []kit.Check {
	f, err := faulty.Find(id)
	if err != nil {
		panic(err) // experiments come from the list
	}
	areas := areasOf[f.Category]
	return slices.DeleteFunc(suites.Catalogue(), func(c kit.Check) bool { return !slices.Contains(areas, c.Area) })
}

// experiment runs the checks with the row's fault or variants on, and fills it in.
func (r *row) experiment(t *testing.T) {
	t.Helper()
	l := lab{faults: []string{r.ID}, profile: small, strangers: *strangers}
	switch f, _ := faulty.Find(r.ID); {
	case r.Variant:
		l.faults, l.variants = nil, strings.Split(r.ID, pairSign)
	case slices.ContainsFunc(areasOf[f.Category], func(a kit.Area) bool { return slices.Contains(optional, a) }):
		l.profile, l.checks = everything, optionalChecks()
	default:
		if needsMany[r.ID] {
			l.profile = nil
		}
		if !*full && !needsAll[r.ID] {
			l.checks = ownChecks(r.ID)
		}
	}
	start := time.Now()
	found := l.run(t)
	if r.Variant { // what the profile has to switch on is as quiet
		also := lab{variants: l.variants, profile: optionalIn(l.variants), checks: optionalChecks(), strangers: l.strangers}.run(t)
		found.checks = append(found.checks, also.checks...)
	}
	r.MS = time.Since(start).Milliseconds()
	r.Took, r.Waits, r.Requests = found.took, longest(found.waits), found.requests
	r.Fail, r.Warn = found.ids(reports.Fail), found.ids(reports.Warn)
	r.Stopped = map[string][]string{}
	for _, o := range []reports.Outcome{reports.Blocked, reports.Lost, reports.Unsupported} {
		if ids := found.ids(o); len(ids) > 0 {
			r.Stopped[string(o)] = ids
		}
	}
	for _, c := range found.checks {
		if c.Outcome == reports.Fail && len(c.Problems) > 0 && len(r.Text) < 4000 {
			p := c.Problems[0]
			r.Text += fmt.Sprintf("      %s %s: at %s: expected %s, got %s\n", c.ID, c.Dialect, p.At(), p.Expected, p.Actual)
		}
	}
}
