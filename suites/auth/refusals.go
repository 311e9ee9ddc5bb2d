package auth

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// The answers of strangers.
const (
	bareWord = iota // step 11 of Okta's SPEC test
	nothing
	madeUp
)

// strangers ask for users with a bare word, with no credential and with a made-up token.
var strangers = kit.Sequence{Name: "wrong credentials", Step: kit.RefuseCredential, Carry: func(t *kit.T, j *kit.Journey) {
	real := goodCredential(t)
	j.Run.Answers = []okta.Answer{
		wrongly(t, "non-token").Send(t, "lookup-user-spec", okta.Vars{"userName": strings.ToUpper(t.Person().UserName)}),
		wrongly(t, "").ListUsers(t, 1, 1),
		wrongly(t, real.header(madeUpToken)).ListUsers(t, 1, 1),
	}
}}

// refusalChecks: what the refusal of a credential looks like.
func refusalChecks() []kit.Check {
	one := func(which int, statuses ...int) func(*kit.T) {
		return func(t *kit.T) {
			a := t.Carried().Run.Answers[which]
			if unanswered(a) {
				nobodyLetIn(t)
			}
			t.Report(check.Unauthorized(a, statuses...))
		}
	}
	checks := []kit.Check{
		{
			ID: "auth.refused.missing", Level: kit.Must, Evidence: kit.Safety, Depth: kit.Quick,
			Title:   "A request without an Authorization header is refused with 401",
			Symptom: holeSymptom,
			Refs:    []string{refUnauthorized, refBadToken},
			Body:    one(nothing),
		},
		{
			ID: "auth.refused.garbage", Level: kit.Must, Evidence: kit.Safety, Depth: kit.Quick,
			Title:   "A made-up token is refused with 401",
			Symptom: holeSymptom,
			Refs:    []string{refUnauthorized, refBearer, refBadToken},
			Body:    one(madeUp),
		},
		{
			ID: "auth.refused.no-scheme", Level: kit.Must, Evidence: kit.Safety, Depth: kit.Quick,
			Title:   "A credential that is a single made-up word is refused with 401",
			Why:     "Okta's SPEC test sends «non-token». A server that answers 400 to a malformed header fails.",
			Symptom: "Okta's SPEC test is red in its token step; the integration cannot be submitted.",
			Refs:    []string{refSpecToken, refUnauthorized},
			Body:    one(bareWord),
		},
		{
			ID: "auth.error.body", Level: kit.Must, Evidence: kit.OktaTest, Depth: kit.Quick,
			Title:   "A refused credential is answered with a SCIM Error that has a detail and the status",
			Why:     "Okta shows detail to the admin; its SPEC test asserts detail, status and schemas.",
			Symptom: "Okta's SPEC test is red in its token step; the admin sees «Unrecognized token» instead of the reason.",
			Refs:    []string{refSpecToken, "RFC 7644 §3.12"},
			Body: func(t *kit.T) {
				for _, a := range refusals(t) {
					t.Report(check.ErrorBody(a), check.ErrorStatusSaid(a))
				}
			},
		},
		{
			ID: "auth.error.challenge", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "A 401 names the scheme to authenticate with in WWW-Authenticate",
			Symptom: "None in Okta: it reads the status only.",
			Refs:    []string{"RFC 9110 §15.5.2", "RFC 6750 §3"},
			Body: func(t *kit.T) {
				for _, a := range refusals(t) {
					t.Report(check.Challenge(a))
				}
			},
		},
		{
			ID: "auth.error.status-text", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The status in the body of a 401 is text",
			Symptom: "None in most versions of Okta: its own samples show numbers as well.",
			Refs:    []string{"RFC 7644 §3.12", refSpecToken},
			Body:    func(t *kit.T) { t.Report(check.ErrorStatusText(refusals(t)[0])) },
		},
		{
			ID: "auth.error.no-echo", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The answer to a refused credential does not repeat it",
			Why:     "A mistyped token is nearly the token; answers end up in Okta's System Log and in tickets.",
			Symptom: "The credential is readable in Okta's System Log.",
			Refs:    []string{"RFC 6750 §5.3"},
			Body: func(t *kit.T) {
				t.Report(check.NoEcho(t.Carried().Run.Answers[madeUp], "the credential", madeUpToken))
			},
		},
		{
			ID: "auth.error.answered", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A refused credential is answered within 10 s",
			Why:     "An app may slow down who guesses tokens. Nobody is let in, but Okta waits for each answer, 60 s at most.",
			Symptom: "Okta's Test Connector Configuration hangs when the token has a typo.",
			Refs:    []string{refUnauthorized},
			Body: func(t *kit.T) {
				for _, a := range t.Carried().Run.Answers {
					if unanswered(a) {
						t.Failf(a.Op(), "", "an answer within "+patience.String(), "none")
					}
				}
			},
		},
	}
	for i := range checks {
		checks[i].Journey = strangers
	}
	return checks
}

// refusals are the answers to strangers that refuse. The check is blocked when there are none, which auth.refused is about.
func refusals(t *kit.T) (out []okta.Answer) {
	all := t.Carried().Run.Answers
	for _, a := range all {
		if a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden {
			out = append(out, a)
		}
	}
	switch {
	case len(out) > 0:
	case unanswered(all[madeUp]):
		nobodyLetIn(t)
	default:
		t.Require(kit.RefuseCredential, check.Status(all[madeUp], http.StatusUnauthorized, http.StatusForbidden))
	}
	return out
}
