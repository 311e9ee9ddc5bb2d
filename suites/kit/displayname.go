package kit

import (
	"slices"

	"github.com/oktascim/oktascim/reports/result"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// DisplayNameCheck is the one check that says that an app shows no displayName
// of users: RFC 7643 §4.1.1 makes it optional, and many apps have only the parts
// of the name. A check that meets it says nothing against the app: one missing
// attribute has one finding, not fifty.
const DisplayNameCheck = "users.create.display-name-shown"

// toJudge leaves the problems out that say only that a user shows no
// displayName, when nobody in this app does.
func (t *T) toJudge(problems []check.Problem) []check.Problem {
	about := func(p check.Problem) bool {
		return p.Kind == result.Absent && p.Place == "displayName" && !p.On("Groups")
	}
	if t.asking || t.check.ID == DisplayNameCheck || !slices.ContainsFunc(problems, about) ||
		!t.World.noDisplayName.Get(t) {
		return problems
	}
	t.leftDisplayName = true
	return slices.DeleteFunc(slices.Clone(problems), about)
}

// findNoDisplayName finds out whether users show no displayName: the bystander was
// created with one, and somebody else got one by an update. An app that only
// creates forget is wrong.
func findNoDisplayName(t *T) (none, sure bool) {
	u, problems := t.ByID(Bystanders(t).user.ID)
	t.Require(ReadUser, problems)
	if check.Has(u, "displayName") {
		return false, true
	}
	id := t.Okta.CreateUser(t, t.Person(Inactive)).Resource.ID() // inactive: without a seat
	if id == "" || !HasFeature(t, NeedUpdates) {
		return true, false
	}
	t.Okta.UpdateProfile(t, id, func(r okta.Resource) { r["displayName"] = "Somebody Shown" })
	shown, _ := t.Env().Settler.Wait(t, "show a displayName", func() bool {
		return check.Has(t.Okta.ReadUser(t, id).Resource, "displayName")
	})
	return !shown, shown
}

// DisplayNameAside says that this check looks at further attributes beside the
// displayName: it has its answer also where users have none.
func DisplayNameAside(t *T) { t.aside = true }
