package suites

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// importPool is a crowd of people that fills the user list, so that an import
// has several pages, and that fills a large group. Checks share it; it is
// cleaned up at the end of the run.
type importPool struct {
	world  *world
	people []Person
	// walks are the latest two walks over the whole list, the newer one last.
	walks []check.Walk
	// listed tells that the list had time to show all of them.
	listed bool
	// why says what went wrong when the crowd could not be made.
	why []check.Problem
}

const (
	// twoPages is the number of users that an import needs two pages for, with
	// some on the second one; manyUsers is that for three.
	twoPages  = importPage + 6
	manyUsers = 2*importPage + 60
	// fewestOurs are in the pool even where the profile allows few users and
	// the tenant fills the pages itself: only users of this run are judged.
	fewestOurs = 5
	// pushers create at the same time, as Okta does when a group is assigned.
	pushers = 8
)

// crowd sees to it that the tenant lists at least total users, and gives those
// that this run made: that many, too, where the profile allows it. The check is
// unsupported when the tenant has too few and the profile does not allow to
// make them, or when it has too many to be walked over.
func (t *T) crowd(total int) []Person {
	pool := t.world.imports
	if pool.listed && len(pool.people) >= total {
		return t.people(total)
	}
	listed := t.listedUsers()
	if listed > walkLimit {
		t.Unsupported("the tenant lists %d users; walks end at %d", listed, walkLimit)
	}
	most := t.Env().Profile.TestData.MaxUsers
	if most < total && listed+min(fewestOurs, most) >= total {
		total = min(fewestOurs, most)
	}
	people := t.people(total)
	// Lists may be later than reads by id. Whether they show everybody is checked
	// elsewhere.
	last := people[len(people)-1].ID
	t.wait("create user in the list", func() []check.Problem { _, problems := t.InList(last); return problems })
	pool.listed = true
	return people
}

// importCrowd is the crowd for checks of an import over several pages: three
// pages where the profile allows it, else two.
func (t *T) importCrowd() []Person {
	if t.Env().Profile.TestData.MaxUsers >= manyUsers {
		return t.crowd(manyUsers)
	}
	return t.crowd(twoPages)
}

// listedUsers is totalResults of the list of users.
func (t *T) listedUsers() int {
	a := t.Okta.ListUsers(t, 1, 1)
	t.Require(ListUsers, check.List(a))
	return check.Total(a)
}

// people are the crowd, when it is needed to have at least n of them.
func (t *T) people(n int) []Person {
	t.needShare(Crowd)
	pool := t.world.imports
	if missing := n - len(pool.people); missing > 0 && pool.why == nil {
		pool.grow(t, missing)
	}
	t.Require(Setup{CreateUser.Check, CreateMany.Doing}, pool.why)
	for _, p := range pool.people {
		t.Know(p.ID, p.Sent.UserName)
	}
	return pool.people
}

// grow pushes people, several at a time. They take no seats where seats are
// limited.
func (pool *importPool) grow(t *T, n int) {
	if most := t.Env().Profile.TestData.MaxUsers; len(pool.people)+n > most {
		t.Unsupported("it takes %d users that the run makes; the profile allows %d (test_data.max_users)", len(pool.people)+n, most)
	}
	pool.walks, pool.listed = nil, false
	var options []Option
	if t.Env().Profile.Seats != nil {
		options = append(options, Inactive)
	}
	client, model := pool.world.shared.Client, t.Person(options...)
	made := make([]Person, n)
	answers := make([]okta.Answer, n)
	harness.InParallel(pushers, n, func(i int) {
		made[i] = Person{Sent: t.another(model)}
		answers[i] = client.CreateUser(t, made[i].Sent)
		made[i].ID = answers[i].Resource.ID()
	})
	for i, a := range answers {
		if problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a)); len(problems) > 0 {
			pool.why = problems
			return
		}
		pool.people = append(pool.people, made[i])
	}
	for _, p := range made[max(0, n-pushers):] {
		t.awaitUser(p.ID)
	}
}

// another is a person like the model, password included, under a name of their
// own: the passwords of a thousand people are not worth remembering.
func (t *T) another(model okta.User) okta.User {
	name := t.Env().Names.Next()
	model.UserName = name + "@" + t.Env().Profile.TestData.Domain
	model.Email, model.ExternalID = model.UserName, "00u-"+name
	model.FamilyName = "Crowd " + name[strings.LastIndex(name, "-")+1:]
	model.DisplayName = model.GivenName + " " + model.FamilyName
	return model
}
