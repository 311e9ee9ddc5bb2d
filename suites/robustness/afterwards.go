// Package robustness has the checks of concurrency, retries, size, time, and text in any script.
package robustness

import (
	"fmt"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that the checks of this area rest on.
const (
	refRetry   = "Okta repeats a request that got no answer or 5xx, up to five times"
	refMinute  = "Okta SCIM FAQ: an answer takes 60 s at most (https://developer.okta.com/docs/concepts/scim/faqs/)"
	refMembers = "Okta SCIM 2.0 reference: large membership changes come in batches; Push Now sends the whole list"
)

// Checks: retries, large groups, requests at the same time, and
// messages that are legal but not what a careless reader expects.
func Checks() []kit.Check {
	return kit.InArea(kit.Robustness, nil, slices.Concat(
		retryChecks(), textChecks(), notationChecks(), boundChecks(), sizeChecks(), atOnceChecks(), afterwardsChecks()))
}

// afterwardsChecks look back when the others are done: what no request has named
// since must be as it was left. They find what nobody thought of looking for
// beside one write.
func afterwardsChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "robustness.afterwards.inactive", Level: kit.Must, Evidence: kit.Recorded,
			Needs: []kit.Need{kit.NeedDeactivate}, Late: true, Depth: kit.Quick,
			Title:   "Nobody whom the run has deactivated is active at its end",
			Why:     "A request for somebody else, a read, or a job of the app's own must not bring a leaver back.",
			Symptom: "None: Okta shows the user as deprovisioned, and some time later the person can sign in to the app again.",
			Refs:    []string{kit.RefOktaDeactivate, "https://github.com/BerriAI/litellm/issues/37009"},
			Body: func(t *kit.T) {
				away := t.Env().PutAway()
				lookBack(t, len(away), func(u okta.Resource) []check.Problem {
					if name, ours := away[u.ID()]; ours {
						return check.At(name, check.Inactive(u)...)
					}
					return nil
				})
			},
		},
		{
			ID: "robustness.afterwards.twins", Level: kit.Must, Evidence: kit.Recorded, Late: true, Depth: kit.Quick,
			Title:   "The list has no second account under a userName that the run has given out",
			Why:     "An account that no create was answered for is one that an update or a refused request has left behind.",
			Symptom: "An import offers accounts that nobody made, and links people to them.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: uniqueness server", kit.RefImport},
			Body: func(t *kit.T) {
				twin := t.Env().Guard.Twins()
				lookBack(t, len(t.Env().PutAway()), func(u okta.Resource) []check.Problem {
					if twin(u.ID(), u.String("userName")) {
						return []check.Problem{{Expected: "one account named " + u.String("userName"), Actual: "a further one with the id " + u.ID()}}
					}
					return nil
				})
			},
		},
		{
			ID: "robustness.afterwards.groups", Level: kit.Must, Evidence: kit.Recorded,
			Needs: []kit.Need{kit.NeedGroups}, Late: true, Depth: kit.Quick,
			Title:   "Nobody shows a pushed group when all that he or she was in are deleted",
			Why:     "Rights follow from groups. A list that mixes people up, or keeps what is gone, gives them away.",
			Symptom: "An import shows people in groups that they are not in.",
			Refs: []string{"RFC 7643 §4.1.2 groups", kit.RefImport,
				"https://github.com/Metatavu/keycloak-scim-server/pull/112"},
			Body: func(t *kit.T) {
				away := t.Env().PutAway()
				lookBack(t, len(away), func(u okta.Resource) (problems []check.Problem) {
					if _, ours := away[u.ID()]; !ours {
						return nil
					}
					return check.At(u.String("userName"), kit.PushedGroupsOf(t, u)...)
				})
			},
		},
		{
			ID: "robustness.afterwards.bystanders", Level: kit.Must, Evidence: kit.Recorded, Late: true, Depth: kit.Quick,
			Title:   "A user and a group that no request has named are at the end of the run as they were made",
			Why:     "Which of the requests has changed them, a report cannot tell; the areas can be run one by one (--area).",
			Symptom: "Data of people who were not pushed changes, or they gain or lose access.",
			Refs:    []string{kit.RefOktaUpdate, kit.RefGroupPush},
			Body: func(t *kit.T) {
				b := kit.Bystanders(t)
				t.Eventually("leave the bystanders alone", func() []check.Problem {
					user, group, problems := b.Read(t)
					if len(problems) > 0 {
						return check.At("bystander", problems...)
					}
					return b.ChangedSince(t, user, group)
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
func lookBack(t *kit.T, made int, want func(okta.Resource) []check.Problem) {
	if made == 0 {
		t.Unsupported("no check before this one has made a user")
	}
	if listed := kit.ListedUsers(t); listed > kit.WalkLimit {
		t.Unsupported("the tenant lists %d users; walks end at %d", listed, kit.WalkLimit)
	}
	judge := func(pages []okta.Answer) (problems []check.Problem) {
		for _, page := range pages {
			t.Require(kit.ListUsers, check.List(page))
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
	w := t.World
	if w.LookedBack != nil && len(judge(w.LookedBack)) == 0 {
		return
	}
	kit.EventuallyRarely(t, "look back", func() []check.Problem {
		w.LookedBack = t.Okta.ImportUsers(t, kit.WalkLimit/kit.ImportPage)
		return judge(w.LookedBack)
	})
}
