package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// NewWhole is NewUser for a person with a value in every attribute that Okta can
// map: a write must not touch what the app keeps apart from the user either, such
// as an extension. An app that refuses such a create, of which
// users.create.all-attributes tells, gets a plain person with a title.
func (t *T) NewWhole() Person {
	return t.pushOr(t.everything(t.bystanders().user), With("title", "Engineer"), With("nickName", "Janie"))
}

// pushOr pushes a person as NewUser does or, when the app refuses one with so
// much, another one with less.
func (t *T) pushOr(sent okta.User, less ...Option) Person {
	a := t.Okta.CreateUser(t, sent)
	if a.Status != http.StatusCreated {
		t.settle(a)
		return t.NewUser(less...)
	}
	t.Require(CreateUser, check.WithResource(a))
	p := Person{ID: a.Resource.ID(), Sent: sent}
	t.Know(p.ID, sent.UserName)
	t.awaitUser(p.ID)
	return p
}
