package suites

import (
	"strings"
	"sync"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// displayNameCheck is the one check that says that an app shows no displayName
// of users: RFC 7643 §4.1.1 makes it optional, and many apps have only the parts
// of the name.
const displayNameCheck = "users.create.display-name-shown"

// lacks knows what the app has not at all. A check that meets it says nothing
// against the app: one missing attribute has one finding, not fifty.
type lacks struct {
	once        sync.Once
	displayName bool
}

// toJudge leaves the problems out that say only that a user shows no
// displayName, when nobody in this app does.
func (t *T) toJudge(problems []check.Problem) []check.Problem {
	if t.asking || t.check.ID == displayNameCheck {
		return problems
	}
	var out []check.Problem
	for _, p := range problems {
		if noDisplayName(p) && t.lacksDisplayName() {
			t.lacking = true
			continue
		}
		out = append(out, p)
	}
	return out
}

// noDisplayName tells whether a problem is that a user shows no displayName.
func noDisplayName(p check.Problem) bool {
	return p.Actual == check.Absent && strings.HasSuffix(" "+p.At, " displayName") && !strings.Contains(p.At, "/Groups")
}

// lacksDisplayName tells whether users show no displayName: the bystander was
// created with one, and somebody else got one by an update. An app that only
// creates forget is wrong.
func (t *T) lacksDisplayName() bool {
	l := &t.world.lacks
	l.once.Do(func() {
		ask := *t
		ask.session, ask.Okta, ask.asking = t.world.shared, t.world.shared.Client, true
		b := t.world.bystanders
		b.get(&ask)
		u, problems := ask.ByID(b.user.ID)
		l.displayName = len(problems) == 0 && !check.Has(u, "displayName") && !ask.updateGivesDisplayName()
	})
	return l.displayName
}

// updateGivesDisplayName tells whether a profile update makes a displayName show.
func (t *T) updateGivesDisplayName() bool {
	id := t.Okta.CreateUser(t, t.Person(Inactive)).Resource.ID() // inactive: without a seat
	if id == "" || !t.does(NeedUpdates) {
		return false
	}
	t.Okta.UpdateProfile(t, id, func(r okta.Resource) { r["displayName"] = "Somebody Shown" })
	shown := false
	t.Env().Settler.Wait(t, "show a displayName", func() bool {
		shown = check.Has(t.Okta.ReadUser(t, id).Resource, "displayName")
		return shown
	})
	return shown
}

// displayNameAside says that this check looks at further attributes beside the
// displayName: it has its answer also where users have none.
func (t *T) displayNameAside() { t.aside = true }
