package robustness

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

const refAtOnce = "Okta sends several requests at the same time; RFC 7644 §3.5.2: a PATCH is atomic"

// groupsAtOnceChecks: membership changes at the same time.
func groupsAtOnceChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "robustness.at-once.add", Level: kit.Must, Evidence: kit.Recorded, Only: []okta.Dialect{okta.OIN},
			Title:   "Eight people added to a group by eight requests at the same time are all in it",
			Why:     "When many people are assigned, Okta pushes the group once for each of them.",
			Symptom: "After a mass assignment some people lack their rights, at random.",
			Refs:    []string{refAtOnce, "https://github.com/fleetdm/fleet/issues/50724"},
			Body: func(t *kit.T) {
				people := kit.FewUsers(t, 8)
				g := t.NewGroup()
				allAccepted(t, kit.ConcurrentlyOrLater(t, len(people), func(i int) okta.Answer {
					return t.Change(g, people[i:i+1], nil, nil).Last()
				}))
				t.SeeMembers("add members at once", g, people)
			},
		},
		{
			ID: "robustness.at-once.remove", Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "Six people taken out of a group by six requests at the same time are all out, and the others stay",
			Symptom: "After a reorganisation some people keep rights they should have lost, at random.",
			Refs:    []string{refAtOnce, "RFC 7644 §3.5.2.2"},
			Body: func(t *kit.T) {
				people := kit.FewUsers(t, 8)
				g := t.NewGroup(people...)
				allAccepted(t, kit.ConcurrentlyOrLater(t, 6, func(i int) okta.Answer {
					return t.Change(g, nil, people[i:i+1], nil).Last()
				}))
				t.SeeMembers("remove members at once", g, people[6:], people[:6]...)
			},
		},
		{
			ID: "robustness.at-once.add-remove", Level: kit.Must, Evidence: kit.Documented, Only: []okta.Dialect{okta.OIN},
			Title:   "People added to a group and people taken out of it at the same time end where they belong",
			Symptom: "At random a newcomer lacks the rights of the group, or a leaver keeps them.",
			Refs:    []string{refAtOnce, "RFC 7644 §3.5.2.1, §3.5.2.2"},
			Body: func(t *kit.T) {
				people := kit.FewUsers(t, 7)
				leavers, stays, newcomers := people[:3], people[3:4], people[4:]
				g := t.NewGroup(people[:4]...)
				allAccepted(t, kit.ConcurrentlyOrLater(t, 6, func(i int) okta.Answer {
					if i%2 == 0 {
						return t.Change(g, newcomers[i/2:i/2+1], nil, nil).Last()
					}
					return t.Change(g, nil, leavers[i/2:i/2+1], nil).Last()
				}))
				t.SeeMembers("add and remove members at once", g, append(append([]kit.Person(nil), stays...), newcomers...), leavers...)
			},
		},
		{
			ID: "robustness.at-once.groups", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
			Title:   "Groups that share members and are pushed at the same time all have theirs",
			Symptom: "At random a person in several groups lacks the rights of one.",
			Refs:    []string{refAtOnce, "RFC 7643 §4.1.2, §4.2"},
			Body: func(t *kit.T) {
				people := kit.FewUsers(t, 4)
				groups := []kit.Group{t.NewGroup(), t.NewGroup(), t.NewGroup()}
				allAccepted(t, kit.ConcurrentlyOrLater(t, len(groups), func(i int) okta.Answer {
					return t.Change(groups[i], people[i:i+2], nil, people[i:i+2]).Last()
				}))
				for i, g := range groups {
					t.SeeMembers("push groups at once", g, people[i:i+2])
				}
			},
		},
		{
			ID: "robustness.at-once.same-group", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
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
			ID: "robustness.at-once.push-now", Level: kit.Must, Evidence: kit.Recorded, PerDialect: true,
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

// usersAtOnceChecks: requests for users at the same time.
func usersAtOnceChecks() []kit.Check {
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
			ID: "robustness.at-once.deactivate", Level: kit.Must, Evidence: kit.Recorded,
			PerDialect: true, Needs: []kit.Need{kit.NeedDeactivate},
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
			ID: "robustness.at-once.lookups", Level: kit.Must, Evidence: kit.Recorded,
			Title:   "Lookups and reads of different people at the same time each give the right one",
			Symptom: "At random one person's push goes to another person's account.",
			Refs:    []string{"RFC 7644 §3.4.1, §3.4.2", "Okta sends several requests at the same time"},
			Body: func(t *kit.T) {
				people := t.NewUsers(4)
				t.AwaitFindable(people...)
				answers := kit.Concurrently(4*len(people), func(i int) okta.Answer {
					p := people[i/4]
					if i%2 == 0 {
						return t.Okta.LookupUser(t, p.Sent.UserName)
					}
					return t.Okta.ReadUser(t, p.ID)
				})
				for i, a := range answers {
					p := people[i/4]
					if i%2 == 0 {
						t.Report(check.Hit(a, p.Sent.UserName, p.ID))
						continue
					}
					_, problems := kit.CheckByID(a, p.ID)
					t.Report(problems)
				}
			},
		},
	}
}
