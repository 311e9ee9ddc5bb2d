package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Controls: when a check of some finer point fails, the plainest case of the
// same step is tried. When that fails too, the finer point cannot be judged:
// the check is blocked by the one of the plain case, and one defect does not
// make dozens of checks fail.

// needPlainCreate blocks the check when not even a plain empty group can be
// created.
func (t *T) needPlainCreate() { t.createGroup() }

// needPlainLookup blocks the check when not even a plain name is found.
func (t *T) needPlainLookup() {
	g, _ := t.createGroup()
	if problems, ok := t.wait("control: lookup of a group", func() []check.Problem { _, p := t.GroupByLookup(g.Name, g.ID); return p }); !ok {
		t.Require(LookUpGroup, problems)
	}
}

// needPlainMembership blocks the check when not even one user can be added to
// an empty group and seen there.
func (t *T) needPlainMembership() {
	p := t.NewUser()
	g, _ := t.createGroup()
	t.Require(AddMember, check.Accepted(t.change(g, []Person{p}, nil, []Person{p}).Last()))
	if problems, ok := t.wait("control: add a member", func() []check.Problem { return t.membership(g, []Person{p}) }); !ok {
		t.Require(AddMember, problems)
	}
}

// seeMembership is SeeMembers for the finer points of membership.
func (t *T) seeMembership(operation string, g Group, want []Person, gone ...Person) {
	problems, ok := t.wait(operation, func() []check.Problem { return t.membership(g, want, gone...) })
	if !ok {
		t.needPlainMembership()
	}
	t.Report(problems)
}

// acceptedOrStop ends the check when a change of a group is not accepted.
func (t *T) acceptedOrStop(a okta.Answer) okta.Answer {
	if problems := check.Accepted(a); len(problems) > 0 {
		t.needPlainMembership()
		t.Report(problems)
		t.Stop()
	}
	return a
}

// linked ends the check when Okta would not get through linking a group.
func (t *T) linked(what string, run okta.Run) {
	if problems := check.Through(run); len(problems) > 0 {
		t.needPlainMembership()
		t.ReportAt(what, problems)
		t.Stop()
	}
}
