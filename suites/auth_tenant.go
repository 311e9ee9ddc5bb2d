package suites

import (
	"context"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/harness"
	"github.com/oktascim/oktascim/suites/okta"
)

// otherTenant is Okta of another customer: the same app, another token.
func (t *T) otherTenant() *okta.Client { return t.as(t.Env().OtherTenantAuthorization) }

// ours tells whether a resource is the one that this check made: ids may be
// numbers that every tenant counts from 1.
func ours(r okta.Resource, name string) bool {
	return strings.EqualFold(r.String("userName"), name) || r.String("displayName") == name
}

// sparedInOther ends the check when the other tenant has a resource of its own
// under the same id: it must not be touched. It tells nothing about a resource
// that the other tenant should not see.
func (t *T) sparedInOther(read func(context.Context, string) okta.Answer, id, name string) {
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
func (t *T) withOther(body func(other *foreignTenant)) {
	o := &foreignTenant{T: t, client: t.otherTenant(), creating: t.Env().OtherTenantSession(t.session, t.dialect)}
	defer t.Env().Close(t.Context, o.creating)
	body(o)
}

// foreignTenant is the other tenant while a check makes resources in it.
type foreignTenant struct {
	*T
	client   *okta.Client
	creating *harness.Session
}

func (o *foreignTenant) user() Person {
	p := Person{Sent: o.Person()}
	a := o.creating.Client.CreateUser(o, p.Sent)
	o.Require(Setup{CreateUser.Check, "creating a user in the other tenant"}, check.Status(a, 201), check.WithResource(a))
	p.ID = a.Resource.ID()
	return p
}
