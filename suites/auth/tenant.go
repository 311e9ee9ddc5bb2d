package auth

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// otherTenant is Okta of another customer: the same app, another token.
func otherTenant(t *kit.T) *okta.Client { return as(t, t.Env().OtherTenantAuthorization) }

// ours tells whether a resource is the one that this check made: ids may be
// numbers that every tenant counts from 1.
func ours(r okta.Resource, name string) bool {
	return strings.EqualFold(r.String("userName"), name) || r.String("displayName") == name
}

// sparedInOther ends the check when the other tenant has a resource of its own
// under the same id: it must not be touched. It tells nothing about a resource
// that the other tenant should not see.
func sparedInOther(t *kit.T, read func(context.Context, string) okta.Answer, id, name string) {
	a := read(t, id)
	if a.OK() && a.Resource != nil && !ours(a.Resource, name) {
		t.Unsupported("the other tenant has a resource of its own under the id %s; it is not touched", id)
	}
}

// notShown has a problem when an answer to the other tenant shows the resource
// of this name. What else it is, is judged with unknown ids.
func notShown(a okta.Answer, name string) []check.Problem {
	if !a.OK() || !ours(a.Resource, name) {
		return nil
	}
	return []check.Problem{{Operation: a.Op(), Expected: "404 Not Found", Actual: "the resource of the first tenant"}}
}

// notListed has a problem when a list or lookup of the other tenant shows it.
func notListed(a okta.Answer, name string) []check.Problem {
	var problems []check.Problem
	list, _ := a.List()
	for _, r := range list {
		if ours(r, name) {
			problems = append(problems, check.Problem{Operation: a.Op(), Expected: "nothing of the first tenant", Actual: name})
		}
	}
	return problems
}

// withOther runs a body that makes resources in the other tenant, and cleans up
// there whatever happens. The run's own clean-up would look for them with its
// own token.
func withOther(t *kit.T, body func(other *foreignTenant)) {
	o := &foreignTenant{T: t, client: otherTenant(t), creating: t.Env().OtherTenantSession(t.Session, kit.Dialect(t))}
	defer t.Env().Close(t.Context, o.creating)
	body(o)
}

// foreignTenant is the other tenant while a check makes resources in it.
type foreignTenant struct {
	*kit.T
	client   *okta.Client
	creating *harness.Session
}

func (o *foreignTenant) user() kit.Person {
	p := kit.Person{Sent: o.Person()}
	a := o.creating.Client.CreateUser(o, p.Sent)
	o.Require(kit.Setup{Check: kit.CreateUser.Check, Doing: "creating a user in the other tenant"}, check.Status(a, 201), check.WithResource(a))
	p.ID = a.Resource.ID()
	return p
}

const (
	refTenant     = "RFC 7644 §6: multi-tenancy"
	tenantSymptom = "None: another customer of the app reads or changes the company's accounts."
)

// tenantChecks: what one tenant has does not exist for another.
func tenantChecks() []kit.Check {
	return append([]kit.Check{
		{
			ID: "auth.tenant.by-id", Level: kit.Must, Evidence: kit.Safety,
			Title:   "Requests by id with another tenant's token find nothing and have no effect",
			Why:     "A lookup by id that forgets the token's tenant opens every account to every customer.",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant, "RFC 7644 §3.12"},
			Body: func(t *kit.T) {
				s := &kit.Users{}
				requests := slices.DeleteFunc(guardedRequests(), func(r guardedRequest) bool { return !r.byID || !sends(t, r) })
				kit.Each(t, requests, func(r guardedRequest) string { return r.what }, func(t *kit.T, r guardedRequest) {
					s.T = t
					target, other := r.prepare(s), otherTenant(t)
					read, id, name := other.ReadUser, "", ""
					if r.users {
						id, name = s.User().ID, s.User().Sent.UserName
					} else {
						read, id, name = other.ReadGroup, s.Team().ID, s.Team().Name
					}
					sparedInOther(t, read, id, name)
					t.Report(notShown(target.send(other), name))
					if target.intact != nil {
						t.Report(target.intact())
					}
					if t.Failed() {
						s = &kit.Users{}
					}
				})
			},
		},
		{
			ID: "auth.tenant.listed", Level: kit.Must, Evidence: kit.Safety,
			Title:   "Lookups and lists with another tenant's token do not show a user or a group",
			Why:     "Okta of the other customer would link the account or the group, and take it over.",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant},
			Body: func(t *kit.T) {
				p, other := kit.ListedPerson(t), otherTenant(t)
				t.Report(notListed(other.LookupUser(t, p.Sent.UserName), p.Sent.UserName))
				foreignList(t, other.ListUsers, p.ID, p.Sent.UserName)
				if kit.HasFeature(t, kit.NeedGroups) {
					g := t.ListedGroup()
					t.Report(notListed(other.LookupGroup(t, g.Name), g.Name))
					foreignList(t, other.ListGroups, g.ID, g.Name)
				}
			},
		},
	}, kit.InArea(kit.Auth, []kit.Need{kit.NeedGroups}, tenantMemberChecks())...)
}

