package errors

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// The answers of taken.
const (
	takenUser = iota
	takenGroup
	unknownID
)

// taken are creates of a user and a group whose names are taken, and a read of an unknown id.
var taken = kit.Sequence{Name: "create what is there", Step: kit.RefuseDuplicate, Carry: func(t *kit.T, j *kit.Journey) {
	j.Run.Answers = make([]okta.Answer, unknownID+1)
	p := t.NewUser()
	t.Await(kit.LookUpUser, "create user by lookup", func() []check.Problem {
		_, problems := t.ByLookup(p.Sent.UserName, p.ID)
		return problems
	})
	again := t.Person()
	again.UserName, again.Email = p.Sent.UserName, p.Sent.Email
	j.Run.Answers[takenUser] = t.Okta.CreateUser(t, again)
	j.Run.Answers[unknownID] = t.Okta.ReadUser(t, t.UnknownID())
	if kit.HasFeature(t, kit.NeedGroups) {
		j.Run.Answers[takenGroup] = t.Okta.CreateGroup(t, t.NewGroup().Name, nil)
	}
}}

// takenChecks: what an error looks like, wherever it comes from.
func takenChecks() []kit.Check {
	checks := []kit.Check{
		{
			ID: "errors.duplicate.group", Level: kit.Must, Evidence: kit.Recorded, Needs: []kit.Need{kit.NeedGroups},
			Title:   "Creating a group whose displayName is taken causes no 5xx",
			Why:     "Group names need not be unique; a server that wants them so must say it with a 4xx.",
			Symptom: "«Internal Server Error» in the Push Groups tab.",
			Refs:    []string{refError, "RFC 7643 §4.2"},
			Body:    func(t *kit.T) { t.Report(check.NoCrash(t.Carried().Run.Answers[takenGroup])) },
		},
		{
			ID: "errors.media-type", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "Errors are declared as JSON",
			Why:     "Okta parses what it gets as JSON; text and web pages end in a parse error.",
			Symptom: errorSymptom,
			Refs:    []string{"RFC 7644 §3.12", "RFC 7644 §3.1", refPlainText},
			Body:    eachError(check.JSONKind),
		},
		{
			ID: "errors.media-type-scim", Level: kit.Should, Evidence: kit.RFC,
			Title:   "Errors are declared as application/scim+json or application/json",
			Symptom: "None in Okta: it reads the body whatever kind of JSON it is declared as.",
			Refs:    []string{"RFC 7644 §3.1", "RFC 7644 §8.1"},
			Body:    eachError(check.JSONMediaType),
		},
		{
			ID: "errors.scim-type.uniqueness", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The refusal of a userName that is taken has the scimType uniqueness",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{"RFC 7644 §3.3", refError + " uniqueness"},
			Body: func(t *kit.T) {
				t.Report(check.ScimType(refusal(t, kit.RefuseDuplicate, t.Carried().Run.Answers[takenUser]), "uniqueness"))
			},
		},
		bodyCheck("duplicate", "a userName that is taken", kit.Must, "", taken, takenUser),
		bodyCheck("duplicate-group", "a group's displayName that is taken", kit.Must, "", taken, takenGroup),
	}
	for i := range checks {
		checks[i].Journey = taken
	}
	return checks
}

// eachError judges the errors of the check's journey. The check is blocked when there are none.
func eachError(judge func(okta.Answer) []check.Problem) func(*kit.T) {
	return func(t *kit.T) {
		found := false
		for _, a := range all(t.Carried()) {
			if a.Err == nil && a.Status >= 400 {
				found = true
				t.Report(judge(a))
			}
		}
		if !found {
			t.Require(kit.RefuseUnknown, check.Status(t.Okta.ReadUser(t, t.UnknownID()), 404))
		}
	}
}
