package access

import (
	"fmt"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
)

const (
	refIPSIE = "IPSIE AL1 (draft 00, September 2026): access ends within five minutes of a deactivation"
	refOIN   = "OIN C9292"
)

var (
	getIn     = kit.Setup{Check: "access.new.in", Doing: "getting in as a new user"}
	getInAs   = kit.Setup{Check: "access.group.in", Doing: "getting in as a member"}
	interval  = []time.Duration{250 * time.Millisecond, time.Second, 2 * time.Second}
	longestIn = 5 * time.Second // between two tries
)

// Checks lists the checks of the area.
func Checks() []kit.Check {
	return kit.InArea(kit.Access, []kit.Need{kit.NeedAccess, kit.NeedPushUsers}, []kit.Check{
		{
			ID: getIn.Check, Level: kit.Must, Evidence: kit.Safety,
			Title:   "A user who was pushed gets in by every probe of the profile",
			Why:     "Otherwise nothing can be said about what a deactivation ends.",
			Symptom: "A user is assigned in Okta and cannot use the app.",
			Refs:    []string{refOIN},
			Body: func(t *kit.T) {
				p := t.NewUser()
				for _, one := range trials(t, p, "") {
					got := one.get()
					if got.state == in {
						got = one.check()
					}
					one.want(in, got, "")
				}
			},
		},
		{
			ID: "access.deactivated.out", Level: kit.Must, Evidence: kit.Safety, PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "After a deactivation every session and token of the user ends in time",
			Why:     "Okta sends the deactivation once. What the app does not end then stays open.",
			Symptom: "No error in Okta: the user is deprovisioned and goes on working in a session or with a token from before.",
			Refs:    []string{refOIN, refIPSIE},
			Body: func(t *kit.T) {
				p := t.NewUser()
				open := opened(t, p, "", getIn)
				t.Deactivate(p)
				closes(t, open, "after the deactivation")
			},
		},
		{
			ID: "access.deactivated.sign-in", Level: kit.Must, Evidence: kit.Safety, PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A deactivated user cannot sign in or make a token any more",
			Why:     "A user who knows a password of the app itself does not come through Okta.",
			Symptom: "No error in Okta: the user is deprovisioned and signs in to the app.",
			Refs:    []string{refOIN, refIPSIE},
			Body: func(t *kit.T) {
				p := t.NewUser()
				open := opened(t, p, "", getIn)
				t.Deactivate(p)
				any, end := false, deadline(t)
				for _, one := range open {
					if one.Get != nil {
						any = true
						one.until(end, out, one.get, "after the deactivation")
					}
				}
				if !any {
					t.Unsupported("no probe of the profile says how to sign in (access.probes[].get)")
				}
			},
		},
		{
			ID: "access.deactivated.others", Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A deactivation leaves the sessions and tokens of other users open",
			Symptom: "Others are signed out, or lose their tokens, whenever somebody leaves.",
			Refs:    []string{refOIN},
			Body: func(t *kit.T) {
				mate, p := t.NewUser(), t.NewUser()
				open, leaving := opened(t, mate, "", getIn), opened(t, p, "", getIn)
				t.Deactivate(p)
				end := deadline(t)
				for i := range leaving {
					leaving[i].wait(end, out, leaving[i].check)
				}
				for _, one := range open {
					one.want(in, one.check(), "after another user's deactivation")
				}
			},
		},
		{
			ID: "access.reactivated.in", Level: kit.Must, Evidence: kit.Safety, PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A user who was reactivated gets in again",
			Why:     "Okta sends active true and expects the account to work as before.",
			Symptom: "A returning user is assigned in Okta and stays locked out.",
			Refs:    []string{"OIN C9293"},
			Body: func(t *kit.T) {
				p := kit.Reactivated(t)
				end := deadline(t)
				for _, one := range trials(t, p, "") {
					one.until(end, in, func() verdict {
						if v := one.get(); v.state != in {
							return v
						}
						return one.check()
					}, "after the reactivation")
				}
			},
		},
		{
			ID: "access.reactivated.old", Level: kit.Should, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "A session or token from before a deactivation stays closed after the reactivation",
			Symptom: "A stolen session opens again when the user comes back.",
			Refs:    []string{refIPSIE},
			Body: func(t *kit.T) {
				p := t.NewUser()
				open := opened(t, p, "", getIn)
				kit.DeactivateAndSee(t, p)
				kit.ActivateAndSee(t, p)
				any := false
				for _, one := range open {
					if one.Get != nil {
						any = true
						one.want(out, one.check(), "from before the deactivation")
					}
				}
				if !any {
					t.Unsupported("no probe of the profile gets a credential (access.probes[].get)")
				}
			},
		},
		{
			ID: getInAs.Check, Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups}, Exclusive: kit.MappedGroups,
			Title:   "What a pushed group opens is open to its members and closed to others",
			Symptom: "Members of the group lack what it opens, or everybody has it.",
			Refs:    []string{"OIN C9332"},
			Body: func(t *kit.T) {
				for name := range groups(t) {
					member, other := t.NewUser(), t.NewUser()
					push(t, name, member)
					for i, p := range []kit.Person{member, other} {
						for _, one := range opened(t, p, name, getIn) {
							one.until(deadline(t), []state{in, out}[i], one.check, []string{"as a member", "as no member"}[i])
						}
					}
				}
			},
		},
		{
			ID: "access.group.out", Level: kit.Must, Evidence: kit.Safety, Needs: []kit.Need{kit.NeedGroups}, PerDialect: true,
			Exclusive: kit.MappedGroups,
			Title:     "A user who is removed from a pushed group loses what it opens",
			Symptom:   "No error in Okta: the former member still has the group's access in a session from before.",
			Refs:      []string{"OIN C9333", refIPSIE},
			Body: func(t *kit.T) {
				for name := range groups(t) {
					p := t.NewUser()
					g := push(t, name, p)
					open := opened(t, p, name, getInAs)
					for i := range open {
						if v := open[i].wait(deadline(t), in, open[i].check); v.state != in {
							t.Require(getInAs, open[i].problem(in, v, "as a member"))
						}
					}
					t.Require(kit.RemoveMember, check.Through(t.Okta.ChangeMembers(t, g.ID, g.Name, nil, kit.AsMembers(p), nil)))
					closes(t, open, "after the removal from the group")
				}
			},
		},
	})
}

