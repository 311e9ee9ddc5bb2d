package kit

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// A MemberChange is one of the changes that a journey of a membership takes.
type MemberChange struct {
	setup    Setup
	Answer   okta.Answer     // of its last request
	problems []check.Problem // of the answer, or of fresh reads after it
	at       int             // the exchange in which they were seen
	skipped  string          // why it was not sent; empty when it was
}

// JourneyChange returns one of the journey's changes; the check is blocked when one before it failed, and unsupported when it was
// skipped.
func (t *T) JourneyChange(i int) MemberChange {
	j := t.Journey()
	for _, before := range j.Changes[:i] {
		if problems := t.toJudge(before.problems); len(problems) > 0 {
			t.refuse(before.setup, problems[0], j.session, before.at)
		}
	}
	if why := j.Changes[i].skipped; why != "" {
		t.Unsupported("%s", why)
	}
	return j.Changes[i]
}

// ReportChange reports how one of the journey's changes failed.
func (t *T) ReportChange(i int) {
	c, clean := t.JourneyChange(i), !t.Failed()
	if t.Report(c.problems); clean && t.Failed() {
		t.faultyIn, t.faulty = t.journey.session, c.at
	}
}

// The changes of ChangedMember.
const (
	MemberRenamed = iota
	MemberInactive
	MemberLeaves
	MemberAddedInactive
	MemberBack
)

// The sequences of a membership.
var (
	// TeamPeople are people whom checks put into groups of their own.
	TeamPeople = Sequence{Name: "people for groups", Both: true, Step: CreateUser, Carry: func(t *T, j *Journey) { j.Mates = FewUsers(t, 5) }}
	// ChangeTeam: the second mate is added to a group of the first, who is then removed; Push Now puts both into it.
	ChangeTeam = Sequence{Name: "change members", Step: AddMember, Carry: func(t *T, j *Journey) {
		j.Mates = t.NewUsers(2, With("title", "Engineer"))
		stays, joins := j.Mates[:1], j.Mates[1:]
		j.Group = t.NewGroup(stays...)
		AwaitFindableGroup(t, j.Group)
		j.beforeMates(t)
		j.Before.Group = t.MustReadGroup(j.Group.ID)
		j.WatchOthers(t)
		j.change(t, AddMember, func() okta.Run { return t.Change(j.Group, joins, nil, j.Mates) }, j.holds(t, j.Mates))
		j.change(t, RemoveMember, func() okta.Run { return t.Change(j.Group, nil, stays, joins) }, j.holds(t, joins, stays...))
		j.change(t, PushNow, func() okta.Run { return t.Okta.PushNow(t, j.Group.ID, j.Group.Name, AsMembers(j.Mates...)) }, j.holds(t, j.Mates))
	}}
	// PushUnknown: pushes of a group of the first mate name somebody whom the app does not have, beside the second: a change,
	// Push Now, and where Okta creates groups with members the create of another group, the first of Groups. The unknown one
	// is Person, and says in a name of this run whose it is.
	PushUnknown = Sequence{Name: "push an unknown member", Step: AddMember, Carry: func(t *T, j *Journey) {
		j.Mates = t.NewUsers(2)
		stays, joins := j.Mates[:1], j.Mates[1:]
		j.Group = t.NewGroup(stays...)
		j.Person = Person{ID: t.Env().Names.Next() + "-unknown", Sent: t.Person()}
		t.Session.MadeUp(j.Person.ID)
		pushed := AsMembers(joins[0], j.Person)
		among := func(people []Person) func() []check.Problem {
			return func() (out []check.Problem) {
				for _, p := range people {
					out = append(out, MembershipOf(t, j.Group, p)...)
				}
				return append(out, t.GroupHolds(j.Group.ID, HasDisplayName(j.Group.Name))...)
			}
		}
		change := t.Okta.ChangeMembers(t, j.Group.ID, j.Group.Name, pushed, nil, append(AsMembers(stays...), pushed...)).Last()
		before := j.Mates
		if change.OK() {
			j.refusable(t, AddMember, change, among(j.Mates))
		} else {
			before = stays
			j.refusable(t, AddMember, change, j.holds(t, stays, joins...))
		}
		now := t.Okta.PushNow(t, j.Group.ID, j.Group.Name, pushed).Last()
		if now.OK() {
			before = joins
		}
		j.refusable(t, PushNow, now, among(before))
		if t.Okta.Dialect() == okta.OIN {
			return
		}
		name := t.GroupName()
		made := t.Okta.CreateGroup(t, name, pushed)
		other := Group{ID: made.Resource.ID(), Name: name}
		j.Groups = []Group{other}
		j.refusable(t, CreateWith, made, func() []check.Problem {
			if made.OK() {
				return MembershipOf(t, other, joins[0])
			}
			return NoGroupNamed(t, other.Name)
		})
	}}
	// ChangedMember: the group of a member is pushed after their login changed, after their deactivation, without them, with
	// them while they are inactive, and after their reactivation. Others come and stay.
	ChangedMember = Sequence{Name: "push the group of a changed member", Step: AddMember, Carry: func(t *T, j *Journey) {
		people := t.NewUsers(3)
		p := people[0]
		j.Mates = people[1:]
		j.Group = t.NewGroup(p, j.Mates[0])
		push := func(add, remove []Person, whole ...Person) func() okta.Run {
			return func() okta.Run { return t.Change(j.Group, add, remove, whole) }
		}
		mates := func() (out []check.Problem) {
			for _, m := range j.Mates {
				out = append(out, MembershipOf(t, j.Group, m)...)
			}
			return out
		}
		if name := t.Person().UserName; PutUser(t, p, func(r okta.Resource) { PutUserName(t, r, name) }).OK() {
			p.Sent.UserName, p.Sent.Email = name, name
		} else {
			j.Changes = append(j.Changes, MemberChange{setup: UpdateUserName, skipped: "the app refuses a new userName"})
		}
		j.Person = p
		if len(j.Changes) == 0 {
			j.change(t, AddMember, push([]Person{p, j.Mates[1]}, nil, p, j.Mates[0], j.Mates[1]), j.holds(t, []Person{p, j.Mates[0], j.Mates[1]}))
		} else {
			t.Require(AddMember, check.Through(push(j.Mates[1:], nil, p, j.Mates[0], j.Mates[1])()))
		}
		DeactivateAndSee(t, p)
		j.change(t, AddInactive, push([]Person{j.Mates[1], p}, nil, j.Mates[1], j.Mates[0], p), mates)
		var leave []Person // the app may have taken the groups away
		if len(MembershipProblems(t, j.Group, j.Mates, p)) > 0 {
			leave = []Person{p}
		}
		j.change(t, RemoveMember, push(nil, leave, j.Mates...), j.holds(t, j.Mates, p))
		j.change(t, AddInactive, push([]Person{p, j.Mates[1]}, nil, p, j.Mates[0], j.Mates[1]), func() []check.Problem {
			return check.All(mates(), InactiveByID(t, p))
		})
		ActivateAndSee(t, p)
		j.change(t, AddMember, push([]Person{p}, nil, p, j.Mates[0], j.Mates[1]), func() []check.Problem {
			return check.All(j.holds(t, []Person{p, j.Mates[0], j.Mates[1]})(), t.Holds(p.ID, check.Active))
		})
	}}
)

