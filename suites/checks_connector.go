package suites

import (
	"bytes"
	"slices"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refConnector = "Okta SCIM 2.0 reference: Test Connector Configuration asks for GET /Users?startIndex=1&count=2"
	refSpecList  = "Okta SPEC step 1"
	refList      = "RFC 7644 §3.4.2"
	refNoResults = "https://support.okta.com/help/s/article/okta-scim-connector-error-no-results-for-users-returned-when-testing-connection"
)

// connectorChecks: what the button Test Connector Configuration asks for, in
// the form of Okta's reference and in that of its SPEC test.
func connectorChecks() []Check {
	return slices.Concat(
		inArea(Connector, nil, connectorUserChecks()),
		inArea(Connector, nil, connectorFirstChecks()),
		inArea(Connector, []Need{NeedGroups}, connectorGroupChecks()),
	)
}

func connectorUserChecks() []Check {
	return []Check{
		{
			ID: "connector.users.answer", Level: Must,
			Title:   "The user list that Test Connector Configuration asks for is answered 200 with a ListResponse",
			Why:     "It is the first request Okta sends; nothing can be provisioned before it succeeds.",
			Symptom: "«Error authenticating» or «Invalid SCIM data from SCIM implementation» when the admin tests the connector.",
			Refs:    []string{refConnector, refList, refOktaURL, "OIN C9306"},
			Body: func(t *T) {
				t.Report(check.List(t.Okta.Send(t, "connector-users", nil)))
			},
		},
		{
			ID: "connector.users.count", Level: Must,
			Title:   "The user list holds no more users than Okta asks for with count",
			Why:     "A server without paging sends the whole tenant with every request.",
			Symptom: "The test and each import get slower with every user, until Okta gives up after 60 s.",
			Refs:    []string{"RFC 7644 §3.4.2.4", refConnector},
			Body: func(t *T) {
				for range 3 {
					t.somebody()
				}
				a := t.Okta.Send(t, "connector-users", nil)
				t.Report(check.Status(a, 200), check.AtMost(a, 2))
			},
		},
		{
			ID: "connector.users.total", Level: Must,
			Title:   "totalResults counts all users, not those on the page",
			Why:     "Okta asks for the next page only while totalResults says that there is one.",
			Symptom: "Imports end after the first page; everybody else is missing.",
			Refs:    []string{refList, "RFC 7644 §3.4.2.4", refConnector},
			Body: func(t *T) {
				t.NewUser()
				t.NewUser()
				t.Eventually("create two users in the list", func() []check.Problem {
					a := t.specList()
					if problems := check.Status(a, 200); len(problems) > 0 {
						return problems
					}
					return check.TotalAtLeast(a, 2)
				})
			},
		},
		{
			ID: "connector.users.spec-list", Level: Must,
			Title:   "A request for one user (count=1&startIndex=1) is answered with a ListResponse of one user",
			Why:     "Okta's SPEC test starts with it, the paging parameters in the other order.",
			Symptom: "Okta's SPEC test is red in its first step; the integration cannot be submitted.",
			Refs:    []string{refSpecList, "RFC 7644 §3.4.2.4"},
			Body: func(t *T) {
				t.somebody()
				a := t.specList()
				t.Report(check.List(a), check.AtMost(a, 1), check.NotEmpty(a))
			},
		},
		{
			ID: "connector.users.spec-numbers", Level: Must,
			Title:   "The user list says totalResults, itemsPerPage and startIndex as integers, and startIndex is the one asked for",
			Why:     "Okta reads them as integers; its SPEC test asserts all three.",
			Symptom: "Okta's SPEC test is red in its first step; imports repeat or pass over users.",
			Refs:    []string{refSpecList, refList},
			Body: func(t *T) {
				t.somebody()
				t.somebody() // a part of the list must say which part it is
				a := t.specList()
				t.mustAnswer(Setup{"connector.users.spec-list", ListUsers.Doing}, a)
				t.Report(check.PageNumbers(a, 1))
			},
		},
		{
			ID: "connector.users.no-hit", Level: Must,
			Title:   "A user lookup without a hit shows Resources as an empty array",
			Why:     "RFC 7644 lets a server leave Resources out when there is nothing to list. Okta does not cope with that, nor with null.",
			Symptom: "«No results for users returned» when the admin tests the connector or assigns somebody new.",
			Refs:    []string{refNoResults, "Okta SPEC step 3", refList},
			Body: func(t *T) {
				a := t.Okta.LookupUser(t, t.Person().UserName)
				t.mustMissOrList(MissUser, a)
				t.Report(check.ResourcesArray(a))
			},
		},
		{
			ID: "connector.users.shape", Level: Must,
			Title:   "Every listed user has schemas and id, and an active that is a JSON boolean",
			Why:     "Okta reads each resource of the list strictly. Users of this run are judged in full: userName, active and the types of everything shown.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on the connector test or the import.",
			Refs:    []string{"https://support.okta.com/help/s/article/scim-configuration-faq", "RFC 7643 §3", "RFC 7643 §2.3.2"},
			Body: func(t *T) {
				p := t.listedPerson()
				ours, problems := t.InList(p.ID)
				t.Require(FindListedUser, problems)
				t.Report(check.In("GET /Users (import)", check.Of(p.Sent.UserName, check.UserShape(ours)...)...))
				for _, r := range t.mustList(t.Okta.ListUsers(t, 1, importPage)) {
					if !t.ofAnyRun(r) {
						t.Report(check.In("GET /Users (import)", check.Of("id "+r.ID(), check.ForeignShape(r, check.UserSchema)...)...))
					}
				}
			},
		},
		{
			ID: "connector.users.no-password", Level: Must,
			Title:   "No listed user shows a password",
			Why:     "password is returned never; the one Okta sends with each create must not come back under any name.",
			Symptom: "None: passwords leak into logs and imports.",
			Refs:    []string{"RFC 7643 §4.1.1 password: returned never", "RFC 7643 §9.2"},
			Body: func(t *T) {
				p := t.listedPerson()
				for _, a := range []okta.Answer{t.Okta.LookupUser(t, p.Sent.UserName), t.Okta.ListUsers(t, 1, importPage)} {
					for _, r := range t.mustList(a) {
						t.Report(check.In(a.Op(), check.Of("id "+r.ID(), check.NoPassword(r)...)...))
					}
					if bytes.Contains(a.Body, []byte(p.Sent.Password)) {
						t.Failf(a.Op(), "", "nothing of the password that was sent", "it is shown")
					}
				}
			},
		},
	}
}
