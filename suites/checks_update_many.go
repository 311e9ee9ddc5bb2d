package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// updateManyChecks: updates at the same time.
func updateManyChecks() []Check {
	return []Check{
		{
			ID: "users.update.at-once", Level: Must,
			Title:   "Updates of four users at the same time are all applied",
			Why:     "Okta pushes many users at once after a change of a mapping.",
			Symptom: "After a mass change some people have old data, at random.",
			Refs:    []string{refOktaUpdate, "OIN C9307"},
			Body: func(t *T) {
				people := t.NewUsers(4)
				bodies := make([]okta.Resource, len(people))
				for i, p := range people {
					bodies[i] = t.mustReadUser(p.ID)
					bodies[i]["displayName"] = t.Person().DisplayName
				}
				for _, a := range t.atOnceOrLater(len(people), func(i int) okta.Answer {
					return t.Okta.PutUser(t, people[i].ID, bodies[i])
				}) {
					t.Report(check.Accepted(a))
				}
				for i, p := range people {
					t.See("update at once", p.ID, p.Sent.UserName, []View{ViewByID}, called(bodies[i].String("displayName")))
				}
			},
		},
		{
			ID: "users.update.beside-group", Level: Must, Needs: []Need{NeedGroups},
			Title:   "An update of a user and a push of its group at the same time both hold",
			Why:     "Okta pushes users and groups side by side.",
			Symptom: "At random a person lacks the rights of the group, or has old data.",
			Refs:    []string{refOktaUpdate, refPatch},
			Body: func(t *T) {
				t.NeedVisibleMembers()
				p, mate := t.NewUser(), t.NewUser()
				g := t.NewGroup(mate)
				body := t.mustReadUser(p.ID)
				body["displayName"] = t.Person().DisplayName
				answers := t.atOnceOrLater(2, func(i int) okta.Answer {
					if i == 0 {
						return t.Okta.PutUser(t, p.ID, body)
					}
					return t.change(g, []Person{p}, nil, []Person{mate, p}).Last()
				})
				t.Report(check.Accepted(answers[0]), check.Accepted(answers[1]))
				t.StopIfFailed()
				t.See("update beside a group", p.ID, p.Sent.UserName, []View{ViewByID}, called(body.String("displayName")))
				t.SeeMembers("push a group beside an update", g, []Person{mate, p})
			},
		},
	}
}

// atOnceOrLater sends n requests at the same time. A server may ask to come
// back (409, 412, 429, 503): those are sent again, one after the other, as
// Okta does.
func (t *T) atOnceOrLater(n int, send func(i int) okta.Answer) []okta.Answer {
	answers := atOnce(n, send)
	for i, a := range answers {
		switch a.Status {
		case http.StatusConflict, http.StatusPreconditionFailed, http.StatusTooManyRequests, http.StatusServiceUnavailable:
			answers[i] = send(i)
		}
	}
	return answers
}
