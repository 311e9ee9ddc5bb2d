package kit

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// bystanders are a user and a group with that user, made once a run, that no
// request of any check names again: whatever happens to them is a side effect.
// Where the app has no groups, there is the user alone.
type bystanders struct {
	user  Person
	group Group
	first struct{ user, group okta.Resource } // as they were read first
}

// Bystanders are made when they are first needed; the check is blocked when that
// does not work.
func Bystanders(t *T) bystanders {
	b := t.World.bystanders.Get(t)
	t.Know(b.user.ID, "the bystander "+b.user.Sent.UserName)
	t.Know(b.group.ID, "the bystander group")
	return b
}

func newBystanders(t *T) (b bystanders, sure bool) {
	b.user = t.World.Bystander.Get(t)
	if HasFeature(t, NeedGroups) {
		a := t.Okta.CreateGroup(t, t.GroupName()+" Bystanders", AsMembers(b.user))
		t.Require(CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
		b.group = Group{ID: a.Resource.ID(), Name: a.Resource.String("displayName")}
	}
	b.first.user, b.first.group = t.awaitBystanders(b)
	return b, true
}

// newBystander shares values with people whom checks change: an app that keeps
// such a value once for all who have it changes the bystander with them.
func newBystander(t *T) (p Person, sure bool) {
	named := Named("Bea", "Bystander", "Bea Bystander")
	sent := t.Person(named, With("title", "Engineer"), With(okta.EnterpriseSchema, map[string]any{"department": "Sales"}))
	return PushOrPlain(t, sent, named), true
}

// Read reads both by id.
func (b bystanders) Read(t *T) (user, group okta.Resource, problems []check.Problem) {
	user, problems = t.ByID(b.user.ID)
	if b.group.ID != "" {
		var further []check.Problem
		group, further = t.GroupByID(b.group.ID)
		problems = append(problems, further...)
	}
	return user, group, problems
}

func (t *T) awaitBystanders(b bystanders) (user, group okta.Resource) {
	t.Await(ReadUser, "read the bystanders", func() (problems []check.Problem) {
		user, problems = t.ByID(b.user.ID)
		return problems
	})
	if b.group.ID != "" {
		t.Await(ReadGroup, "read the bystanders", func() (problems []check.Problem) {
			group, problems = t.GroupByID(b.group.ID)
			return problems
		})
	}
	return user, group
}

// ChangedSince tells what has become of the bystanders since they were made. What
// the app showed late then, such as the membership, says nothing.
func (b bystanders) ChangedSince(t *T, user, group okta.Resource) []check.Problem {
	var late []string
	for attribute, first := range map[string]okta.Resource{"groups": b.first.user, "members": b.first.group} {
		if len(check.Elements(first, attribute)) == 0 {
			late = append(late, attribute)
		}
	}
	return check.All(
		check.At("bystander user", t.Unchanged(b.first.user, user, late...)...),
		check.At("bystander group", t.Unchanged(b.first.group, group, late...)...))
}

// WatchBystanders reads the bystanders now and gives a function that reports what
// has become of them since.
func (t *T) WatchBystanders() (untouched func(operation string)) {
	b := Bystanders(t)
	user, group := t.awaitBystanders(b)
	return func(operation string) {
		t.Eventually(operation+" leaves others alone", func() []check.Problem {
			u, g, problems := b.Read(t)
			if len(problems) > 0 {
				return check.At("bystander", problems...)
			}
			return check.All(
				check.At("bystander user", t.Unchanged(user, u)...),
				check.At("bystander group", t.Unchanged(group, g)...))
		})
	}
}
