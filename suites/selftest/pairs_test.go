package selftest

import (
	"flag"
	"slices"
	"testing"

	"github.com/oktascim/oktascim/provider/legal"
)

// An app has more than one habit. Each variant alone makes no check fail, and so
// must two of them that touch the same thing.

// pairSign joins the ids of two variants to the id of an experiment.
const pairSign = "+"

// pairs is how many pairs of variants TestPairs tries.
var pairs = flag.Int("pairs", 2, "TestPairs: so many pairs of variants, spread over all; 0 for every pair (an hour)")

// touching are the variants by what they touch. Those of one list are tried in
// pairs.
func touching() [][]string {
	late := []string{"eventual-consistency", "lists-late", "memberships-late", "user-groups-late", "roles-late"}
	order := []string{"newest-first", "order-by-name", "order-by-display-name", "order-by-id"}
	memberships := []string{"members-not-in-writes", "members-null-in-writes", "members-not-in-lists", "members-hidden", "user-groups-hidden",
		"user-groups-not-in-lists", "memberships-hidden", "empty-memberships-left-out", "empty-memberships-null", "everyone-is-in-a-group",
		"members-value-only", "members-display-name", "members-reversed"}
	inactive := []string{"deactivation-strips-groups", "deactivation-strips-role", "inactive-members-hidden", "inactive-members-hidden-in-groups",
		"inactive-members-passed-over", "last-admin-protected"}
	immutable := []string{"user-name-immutable", "emails-immutable", "logins-immutable-409"}
	return [][]string{
		slices.Concat(late, memberships, inactive, []string{"patch-204", "patch-whole-answer", "patch-brief-answer", "put-group-clears-members",
			"unknown-members-ignored", "unknown-members-404"}),
		slices.Concat(late, order, []string{"lookup-miss-404", "items-per-page-is-count", "count-capped-100", "default-count-20", "many-strangers",
			"strangers-arrive", "strangers-arrive-between-pages", "strangers-come-and-go", "filters-of-okta-only", "local-accounts-hidden",
			"deleted-group-410", "short-ids", "group-names-not-unique"}),
		slices.Concat(immutable, []string{"eventual-consistency", "lists-late", "put-merges", "optional-attributes-dropped", "display-name-by-default",
			"formatted-name-derived", "server-defaults", "phone-numbers-canonical", "emails-lower-case", "emails-with-defaults", "emails-extra",
			"one-email", "emails-unique", "names-required", "user-names-are-emails", "long-values-refused", "external-ids-unique", "null-for-absent",
			"empty-array-for-absent", "empty-text-for-absent", "derived-attributes", "volatile-attributes", "modified-by-every-write",
			"post-restores-inactive-200", "adopts-local-accounts", "user-delete-405", "user-delete-keeps-name"}),
		slices.Concat(late, inactive, []string{"roles-add-up", "role-value-only", "role-with-id", "role-text", "members-hidden", "user-groups-hidden",
			"memberships-hidden", "seat-refusal-400", "seat-refusal-409", "seats-for-creates-only", "post-restores-inactive-201",
			"adopts-local-accounts-200", "many-strangers"}),
		{"conflict-without-scimtype", "errors-without-scimtype", "error-status-number", "error-detail-german", "seat-refusal-409", "emails-unique",
			"logins-immutable-409", "external-ids-unique", "unknown-members-404", "lookup-miss-404", "foreign-ids-403", "schemas-required",
			"user-delete-501", "throttles-every-20th", "throttles-at-gateway", "latency-300ms"},
	}
}

// notTogether are pairs that no app can have, and why.
var notTogether = map[string]string{}

// allPairs are the pairs that are tried in full, in a fixed order that mixes them.
func allPairs() []row {
	var order []string
	for _, v := range legal.All() {
		order = append(order, v.ID)
	}
	seen := map[string]bool{}
	var out []row
	for _, list := range touching() {
		for i, a := range list {
			for _, b := range list[i+1:] {
				first, second := a, b // in the order in which the provider applies them
				if slices.Index(order, a) > slices.Index(order, b) {
					first, second = b, a
				}
				id := first + pairSign + second
				if notTogether[id] == "" && !seen[id] {
					seen[id] = true
					out = append(out, row{ID: id, Variant: true})
				}
			}
		}
	}
	return out
}

// somePairs are those that -pairs or -only asks for, spread evenly over all.
func somePairs() []row {
	all := allPairs()
	if *matrixOnly != "" {
		return onlyNamed(all)
	}
	if *pairs <= 0 || *pairs >= len(all) {
		return all
	}
	out := make([]row, *pairs)
	for i := range out {
		out[i] = all[i*len(all)/len(out)]
	}
	for _, r := range all {
		if onceFailed[r.ID] && !slices.ContainsFunc(out, func(o row) bool { return o.ID == r.ID }) {
			out = append(out, r)
		}
	}
	return out
}

// onceFailed are pairs that made checks fail, and are always tried.
var onceFailed = map[string]bool{
	"user-groups-not-in-lists+everyone-is-in-a-group": true, // groups in every read by id, in none of a list
}

// TestPairs runs every check against pairs of variants: none makes a check fail
// or keeps a run from being complete.
func TestPairs(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("whole runs: see TestMatrix")
	}
	for _, list := range touching() {
		for _, id := range list {
			if !slices.ContainsFunc(legal.All(), func(v legal.Variant) bool { return v.ID == id }) {
				t.Errorf("there is no variant %s", id)
			}
		}
	}
	rows := runMatrix(t, somePairs())
	excepted := &exceptions{used: map[string]bool{}}
	for _, r := range rows {
		noFalseAlarm(t, r, "together", excepted)
	}
	t.Logf("%d of %d pairs", len(rows), len(allPairs()))
}
