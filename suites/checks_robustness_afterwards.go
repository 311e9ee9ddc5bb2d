package suites

import (
	"fmt"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// afterwardsChecks look back when the others are done: what no request has named
// since must be as it was left. They find what nobody thought of looking for
// beside one write.
func afterwardsChecks() []Check {
	return []Check{
		{
			ID: "robustness.afterwards.inactive", Level: Must, Needs: []Need{NeedDeactivate}, Late: true,
			Title:   "Nobody whom the run has deactivated is active at its end",
			Why:     "A request for somebody else, a read, or a job of the app's own must not bring a leaver back.",
			Symptom: "None: Okta shows the user as deprovisioned, and some time later the person can sign in to the app again.",
			Refs:    []string{refOktaDeactivate, "https://github.com/BerriAI/litellm/issues/37009"},
			Body: func(t *T) {
				away := t.Env().PutAway()
				t.lookBack(len(away), func(u okta.Resource) []check.Problem {
					if name, ours := away[u.ID()]; ours {
						return check.At(name, check.Inactive(u)...)
					}
					return nil
				})
			},
		},
		{
			ID: "robustness.afterwards.twins", Level: Must, Late: true,
			Title:   "The list has no second account under a userName that the run has given out",
			Why:     "An account that no create was answered for is one that an update or a refused request has left behind.",
			Symptom: "An import offers accounts that nobody made, and links people to them.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", refImport},
			Body: func(t *T) {
				twin := t.Env().Guard.Twins()
				t.lookBack(len(t.Env().PutAway()), func(u okta.Resource) []check.Problem {
					if twin(u.ID(), u.String("userName")) {
						return []check.Problem{{Expected: "one account named " + u.String("userName"), Actual: "a further one with the id " + u.ID()}}
					}
					return nil
				})
			},
		},
		{
			ID: "robustness.afterwards.groups", Level: Must, Needs: []Need{NeedGroups}, Late: true,
			Title:   "Nobody shows a pushed group when all that he or she was in are deleted",
			Why:     "Rights follow from groups. A list that mixes people up, or keeps what is gone, gives them away.",
			Symptom: "An import shows people in groups that they are not in.",
			Refs:    []string{"RFC 7643 §4.1.2 groups", refImport, "https://github.com/Metatavu/keycloak-scim-server/pull/112"},
			Body: func(t *T) {
				away := t.Env().PutAway()
				t.lookBack(len(away), func(u okta.Resource) (problems []check.Problem) {
					if _, ours := away[u.ID()]; !ours {
						return nil
					}
					return check.At(u.String("userName"), t.pushedGroupsOf(u)...)
				})
			},
		},
		{
			ID: "robustness.afterwards.bystanders", Level: Must, Late: true,
			Title:   "A user and a group that no request has named are at the end of the run as they were made",
			Why:     "Which of the requests has changed them, a report cannot tell; the areas can be run one by one (--area).",
			Symptom: "Data of people who were not pushed changes, or they gain or lose access.",
			Refs:    []string{refOktaUpdate, refGroupPush},
			Body: func(t *T) {
				b := t.bystanders()
				t.Eventually("leave the bystanders alone", func() []check.Problem {
					user, group, problems := b.read(t)
					if len(problems) > 0 {
						return check.At("bystander", problems...)
					}
					return b.changedSince(t, user, group)
				})
			},
		},
	}
}

// shownBack is how many problems of a kind are worth showing.
const shownBack = 5

// lookBack reports what want finds wrong with one of the users whom an import
// lists. The walk is shared with the other checks that look back; when there is
// something wrong with it, the check walks itself. made is how many users the run
// has made and put away: without any there is nothing to look back on.
func (t *T) lookBack(made int, want func(okta.Resource) []check.Problem) {
	if made == 0 {
		t.Unsupported("no check before this one has made a user")
	}
	if listed := t.listedUsers(); listed > walkLimit {
		t.Unsupported("the tenant lists %d users; walks end at %d", listed, walkLimit)
	}
	judge := func(pages []okta.Answer) (problems []check.Problem) {
		for _, page := range pages {
			t.Require(ListUsers, check.List(page))
			list, _ := page.List()
			for _, u := range list {
				problems = append(problems, check.In("GET /Users (import)", want(u)...)...)
			}
		}
		if n := len(problems); n > shownBack {
			problems = append(problems[:shownBack], check.Problem{Operation: "GET /Users (import)", Actual: fmt.Sprintf("%d more", n-shownBack)})
		}
		return problems
	}
	w := t.world
	if w.lookedBack != nil && len(judge(w.lookedBack)) == 0 {
		return
	}
	t.rarely("look back", func() []check.Problem {
		w.lookedBack = t.Okta.ImportUsers(t, walkLimit/importPage)
		return judge(w.lookedBack)
	})
}
