package kit

import (
	"context"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
)

// castSize is how many people the cast of Mapped has.
const castSize = 4

// Mapped is what the checks share that use names which the app profile maps to roles. They run one after the other. Those
// names are the same for every run on a tenant, so a group that is there already belongs to somebody else.
type Mapped struct {
	// Cast is who and what package roles keeps from check to check, in Session; nil when the next check is to make it again.
	Cast    any
	Session *harness.Session

	mu   sync.Mutex
	made map[string]bool // ids of groups that this run made
	left int             // checks of the plan that have still to run
	held int             // people whom the cast has
}

func (m *Mapped) Add(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil {
		m.made = map[string]bool{}
	}
	m.made[id] = true
}

func (m *Mapped) Has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.made[id]
}

// expect enters the checks of a plan.
func (m *Mapped) expect(plan []Planned) {
	for _, p := range plan {
		if p.Exclusive == MappedGroups {
			m.left++
		}
	}
}

// leave is called when a check has ended, before the next one that shares the names begins. It cleans the cast up that nobody
// needs any more, and returns by how much the number of people changed whom it keeps.
func (m *Mapped) leave(ctx context.Context, w *world, again bool) (sent, kept int) {
	if !again {
		m.left--
	}
	if s := m.Session; s != nil && (m.Cast == nil || m.left <= 0) {
		sent = w.env.Close(ctx, s).Requests
		m.Cast, m.Session = nil, nil
	}
	people := 0
	if m.Session != nil {
		people = m.Session.Users()
	}
	kept, m.held = people-m.held, people
	return sent, kept
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
