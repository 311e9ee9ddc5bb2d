package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// refusedChecks: a refused create has no effect, and what is the server's own cannot be written.
func refusedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.refused-stores-nothing", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A create that is refused stores nothing",
			Why:     "Okta repeats it after the admin has corrected the profile.",
			Symptom: "The corrected assignment fails with a conflict, beside a half-made account.",
			Refs:    []string{"RFC 7644 §3.12", kit.RefPost},
			Body: func(t *kit.T) {
				kit.Each(t, []values{
					{"active", map[string]any{"active": "perhaps"}}, {"emails", map[string]any{"emails": "no list"}},
					{"name", map[string]any{"name": "no object"}}, {"displayName", map[string]any{"displayName": map[string]any{"no": "text"}}},
				}, func(v values) string { return "a wrong " + v.name }, func(t *kit.T, v values) {
					sent := t.Person()
					body := sent.Resource()
					body[v.name] = v.set[v.name]
					a := post(t, body)
					if t.AwaitReadable(a); a.Err == nil && a.OK() {
						t.Unsupported("the app refuses no create for a wrong type of a value")
					}
					notThere(t, a, sent)
				})
			},
		},
		{
			ID: "users.create.after-refusal", Level: kit.Should, Evidence: kit.Assumed, Depth: kit.Full,
			Title:   "After a refused create the next one succeeds",
			Symptom: "One wrong profile stops the provisioning of everybody.",
			Refs:    []string{kit.RefPost},
			Body: func(t *kit.T) {
				p := t.NewUser()
				t.Okta.CreateUser(t, p.Sent)
				post(t, okta.Resource{"schemas": []any{check.UserSchema}})
				sent := t.Person()
				kit.Accepted(t, t.Okta.CreateUser(t, sent), sent)
			},
		},
		{
			ID: "users.create.readonly", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "An id and meta in the body of a create are ignored",
			Symptom: "None with Okta, which sends neither in a create.",
			Refs:    []string{"RFC 7644 §3.3: readOnly attributes are ignored", "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				sent := t.Person()
				own := t.Env().Names.Next() + "-id"
				body := sent.Resource()
				body["id"] = own
				body["meta"] = map[string]any{"resourceType": "Group", "created": "2001-01-01T00:00:00Z", "location": "https://elsewhere.example.com/" + own}
				p := kit.Accepted(t, post(t, body), sent)
				if p.ID == own {
					t.Failf("POST /Users", "id", "the server's own", "%q, as sent", own)
				}
				seenByID(t, p, func(r okta.Resource) []check.Problem {
					if r.String("meta", "resourceType") == "Group" {
						return []check.Problem{{Place: "meta.resourceType", Expected: "User", Actual: "Group, as sent"}}
					}
					return nil
				})
			},
		},
		{
			ID: "users.create.groups-ignored", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedGroups}, Depth: kit.Full,
			Title:   "groups in the body of a create make nobody a member",
			Why:     "groups is read-only: memberships are pushed at the group.",
			Symptom: "No error in Okta: somebody gets the rights of a group that nobody put them in.",
			Refs:    []string{"RFC 7643 §4.1.2 groups: readOnly", "RFC 7644 §3.3: readOnly attributes are ignored"},
			Body: func(t *kit.T) {
				if !t.MembersVisible() {
					t.Unsupported("the app does not show members of groups")
				}
				g := t.NewGroup()
				sent := t.Person(kit.With("groups", []any{map[string]any{"value": g.ID, "display": g.Name}}))
				p := kit.PushIfAllowed(t, "groups in the body of a create", sent)
				t.Eventually("create a user with groups", func() []check.Problem {
					return t.GroupHolds(g.ID, func(group okta.Resource) []check.Problem { return check.HasNoMember(group, p.ID, sent.UserName) })
				})
			},
		},
	}
}

// manyChecks: Okta creates people in parallel, and one create has nothing
// to do with another.
func manyChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "users.create.others", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "The create of a user leaves every other user and group alone, and puts the user into no group",
			Symptom: "People who were not assigned change in the app, or somebody has the rights of a group that nobody put them in.",
			Refs:    []string{kit.RefPost},
			Body: func(t *kit.T) {
				untouched := t.WatchBystanders()
				p := t.NewUser()
				untouched("create user")
				seenByID(t, p, func(r okta.Resource) []check.Problem { return kit.PushedGroupsOf(t, r) })
			},
		},
		{
			ID: kit.CreateMany.Check, Level: kit.Must, Evidence: kit.Recorded, Creates: kit.BurstSize, Serial: true, Depth: kit.Full,
			Title:   "Five users who are created concurrently are all there, each with its own id and profile",
			Why:     "When a group is assigned to the app, Okta pushes its members in parallel.",
			Symptom: "Some of the group's members are missing in the app, or have somebody else's profile.",
			Refs:    []string{"OIN C9307", kit.RefPost},
			Body: func(t *kit.T) {
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
					seenByID(t, kit.Person{ID: id, Sent: people[i]}, func(r okta.Resource) []check.Problem {
						return check.Sent(r, people[i].Resource(), "userName", "displayName")
					})
				}
			},
		},
		{
			ID: "users.create.race", Level: kit.Must, Evidence: kit.Recorded, Creates: kit.RaceRounds + 1,
			Title:   "Of several concurrent creates of one userName exactly one succeeds, and the others are answered 409",
			Why:     "Okta repeats a create that takes too long while the first is still at work.",
			Symptom: "A person has two accounts, or an error is reported that was none.",
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

// seatsFor ends the check when the app has no seats for so many users.
func seatsFor(t *kit.T, answers []okta.Answer) {
	for _, a := range answers {
		if a.Status == http.StatusForbidden || a.Status == http.StatusPaymentRequired {
			t.NoSeat(a)
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
