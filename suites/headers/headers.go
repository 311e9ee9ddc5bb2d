// Package headers has the checks of media types, Location and other headers.
package headers

import (
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: media types, locations and encodings. Most of them look at the answers of one journey.
func Checks() []kit.Check {
	return kit.InArea(kit.Headers, nil, slices.Concat(requestChecks(), answerChecks(), locationChecks()))
}

// The answers of exchanges, in order. Those about groups are not there for an app without groups, nor is the PATCH of a
// user where Okta sends none.
const (
	missed = iota
	created
	readUser
	putUser
	listOne
	testConnector
	importPage
	found
	patchUser
	createdGroup
	readGroup
	listGroups
	specGroups
	foundGroup
	renamedGroup
	answers
)

// exchanges are what Okta sends about a user and a group.
var exchanges = kit.Sequence{Name: "headers", Step: kit.CreateUser, Carry: func(t *kit.T, j *kit.Journey) {
	all := make([]okta.Answer, answers)
	sent := t.Person()
	kit.Named("Zoë", "Łuczak "+sent.FamilyName, "Zoë Łuczak")(&sent)
	j.Run = t.Okta.PushUser(t, sent)
	j.Person = kit.Person{ID: j.Run.ID, Sent: sent}
	copy(all, j.Run.Answers[:min(2, len(j.Run.Answers))])
	defer func() { j.Run.Answers = all }()
	if j.Run.Stop != "" {
		return
	}
	id := j.Person.ID
	t.AwaitReadable(all[created])
	if kit.HasFeature(t, kit.NeedUpdates) {
		j.Person.Sent.FamilyName += " Changed"
		run := t.Okta.UpdateProfile(t, id, func(r okta.Resource) { r.Set(j.Person.Sent.FamilyName, "name", "familyName") })
		copy(all[readUser:], run.Answers[:min(2, len(run.Answers))])
	} else {
		all[readUser] = t.Okta.ReadUser(t, id)
	}
	all[listOne], all[testConnector] = kit.ListOneUser(t), t.Okta.Send(t, "connector-users", nil)
	all[importPage], all[found] = t.Okta.ListUsers(t, 1, kit.ImportPage), t.Okta.LookupUser(t, sent.UserName)
	if kit.UsesDialect(t, okta.OIN) && kit.HasFeature(t, kit.NeedDeactivate) {
		all[patchUser] = t.Okta.PatchUser(t, id, map[string]any{"active": false})
	}
	if kit.HasFeature(t, kit.NeedGroups) {
		exchangeGroup(t, j, all)
	}
}}

func exchangeGroup(t *kit.T, j *kit.Journey, all []okta.Answer) {
	j.Group.Name = t.GroupName()
	all[createdGroup] = t.Okta.CreateGroup(t, j.Group.Name, nil)
	all[listGroups], all[specGroups] = t.Okta.ListGroups(t, 1, 1), t.Okta.Send(t, "groups-spec", nil)
	all[foundGroup] = t.Okta.LookupGroup(t, j.Group.Name)
	if j.Group.ID = all[createdGroup].Resource.ID(); !all[createdGroup].OK() || j.Group.ID == "" {
		return
	}
	t.Wait("create group", func() []check.Problem {
		all[readGroup] = t.Okta.ReadGroup(t, j.Group.ID)
		return check.Status(all[readGroup], http.StatusOK)
	})
	j.Group.Name = t.GroupName()
	all[renamedGroup] = t.Okta.RenameGroup(t, j.Group.ID, j.Group.Name, nil).Last()
}

// sent are the answers to these requests, as far as they were sent.
func sent(j *kit.Journey, which ...int) (out []okta.Answer) {
	for _, i := range which {
		if a := j.Run.Answers[i]; a.Method != "" {
			out = append(out, a)
		}
	}
	return out
}

// toUsers and toGroups are all that were sent.
var (
	toUsers  = []int{missed, created, readUser, putUser, listOne, testConnector, importPage, found, patchUser}
	toGroups = []int{createdGroup, readGroup, listGroups, specGroups, foundGroup, renamedGroup}
)
