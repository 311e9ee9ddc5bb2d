package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// How many users are created at once.
const (
	burstSize  = 8
	raceRounds = 3
	raceSize   = 3
)

// createManyChecks: Okta creates people in parallel, and one create has nothing
// to do with another.
func createManyChecks() []Check {
	return []Check{
		{
			ID: "users.create.others", Level: Must,
			Title:   "The create of a user leaves every other user and group alone",
			Symptom: "People who were not assigned change in the app.",
			Refs:    []string{refPost},
			Body: func(t *T) {
				untouched := t.watchBystanders()
				t.NewUser()
				untouched("create user")
			},
		},
		{
			ID: "users.create.burst", Level: Must, Creates: burstSize + 1,
			Title:   "Eight users who are created at once are all there, each with its own id and profile",
			Why:     "When a group is assigned to the app, Okta pushes its members in parallel.",
			Symptom: "Some of the group's members are missing in the app, or have somebody else's profile.",
			Refs:    []string{"OIN C9307", refPost},
			Body: func(t *T) {
				t.NewUser() // one alone works
				people := make([]okta.User, burstSize)
				for i := range people {
					people[i] = t.Person()
				}
				answers := atOnce(burstSize, func(i int) okta.Answer { return t.Okta.CreateUser(t, people[i]) })
				t.seatsFor(answers)
				owners := map[string]string{}
				for i, a := range answers {
					t.Report(check.Status(a, http.StatusCreated))
					id := a.Resource.ID()
					if !a.OK() || id == "" {
						continue
					}
					if other, taken := owners[id]; taken {
						t.Failf("POST /Users id", "another id for each user", "%q for %s and %s", id, other, people[i].UserName)
					}
					owners[id] = people[i].UserName
					t.showsSent(Person{ID: id, Sent: people[i]}, "userName", "displayName")
				}
			},
		},
		{
			ID: "users.create.race", Level: Must, Creates: raceRounds + 1,
			Title:   "Of several creates of one userName at once exactly one succeeds, and the others are answered 409",
			Why:     "Okta repeats a create that takes too long while the first is still at work.",
			Symptom: "Twins, or error mails about a server error that was none.",
			Refs:    []string{refUserName, refConflict},
			Body: func(t *T) {
				t.NewUser() // one alone works
				for range raceRounds {
					sent := t.Person()
					answers := atOnce(raceSize, func(int) okta.Answer { return t.Okta.CreateUser(t, sent) })
					t.seatsFor(answers)
					t.oneWinner(answers, sent)
					t.StopIfFailed()
				}
			},
		},
	}
}

// seatsFor ends the check when the app has no seats for so many users.
func (t *T) seatsFor(answers []okta.Answer) {
	for _, a := range answers {
		if a.Status == http.StatusForbidden || a.Status == http.StatusPaymentRequired {
			t.Block("the app takes no more users: %d %s", a.Status, a.Resource.String("detail"))
		}
	}
}

// oneWinner reports whether one of the creates was answered 201, the others
// 409, and one account is found.
func (t *T) oneWinner(answers []okta.Answer, sent okta.User) {
	var made []okta.Answer
	for _, a := range answers {
		t.Report(check.Status(a, http.StatusCreated, http.StatusConflict))
		if a.Status == http.StatusCreated {
			made = append(made, a)
		}
	}
	if len(made) != 1 {
		t.Failf("POST /Users", "one 201 among creates of one userName", "%d", len(made))
	}
	t.StopIfFailed()
	t.findByName(t.made(made[0], sent))
}
