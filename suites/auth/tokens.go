// Package auth has the checks of credentials: who is refused, how, and what another tenant can see.
package auth

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// Sources that several checks of this area rest on.
const (
	refUnauthorized = "RFC 7644 §3.12: 401, the authorization header is invalid or missing"
	refSpecToken    = "Okta SPEC step 11"
	refBearer       = "RFC 6750 §3.1"
	refBadToken     = "OIN C9340"
)

// holeSymptom is what everybody sees of a server that lets strangers in.
const holeSymptom = "None: anybody who reaches the URL reads and changes the company's accounts."

// Checks: only the tenant's own token gets through, on every request.
func Checks() []kit.Check {
	return slices.Concat(
		kit.InArea(kit.Auth, nil, refusalChecks()),
		kit.InArea(kit.Auth, nil, credentialChecks()),
		kit.InArea(kit.Auth, nil, guardedChecks()),
		kit.InArea(kit.Auth, []kit.Need{kit.NeedRevokedToken}, revokedTokenChecks()),
		kit.InArea(kit.Auth, []kit.Need{kit.NeedOtherTenant}, tenantChecks()),
	)
}

// wrongCredential is one form of a credential that must not be accepted.
type wrongCredential struct {
	id, title, why string
	refs           []string
	// headers are the whole header values to try, made from the real one;
	// empty text sends none, no header at all means that the form cannot be made.
	headers func(real credential) []string
	// statuses are the legal refusals; none means 401.
	statuses []int
}

func credentialChecks() []kit.Check {
	refusal := []int{http.StatusUnauthorized, http.StatusForbidden}
	wrong := []wrongCredential{
		{
			id: "empty", title: "A credential with a scheme and nothing after it is refused",
			why:  "A server whose own token is not set compares nothing with nothing.",
			refs: []string{refUnauthorized, refBearer, refBadToken},
			headers: func(real credential) []string {
				if real.scheme == "" {
					return []string{"Bearer"}
				}
				return []string{real.scheme}
			},
			// RFC 6750 §3.1 has 400 for a malformed request.
			statuses: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusBadRequest},
		},
		{
			id: "truncated", title: "The token without its last character is refused",
			why:      "A server that compares beginnings accepts it, and with it a single letter.",
			refs:     []string{refUnauthorized, refBearer},
			headers:  func(real credential) []string { return variant(real, truncated(real.secret)) },
			statuses: refusal,
		},
		{
			id: "lengthened", title: "The token with one more character is refused",
			refs:     []string{refUnauthorized, refBearer},
			headers:  func(real credential) []string { return variant(real, real.secret+"x") },
			statuses: refusal,
		},
		{
			id: "altered", title: "The token with one character changed is refused",
			refs:     []string{refUnauthorized, refBearer},
			headers:  func(real credential) []string { return variant(real, altered(real.secret)) },
			statuses: refusal,
		},
		{
			id: "other-case", title: "The token in the other case is refused",
			why:      "Tokens are opaque: letters in another case are another token.",
			refs:     []string{refUnauthorized, "RFC 6750 §2.1"},
			headers:  func(real credential) []string { return variant(real, otherCase(real.secret)) },
			statuses: refusal,
		},
		{
			id: "wrong-scheme", title: "A made-up credential of another scheme is refused",
			refs: []string{refUnauthorized, "RFC 9110 §11.6.2"},
			headers: func(real credential) []string {
				if real.basic() {
					return []string{"Bearer " + madeUpToken}
				}
				return []string{"Basic " + base64.StdEncoding.EncodeToString([]byte("oktascim:"+madeUpToken))}
			},
			statuses: refusal,
		},
		{
			id: "placeholder", title: "The words null, undefined and None are refused as tokens",
			why:  "They are what an unset token turns into on either side.",
			refs: []string{refUnauthorized, refBearer},
			headers: func(real credential) []string {
				return each(placeholders, real.header)
			},
			statuses: refusal,
		},
		{
			id: "pattern", title: "Wildcards and pieces of a query are refused as tokens",
			why:  "A server that looks tokens up by pattern, or pastes them into a query, finds somebody else's.",
			refs: []string{refUnauthorized, refBearer},
			headers: func(real credential) []string {
				return each(patterns, real.header)
			},
			// Not a token by the grammar of RFC 6750 §2.1, so 400 is legal too.
			statuses: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusBadRequest},
		},
		{
			id: "unsigned-jwt", title: "A JSON Web Token with the algorithm none is refused",
			refs:     []string{refUnauthorized, "RFC 8725 §3.1", "RFC 7519 §6"},
			headers:  func(real credential) []string { return []string{real.token(forged(real.secret, nil))} },
			statuses: refusal,
		},
		{
			id: "weak-jwt", title: "A JSON Web Token signed with an empty or a guessable key is refused",
			refs: []string{refUnauthorized, "RFC 8725 §3.5"},
			headers: func(real credential) []string {
				return []string{real.token(forged(real.secret, []byte{})), real.token(forged(real.secret, []byte("secret")))}
			},
			statuses: refusal,
		},
	}
	out := make([]kit.Check, 0, len(wrong)+3)
	for _, w := range wrong {
		out = append(out, w.check())
	}
	return append(out, otherCredentialChecks()...)
}

