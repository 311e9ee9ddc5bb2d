package suites

import (
	"net/http"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// bystanders are a user and a group with that user, made once a run, that no
// request of any check names again: whatever happens to them is a side effect.
// Where the app has no groups, there is the user alone.
type bystanders struct {
	world *world
	once  sync.Once
	user  Person
	group Group
	read  sync.Mutex                          // held while they are read first
	first struct{ user, group okta.Resource } // as they were read first
	why   string                              // why there are none
}

// get makes the bystanders when they are first needed; the check is blocked
// when that does not work.
func (b *bystanders) get(t *T) {
	b.once.Do(func() {
		shared := *t
		shared.session, shared.Okta = b.world.shared, b.world.shared.Client
		defer func() {
			if stop, ok := recover().(stopped); ok {
				b.why = stop.reason
			}
		}()
		b.why = "the bystanders could not be made"
		b.user = shared.bea()
		if t.does(NeedGroups) {
			a := shared.Okta.CreateGroup(t, t.GroupName()+" Bystanders", AsMembers(b.user))
			shared.BlockOn("creating a group (groups.push.create)", check.Status(a, http.StatusCreated), check.WithResource(a))
			b.group = Group{ID: a.Resource.ID(), Name: a.Resource.String("displayName")}
		}
		b.why = ""
	})
	if b.why != "" {
		t.Block("%s", b.why)
	}
	t.Know(b.user.ID, "the bystander "+b.user.Sent.UserName)
	t.Know(b.group.ID, "the bystander group")
	b.read.Lock()
	defer b.read.Unlock()
	if b.first.user == nil {
		t.Await("read the bystanders", func() (problems []check.Problem) {
			b.first.user, b.first.group, problems = t.readBystanders()
			if len(problems) > 0 {
				b.first.user = nil
			}
			return problems
		})
	}
}

// bea shares values with people whom checks change: an app that keeps such a
// value once for all who have it changes her with them.
func (t *T) bea() Person {
	named := Named("Bea", "Bystander", "Bea Bystander")
	sent := t.Person(named, With("title", "Engineer"), With(okta.EnterpriseSchema, map[string]any{"department": "Sales"}))
	return t.pushOr(sent, named)
}

// readBystanders reads both by id.
func (t *T) readBystanders() (user, group okta.Resource, problems []check.Problem) {
	b := t.world.bystanders
	user, problems = t.ByID(b.user.ID)
	if b.group.ID != "" {
		var further []check.Problem
		group, further = t.GroupByID(b.group.ID)
		problems = append(problems, further...)
	}
	return user, group, problems
}

// changedSince tells what has become of the bystanders since they were made. What
// the app showed late then, such as the membership, says nothing.
func (b *bystanders) changedSince(t *T, user, group okta.Resource) []check.Problem {
	var late []string
	for attribute, first := range map[string]okta.Resource{"groups": b.first.user, "members": b.first.group} {
		if len(check.Elements(first, attribute)) == 0 {
			late = append(late, attribute)
		}
	}
	return check.All(
		check.At("bystander user", t.unchanged(b.first.user, user, late...)...),
		check.At("bystander group", t.unchanged(b.first.group, group, late...)...))
}

// watch reads the bystanders now and gives a function that reports what has
// become of them since.
func (t *T) watchBystanders() (untouched func(operation string)) {
	t.world.bystanders.get(t)
	var user, group okta.Resource
	t.Await("read the bystanders", func() (problems []check.Problem) {
		user, group, problems = t.readBystanders()
		return problems
	})
	return func(operation string) {
		t.Eventually(operation+" leaves others alone", func() []check.Problem {
			u, g, problems := t.readBystanders()
			if len(problems) > 0 {
				return check.At("bystander", problems...)
			}
			return check.All(
				check.At("bystander user", t.unchanged(user, u)...),
				check.At("bystander group", t.unchanged(group, g)...))
		})
	}
}
