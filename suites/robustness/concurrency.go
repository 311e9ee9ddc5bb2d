package robustness

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const refAtOnce = "Okta sends several requests at the same time; RFC 7644 §3.5.2: a PATCH is atomic"

// atOnceChecks: requests for one user or group at the same time. Of members who are added and removed so, members.at-once
// tells.
func atOnceChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "robustness.at-once.deactivate-update", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate, kit.NeedUpdates},
			Title:   "A deactivation and a profile update at the same time leave the user in a state that one of them wanted, not half of each",
			Why:     "Somebody who leaves is often changed and unassigned in one go.",
			Symptom: "«Internal Server Error» in the deprovisioning task, or a profile that is half old and half new.",
			Refs:    []string{refAtOnce, kit.RefPut, "https://github.com/langwatch/tasks/issues/618"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Redisplay(t, p)
				before := t.MustReadUser(p.ID)
				updated, off := before.Clone(), before.Clone()
				updated.Set("Janet", "name", "givenName")
				updated.Set(t.Person().FamilyName, "name", "familyName")
				updated["displayName"] = t.Person().DisplayName
				off["active"] = false
				allAccepted(t, kit.ConcurrentlyOrLater(t, 2, func(i int) okta.Answer {
					switch {
					case i == 0:
						return t.Okta.PutUser(t, p.ID, updated)
					case t.Okta.Dialect() == okta.OIN:
						return t.Okta.Send(t, "deactivate-user-oin", okta.Vars{"id": p.ID})
					default:
						return t.Okta.PutUser(t, p.ID, off)
					}
				}))
				paths := []string{"active", "name.givenName", "name.familyName"}
				if check.Has(before, "displayName") {
					paths = append(paths, "displayName")
				}
				kit.DisplayNameAside(t)
				// A PATCH changes active alone, so the update holds whichever came last.
				both := updated.Clone()
				both["active"] = false
				candidates := []okta.Resource{updated, both}
				if t.Okta.Dialect() != okta.OIN {
					candidates = []okta.Resource{updated, off}
				}
				t.See("deactivate beside an update", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.OneOf(r, paths, candidates...)
				})
			},
		},
		{
			ID: "robustness.at-once.same-put", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "The same profile update sent by four requests at the same time is applied",
			Why:     "A retry may overtake the request it repeats.",
			Symptom: "«Internal Server Error» in the push task, or doubled addresses.",
			Refs:    []string{refRetry, refAtOnce, kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				kit.Redisplay(t, p)
				before := t.MustReadUser(p.ID)
				body := before.Clone()
				body["displayName"] = t.Person().DisplayName
				allAccepted(t, kit.ConcurrentlyOrLater(t, 4, func(int) okta.Answer { return t.Okta.PutUser(t, p.ID, body) }))
				t.See("update four times at once", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
					return check.All(check.Text(r, "displayName", body.String("displayName")), kit.LikeBefore(before, "displayName", "name.formatted")(r))
				})
			},
		},
		{
			ID: "robustness.at-once.deactivate", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Depth: kit.Full, Needs: []kit.Need{kit.NeedDeactivate},
			Title:   "Four people deactivated at the same time are all inactive",
			Symptom: "None: of several people who left, some keep their access.",
			Refs:    []string{refAtOnce, kit.RefOktaDeactivate},
			Body: func(t *kit.T) {
				people := t.NewUsers(4)
				allAccepted(t, kit.ConcurrentlyOrLater(t, len(people), func(i int) okta.Answer { return t.Okta.Deactivate(t, people[i].ID).Last() }))
				for _, p := range people {
					t.See("deactivate at once", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID}, check.Inactive)
				}
			},
		},
		{
			ID: "robustness.at-once.same-group", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Depth: kit.Full, Needs: []kit.Need{kit.NeedGroups},
			Title:   "The same membership sent by four requests at the same time leaves each member once",
			Why:     "A retry may overtake the request it repeats.",
			Symptom: "People are listed twice, or the group push ends in «Internal Server Error».",
			Refs:    []string{refRetry, refAtOnce},
			Body: func(t *kit.T) {
				people := kit.FewUsers(t, 3)
				g := t.NewGroup()
				allAccepted(t, kit.ConcurrentlyOrLater(t, 4, func(int) okta.Answer { return t.Change(g, people, nil, people).Last() }))
				t.SeeMembers("push a group four times at once", g, people)
			},
		},
		{
			ID: "robustness.at-once.push-now", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Depth: kit.Full, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Of two Push Now of one group at the same time one holds as a whole",
			Symptom: "The group ends up with people from both pushes, or nobody.",
			Refs:    []string{refAtOnce, "OIN C9316"},
			Body: func(t *kit.T) {
				t.NeedVisibleMembers()
				if !t.MembersVisible() {
					t.Unsupported("the app does not show the members of groups")
				}
				people := kit.FewUsers(t, 5)
				g := t.NewGroup(people[4])
				one, other := people[:2], people[2:4]
				allAccepted(t, kit.ConcurrentlyOrLater(t, 2, func(i int) okta.Answer {
					return t.Okta.PushNow(t, g.ID, g.Name, kit.AsMembers([][]kit.Person{one, other}[i]...)).Last()
				}))
				t.Eventually("push now twice at once", func() []check.Problem {
					problems := t.MembersOf(g.ID, kit.IDs(one...))
					if len(problems) == 0 || len(t.MembersOf(g.ID, kit.IDs(other...))) == 0 {
						return nil
					}
					return problems
				})
			},
		},
	}
}

// allAccepted reports each answer that is no success, and ends the check then.
func allAccepted(t *kit.T, answers []okta.Answer) {
	for _, a := range answers {
		t.Report(check.Accepted(a))
	}
	t.StopIfFailed()
}
