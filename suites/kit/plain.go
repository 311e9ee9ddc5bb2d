package kit

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// A plainStep is a step without which hardly any check can hold, such as the
// create of a user. When an app cannot do it, one check says so; the many that
// fail along with it would only hide why, so they are blocked by that one.
type plainStep struct {
	setup Setup
	also  []string // checks that are about the same, and keep their problems
	areas []Area   // whose checks it explains
	about func(*T, check.Problem) bool
	try   func(*T) // blocked by the set-up's check when it does not work
}

type plainKey struct {
	check   string
	dialect okta.Dialect
}

func plainSteps() []plainStep {
	return []plainStep{
		{
			setup: CreateUser,
			also:  []string{"users.create.push", "users.create.password", "users.lookup.after-miss"},
			areas: []Area{LookupArea, Create, Errors, Robustness},
			about: func(t *T, p check.Problem) bool {
				return p.Operation == "POST /Users" && (t.check.Area != Errors || p.Kind == result.NotAccepted)
			},
			try: func(t *T) { t.NewUser() },
		},
		{
			setup: AddMember,
			areas: []Area{Members, Create, Update, Deactivate, Reactivate, Robustness},
			about: func(_ *T, p check.Problem) bool {
				attribute := p.Attribute()
				return p.On("Groups/{id}") ||
					strings.HasPrefix(attribute, "members") || strings.HasPrefix(attribute, "groups")
			},
			try: NeedPlainMembership,
		},
	}
}

func plainFacts() map[plainKey]*Fact[bool] {
	out := map[plainKey]*Fact[bool]{}
	for _, s := range plainSteps() {
		for _, d := range []okta.Dialect{okta.AIW, okta.OIN, okta.Mixed} {
			out[plainKey{s.setup.Check, d}] = &Fact[bool]{own: true, ask: func(t *T) (works, sure bool) {
				s.try(t)
				return true, true
			}}
		}
	}
	return out
}

// explained is how a check that failed ends after all: blocked, when each of its
// problems comes from a plain step that the app cannot do. Otherwise the other
// problems stay, and it is nil.
func (t *T) explained() *stopped {
	for _, s := range plainSteps() {
		about := func(p check.Problem) bool { return s.about(t, p) }
		if t.check.ID == s.setup.Check || slices.Contains(s.also, t.check.ID) || !slices.Contains(s.areas, t.check.Area) ||
			!slices.ContainsFunc(t.problems, about) || t.Session.Refused() != nil {
			continue
		}
		_, stop := t.World.plain[plainKey{s.setup.Check, t.Okta.Config().Dialect}].find(t)
		if stop == nil || stop.cause == nil || stop.cause.Check != s.setup.Check {
			continue
		}
		if t.problems = slices.DeleteFunc(t.problems, about); len(t.problems) == 0 {
			return stop
		}
	}
	return nil
}
