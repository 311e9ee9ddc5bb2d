package check

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// Unauthorized has the problems of an answer to a request whose credential is
// wrong: one of the statuses, and no data beside it. No statuses means 401, as
// RFC 7644 §3.12 has it for a header that is invalid or missing.
func Unauthorized(a okta.Answer, statuses ...int) []Problem {
	if len(statuses) == 0 {
		statuses = []int{http.StatusUnauthorized}
	}
	return All(Status(a, statuses...), NothingShown(a))
}

// NotLetIn has the problems of a request that a wrong credential must not get
// through: consent, a crash, or data in the refusal. Which refusal it is, is
// judged where the credential is. 501 says that there is no such operation, so
// that nobody got through.
func NotLetIn(a okta.Answer) []Problem {
	if a.OK() {
		return seen(a, "status", "a refusal", "%s", statusAnd(a))
	}
	if a.Err == nil && a.Status == http.StatusNotImplemented {
		return NothingShown(a)
	}
	return All(NoCrash(a), NothingShown(a))
}

// NothingShown has a problem when a refusal carries a resource or a list of
// some all the same. Answers of 2xx are judged by their status.
func NothingShown(a okta.Answer) []Problem {
	if a.Err != nil || a.OK() {
		return nil
	}
	if list, ok := a.Resource["Resources"].([]any); ok && len(list) > 0 {
		return seen(a, "body of the refusal", "no resources", "%d resources", len(list))
	}
	for _, member := range []string{"userName", "displayName", "members", "emails"} {
		if v, shown := a.Resource[member]; shown && !empty(v) {
			return seen(a, "body of the refusal", "no resource", "one with %s", member)
		}
	}
	return nil
}

// Challenge has a problem when a 401 names no scheme to authenticate with
// (RFC 9110 §15.5.2: WWW-Authenticate).
func Challenge(a okta.Answer) []Problem {
	if a.Err != nil || a.Status != http.StatusUnauthorized || strings.TrimSpace(a.Header.Get("WWW-Authenticate")) != "" {
		return nil
	}
	return seen(a, "WWW-Authenticate", "a challenge, such as Bearer", "no such header")
}

// NoEcho has a problem when an answer repeats a text in its body or headers.
// what names the text, which is not shown.
func NoEcho(a okta.Answer, what, text string) []Problem {
	if a.Err != nil || text == "" {
		return nil
	}
	if strings.Contains(string(a.Body), text) {
		return seen(a, "body", "nothing of "+what, "it is repeated")
	}
	for name, values := range a.Header {
		if strings.Contains(strings.Join(values, "\n"), text) {
			return seen(a, name, "nothing of "+what, "it is repeated")
		}
	}
	return nil
}
