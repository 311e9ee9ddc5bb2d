package auth

import (
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// unauthorizedChecks: what the refusal of a credential looks like.
func unauthorizedChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "auth.error.body", Level: kit.Must, Evidence: kit.OktaTest,
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
			ID: "auth.error.challenge", Level: kit.Should, Evidence: kit.RFC,
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
			ID: "auth.error.status-text", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The status in the body of a 401 is text",
			Symptom: "None in most versions of Okta: its own samples show numbers as well.",
			Refs:    []string{"RFC 7644 §3.12", refSpecToken},
			Body: func(t *kit.T) {
				goodCredential(t)
				t.Report(check.ErrorStatusText(withBadToken(t)))
			},
		},
		{
			ID: "auth.error.no-echo", Level: kit.Should, Evidence: kit.RFC,
			Title:   "The answer to a refused credential does not repeat it",
			Why:     "A mistyped token is nearly the token; answers end up in Okta's System Log and in tickets.",
			Symptom: "The credential is readable in Okta's System Log.",
			Refs:    []string{"RFC 6750 §5.3"},
			Body: func(t *kit.T) {
				real := goodCredential(t)
				a := as(t, real.header(madeUpToken)).ListUsers(t, 1, 1)
				t.Report(check.NoEcho(a, "the credential", madeUpToken))
			},
		},
	}
}

// withBadToken is step 11 of Okta's SPEC test.
func withBadToken(t *kit.T) okta.Answer {
	name := strings.ToUpper(t.Person().UserName)
	return as(t, "non-token").Send(t, "lookup-user-spec", okta.Vars{"userName": name})
}

// refusals are the answers to a bare word, to no credential and to a made-up
// token. The check is blocked unless they refuse, which auth.refused is about.
func refusals(t *kit.T) []okta.Answer {
	real := goodCredential(t)
	all := []okta.Answer{
		withBadToken(t),
		as(t, "").ListUsers(t, 1, 1),
		as(t, real.header(madeUpToken)).ListUsers(t, 1, 1),
	}
	var out []okta.Answer
	for _, a := range all {
		if a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		t.Require(kit.RefuseCredential, check.Status(all[len(all)-1], http.StatusUnauthorized, http.StatusForbidden))
	}
	return out
}

// otherCases are the scheme in lower and in upper case.
func otherCases(scheme string) []string {
	return []string{strings.ToLower(scheme), strings.ToUpper(scheme)}
}

// endpointChecks: a server that guards the list may still forget a route.
func endpointChecks() []kit.Check {
	var out []kit.Check
	for _, r := range guardedRequests() {
		if r.id == "users-list" {
			continue // every form of a wrong credential is tried on it
		}
		out = append(out, r.check(kit.Check{
			ID: "auth.endpoint.", Level: kit.Must, Evidence: kit.Safety,
			Title:   " without a valid token is refused and has no effect",
			Why:     "Every route must ask for the token, not only the one that the connector test uses.",
			Symptom: holeSymptom,
			Refs:    []string{refUnauthorized, refBadToken},
			Body: func(t *kit.T) {
				real := goodCredential(t)
				shutOut(t, r.prepare(&kit.Users{T: t}), held{"no credential", ""}, held{"a made-up token", real.header(madeUpToken)})
			},
		}))
	}
	return out
}

func revokedTokenChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "auth.revoked.refused", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A revoked token is refused when users are listed",
			Why:     "An app may let the old token live on for a documented while, not for ever.",
			Symptom: "None: a leaked token goes on working after the admin generated a new one.",
			Refs:    []string{"OIN C9341", refUnauthorized, refBearer},
			Body: func(t *kit.T) {
				t.Report(check.Unauthorized(as(t, t.Env().RevokedAuthorization).ListUsers(t, 1, 1), http.StatusUnauthorized, http.StatusForbidden))
			},
		},
		{
			ID: "auth.revoked.everywhere", Level: kit.Must, Evidence: kit.Safety,
			Title:   "A revoked token that cannot list users is refused on every request and has no effect",
			Why:     "Tokens are often looked up in more than one place. While the app lets the old token live on, nothing is verified.",
			Symptom: "None: a leaked token goes on changing accounts after the admin generated a new one.",
			Refs:    []string{"OIN C9341", refUnauthorized},
			Body: func(t *kit.T) {
				s := &kit.Users{T: t}
				for _, r := range guardedRequests() {
					if r.id == "users-list" || !sends(t, r) {
						continue // the list has a check of its own
					}
					shutOut(t, r.prepare(s), held{"the revoked token", t.Env().RevokedAuthorization})
				}
			},
		},
		{
			ID: "auth.revoked.successor", Level: kit.Must, Evidence: kit.Safety,
			Title:   "The token that replaced a revoked one works at once",
			Symptom: "Provisioning stops when the admin pastes the new token into Okta.",
			Refs:    []string{"OIN C9341"},
			Body: func(t *kit.T) {
				as(t, t.Env().RevokedAuthorization).ListUsers(t, 1, 1)
				t.Report(check.Status(t.Okta.ListUsers(t, 1, 1), http.StatusOK))
			},
		},
	}
}

// sends tells whether Okta sends the request to this app: by its dialects and
// by the actions that are switched on.
func sends(t *kit.T, r guardedRequest) bool {
	if t.World.Missing(r.needs) != "" {
		return false
	}
	switch group := slices.Contains(r.needs, kit.NeedGroups); {
	case r.only == "":
		return true
	case group && r.only == okta.AIW:
		return kit.PutsGroups(t)
	case group:
		return kit.PatchesGroups(t)
	}
	return kit.UsesDialect(t, r.only)
}