// change takes one change of a membership and sees what came of it.
func (j *Journey) change(t *T, s Setup, send func() okta.Run, seen func() []check.Problem) {
	c := MemberChange{setup: s}
	if run := send(); len(run.Answers) > 0 { // there may be nobody to remove
		c.Answer = run.Last()
		c.problems, c.at = check.Accepted(c.Answer), t.Session.Recorder.Count()-1
	}
	j.look(t, c, seen)
}

// refusable enters a change that the app may refuse, but not half.
func (j *Journey) refusable(t *T, s Setup, a okta.Answer, seen func() []check.Problem) {
	c := MemberChange{setup: s, Answer: a, problems: check.NoCrashWell(a), at: t.Session.Recorder.Count() - 1}
	j.look(t, c, func() []check.Problem {
		if a.OK() {
			return seen()
		}
		return check.At("after the refusal", seen()...)
	})
}

func (j *Journey) look(t *T, c MemberChange, seen func() []check.Problem) {
	if len(c.problems) == 0 {
		c.problems, _ = t.Wait(c.setup.Doing, seen)
		c.at = t.Session.Recorder.Count() - 1
	}
	j.Changes = append(j.Changes, c)
}

// holds wants exactly these members of the journey's group, seen from each side that the app shows.
func (j *Journey) holds(t *T, want []Person, gone ...Person) func() []check.Problem {
	return func() []check.Problem { return MembershipProblems(t, j.Group, want, gone...) }
}
