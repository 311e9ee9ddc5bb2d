// Package connector has the checks of what Okta asks when an admin saves the integration:
// Test Connector Configuration and the first page of users and groups.
package connector

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Checks: what the button Test Connector Configuration asks for, in
// the form of Okta's reference and in that of its SPEC test.
func Checks() []kit.Check {
	return slices.Concat(
		kit.InArea(kit.Connector, nil, userChecks()),
		kit.InArea(kit.Connector, []kit.Need{kit.NeedGroups}, groupChecks()),
	)
}

func userChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "connector.users.answer", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The user list that Test Connector Configuration asks for is answered 200 with a ListResponse",
			Why:     "It is the first request Okta sends; nothing can be provisioned before it succeeds.",
			Symptom: "«Error authenticating» or «Invalid SCIM data from SCIM implementation» when the admin tests the connector.",
			Refs:    []string{kit.RefConnector, kit.RefList, kit.RefOktaURL, "OIN C9306"},
			Body: func(t *kit.T) {
				t.Report(check.List(t.Okta.Send(t, "connector-users", nil)))
			},
		},
		{
			ID: "connector.users.count", Level: kit.Must, Evidence: kit.OktaTest, Journey: listedUsers,
			Title:   "The user list holds no more users than Okta asks for with count",
			Why:     "A server without paging sends the whole tenant with every request.",
			Symptom: "The test and each import get slower with every user, until Okta gives up after 60 s.",
			Refs:    []string{"RFC 7644 §3.4.2.4", kit.RefConnector},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[testConnector]
				t.Report(check.Status(a, 200), check.AtMost(a, 2))
			},
		},
		{
			ID: "connector.users.total", Level: kit.Must, Evidence: kit.OktaTest, Journey: listedUsers,
			Title:   "totalResults counts all users, not those on the page",
			Why:     "Okta asks for the next page only while totalResults says that there is one.",
			Symptom: "Imports end after the first page; everybody else is missing.",
			Refs:    []string{kit.RefList, "RFC 7644 §3.4.2.4", kit.RefConnector},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[listOne]
				t.Eventually("create users in the list", func() []check.Problem {
					if check.Total(a) < 2 {
						a = kit.ListOneUser(t)
					}
					if problems := check.Status(a, 200); len(problems) > 0 {
						return problems
					}
					return check.TotalAtLeast(a, 2)
				})
			},
		},
		{
			ID: "connector.users.spec-list", Level: kit.Must, Evidence: kit.OktaTest, Journey: listedUsers,
			Title:   "A request for one user (count=1&startIndex=1) is answered with a ListResponse of one user",
			Why:     "Okta's SPEC test starts with it, the paging parameters in the other order.",
			Symptom: "Okta's SPEC test is red in its first step; the integration cannot be submitted.",
			Refs:    []string{kit.RefSpecList, "RFC 7644 §3.4.2.4"},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[listOne]
				t.Report(check.List(a), check.AtMost(a, 1), check.NotEmpty(a))
			},
		},
		{
			ID: "connector.users.spec-numbers", Level: kit.Must, Evidence: kit.OktaTest, Journey: listedUsers,
			Title:   "The user list says totalResults, itemsPerPage and startIndex as integers, and startIndex is the one asked for",
			Why:     "Okta reads them as integers; its SPEC test asserts all three.",
			Symptom: "Okta's SPEC test is red in its first step; imports repeat or pass over users.",
			Refs:    []string{kit.RefSpecList, kit.RefList},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers[listOne]
				mustAnswer(t, kit.Setup{Check: "connector.users.spec-list", Doing: kit.ListUsers.Doing}, a)
				t.Report(check.PageNumbers(a, 1))
			},
		},
		{
			ID: "connector.users.no-hit", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "A user lookup without a hit shows Resources as an empty array",
			Why:     "RFC 7644 lets a server leave Resources out when there is nothing to list. Okta does not cope with that, nor with null.",
			Symptom: "«No results for users returned» when the admin tests the connector or assigns somebody new.",
			Refs:    []string{kit.RefNoResults, "Okta SPEC step 3", kit.RefList},
			Body: func(t *kit.T) {
				a := t.Okta.LookupUser(t, t.Person().UserName)
				mustMissOrList(t, kit.MissUser, a)
				t.Report(check.ResourcesArray(a))
			},
		},
		{
			ID: "connector.users.shape", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: listedUsers,
			Title:   "Every listed user has schemas and id, and an active that is a JSON boolean",
			Why:     "Okta reads each resource of the list strictly. Users of this run are judged in full: userName, active and the types of everything shown.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on the connector test or the import.",
			Refs: []string{"https://support.okta.com/help/s/article/scim-configuration-faq", "RFC 7643 §3",
				"RFC 7643 §2.3.2"},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.Look(j, []kit.View{kit.ViewList}, check.UserShape)
				for _, r := range kit.MustList(t, j.Run.Answers[importPage]) {
					if !kit.MadeByAnyRun(t, r) {
						t.Report(check.In("GET /Users (import)", check.Of("id "+r.ID(), check.ForeignShape(r, check.UserSchema)...)...))
					}
				}
			},
		},
		{
			ID: "connector.users.no-password", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Journey: listedUsers,
			Title:   "No listed user shows a password",
			Why:     "password is returned never; the one Okta sends with each create must not come back under any name.",
			Symptom: "None: passwords leak into logs and imports.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *kit.T) {
				j := t.Carried()
				p := j.Person
				t.Look(j, []kit.View{kit.ViewList, kit.ViewLookup}, check.NoPassword)
				for _, a := range []okta.Answer{j.Run.Answers[importPage], t.Okta.LookupUser(t, p.Sent.UserName)} {
					for _, r := range kit.MustList(t, a) {
						t.Report(check.In(a.Op(), check.Of("id "+r.ID(), check.NoPassword(r)...)...))
					}
					if bytes.Contains(a.Body, []byte(p.Sent.Password)) {
						t.Failf(a.Op(), "", "nothing of the password that was sent", "it is shown")
					}
				}
			},
		},
		{
			ID: "connector.users.first-complete", Level: kit.Must, Evidence: kit.OktaTest, Depth: kit.Quick,
			Journey: listedUsers,
			Title:   "The first listed user has an id, a userName, both names, active and an e-mail address",
			Why:     "Okta's SPEC test asserts each of them. A system account without names at the head of the list makes it fail.",
			Symptom: "Okta's SPEC test is red in its first step; imports show accounts that are no people.",
			Refs:    []string{kit.RefSpecList, "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				j := t.Carried()
				t.ReportAt("the first of GET /Users", check.Complete(firstListed(t, j.Run.Answers[listOne], j)))
			},
		},
		{
			ID: "connector.users.read-first", Level: kit.Must, Evidence: kit.OktaTest, Depth: kit.Quick,
			Journey: listedUsers,
			Title:   "The first listed user, read by id, is the same user with the same values",
			Why:     "The ids that a list gives are what every later request is made of.",
			Symptom: "Okta's SPEC test is red in its second step; imported users cannot be updated.",
			Refs:    []string{"Okta SPEC step 2", "RFC 7643 §3.1"},
			Body: func(t *kit.T) {
				j := t.Carried()
				one := j.Run.Answers[listOne]
				// Others may change or remove that user in between, so both are read again then.
				t.Eventually("read the first listed user", func() []check.Problem {
					listed := firstListed(t, one, j)
					one = kit.ListOneUser(t)
					a := t.Okta.Send(t, "read-user-spec", okta.Vars{"id": listed.ID()})
					problems := check.All(check.Status(a, http.StatusOK), check.WithResource(a))
					if len(problems) > 0 {
						return problems
					}
					return check.In(a.Op(), check.SameProfile(listed, a.Resource)...)
				})
			},
		},
		{
			ID: "connector.users.read-complete", Level: kit.Must, Evidence: kit.Recorded, Journey: listedUsers,
			Title:   "A user with all of Okta's default attributes is complete when it is read by id",
			Why:     "Okta's SPEC test asserts id, userName, both names, active and an e-mail address there too.",
			Symptom: "Okta's SPEC test is red in its second step; profiles look empty.",
			Refs:    []string{"Okta SPEC step 2", "RFC 7643 §4.1"},
			Body: func(t *kit.T) {
				t.Look(t.Carried(), []kit.View{kit.ViewByID}, check.Complete)
			},
		},
	}
}

