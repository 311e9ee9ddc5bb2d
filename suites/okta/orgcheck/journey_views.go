package orgcheck

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/okta/org"
)

var everywhere = []kit.View{kit.ViewByID, kit.ViewLookup, kit.ViewList}

func wrong(at, expected, actual string) []check.Problem {
	return []check.Problem{{Place: at, Expected: expected, Actual: actual}}
}

// see waits until the app shows the user as wanted, by id, by lookup and in the list, and adds what the System Log says
// when it does not.
func (j *Journey) see(t *kit.T, operation string, p *person, want func(okta.Resource) []check.Problem) {
	before := t.Failed()
	note := j.patience(operation)
	t.See(operation, p.app, p.Login, everywhere, func(r okta.Resource) []check.Problem { return note(want(r)) })
	if t.Failed() && !before {
		j.fromLog(t, p.ID)
	}
}

// until waits until read has no problems, and adds what the System Log says about the user or group when it has.
func (j *Journey) until(t *kit.T, operation, id string, read func() []check.Problem) bool {
	note := j.patience(operation)
	ok := t.Eventually(operation, func() []check.Problem { return note(read()) })
	if !ok {
		j.fromLog(t, id)
	}
	return ok
}

// only waits until a lookup by name finds exactly one resource, and returns its id; else it ends the check.
func (j *Journey) only(t *kit.T, operation, id, expected, name string,
	lookup func(context.Context, string) okta.Answer) (found string) {
	ok := j.until(t, operation, id, func() []check.Problem {
		a := lookup(t, name)
		list, _ := a.List()
		if len(list) != 1 {
			return wrong(a.Op()+" for "+name, expected, fmt.Sprintf("%d, status %d", len(list), a.Status))
		}
		found = list[0].ID()
		return nil
	})
	if !ok {
		t.Stop()
	}
	t.Know(found, name)
	return found
}

// patience returns a function that passes problems through, and shows a line every ten seconds while there are any.
func (j *Journey) patience(operation string) func([]check.Problem) []check.Problem {
	const every = 10 * time.Second
	start := time.Now()
	last := start
	return func(problems []check.Problem) []check.Problem {
		if now := time.Now(); len(problems) > 0 && now.Sub(last) >= every {
			last = now
			j.say(fmt.Sprintf("%s: not seen in the app yet, %s of at most %s", operation, now.Sub(start).Round(time.Second),
				j.env.Settle))
		}
		return problems
	}
}

// fromLog reports the latest failure about a user or group that the System Log holds since the journey began.
func (j *Journey) fromLog(t *kit.T, id string) {
	events, err := j.client.Logs(in(t), j.app, org.Failures, j.began.Add(-time.Minute), time.Now().Add(time.Minute))
	if err != nil {
		return // the finding stands without it
	}
	for _, e := range slices.Backward(events) {
		for _, target := range e.Target {
			if target.ID == id && id != "" {
				t.Failf("", "System Log of the org, "+e.EventType, "no failure", "%s. %s", general(e),
					remedyFor(e.Outcome.Reason, remedyLog))
				return
			}
		}
	}
}

// active is a user's account as it must be while it is assigned.
func (j *Journey) active(p *person) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		return check.All(j.attributes(p, r), check.Active(r), j.role(r))
	}
}

// inactive is a user's account as it must be afterwards: the role is the app's own business then.
func (j *Journey) inactive(p *person) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem { return check.All(j.attributes(p, r), check.Inactive(r)) }
}

// attributes compares what the app shows with what Okta holds, for attributes whose mapping leaves the value unchanged.
func (j *Journey) attributes(p *person, r okta.Resource) []check.Problem {
	sent := okta.User{UserName: p.Login, GivenName: p.FirstName, FamilyName: p.LastName, DisplayName: p.DisplayName,
		Email: p.Email}.Resource()
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

// role is the default role, if the profile says where it is shown: the group of a journey gives none.
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

// seeMembers waits until the group has these members and not those, seen from the group and from the users. An app may
// show memberships on neither side.
func (j *Journey) seeMembers(t *kit.T, operation string, members, others []person) {
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
		return check.In("GET /Groups/{id}", shape(r)...)
	})
	t.SeeGroup(operation, j.groupID, j.group.Name, []kit.View{kit.ViewLookup, kit.ViewList}, shape)
	user := func(p person, want func(okta.Resource) []check.Problem) {
		t.See(operation+" (user)", p.app, p.Login, []kit.View{kit.ViewByID}, want)
	}
	for _, p := range members {
		user(p, func(r okta.Resource) []check.Problem { return check.GroupsIfShown(r, j.groupID, names) })
	}
	for _, p := range others {
		user(p, func(r okta.Resource) []check.Problem {
			if _, shown := r["groups"].([]any); !shown {
				return nil
			}
			return check.GroupsOf(r, nil, []string{j.groupID}, names)
		})
	}
}
