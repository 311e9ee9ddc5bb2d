package suites

import (
	"context"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

const (
	refTenant     = "RFC 7644 §6: multi-tenancy"
	tenantSymptom = "None: another customer of the app reads or changes the company's accounts."
)

// tenantRequestChecks: a resource of one tenant does not exist for another.
func tenantRequestChecks() []Check {
	var out []Check
	for _, r := range guardedRequests() {
		if !r.byID {
			continue
		}
		out = append(out, r.check(Check{
			ID: "auth.tenant.", Level: Must,
			Title:   " with another tenant's token finds nothing and has no effect",
			Why:     "A lookup by id that forgets the token's tenant opens every account to every customer.",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant, "RFC 7644 §3.12"},
			Body: func(t *T) {
				s := &stage{T: t}
				target := r.prepare(s)
				other := t.otherTenant()
				read, id, name := other.ReadUser, "", ""
				if strings.HasPrefix(r.id, "users-") {
					id, name = s.user().ID, s.user().Sent.UserName
				} else {
					read, id, name = other.ReadGroup, s.team().ID, s.team().Name
				}
				t.sparedInOther(read, id, name)
				t.Report(notShown(target.send(other), name))
				if target.intact != nil {
					t.Report(target.intact())
				}
			},
		}))
	}
	return out
}

// tenantViewChecks: lists and lookups end at the tenant's border.
func tenantViewChecks() []Check {
	return []Check{
		{
			ID: "auth.tenant.users-lookup", Level: Must,
			Title:   "A lookup with another tenant's token does not find the user",
			Why:     "Okta of the other customer would link the account, and take it over.",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant},
			Body: func(t *T) {
				p := t.NewUser()
				t.Report(notListed(t.otherTenant().LookupUser(t, p.Sent.UserName), p.Sent.UserName))
			},
		},
		{
			ID: "auth.tenant.users-list", Level: Must,
			Title:   "The user list of another tenant does not show the user",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant},
			Body: func(t *T) {
				p := t.listedPerson()
				t.foreignList(t.otherTenant().ListUsers, p.ID, p.Sent.UserName)
			},
		},
		{
			ID: "auth.tenant.groups-lookup", Level: Must, Needs: []Need{NeedGroups},
			Title:   "A lookup with another tenant's token does not find the group",
			Why:     "Okta of the other customer would link the group, and write its members into it.",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant},
			Body: func(t *T) {
				g := t.NewGroup()
				t.Report(notListed(t.otherTenant().LookupGroup(t, g.Name), g.Name))
			},
		},
		{
			ID: "auth.tenant.groups-list", Level: Must, Needs: []Need{NeedGroups},
			Title:   "The group list of another tenant does not show the group",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant},
			Body: func(t *T) {
				g := t.listedGroup()
				t.foreignList(t.otherTenant().ListGroups, g.ID, g.Name)
			},
		},
	}
}

// foreignList reports a resource that shows in the other tenant's list. A list
// that is refused shows nothing.
func (t *T) foreignList(page func(context.Context, int, int) okta.Answer, id, name string) {
	if !page(t, 1, 1).OK() {
		return
	}
	if r, _ := t.inList(page, "", id); ours(r, name) {
		t.Failf("", "the other tenant's list", "nothing of the first tenant", "%s", name)
	}
}

// tenantMemberChecks: membership does not cross the border either.
func tenantMemberChecks() []Check {
	return []Check{
		{
			ID: "auth.tenant.member-of-other", Level: Must,
			Title:   "A user does not become a member of a group that another tenant creates with its id",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant, "RFC 7643 §4.2"},
			Body: func(t *T) {
				p := t.NewUser()
				before := t.mustReadUser(p.ID)
				t.withOther(func(o *foreignTenant) {
					t.sparedInOther(o.client.ReadUser, p.ID, p.Sent.UserName)
					name := t.GroupName()
					a := o.creating.Client.CreateGroup(t, name, AsMembers(p))
					t.Report(check.NoCrash(a))
					if a.OK() {
						id := a.Resource.ID()
						t.Know(p.ID, "the first tenant's "+p.Sent.UserName)
						var g okta.Answer
						t.Await(ReadGroup, "create group in the other tenant", func() []check.Problem {
							g = o.client.ReadGroup(t, id)
							return check.All(check.Status(g, http.StatusOK), check.WithResource(g))
						})
						t.ReportAt("the other tenant's group", check.HasNoMember(g.Resource, p.ID, "the first tenant's user"))
					}
					t.Report(t.userAsBefore(p, before))
				})
			},
		},
		{
			ID: "auth.tenant.same-username", Level: Should,
			Title:   "A userName that a user of another tenant has is free, and gives an account of its own",
			Why:     "A consultant may work for two customers of the app; uniqueness is a matter of each tenant.",
			Symptom: "«409 Conflict» for a person whom nobody in this org has seen.",
			Refs:    []string{refTenant, "https://github.com/osiam/osiam/issues/154"},
			Body: func(t *T) {
				t.withOther(func(o *foreignTenant) {
					stranger := o.user()
					sent := t.Person()
					sent.UserName, sent.Email = stranger.Sent.UserName, stranger.Sent.Email
					a := t.Okta.CreateUser(t, sent)
					t.settle(a)
					t.Report(check.Status(a, http.StatusCreated))
					if a.OK() && a.Resource.ID() == stranger.ID {
						t.Failf(a.Op(), "id", "an account of this tenant's own", "%q, that of the other tenant's user", stranger.ID)
					}
				})
			},
		},
		{
			ID: "auth.tenant.foreign-member", Level: Must,
			Title:   "A user of another tenant does not become a member of a group",
			Symptom: "None: somebody of another company has the group's access.",
			Refs:    []string{refTenant, "RFC 7643 §4.2"},
			Body: func(t *T) {
				g := t.NewGroup()
				t.withOther(func(o *foreignTenant) {
					stranger := o.user()
					t.sparedHere(stranger)
					run := t.change(g, []Person{stranger}, nil, []Person{stranger})
					t.Report(check.NoCrash(run.Last()))
					t.Eventually("add a member of another tenant", func() []check.Problem {
						group, problems := t.GroupByID(g.ID)
						if len(problems) > 0 {
							return problems
						}
						return check.In("GET /Groups/{id}", check.HasNoMember(group, stranger.ID, "the other tenant's user")...)
					})
				})
			},
		},
	}
}

// sparedHere ends the check when this tenant has a user of its own under the
// id of the other tenant's: it must not be put into a group.
func (t *T) sparedHere(stranger Person) {
	a := t.Okta.ReadUser(t, stranger.ID)
	if a.OK() && a.Resource != nil && !ours(a.Resource, stranger.Sent.UserName) {
		t.Unsupported("this tenant has a user of its own under the id %s; it is not touched", stranger.ID)
	}
}
