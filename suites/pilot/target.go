package pilot

import (
	"context"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// target is what the app holds, as far as it was read.
type target struct {
	users  []account
	groups []group
	// whole says that every user was read, not only those whom lookups found.
	whole bool
	// groupsError says why the groups could not be read; nil when they were.
	groupsError error

	byID, groupByID               map[string]int
	byName, byEmail, groupsByName index
}

func newTarget(size int) *target {
	return &target{byID: make(map[string]int, size), byName: make(index, size), byEmail: make(index, size),
		groupByID: map[string]int{}, groupsByName: index{}}
}

// addUser enters an account and reports whether its id is new.
func (t *target) addUser(a account) bool {
	if at, known := t.byID[a.id]; known && a.id != "" {
		t.users[at].listed++
		return false
	}
	a.listed = 1
	n := len(t.users)
	t.users = append(t.users, a)
	t.byID[a.id] = n
	t.byName.add(a.userName, n)
	for _, e := range a.emails {
		t.byEmail.add(e, n)
	}
	return true
}

// addGroup enters a group and reports whether its id is new.
func (t *target) addGroup(g group) bool {
	if _, known := t.groupByID[g.id]; known {
		return false
	}
	t.groupByID[g.id] = len(t.groups)
	t.groupsByName.add(g.name, len(t.groups))
	t.groups = append(t.groups, g)
	return true
}

// user finds an account by its id.
func (t *target) user(id string) *account {
	if at, known := t.byID[id]; known && id != "" {
		return &t.users[at]
	}
	return nil
}

// named returns the accounts of that userName, whatever its case.
func (t *target) named(userName string) []*account { return pick(t.users, t.byName.find(userName)) }

// mailed returns the accounts that have that e-mail address.
func (t *target) mailed(address string) []*account { return pick(t.users, t.byEmail.find(address)) }

// groupsNamed returns the groups of that displayName, whatever its case.
func (t *target) groupsNamed(name string) []*group { return pick(t.groups, t.groupsByName.find(name)) }

func pick[T any](list []T, numbers []int32) []*T {
	out := make([]*T, 0, len(numbers))
	for _, i := range numbers {
		out = append(out, &list[i])
	}
	return out
}

// member reports whether an account is in a group, seen from the group's side, or
// from the user's where the app shows no members.
func (a *account) member(g *group) bool {
	return g.has(a.id) || !g.shown && slices.Contains(a.groups, g.id)
}

// active counts the active accounts.
func (t *target) active() int {
	n := 0
	for i := range t.users {
		if t.users[i].active {
			n++
		}
	}
	return n
}

// readUsers reads every user as an import does.
func (r *reader) readUsers(ctx context.Context, t *target, as *reading) error {
	t.whole = true
	return r.list(ctx, "users", (*okta.Client).ListUsers, func(u okta.Resource) bool { return t.addUser(as.account(u)) })
}

// findUsers reads only the users whom Okta's lookups of these people find.
func (r *reader) findUsers(ctx context.Context, t *target, as *reading, people []*roster.Person,
	keys func(*roster.Person) []string) error {
	for i, p := range people {
		for _, key := range keys(p) {
			a := r.get(ctx, func(ctx context.Context, c *okta.Client) okta.Answer { return c.LookupUser(ctx, key) })
			if err := ctx.Err(); err != nil {
				return err
			}
			list, _ := a.List() // what a lookup answers otherwise is judged by a check
			for _, u := range list {
				t.addUser(as.account(u))
			}
		}
		r.progress("looking up " + number(i+1) + " of " + number(len(people)) + " people")
	}
	return nil
}

// readGroups reads every group. Of those that the list shows without members,
// the named ones are read by id.
func (r *reader) readGroups(ctx context.Context, t *target, named []string) error {
	t.groupsError = r.list(ctx, "groups", (*okta.Client).ListGroups,
		func(g okta.Resource) bool { return t.addGroup(groupOf(g)) })
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, name := range named {
		for _, g := range t.groupsNamed(name) {
			if !g.shown {
				r.readGroup(ctx, g)
			}
		}
	}
	return ctx.Err()
}

// readGroup reads a group afresh. One that is answered without members has
// none, or shows them nowhere: then members are known by their users.
func (r *reader) readGroup(ctx context.Context, g *group) bool {
	a := r.get(ctx, func(ctx context.Context, c *okta.Client) okta.Answer { return c.ReadGroup(ctx, g.id) })
	if !a.OK() || a.Resource.ID() != g.id {
		return false
	}
	*g = groupOf(a.Resource)
	return true
}

// index finds what has a text, whatever its case, by its number.
type index map[string][]int32

func (x index) add(text string, number int) {
	if text != "" {
		folded := strings.ToLower(text)
		x[folded] = append(x[folded], int32(number))
	}
}

func (x index) find(text string) []int32 { return x[strings.ToLower(text)] }