func variant(real credential, secret string) []string {
	if secret == "" {
		return nil
	}
	return []string{real.header(secret)}
}

func each(words []string, f func(string) string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = f(w)
	}
	return out
}

func (w wrongCredential) check() kit.Check {
	return kit.Check{
		ID: "auth.refused." + w.id, Level: kit.Must, Evidence: kit.Safety, Depth: kit.Quick,
		Title: w.title, Why: w.why, Symptom: holeSymptom, Refs: w.refs,
		Body: func(t *kit.T) {
			headers := w.headers(goodCredential(t))
			if len(headers) == 0 {
				t.Unsupported("the run's token has no such form")
			}
			for _, h := range headers {
				a := wrongly(t, h).ListUsers(t, 1, 1)
				if unanswered(a) {
					nobodyLetIn(t)
				}
				if w.statuses != nil && !a.OK() && refusesGarbageAs(t, a.Status) {
					t.Report(check.NothingShown(a)) // the status is auth.refused.garbage's
					continue
				}
				t.Report(check.Unauthorized(a, w.statuses...))
			}
		},
	}
}

// refusesGarbageAs tells whether a made-up token is answered with that status:
// then nothing is special about another wrong one.
func refusesGarbageAs(t *kit.T, status int) bool {
	if status == http.StatusUnauthorized {
		return true
	}
	return wrongly(t, goodCredential(t).header(madeUpToken)).ListUsers(t, 1, 1).Status == status
}

func otherCredentialChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "auth.scheme-case", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Quick,
			Title:   "The scheme is accepted in any case",
			Why:     "Schemes are case-insensitive; admins type «bearer» into Okta's field.",
			Symptom: "«Error authenticating» with a token that is right.",
			Refs:    []string{"RFC 9110 §11.1"},
			Body: func(t *kit.T) {
				real := goodCredential(t)
				if real.scheme == "" {
					t.Unsupported("the app takes a bare token, without a scheme")
				}
				for _, scheme := range []string{strings.ToLower(real.scheme), strings.ToUpper(real.scheme)} {
					c := real
					c.scheme = scheme
					t.ReportAt("with the scheme "+scheme, check.Status(as(t, c.header(real.secret)).ListUsers(t, 1, 1), http.StatusOK))
				}
			},
		},
		{
			ID: "auth.good-after-bad", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "The right token goes on working after a wrong one was refused",
			Why:     "An admin who mistypes the token and corrects it must not be locked out, nor may others be who come from Okta's addresses.",
			Symptom: "Provisioning stops for everybody after somebody tested with a wrong token.",
			Refs:    []string{refBadToken, kit.RefConnector},
			Body: func(t *kit.T) {
				wrongly(t, goodCredential(t).header(madeUpToken)).ListUsers(t, 1, 1)
				t.Report(check.Status(t.Okta.ListUsers(t, 1, 1), http.StatusOK))
			},
		},
		{
			ID: "auth.unknown-id", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick,
			Title:   "An unknown id with the right token is not answered as a wrong token",
			Why:     "Okta takes 401 and 403 for a revoked token.",
			Symptom: "Okta reports that it cannot authenticate, although only one account is gone.",
			Refs:    []string{"Okta SPEC step 12", "RFC 7644 §3.12"},
			Body: func(t *kit.T) {
				a := t.Okta.Send(t, "read-user-spec", okta.Vars{"id": t.UnknownID()})
				t.Report(check.Answered(a))
				if a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden {
					t.Failf(a.Op(), "status", "404 Not Found", "%d %s", a.Status, http.StatusText(a.Status))
				}
			},
		},
	}
}
