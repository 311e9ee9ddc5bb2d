package roles

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

// A cast is the mapped groups and the people that the checks share, which run one after the other. Each check finds them as
// the one before left them and says where it needs them; after a check that did not pass the next one has a new cast.
type cast struct {
	groups map[string]kit.Group    // those that are there, by name
	in     map[string][]kit.Person // members by the name of the group
	away   map[string]bool         // ids of people who are deactivated
	// admin is in the group with the highest role, analyst in that of the next one, if there is one. mover goes where a check
	// wants, nobody is in no mapped group unless a check says so.
	admin, analyst, mover, nobody kit.Person
}

// stage is the cast in the hands of one check.
type stage struct {
	*kit.T
	*cast
}

// staged gives the body of a check the cast.
func staged(body func(*stage)) func(*kit.T) {
	return func(t *kit.T) {
		kit.NeedShare(t, kit.MappedGroups)
		shared, passed := t.World.Mapped, false
		defer func() {
			if !passed {
				shared.Cast = nil
			}
		}()
		s := &stage{T: t}
		if s.cast, _ = shared.Cast.(*cast); s.cast == nil {
			s.gather()
			shared.Cast = s.cast
		}
		s.home()
		body(s)
		passed = !t.Failed()
	}
}

// backstage is a T whose groups and people stay until the end of the last check. Its problems are those of a set-up.
func (s *stage) backstage() *kit.T {
	shared := s.World.Mapped
	if shared.Session == nil {
		shared.Session = s.Env().JourneySession(s.Okta.Dialect())
	}
	return s.As(shared.Session)
}

// gather makes the cast.
func (s *stage) gather() {
	mapped(s.T, 1)
	s.cast = &cast{groups: map[string]kit.Group{}, in: map[string][]kit.Person{}, away: map[string]bool{}}
	ranks, t := roles(s.T).ranks(), s.backstage()
	for _, m := range ranks[:min(2, len(ranks))] {
		s.group(m) // first: a tenant may have such a group
	}
	for _, p := range []*kit.Person{&s.admin, &s.analyst, &s.mover, &s.nobody} {
		sent := t.Person()
		*p = kit.MadeUsers(t, t.Okta.CreateUser(t, sent), sent)
	}
	for _, p := range []kit.Person{s.mover, s.nobody} {
		awaitRole(t, "create user with the default role", p)
	}
}

// home sees to it that the admin and the analyst are where they belong.
func (s *stage) home() {
	ranks := roles(s.T).ranks()
	s.at(s.admin, ranks[0])
	if len(ranks) > 1 {
		s.at(s.analyst, ranks[1])
	}
}

// group is the group of a mapping. It is made when it is not there.
func (s *stage) group(m profile.GroupRole) kit.Group {
	g, there := s.groups[m.Group]
	if !there {
		g = mappedGroup(s.backstage(), m)
		s.groups[m.Group], s.in[m.Group] = g, nil
	}
	return g
}

// at sees to it, as a set-up, that a person is active, in exactly these mapped groups, and has their role.
func (s *stage) at(p kit.Person, groups ...profile.GroupRole) {
	s.back(p)
	moved := false
	for _, m := range groups {
		s.group(m)
	}
	for _, m := range roles(s.T).Groups {
		g, there := s.groups[m.Group]
		wanted := slices.Contains(groups, m)
		if !there || s.isIn(p, m) == wanted {
			continue
		}
		moved = true
		s.enter(p, m, wanted)
		a, step := okta.Answer{}, kit.RemoveMember
		if wanted {
			step = kit.AddMember
		}
		switch {
		case s.Okta.Dialect().Groups() != okta.OIN: // once is enough for a set-up
			a = s.Okta.PutGroup(s.T, g.ID, g.Name, kit.AsMembers(s.in[m.Group]...))
		case wanted:
			a = s.Okta.PatchGroup(s.T, g.ID, okta.AddOp(kit.AsMembers(p)...))
		default:
			a = s.Okta.PatchGroup(s.T, g.ID, okta.RemoveOp(p.ID))
		}
		s.Require(step, check.Accepted(a))
	}
	if moved {
		awaitRole(s.T, "give and take a role", p, groups...)
	}
}

func (s *stage) isIn(p kit.Person, m profile.GroupRole) bool {
	return slices.ContainsFunc(s.in[m.Group], func(o kit.Person) bool { return o.ID == p.ID })
}

// enter notes that a person is in a group, or is not.
func (s *stage) enter(p kit.Person, m profile.GroupRole, in bool) {
	s.in[m.Group] = slices.DeleteFunc(slices.Clone(s.in[m.Group]), func(o kit.Person) bool { return o.ID == p.ID })
	if in {
		s.in[m.Group] = append(s.in[m.Group], p)
	}
}

// join pushes a person into a group in the dialect's way. The check is blocked when Okta would not get through.
func (s *stage) join(p kit.Person, m profile.GroupRole) {
	g := s.group(m)
	s.enter(p, m, true)
	s.Require(kit.AddMember, check.Through(s.Change(g, []kit.Person{p}, nil, s.in[m.Group])))
}

