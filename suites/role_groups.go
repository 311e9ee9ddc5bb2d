package suites

import (
	"net/http"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/profile"
)

// mappedGroups remembers which groups this run made under names that the app
// profile maps to roles. Those names are the same for every run on a tenant, so
// a group that is there already belongs to somebody else.
type mappedGroups struct {
	mu   sync.Mutex
	made map[string]bool
}

func (m *mappedGroups) add(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[string]bool{}
	}
	m.made[id] = true
}

func (m *mappedGroups) has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made[id]
}

// mappedGroup pushes an empty group under a name of the profile's mapping, as a
// set-up. The check is blocked when the tenant has such a group.
func (t *T) mappedGroup(m profile.GroupRole) Group {
	t.needShare(MappedGroups)
	t.needFreeName(m.Group)
	a := t.Okta.CreateGroup(t, m.Group, nil)
	t.Require(CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := Group{ID: a.Resource.ID(), Name: m.Group}
	t.claim(g)
	t.awaitGroup(g.ID)
	t.disownStrangers(g)
	return g
}

// claim notes that a group with a name of the mapping is this check's own.
func (t *T) claim(g Group) {
	t.Know(g.ID, g.Name)
	t.world.mapped.add(g.ID)
	t.session.Claim(g.ID, g.Name)
}

// needFreeName blocks the check unless Okta's lookup finds no group of that
// name. A group that an earlier check of this run deleted may show a while.
func (t *T) needFreeName(name string) {
	var stranger string
	read := func() []check.Problem {
		a := t.Okta.LookupGroup(t, name)
		problems := check.Miss(a, name)
		hits, _ := a.List()
		for _, g := range hits {
			if stranger = ""; !t.world.mapped.has(g.ID()) {
				stranger = g.ID()
				return nil
			}
		}
		return problems
	}
	t.Await(MissDeletedGroup, "delete a mapped group", read)
	if stranger != "" {
		t.Block("the lookup of the group %q finds one (id %s) that this run did not make: it is never touched. "+
			"Delete it in the app, or map another group in the profile for tests", name, stranger)
	}
}

// disownStrangers gives a group back that was there before although the lookup
// did not find it: it has members whom this run did not make.
func (t *T) disownStrangers(g Group) {
	group, _ := t.GroupByID(g.ID)
	for _, id := range check.Values(group, "members") {
		u, problems := t.ByID(id)
		if len(problems) > 0 || t.Env().Names.Ours(u.String("userName")) {
			continue
		}
		t.session.Claim(g.ID, "")
		t.Block("creating the group %q gave one (id %s) that has members already, such as %s: it is not touched",
			g.Name, g.ID, u.String("userName"))
	}
}
