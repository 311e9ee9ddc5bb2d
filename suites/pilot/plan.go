package pilot

import (
	"context"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// Plan says what would become of everybody in a roster, before anything is
// assigned.
type Plan struct {
	*setup
	people   []planned
	snapshot *Snapshot
	taken    map[*account]*planned // who links which account
}

// planned is what becomes of one person.
type planned struct {
	*roster.Person
	match
	now, then string // the role today, and the one that the mapping gives; "" when it is not known
	decisive  string // the group that gives it; "" when none of the person's groups is mapped
	findings  []string
}

// PlanOptions say how much is read.
type PlanOptions struct {
	// Snapshot reads everybody, so that verify can tell who was changed. Without
	// it only the people of the roster are looked up when that is less work.
	Snapshot bool
	// Progress is told what is read; nil: nobody is.
	Progress func(string)
}

// NewPlan reads the target, with GET alone, and judges everybody in the roster.
// An error is a *ReadError, or the end of ctx.
func NewPlan(ctx context.Context, env *harness.Env, r *roster.Roster, options PlanOptions) (*Plan, error) {
	p := &Plan{setup: newSetup(env, r, options.Progress), taken: map[*account]*planned{}}
	var m *marker
	if options.Snapshot {
		m = newMarker()
	}
	if err := p.read(ctx, options.Snapshot, m); err != nil {
		return nil, err
	}
	if options.Snapshot {
		p.snapshot = newSnapshot(p.setup, m)
	}
	p.judge()
	return p, nil
}

// Snapshot is the present state of the target; nil when it was not asked for.
func (p *Plan) Snapshot() *Snapshot { return p.snapshot }

func (p *Plan) judge() {
	p.people = make([]planned, 0, len(p.roster.People))
	mapped := p.mappedGroups()
	for i := range p.roster.People {
		one := planned{Person: &p.roster.People[i]}
		switch one.Status {
		case roster.Leaver:
			one.what, one.account = Leaves, p.match(one.Person).account
		case roster.NotAssigned:
			one.what = NotPushed
		default:
			one.match = p.match(one.Person)
			groups := p.groupsThen(&one, mapped)
			one.then, one.decisive = p.mapping.of(groups), p.mapping.decisive(groups)
		}
		if one.account != nil {
			one.now = p.roleNow(one.account)
		}
		p.people = append(p.people, one)
	}
	for i := range p.people {
		one := &p.people[i]
		if !p.willBeLinked(one) {
			continue
		}
		if other := p.taken[one.account]; other != nil {
			one.what, one.why = Ambiguous, "the account "+describe([]*account{one.account})+" is also the one that "+
				""+other.UserName+" would be linked to"
			continue
		}
		p.taken[one.account] = one
	}
}

// mappedGroups are the groups of the target that give a role and are not
// pushed: whoever is in one stays in it.
func (p *Plan) mappedGroups() []*group {
	var out []*group
	for _, g := range p.mapping.groups {
		if !containsFold(p.pushed, g.Group) {
			out = append(out, p.target.groupsNamed(g.Group)...)
		}
	}
	return out
}

// groupsThen are the groups that decide about a person's role: those of the
// roster, and those of the app that are not pushed and that the account is in.
// Membership in a pushed group that the roster does not state ends with the
// next Push Now, so it does not count.
func (p *Plan) groupsThen(one *planned, mapped []*group) []string {
	out := one.Groups
	if !p.env.Profile.HasAction(profile.PushGroups) {
		out = nil
	}
	if one.account == nil {
		return out
	}
	for _, g := range mapped {
		if one.account.member(g) {
			out = append(slices.Clip(out), g.name)
		}
	}
	return out
}

// roleNow is the highest role that an account shows. An administrator whom the
// profile names has the highest one also where the app shows no roles.
func (p *Plan) roleNow(a *account) string {
	if role := p.mapping.best(a.roles); role != "" {
		return role
	}
	if p.mapping.attribute == "" && p.mapping.admin != "" && strings.EqualFold(a.userName, p.mapping.admin) {
		return p.mapping.highest()
	}
	return ""
}

// loses reports whether being assigned lowers the person's role, and the roster
// does not say that it shall.
func (p *Plan) loses(one *planned) bool {
	return p.willBeLinked(one) && p.mapping.loses(one.now, one.then) &&
		!(one.Role != "" && strings.EqualFold(one.Role, one.then))
}

func (p *Plan) willBeLinked(one *planned) bool {
	return one.account != nil && (one.what == Link || one.what == Provisioned || one.what == Reactivate)
}

// isAdmin reports whether the account has the highest role today.
func (p *Plan) isAdmin(a *account) bool {
	role := p.roleNow(a)
	return a.active && role != "" && strings.EqualFold(role, p.mapping.highest())
}

// orNone words a role that may not be known.
func orNone(role string) string { return or(role, "no mapped role") }

// Forget lets go of the snapshot once it is written.
func (p *Plan) Forget() { p.snapshot = nil }