// leave pushes a person out of a group.
func (s *stage) leave(p kit.Person, m profile.GroupRole) {
	s.enter(p, m, false)
	s.Require(kit.RemoveMember, check.Through(s.Change(s.groups[m.Group], nil, []kit.Person{p}, s.in[m.Group])))
}

// see reports whether a person shows the role that these groups give.
func (s *stage) see(operation string, p kit.Person, groups ...profile.GroupRole) {
	seeRole(s.T, operation, p, groups...)
}

// seeOthers reports whether all of the cast but these people show the role of the groups they are in.
func (s *stage) seeOthers(operation string, but ...kit.Person) {
	for _, p := range []kit.Person{s.admin, s.analyst, s.mover, s.nobody} {
		if !slices.ContainsFunc(but, func(b kit.Person) bool { return b.ID == p.ID }) {
			s.see(operation, p, s.groupsOf(p)...)
		}
	}
}

func (s *stage) groupsOf(p kit.Person) []profile.GroupRole {
	return slices.DeleteFunc(slices.Clone(roles(s.T).Groups), func(m profile.GroupRole) bool { return !s.isIn(p, m) })
}

// sendAway sees to it that a person is deactivated, in exactly these groups.
func (s *stage) sendAway(p kit.Person, groups ...profile.GroupRole) {
	if s.away[p.ID] && slices.Equal(s.groupsOf(p), groups) {
		return
	}
	s.at(p, groups...)
	s.Deactivate(p)
	s.AwaitInactive(p)
	s.away[p.ID] = true
}

// back assigns a person again who is deactivated, and notes what the app has left.
func (s *stage) back(p kit.Person) {
	if s.away[p.ID] {
		s.reactivate(p)
		s.takeStock(p)
	}
}

func (s *stage) reactivate(p kit.Person) {
	s.Require(kit.Reactivation, check.Through(s.Okta.Reactivate(s.T, p.ID, p.Sent)))
	kit.AwaitActive(s.T, p)
	delete(s.away, p.ID)
}

// delete deletes a mapped group, if it is there, and waits until Okta's lookup finds it no more.
func (s *stage) delete(m profile.GroupRole) {
	g, there := s.groups[m.Group]
	if !there {
		return
	}
	delete(s.groups, m.Group)
	delete(s.in, m.Group)
	s.Require(kit.DeleteGroup, check.Status(s.Okta.DeleteGroup(s.T, g.ID), http.StatusNoContent, http.StatusOK))
	s.Await(kit.MissDeletedGroup, "delete a mapped group", func() []check.Problem {
		return check.Miss(s.Okta.LookupGroup(s.T, g.Name), g.Name)
	})
}

// mappedGroup pushes an empty group under a name of the profile's mapping, as a
// set-up. The check is blocked when the tenant has such a group.
func mappedGroup(t *kit.T, m profile.GroupRole) kit.Group {
	needFreeName(t, m.Group)
	a := t.Okta.CreateGroup(t, m.Group, nil)
	t.Require(kit.CreateGroup, check.Status(a, http.StatusCreated), check.WithResource(a))
	g := kit.Group{ID: a.Resource.ID(), Name: m.Group}
	claim(t, g)
	t.Await(kit.ReadGroup, "create group", func() []check.Problem {
		read, problems := t.GroupByID(g.ID)
		disownStrangers(t, g, read)
		return problems
	})
	return g
}

// claim notes that a group with a name of the mapping is this run's own.
func claim(t *kit.T, g kit.Group) {
	t.Know(g.ID, g.Name)
	t.World.Mapped.Add(g.ID)
	t.Session.Claim(g.ID, g.Name)
}

// needFreeName blocks the check unless Okta's lookup finds no group of that
// name. A group that an earlier check of this run deleted may show a while.
func needFreeName(t *kit.T, name string) {
	var stranger string
	read := func() []check.Problem {
		a := t.Okta.LookupGroup(t, name)
		problems := check.Miss(a, name)
		hits, _ := a.List()
		for _, g := range hits {
			if stranger = ""; !t.World.Mapped.Has(g.ID()) {
				stranger = g.ID()
				return nil
			}
		}
		return problems
	}
	t.Await(kit.MissDeletedGroup, "delete a mapped group", read)
	if stranger != "" {
		t.Block("the lookup of the group %q finds one (id %s) that this run did not make: it is never touched. "+
			"Delete it in the app, or map another group in the profile for tests", name, stranger)
	}
}

// disownStrangers gives a group back that was there before although the lookup
// did not find it: it has members whom this run did not make.
func disownStrangers(t *kit.T, g kit.Group, group okta.Resource) {
	for _, id := range check.Values(group, "members") {
		u, problems := t.ByID(id)
		if len(problems) > 0 || t.Env().Names.Ours(u.String("userName")) {
			continue
		}
		t.Session.Claim(g.ID, "")
		t.Block("creating the group %q gave one (id %s) that has members already, such as %s: it is not touched",
			g.Name, g.ID, u.String("userName"))
	}
}
