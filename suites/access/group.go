package access

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

// push pushes the group of a probe with one member, as a set-up. Its name is the profile's, so that a group which is there
// already is somebody else's: then the check is blocked.
func push(t *kit.T, name string, member kit.Person) kit.Group {
	kit.NeedShare(t, kit.MappedGroups)
	t.Await(kit.MissDeletedGroup, "delete the group of a probe", func() []check.Problem {
		a := t.Okta.LookupGroup(t, name)
		hits, _ := a.List()
		for _, g := range hits {
			if !t.World.Mapped.Has(g.ID()) {
				t.Block("the lookup of the group %q finds one (id %s) that this run did not make: it is never touched", name, g.ID())
			}
		}
		return check.Miss(a, name)
	})
	a := t.Okta.CreateGroup(t, name, nil)
	t.Require(kit.CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := kit.Group{ID: a.Resource.ID(), Name: name}
	t.Know(g.ID, name)
	t.World.Mapped.Add(g.ID)
	t.Session.Claim(g.ID, name)
	members := kit.AsMembers(member)
	t.Require(kit.AddMember, check.Through(t.Okta.ChangeMembers(t, g.ID, name, members, nil, members)))
	kit.AwaitMember(t, g, member)
	return g
}