// The answers of listedUsers.
const (
	testConnector = iota
	listOne
	importPage
)

// listedUsers are three people who were pushed, and what Okta asks the list for then.
var listedUsers = kit.Sequence{Name: "list users", Step: kit.ListUsers, Carry: func(t *kit.T, j *kit.Journey) {
	j.Mates = t.NewUsers(2)
	j.Person = t.NewUser()
	for _, a := range []func() okta.Answer{
		func() okta.Answer { return t.Okta.Send(t, "connector-users", nil) },
		func() okta.Answer { return kit.ListOneUser(t) },
		func() okta.Answer { return t.Okta.ListUsers(t, 1, kit.ImportPage) },
	} {
		var answer okta.Answer
		t.Wait("create users in the list", func() []check.Problem {
			if answer = a(); answer.OK() && check.Total(answer) == 0 {
				return []check.Problem{{Operation: answer.Op(), Place: "totalResults", Expected: "at least 1", Actual: "0"}}
			}
			return nil
		})
		j.Run.Answers = append(j.Run.Answers, answer)
	}
}}

// firstListed is the first user of the list that can be judged. Other users of
// this or an earlier run may lack what a check left out on purpose, and are
// passed over when they do; the person of the journey has everything and is judged at last.
func firstListed(t *kit.T, one okta.Answer, j *kit.Journey) okta.Resource {
	first := kit.MustList(t, one)
	if len(first) > 0 && !bareOnPurpose(t, first[0], j.Person) {
		return first[0]
	}
	for _, r := range kit.MustList(t, t.Okta.ListUsers(t, 1, kit.ImportPage)) {
		if !bareOnPurpose(t, r, j.Person) {
			return r
		}
	}
	r, problems := t.InList(j.Person.ID)
	t.Require(kit.FindListedUser, problems)
	return r
}

func bareOnPurpose(t *kit.T, r okta.Resource, p kit.Person) bool {
	return r.ID() != p.ID && kit.MadeByAnyRun(t, r) && len(check.Complete(r)) > 0
}