// foreignList reports a resource that shows in the other tenant's list. A list
// that is refused shows nothing.
func foreignList(t *kit.T, page func(context.Context, int, int) okta.Answer, id, name string) {
	if !page(t, 1, 1).OK() {
		return
	}
	if r, _ := kit.FindInList(t, page, "", id); ours(r, name) {
		t.Failf("", "the other tenant's list", "nothing of the first tenant", "%s", name)
	}
}

// tenantMemberChecks: membership does not cross the border either.
func tenantMemberChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "auth.tenant.member-of-other", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A user does not become a member of a group that another tenant creates with its id",
			Symptom: tenantSymptom,
			Refs:    []string{refTenant, "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				before := t.MustReadUser(p.ID)
				withOther(t, func(o *foreignTenant) {
					sparedInOther(t, o.client.ReadUser, p.ID, p.Sent.UserName)
					name := t.GroupName()
					a := o.creating.Client.CreateGroup(t, name, kit.AsMembers(p))
					t.Report(check.NoCrash(a))
					if a.OK() {
						id := a.Resource.ID()
						t.Know(p.ID, "the first tenant's "+p.Sent.UserName)
						var g okta.Answer
						t.Await(kit.ReadGroup, "create group in the other tenant", func() []check.Problem {
							g = o.client.ReadGroup(t, id)
							return check.All(check.Status(g, http.StatusOK), check.WithResource(g))
						})
						t.ReportAt("the other tenant's group", check.HasNoMember(g.Resource, p.ID, "the first tenant's user"))
					}
					t.Report(kit.UserAsBefore(t, p, before))
				})
			},
		},
		{
			ID: "auth.tenant.same-username", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "A userName that a user of another tenant has is free, and gives an account of its own",
			Why:     "A consultant may work for two customers of the app; uniqueness is a matter of each tenant.",
			Symptom: "«409 Conflict» for a person whom nobody in this org has seen.",
			Refs:    []string{refTenant, "https://github.com/osiam/osiam/issues/154"},
			Body: func(t *kit.T) {
				withOther(t, func(o *foreignTenant) {
					stranger := o.user()
					sent := t.Person()
					sent.UserName, sent.Email = stranger.Sent.UserName, stranger.Sent.Email
					a := t.Okta.CreateUser(t, sent)
					t.AwaitReadable(a)
					t.Report(check.Status(a, http.StatusCreated))
					if a.OK() && a.Resource.ID() == stranger.ID {
						t.Failf(a.Op(), "id", "an account of this tenant's own", "%q, that of the other tenant's user", stranger.ID)
					}
				})
			},
		},
		{
			ID: "auth.tenant.same-group", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A group name that another tenant has is free, for a new group and for a rename",
			Why:     "Okta's lookup finds no such group in this tenant, so it posts one.",
			Symptom: "The Push Groups tab shows a conflict for a group that the app does not have.",
			Refs:    []string{refTenant, kit.RefPostGroup, "https://github.com/wso2/product-is/issues/7997"},
			Body: func(t *kit.T) {
				withOther(t, func(o *foreignTenant) {
					name, other := t.GroupName(), t.GroupName()
					for _, taken := range []string{name, other} {
						t.Require(kit.CreateGroup, check.Status(o.creating.Client.CreateGroup(t, taken, nil), http.StatusCreated))
					}
					a := t.Okta.CreateGroup(t, name, nil)
					t.Report(check.Status(a, http.StatusCreated), check.WithResource(a))
					if id := a.Resource.ID(); id != "" {
						t.ReportAt("rename", check.Through(t.Okta.RenameGroup(t, id, other, nil)))
						t.SeeGroup("rename", id, other, []kit.View{kit.ViewByID}, kit.HasDisplayName(other))
					}
				})
			},
		},
		{
			ID: "auth.tenant.foreign-member", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A user of another tenant does not become a member of a group",
			Symptom: "None: somebody of another company has the group's access.",
			Refs:    []string{refTenant, "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				withOther(t, func(o *foreignTenant) {
					stranger := o.user()
					sparedHere(t, stranger)
					run := t.Change(g, []kit.Person{stranger}, nil, []kit.Person{stranger})
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
func sparedHere(t *kit.T, stranger kit.Person) {
	a := t.Okta.ReadUser(t, stranger.ID)
	if a.OK() && a.Resource != nil && !ours(a.Resource, stranger.Sent.UserName) {
		t.Unsupported("this tenant has a user of its own under the id %s; it is not touched", stranger.ID)
	}
}