// groups are those for whose members there are probes.
func groups(t *kit.T) map[string]bool {
	out := map[string]bool{}
	for _, p := range t.Env().Profile.Access.Probes {
		if p.Group != "" {
			out[p.Group] = true
		}
	}
	if len(out) == 0 {
		t.Unsupported("no probe of the profile is for members of a group (access.probes[].group)")
	}
	return out
}

// trials are the probes for a user: those for members of a group, or those for everybody.
func trials(t *kit.T, p kit.Person, group string) []*trial {
	var out []*trial
	for _, probe := range t.Env().Profile.Access.Probes {
		if probe.Group == group {
			out = append(out, &trial{T: t, Probe: probe, person: p})
		}
	}
	if len(out) == 0 {
		t.Unsupported("every probe of the profile is for members of a group (access.probes)")
	}
	return out
}

// opened are the probes by which the user is in, with a credential, as a set-up. Ways in that the app does not offer are
// left out. For a group the user need not be in yet.
func opened(t *kit.T, p kit.Person, group string, s kit.Setup) []*trial {
	var open []*trial
	for _, one := range trials(t, p, group) {
		v := one.get()
		if v.state == in && group == "" {
			v = one.check()
		}
		switch v.state {
		case in:
			open = append(open, one)
		case missing:
		default:
			t.Require(s, one.problem(in, v, ""))
		}
	}
	if len(open) == 0 {
		t.Unsupported("the app offers none of the ways in that the profile names")
	}
	return open
}

// deadline is the end of the time that the profile allows, counted from now.
func deadline(t *kit.T) time.Time { return time.Now().Add(t.Env().Profile.Access.Longest()) }

// closes wants every way to be closed in time.
func closes(t *kit.T, open []*trial, when string) {
	end := deadline(t)
	for _, one := range open {
		one.until(end, out, one.check, when)
	}
}

// until tries until the user is in or out, as wanted, or the time is over, and reports what the last try said.
func (p *trial) until(end time.Time, want state, try func() verdict, when string) {
	p.want(want, p.wait(end, want, try), fmt.Sprintf("%s, within %s", when, p.Env().Profile.Access.Longest()))
}

func (p *trial) wait(end time.Time, want state, try func() verdict) verdict {
	for i := 0; ; i++ {
		v := try()
		pause := longestIn
		if i < len(interval) {
			pause = interval[i]
		}
		if v.state == want || v.state == missing || time.Now().Add(pause).After(end) {
			return v
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-p.T.Done():
			timer.Stop()
			return v
		}
	}
}

// want reports a verdict that is another one.
func (p *trial) want(want state, v verdict, when string) {
	if v.state != want && v.state != missing {
		p.Report(p.problem(want, v, when))
	}
}

func (p *trial) problem(want state, v verdict, when string) []check.Problem {
	expected := string(want)
	if when != "" {
		expected += ", " + when
	}
	return []check.Problem{{Place: "access by " + p.Name, Expected: expected, Actual: fmt.Sprintf("%s: %s", v.state, v.detail)}}
}
