package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// createPersonaChecks: names come back letter by letter, whatever they are made
// of.
func createPersonaChecks() []Check {
	var out []Check
	for _, who := range traits {
		out = append(out, Check{
			ID: "users.create.persona-" + who.persona, Level: Must,
			Title:   "Names of somebody with " + who.has + " are stored letter by letter",
			Symptom: "Names are garbled in the app, or the person cannot be assigned.",
			Refs:    []string{"RFC 7644 §3.8: UTF-8", "RFC 7643 §2.3.1", "OIN C9344"},
			Body: func(t *T) {
				sent := t.Person(As(t.persona(who.persona)))
				a := t.Okta.CreateUser(t, sent)
				if who.choosy && refusesValue(a) {
					t.Report(check.ErrorBody(a))
					t.Unsupported("the app refuses %s: %d %s", who.has, a.Status, a.Resource.String("detail"))
				}
				if a.Status == http.StatusConflict {
					t.Require(Setup{"users.create.same-names", "creating a namesake"}, check.Status(a, http.StatusCreated))
				}
				t.showsPersona(t.accepted(a, sent))
			},
		})
	}
	return out
}

// showsPersona reports whether the names are as they were sent, and so are the
// title and the locale if they are shown.
func (t *T) showsPersona(p Person) {
	sent := p.Sent.Resource()
	t.displayNameAside()
	t.See("create user", p.ID, p.Sent.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
		return check.All(
			check.Sent(r, sent, "name.givenName", "name.familyName", "displayName"),
			check.NotAltered(r, sent, "title", "locale"))
	})
}
