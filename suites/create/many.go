package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// manyChecks: Okta creates people in parallel, and one create has nothing
// to do with another.
func manyChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.others", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The create of a user leaves every other user and group alone",
			Symptom: "People who were not assigned change in the app.",
			Refs:    []string{kit.RefPost},
			Body: func(t *kit.T) {
				untouched := t.WatchBystanders()
				p := t.NewUser()
				untouched("create user")
				inNoPushedGroup(t, p)
			},
		},
		{
			ID: "users.create.same-email-keeps", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "A new user with the e-mail address of another is refused as a conflict, or leaves the other one as it was",
			Why:     "Teams share a mailbox. An app that keeps an address once moves it, or takes the new person for the old one.",
			Symptom: "Somebody has lost the address, or another person works in the account.",
			Refs:    []string{kit.RefPost, "RFC 7643 §4.1.2 emails", "https://github.com/BerriAI/litellm-docs/pull/936"},
			Body: func(t *kit.T) {
				t.NeedUserNames()
				owner := t.NewUser()
				before := t.MustReadUser(owner.ID)
				sent := t.Person()
				sent.Email = owner.Sent.Email
				a := t.Okta.CreateUser(t, sent)
				t.AwaitReadable(a)
				if a.OK() && a.Resource.ID() == owner.ID {
					t.Failf("POST /Users", "id", "another id than "+owner.ID, "the account of %s", owner.Sent.UserName)
				}
				t.See("create a user with an address that is in use", owner.ID, owner.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewLookup}, kit.LikeBefore(before))
			},
		},
		{
			ID: "users.create.burst", Level: kit.Must, Evidence: kit.Recorded, Creates: kit.BurstSize + 1,
			Title:   "Eight users who are created at once are all there, each with its own id and profile",
			Why:     "When a group is assigned to the app, Okta pushes its members in parallel.",
			Symptom: "Some of the group's members are missing in the app, or have somebody else's profile.",
			Refs:    []string{"OIN C9307", kit.RefPost},
			Body: func(t *kit.T) {
				t.NewUser() // one alone works
				people := make([]okta.User, kit.BurstSize)
				for i := range people {
					people[i] = t.Person()
				}
				answers := kit.Concurrently(kit.BurstSize, func(i int) okta.Answer { return t.Okta.CreateUser(t, people[i]) })
				seatsFor(t, answers)
				owners := map[string]string{}
				kit.DisplayNameAside(t)
				for i, a := range answers {
					t.Report(check.Status(a, http.StatusCreated))
					id := a.Resource.ID()
					if !a.OK() || id == "" {
						continue
					}
					if other, taken := owners[id]; taken {
						t.Failf("POST /Users", "id", "another id for each user", "%q for %s and %s", id, other, people[i].UserName)
					}
					owners[id] = people[i].UserName
					showsSent(t, kit.Person{ID: id, Sent: people[i]}, "userName", "displayName")
				}
			},
		},
		{
			ID: "users.create.race", Level: kit.Must, Evidence: kit.Recorded, Creates: kit.RaceRounds + 1,
			Title:   "Of several creates of one userName at once exactly one succeeds, and the others are answered 409",
			Why:     "Okta repeats a create that takes too long while the first is still at work.",
			Symptom: "Twins, or error mails about a server error that was none.",
			Refs:    []string{kit.RefUserName, kit.RefConflict},
			Body: func(t *kit.T) {
				t.NewUser() // one alone works
				for range kit.RaceRounds {
					sent := t.Person()
					answers := kit.Concurrently(kit.RaceSize, func(int) okta.Answer { return t.Okta.CreateUser(t, sent) })
					seatsFor(t, answers)
					oneWinner(t, answers, sent)
					t.StopIfFailed()
				}
			},
		},
	}
}

// inNoPushedGroup reports a group of this run that shows at a user whom nobody
// put into one. A group of the app's own, in which everybody is, is none of it.
func inNoPushedGroup(t *kit.T, p kit.Person) {
	t.Eventually("create user without groups", func() []check.Problem {
		return t.Holds(p.ID, func(u okta.Resource) []check.Problem { return kit.PushedGroupsOf(t, u) })
	})
}

// seatsFor ends the check when the app has no seats for so many users.
func seatsFor(t *kit.T, answers []okta.Answer) {
	for _, a := range answers {
		if a.Status == http.StatusForbidden || a.Status == http.StatusPaymentRequired {
			t.Block("the app takes no more users: %d %s", a.Status, a.Resource.String("detail"))
		}
	}
}

// oneWinner reports whether one of the creates was answered 201, the others
// 409, and one account is found.
func oneWinner(t *kit.T, answers []okta.Answer, sent okta.User) {
	var made []okta.Answer
	for _, a := range answers {
		t.Report(check.Status(a, http.StatusCreated, http.StatusConflict))
		if a.Status == http.StatusCreated {
			made = append(made, a)
		}
	}
	if len(made) != 1 {
		t.Failf("POST /Users", "", "one 201 among creates of one userName", "%d", len(made))
	}
	t.StopIfFailed()
	kit.FindByName(t, kit.MadeUsers(t, made[0], sent))
}
