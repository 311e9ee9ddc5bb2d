package watch_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/oktascim/oktascim/provider/faulty"
	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/okta"
)

// push is what Okta does with many users and groups at the same time.
func (l *lab) push(users, groups int) {
	l.Helper()
	members := make([]okta.Member, users)
	concurrently(users, 32, func(i int) {
		name := fmt.Sprintf("user%03d@example.com", i)
		run := l.okta.PushUser(l.Context(), okta.User{UserName: name, GivenName: fmt.Sprintf("Given%d", i),
			FamilyName: "Family",
			Email:      name, DisplayName: fmt.Sprintf("User %d", i), ExternalID: fmt.Sprintf("00u%017d", i), Active: true})
		members[i] = okta.Member{Value: run.ID, Display: name}
	})
	concurrently(groups, 8, func(i int) {
		l.okta.PushGroup(l.Context(), fmt.Sprintf("Group %d", i), members[i*users/groups:(i+1)*users/groups])
	})
	concurrently(users/4, 32, func(i int) { l.okta.Deactivate(l.Context(), members[i*4].Value) })
	l.okta.ImportUsers(l.Context(), 0)
	l.okta.ImportGroups(l.Context(), 0)
}

func concurrently(n, limit int, do func(int)) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, limit)
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() { defer func() { <-slots }(); do(i) })
	}
	wg.Wait()
}

// 200 users are pushed at the same time: each sequence is told from the others, and nothing is found in a correct app.
func TestCrowd(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(string(d), func(t *testing.T) {
			t.Parallel()
			l := newLab(t, provide(t, faulty.Hooks), d)
			l.push(200, 4)
			l.close()
			for _, f := range l.found {
				t.Errorf("%s", f.Words())
			}
			names := map[string]int{}
			for _, s := range l.sequences {
				names[s.Name]++
				if s.Outcome != result.Pass {
					t.Errorf("%s", s)
				}
			}
			if names["push new user"] != 200 || names["push group"] != 4 || names["deactivate"] != 50 ||
				names["import users"] != 1 || names["import groups"] != 1 || len(names) != 5 {
				t.Errorf("sequences: %v", names)
			}
			if u := l.watcher.Unknown(); len(u) > 0 {
				t.Errorf("%+v", u)
			}
		})
	}
}

// faults are what the acceptance tries: checks of which one finds it in the traffic or by --verify, depending on
// whether
// the next write comes before the reads, or why none can.
var faults = []struct{ id, checks, hidden string }{
	{"connector-resources-null", "connector.users.answer", ""},
	{"connector-list-shows-password", "connector.users.no-password", ""},
	{"lookup-miss-finds-the-last", "users.lookup.only-username", ""},
	{"lookup-plus-encoded-blank-rejected", "users.lookup.hit", ""},
	{"lookup-lost-after-update", "users.lookup.after-update", ""},
	{"create-empty-body", "users.create.answer", ""},
	{"create-names-dropped", "users.create.names", ""},
	{"create-externalid-dropped", "users.create.external-id", ""},
	{"create-answer-shows-password", "users.create.password-hidden", ""},
	{"create-every-second-takes-over", "users.create.ids", ""},
	{"put-echoes-and-stores-nothing", "users.update.display-name", ""},
	{"put-answer-other-id", "users.update.keeps-id", ""},
	{"put-updates-everybody", "users.update.display-name", ""},
	{"update-not-in-list", "users.update.display-name", ""},
	{"deactivate-patch-noop-200", "users.deactivate.by-id", ""},
	{"deactivate-put-ignored", "users.deactivate.by-id", ""},
	{"deactivate-hard-deletes", "users.deactivate.by-id", ""},
	{"deactivate-pathless-as-full-replace", "users.deactivate.keeps-attributes", ""},
	{"deactivate-strips-group-mates", "members.listed members.users.groups users.deactivate.others", ""},
	{"reactivate-empties-profile", "users.reactivate.keeps-attributes", ""},
	{"reactivate-lookup-stale", "users.reactivate.by-lookup", ""},
	{"group-create-drops-first-member", "groups.push.with-members-answer", ""},
	{"group-rename-drops-members", "groups.rename.members members.answer", ""},
	{"group-delete-still-listed", "groups.delete.in-list", ""},
	{"member-add-replaces-all", "members.add.first", ""},
	{"member-replace-empty-noop", "members.answer", ""},
	{"member-user-side-first-group", "members.users.groups", ""},
	{"page-omits-inactive", "import.users.once", ""},
	{"err-plain-text", "errors.media-type", ""},
	{"hdr-gzip-mislabelled", "headers.gzip", ""},

	{"auth-any-basic-accepted", "", "Okta never sends another credential than its own"},
	{"create-case-variant-duplicate", "", "nobody was pushed twice in another case"},
	{"create-race-two-accounts", "", "Okta does not push one user twice at the same time"},
	{"lookup-accents-ignored", "", "no two users of the pilot differ in accents alone"},
	{"group-create-race-two-groups", "", "Okta does not push one group twice at the same time"},
	{"err-malformed-json-500", "", "Okta sends no malformed JSON"},
	{"import-lists-unmanaged-users", "", "the watch cannot know whom else the app has"},
	{"deactivate-undone-by-password", "", "password sync was not used"},
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, f := range faults {
		t.Run(f.id, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, d := range dialects {
				l := newLab(t, provide(t, faulty.Hooks, f.id), d)
				l.pilot()
				found = append(found, l.close()...)
			}
			switch {
			case f.hidden != "" && len(found) > 0:
				t.Errorf("found by %v, although %s", found, f.hidden)
			case f.hidden == "" && !slices.ContainsFunc(strings.Fields(f.checks),
				func(id string) bool { return slices.Contains(found, id) }):
				t.Errorf("found by %v, not by %s", found, f.checks)
			}
		})
	}
}

// TestEveryFault tells, with -all -v, what finds each fault.
func TestEveryFault(t *testing.T) {
	t.Parallel()
	if !*all {
		t.Skip("only with -all")
	}
	for _, f := range faulty.All() {
		if f.Apply == nil {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			t.Parallel()
			var found []string
			for _, d := range dialects {
				l := newLab(t, provide(t, faulty.Hooks, f.ID), d)
				l.pilot()
				found = append(found, l.close()...)
				crowd := newLab(t, provide(t, faulty.Hooks, f.ID), d)
				crowd.push(120, 3)
				found = append(found, crowd.close()...)
			}
			slices.Sort(found)
			t.Logf("FAULT %s %s: %s", f.Category, f.ID, strings.Join(slices.Compact(found), " "))
		})
	}
}
