package kit

import (
	"sync"

	"github.com/oktascim/oktascim/suites/check"
)

// mappedGroups remembers which groups this run made under names that the app
// profile maps to roles. Those names are the same for every run on a tenant, so
// a group that is there already belongs to somebody else.
type mappedGroups struct {
	mu   sync.Mutex
	made map[string]bool
}

func (m *mappedGroups) Add(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[string]bool{}
	}
	m.made[id] = true
}

func (m *mappedGroups) Has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made[id]
}

// AwaitMember waits until the app shows that a person is in a group, where it
// shows memberships.
func AwaitMember(t *T, g Group, p Person) {
	if t.MembersVisible() {
		t.Await(AddMember, "put members into a group (members.add.*)", func() []check.Problem {
			group, problems := t.GroupByID(g.ID)
			return check.All(problems, check.HasMember(group, p.ID, p.Sent.UserName))
		})
	}
}
