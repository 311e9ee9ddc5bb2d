package suites

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
)

// A plainStep is a step without which hardly any check can hold, such as the
// create of a user. When an app cannot do it, one check says so; the many that
// fail along with it would only hide why, so they are blocked by that one.
type plainStep struct {
	check string   // the check that says so
	also  []string // checks that are about the same, and keep their problems
	areas []Area   // whose checks it explains
	about func(*T, check.Problem) bool
	try   func(*T) // blocked, with the check's id in the reason, when it does not work
}

const (
	plainCreateCheck     = "users.create.answer"
	plainMembershipCheck = "members.add.first"
)

var plainSteps = []plainStep{
	{
		check: plainCreateCheck, also: []string{"users.create.push", "users.create.password-plain", "users.lookup.after-miss"},
		areas: []Area{LookupArea, Create, Errors, Robustness},
		about: func(t *T, p check.Problem) bool {
			return strings.Contains(p.At, "POST /Users") && (t.check.Area != Errors || strings.HasPrefix(p.Expected, "201"))
		},
		try: func(t *T) { t.NewUser() },
	},
	{
		check: plainMembershipCheck,
		areas: []Area{Members, Create, Update, Deactivate, Reactivate, Robustness},
		about: func(_ *T, p check.Problem) bool {
			for _, sign := range []string{"/Groups/{id}", " members", "groups"} {
				if strings.Contains(p.At, sign) {
					return true
				}
			}
			return strings.Contains(p.Actual, "/Groups/{id}") && strings.HasSuffix(p.Actual, "Okta stops")
		},
		try: (*T).needPlainMembership,
	},
}

// explained is the outcome of a check that failed: blocked, when each of its
// problems comes from a plain step that the app cannot do. Otherwise the other
// problems stay.
func (t *T) explained() (outcome result.Outcome, reason string) {
	for _, s := range plainSteps {
		about := func(p check.Problem) bool { return s.about(t, p) }
		if t.check.ID == s.check || slices.Contains(s.also, t.check.ID) || !slices.Contains(s.areas, t.check.Area) ||
			!slices.ContainsFunc(t.problems, about) || t.session.Refused() != nil {
			continue
		}
		why := t.cannot(s)
		if why == "" {
			continue
		}
		if t.problems = slices.DeleteFunc(t.problems, about); len(t.problems) == 0 {
			return result.Blocked, why
		}
	}
	return result.Fail, ""
}

// cannot tells why a plain step does not work in this dialect, and tries it once;
// empty when it does.
func (t *T) cannot(s plainStep) string {
	key := s.check + " " + string(t.Okta.Dialect())
	if why, known := t.world.plain.Load(key); known {
		return why.(string)
	}
	why := ""
	func() {
		defer func() {
			switch stop := recover().(type) {
			case nil:
			case stopped:
				if strings.Contains(stop.reason, s.check) {
					why = stop.reason
				}
			default:
				panic(stop)
			}
		}()
		try := *t
		s.try(&try)
	}()
	if t.Err() == nil && t.session.Refused() == nil {
		t.world.plain.Store(key, why)
	}
	return why
}
