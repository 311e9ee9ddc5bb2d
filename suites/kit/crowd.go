package kit

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
	People []Person
	Groups []string // ids of those for imports of groups
	// walks are the latest two walks over the whole list, the newer one last.
	Walks []check.Walk
	// listed is for how many users the list had time.
	listed int
	// why says what went wrong when the crowd could not be made.
	Why []check.Problem
}

const (
	// twoPages is the number of users that an import needs two pages for, with
	// some on the second one; manyUsers is that for three.
	TwoPages  = ImportPage + 6
	ManyUsers = 2*ImportPage + 60
	// fewestOurs are in the pool even where the profile allows few users and
	// the tenant fills the pages itself: only users of this run are judged.
	FewestOurs = 5
	// StandardCrowd are those that a run makes which is not of full depth: the list has others whom it made.
	StandardCrowd = 40
	// pushers create at the same time, as Okta does when a group is assigned.
	pushers = 8
)

// CrowdOf sees to it that the tenant lists at least total users, and gives those
// that this run made: that many, too, where the profile allows it. The check is
// unsupported when the tenant has too few and the profile does not allow to
// make them, or when it has too many to be walked over.
func CrowdOf(t *T, total int) []Person {
	pool, most := t.World.Imports, t.mostUsers()
	if pool.listed >= total {
		return t.people(0)
	}
	listed, wanted := ListedUsers(t), total
	if listed > WalkLimit {
		t.Unsupported("the tenant lists %d users; walks end at %d", listed, WalkLimit)
	}
	if most < total {
		wanted = max(len(pool.People)+max(total-listed, 0), min(FewestOurs, most))
	}
	people := t.people(wanted)
	// Lists may be later than reads by id. Whether they show everybody is checked
	// elsewhere.
	last := people[len(people)-1].ID
	t.Wait("create user in the list", func() []check.Problem { _, problems := t.InList(last); return problems })
	pool.listed = total
	return people
}

// mostUsers is how many users the run may make at the same time.
func (t *T) mostUsers() int {
	most := t.Env().Profile.TestData.MaxUsers
	if t.shallow() {
		most = min(most, StandardCrowd)
	}
	return most
}

// shallow tells whether the run is of a depth below the full one. Checks that were picked by their ids make what they need.
func (t *T) shallow() bool { return t.check.within != "" && t.check.within != Full }

// ListedUsers is totalResults of the list of users.
func ListedUsers(t *T) int {
	a := t.Okta.ListUsers(t, 1, 1)
	t.Require(ListUsers, check.List(a))
	return check.Total(a)
}

// people are the crowd, when it is needed to have at least n of them.
func (t *T) people(n int) []Person {
	NeedShare(t, Crowd)
	pool := t.World.Imports
	if missing := n - len(pool.People); missing > 0 && pool.Why == nil {
		pool.Grow(t, missing)
	}
	t.Require(Setup{CreateUser.Check, CreateMany.Doing}, pool.Why)
	for _, p := range pool.People {
		t.Know(p.ID, p.Sent.UserName)
	}
	return pool.People
}

// GroupsOf sees to it that the run made n groups for imports, and gives their ids.
func GroupsOf(t *T, n int) []string {
	NeedShare(t, Crowd)
	pool, made := t.World.Imports, t.As(t.World.Shared)
	for len(pool.Groups) < n {
		g := made.NewGroup()
		pool.Groups = append(pool.Groups, g.ID)
		t.Know(g.ID, g.Name)
	}
	t.Await(FindListedGroup, "create group in the list", func() []check.Problem { _, problems := t.GroupInList(pool.Groups[n-1]); return problems })
	return pool.Groups[:n]
}

// Grow pushes people, several at a time. They take no seats where seats are
// limited.
func (pool *importPool) Grow(t *T, n int) {
	if most := t.mostUsers(); len(pool.People)+n > most {
		more := "the profile allows %d (test_data.max_users)"
		if t.shallow() {
			more = "a run below --depth full makes %d"
		}
		t.Unsupported("it takes %d users that the run makes; "+more, len(pool.People)+n, most)
	}
	pool.Walks, pool.listed = nil, 0
	var options []Option
	if t.Env().Profile.Seats != nil {
		options = append(options, Inactive)
	}
	client, model := pool.world.Shared.Client, t.Person(options...)
	made := make([]Person, n)
	answers := make([]okta.Answer, n)
	harness.InParallel(pushers, n, func(i int) {
		made[i] = Person{Sent: t.another(model)}
		answers[i] = client.CreateUser(t, made[i].Sent)
		made[i].ID = answers[i].Resource.ID()
	})
	for i, a := range answers {
		if problems := check.All(check.Status(a, http.StatusCreated), check.WithResource(a)); len(problems) > 0 {
			pool.Why = problems
			return
		}
		pool.People = append(pool.People, made[i])
	}
	for _, p := range made[max(0, n-pushers):] {
		AwaitUser(t, p.ID)
	}
}

// another is a person like the model, password included, under a name of their
// own: the passwords of a thousand people are not worth remembering.
func (t *T) another(model okta.User) okta.User {
	name := t.Env().Names.Next()
	model.UserName = name + "@" + t.Env().Profile.TestData.Domain
	model.Email, model.ExternalID = model.UserName, t.Env().Names.OktaID(name)
	model.FamilyName = "Crowd " + name[strings.LastIndex(name, "-")+1:]
	model.DisplayName = model.GivenName + " " + model.FamilyName
	return model
}

// EventuallyRarely is Eventually for reads that are dear.
func EventuallyRarely(t *T, operation string, read func() []check.Problem) {
	problems, _ := t.waitBy(t.Env().Settler.WaitRarely, operation, read)
	t.Report(problems)
}

// MayMake tells whether the run may make that many users at the same time.
func (t *T) MayMake(users int) bool { return t.mostUsers() >= users }
