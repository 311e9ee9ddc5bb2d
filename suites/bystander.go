package suites

import (
	"net/http"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// bystanders are a user and a group with that user, made once a run, that no
// request of any check names again: whatever happens to them is a side effect.
type bystanders struct {
	world *world
	once  sync.Once
	user  Person
	group Group
	why   string // why there are none
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
		b.user = shared.NewUser(Named("Bea", "Bystander", "Bea Bystander"))
		a := shared.Okta.CreateGroup(t, t.GroupName()+" Bystanders", AsMembers(b.user))
		shared.BlockOn("creating a group (groups.push.create)", check.Status(a, http.StatusCreated), check.WithResource(a))
		b.group = Group{ID: a.Resource.ID(), Name: a.Resource.String("displayName")}
		b.why = ""
	})
	if b.why != "" {
		t.Block("%s", b.why)
	}
	t.Know(b.user.ID, "the bystander "+b.user.Sent.UserName)
	t.Know(b.group.ID, "the bystander group")
}

// watch reads the bystanders now and gives a function that reports what has
// become of them since.
func (t *T) watchBystanders() (untouched func(operation string)) {
	b := t.world.bystanders
	b.get(t)
	read := func() (user, group okta.Resource, problems []check.Problem) {
		user, p := t.ByID(b.user.ID)
		group, q := t.GroupByID(b.group.ID)
		return user, group, check.All(p, q)
	}
	var user, group okta.Resource
	t.Await("read the bystanders", func() (problems []check.Problem) {
		user, group, problems = read()
		return problems
	})
	return func(operation string) {
		t.Eventually(operation+" leaves others alone", func() []check.Problem {
			u, g, problems := read()
			if len(problems) > 0 {
				return check.At("bystander", problems...)
			}
			return check.All(
				check.At("bystander user", t.unchanged(user, u)...),
				check.At("bystander group", t.unchanged(group, g)...))
		})
	}
}
