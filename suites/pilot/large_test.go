package pilot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/pilot"
	"github.com/oktascim/oktascim/suites/pilot/roster"
	"github.com/oktascim/oktascim/suites/profile"
)

// TestLargeRoster: above a thousand people several are judged by one check.
// Nobody is lost in it: every person and topic is counted, everybody with a
// finding is in the plan, and the report stays small.
func TestLargeRoster(t *testing.T) {
	const size, wrong = 3000, 500
	var b strings.Builder
	b.WriteString("userName,givenName,familyName,email,groups,role\n")
	for i := 1; i <= size; i++ {
		family := fmt.Sprintf("Family%d", i)
		if i <= wrong {
			family = ""
		}
		fmt.Fprintf(&b, "person%d@example.com,Given%d,%s,person%d@example.com,analysts,Analyst\n", i, i, family, i)
	}
	l := newLab(t, func(o *provider.Options, p *profile.Profile) {
		o.Seed, o.SeatLimit, p.Seats = size-100, 0, nil
	})
	synctest.Test(t, func(t *testing.T) { largeRoster(t, l, l.roster(b.String()), size, wrong) })
}

func largeRoster(t *testing.T, l *lab, r *roster.Roster, size, wrong int) {
	t.Helper()
	env := harness.NewEnv(harness.Settings{BaseURL: l.url, Authorization: "Bearer " + token, Profile: l.profile, Settle: time.Second, Timeout: time.Minute,
		Transport: &methods{server: l.server, count: map[string]int{}}})
	plan, err := pilot.NewPlan(t.Context(), env, r, pilot.PlanOptions{Snapshot: true})
	if err != nil {
		t.Fatal(err)
	}
	report := &reports.Report{Checks: tallied(t,
		func(o kit.Observer) error { return pilot.Run(t.Context(), env, plan.Checks(), o, nil) })}
	report.Conclude()
	// match, attributes, role for all; active and keeps-role for those who are there; six others, seats are not stated.
	if want := 3*size + 2*(size-100) + 6; report.Summary.Total != want || report.Summary.Fail != wrong ||
		report.Summary.Unsupported != 1 {
		t.Errorf("summary %+v, want %d checks and %d failed", report.Summary, want, wrong)
	}
	if len(report.Checks) > 250 {
		t.Errorf("%d entries in the report", len(report.Checks))
	}
	findings := 0
	for e := range plan.Entries() {
		findings += len(e.Findings)
	}
	if findings != wrong {
		t.Errorf("%d findings in the plan, want %d", findings, wrong)
	}

	// Nothing was assigned: nearly everything is wrong, and it is told in bounded time.
	verify, err := pilot.NewVerify(t.Context(), env, r, plan.Snapshot(), nil)
	if err != nil {
		t.Fatal(err)
	}
	report = &reports.Report{Checks: tallied(t,
		func(o kit.Observer) error { return pilot.Run(t.Context(), env, verify.Checks(), o, nil) })}
	report.Conclude()
	there := 0
	for _, c := range report.Checks {
		if c.ID == "pilot.verify.there" && c.Outcome == reports.Fail {
			there += max(c.Subjects, 1)
		}
	}
	if there != 100 {
		t.Errorf("%d people are said to be missing, want 100", there)
	}
	if report.Requests > 10_000 {
		t.Errorf("%d requests", report.Requests)
	}
}

func tallied(t *testing.T, run func(kit.Observer) error) []reports.Check {
	t.Helper()
	tally := reports.NewTally()
	err := run(kit.Observer{Finished: tally.Add})
	if err != nil {
		t.Fatal(err)
	}
	return tally.Checks()
}
