package orgcheck

import (
	"fmt"
	"slices"
	"time"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
)

var everywhere = []suites.View{suites.ViewByID, suites.ViewLookup, suites.ViewList}

// see waits until the app shows the person as wanted, by id, by lookup and in
// the list, and adds what the System Log says when it does not.
func (j *Journey) see(t *suites.T, operation string, p *person, want func(okta.Resource) []check.Problem) {
	note := j.patience(operation)
	before := t.Failed()
	t.See(operation, p.app, p.Login, everywhere, func(r okta.Resource) []check.Problem {
		problems := want(r)
		if len(problems) > 0 {
			note()
		}
		return problems
	})
	if t.Failed() && !before {
		j.fromLog(t, p.ID)
	}
}

// until waits until read has no problems, and adds what the System Log says of
// the person or group when it has.
func (j *Journey) until(t *suites.T, operation, id string, read func() []check.Problem) bool {
	note := j.patience(operation)
	ok := t.Eventually(operation, func() []check.Problem {
		problems := read()
		if len(problems) > 0 {
			note()
		}
		return problems
	})
	if !ok {
		j.fromLog(t, id)
	}
	return ok
}

// patience gives what shows a line every ten seconds of a wait.
func (j *Journey) patience(operation string) func() {
	const every = 10 * time.Second
	start := time.Now()
	last := start
	return func() {
		if now := time.Now(); now.Sub(last) >= every {
			last = now
			j.say(fmt.Sprintf("%s: not seen in the app yet, %s of at most %s", operation, now.Sub(start).Round(time.Second), j.env.Settle))
		}
	}
}

// fromLog reports the failures about a person or group that the System Log
// holds since the journey began.
func (j *Journey) fromLog(t *suites.T, id string) {
	events, err := j.client.Logs(in(t), j.app, org.Failures, j.began.Add(-time.Minute), time.Now().Add(time.Minute))
	if err != nil {
		return // the finding stands without it
	}
	for _, e := range slices.Backward(events) {
		for _, target := range e.Targets {
			if target.ID == id && id != "" {
				t.Failf("System Log of the org, "+e.Type, "no failure", "%s. %s", general(e), remedyFor(e.Reason, remedyLog))
				return
			}
		}
	}
}

// active is a person's account as it must be while it is assigned.
func (j *Journey) active(p *person) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		return check.All(j.attributes(p, r), check.Active(r), j.role(r))
	}
}

// inactive is a person's account as it must be afterwards: the role is the
// app's own business then.
func (j *Journey) inactive(p *person) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem { return check.All(j.attributes(p, r), check.Inactive(r)) }
}

// attributes compares what the app shows with what Okta holds, as far as it is
// mapped by an expression that is known to keep it as it is.
func (j *Journey) attributes(p *person, r okta.Resource) []check.Problem {
	sent := okta.User{UserName: p.Login, GivenName: p.FirstName, FamilyName: p.LastName, DisplayName: p.DisplayName, Email: p.Email}.Resource()
	wanted := []string{"userName"}
	for _, m := range []struct{ attribute, expression, path string }{
		{"givenName", "user.firstName", "name.givenName"}, {"familyName", "user.lastName", "name.familyName"},
		{"displayName", "user.displayName", "displayName"}, {"email", "user.email", "emails"},
	} {
		if j.mapped[m.attribute].Expression == m.expression {
			wanted = append(wanted, m.path)
		}
	}
	return check.Sent(r, sent, wanted...)
}

// role is the default role, if the profile says where it is shown: the group of
// a journey gives none.
func (j *Journey) role(r okta.Resource) []check.Problem {
	roles := j.env.Profile.Roles
	if roles == nil || roles.Attribute == "" || roles.Default == "" {
		return nil
	}
	known := []string{roles.Default}
	for _, g := range roles.Groups {
		known = append(known, g.Role)
	}
	return check.HasRole(r, check.RoleWant{Attribute: roles.Attribute, Role: roles.Default, Known: known})
}

// seeMembers waits until the group has these members and not those, seen from
// the group and from the people. An app may show memberships on neither side.
func (j *Journey) seeMembers(t *suites.T, operation string, members, others []person) {
	names := map[string]string{j.groupID: j.group.Name}
	var ids []string
	for _, p := range slices.Concat(members, others) {
		names[p.app] = p.Login
	}
	for _, p := range members {
		ids = append(ids, p.app)
	}
	shape := func(r okta.Resource) []check.Problem {
		return check.All(check.Text(r, "displayName", j.group.Name), check.MembersIfShown(r, ids, names))
	}
	j.until(t, operation+" by id", j.group.ID, func() []check.Problem {
		r, problems := t.GroupByID(j.groupID)
		if len(problems) > 0 {
			return problems
		}
		return check.At("GET /Groups/{id}", shape(r)...)
	})
	t.SeeGroup(operation, j.groupID, j.group.Name, []suites.View{suites.ViewLookup, suites.ViewList}, shape)
	for _, p := range members {
		t.See(operation+" (user)", p.app, p.Login, []suites.View{suites.ViewByID}, func(r okta.Resource) []check.Problem {
			return check.GroupsIfShown(r, j.groupID, names)
		})
	}
	for _, p := range others {
		t.See(operation+" (user)", p.app, p.Login, []suites.View{suites.ViewByID}, func(r okta.Resource) []check.Problem {
			if _, shown := r["groups"].([]any); !shown {
				return nil
			}
			return check.GroupsOf(r, nil, []string{j.groupID}, names)
		})
	}
}
