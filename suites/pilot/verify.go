package pilot

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/pilot/roster"
)

// Verify reports whether everybody in a roster arrived as planned, and whether
// anybody else was changed.
type Verify struct {
	*setup
	before   *Snapshot       // nil: there is none
	known    map[string]bool // ids of the accounts of people and leavers
	inRoster map[string]bool // their userNames and keys, folded
	mu       sync.Mutex
}

// NewVerify reads the target, with GET alone. before is the state that the plan
// has seen; nil: there is none, and whether others were changed is not checked.
// An error is a *ReadError, or the end of ctx.
func NewVerify(ctx context.Context, env *harness.Env, r *roster.Roster, before *Snapshot,
	progress func(string)) (*Verify, error) {
	v := &Verify{setup: newSetup(env, r, progress), before: before, known: map[string]bool{}, inRoster: map[string]bool{}}
	var m *marker
	if before != nil {
		m = &marker{salt: before.salt}
	}
	if err := v.read(ctx, true, m); err != nil {
		return nil, err
	}
	for _, p := range slices.Concat(v.assigned, v.leavers) {
		v.inRoster[strings.ToLower(p.UserName)] = true
		v.inRoster[strings.ToLower(or(v.key(p), p.UserName))] = true
		for _, a := range v.accountsOf(p) {
			v.known[a.id] = true
		}
	}
	return v, nil
}

// accountsOf are the accounts that a person has in the list, whatever the case.
func (v *Verify) accountsOf(p *roster.Person) []*account {
	found := v.target.named(p.UserName)
	if key := v.key(p); key != "" && key != p.UserName {
		found = append(found, without(v.target.named(key), found)...)
	}
	return found
}

// Checks gives the checks: about the others, about each group, about each
// person and leaver.
func (v *Verify) Checks() []kit.Check {
	c := newCatalogue()
	out := []kit.Check{
		c.check(idOthers, "", v.checkOthers), c.check(idOtherGroup, "", v.checkOtherGroups),
		c.check(idNewcomers, "", v.checkNewcomers),
	}
	for _, name := range v.pushed {
		out = append(out, c.check(idGroupThere, name, func(t *kit.T) { v.checkGroupThere(t, name) }))
	}
	if v.mapping.stated && v.mapping.attribute == "" {
		out = append(out, c.check(idHasRole, "", func(t *kit.T) {
			t.Unsupported("the app profile does not state roles.attribute: where the app shows a role is not known")
		}))
	}
	if v.target.groupsError != nil && len(v.pushed) > 0 {
		out = append(out, c.check(idInGroups, "", v.needGroups))
	}
	var arrivals []*arrived
	for _, p := range v.assigned {
		arrivals = append(arrivals, &arrived{p})
	}
	out = append(out, judged(arrivals, v.topics(), func(about topic[*arrived], p *arrived) kit.Check {
		return c.check(about.id, p.UserName, func(t *kit.T) { v.checkOne(t, about, p) })
	}, func(about topic[*arrived], block []*arrived) kit.Check {
		return blockCheck(c, about, block)
	})...)
	for _, p := range v.leavers {
		out = append(out, c.check(idKept, p.UserName, func(t *kit.T) { v.checkKept(t, p) }),
			c.check(idInactive, p.UserName, func(t *kit.T) { v.checkInactive(t, p) }),
			c.check(idLeftGroups, p.UserName, func(t *kit.T) { v.checkLeftGroups(t, p) }))
	}
	return out
}

// arrived is a person who was assigned.
type arrived struct{ *roster.Person }

func (p *arrived) name() string { return p.UserName }

// topics are what is judged about each person, here by the lists alone.
func (v *Verify) topics() []topic[*arrived] {
	listed := func(judge func(*arrived, *account) []check.Problem) func(*arrived) []check.Problem {
		return func(p *arrived) []check.Problem {
			found := v.accountsOf(p.Person)
			if len(found) != 1 {
				return problem("GET /Users", "one account", "%d", len(found))
			}
			return judge(p, found[0])
		}
	}
	roles := func(p *arrived) bool {
		return v.mapping.attribute != "" && (p.Role != "" || v.mapping.of(p.Groups) != "")
	}
	return []topic[*arrived]{
		{id: idThere, judge: func(p *arrived) []check.Problem { return v.judgeThere(p.Person, v.accountsOf(p.Person)) }},
		{id: idIsActive, judge: listed(v.judgeActive)},
		{id: idHasValues, judge: listed(v.judgeValues)},
		{id: idInGroups, judge: listed(v.judgeGroups),
			applies: func(*arrived) bool { return len(v.pushed) > 0 && v.target.groupsError == nil }},
		{id: idHasRole, judge: listed(v.judgeRole), applies: roles},
	}
}

// checkOne judges one person, with fresh reads where the lists are not enough.
func (v *Verify) checkOne(t *kit.T, about topic[*arrived], p *arrived) {
	switch about.id {
	case idThere:
		v.checkThere(t, p.Person)
	case idIsActive:
		v.checkAccount(t, p, "assignment active", v.judgeActive)
	case idHasValues:
		v.checkAccount(t, p, "assignment attributes", v.judgeValues)
	case idInGroups:
		v.checkGroups(t, p)
	case idHasRole:
		v.checkAccount(t, p, "assignment role", v.judgeRole)
	}
}

// once finds the one account that a person has. Where it is not exactly one,
// the check ends blocked, by pilot.verify.there, which says so.
func (v *Verify) once(t *kit.T, p *roster.Person) *account {
	found := v.accountsOf(p)
	if len(found) == 0 {
		if fresh := v.lookUp(t, p); len(fresh) == 1 {
			return &fresh[0]
		}
		t.Block("the person is not there (%s)", idThere)
	}
	if len(found) > 1 {
		t.Block("the person is there %d times (%s)", len(found), idThere)
	}
	if v.few() { // each is read afresh: a list may show what a read by id does not
		if fresh := v.byID(t, found[0].id); fresh != nil {
			return fresh
		}
	}
	return found[0]
}

// lookUp looks a person up afresh, as Okta does.
func (v *Verify) lookUp(t *kit.T, p *roster.Person) []account {
	a := t.Okta.LookupUser(t, or(v.key(p), p.UserName))
	list, _ := a.List()
	var out []account
	for _, u := range list {
		out = append(out, v.account(u))
	}
	return out
}

// byID reads an account afresh; nil when it is not there.
func (v *Verify) byID(t *kit.T, id string) *account {
	a := t.Okta.ReadUser(t, id)
	if !a.OK() || a.Resource.ID() != id {
		return nil
	}
	fresh := v.account(a.Resource)
	return &fresh
}

func (v *Verify) account(u okta.Resource) account {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.as.account(u)
}
