package headers

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

func answerChecks() []kit.Check {
	const symptom = "None in most cases; «Invalid SCIM data from SCIM implementation» where the type decides how an answer is read."
	refs := []string{refMedia, "RFC 7644 §3.8", refMediaType}
	each := func(judge func(okta.Answer) []check.Problem, which ...int) func(*kit.T) {
		return func(t *kit.T) {
			for _, a := range sent(t.Journey(), which...) {
				t.Report(judge(a))
			}
		}
	}
	return []kit.Check{
		{
			ID: "headers.answer.reads", Level: kit.Must, Evidence: kit.Recorded, Depth: kit.Quick, Journey: exchanges,
			Title:   "Answers to reads are declared as application/scim+json or application/json",
			Symptom: symptom, Refs: refs,
			Body: each(check.JSONMediaType, readUser, listOne, found),
		},
		{
			ID: "headers.answer.writes", Level: kit.Must, Evidence: kit.Documented, Journey: exchanges,
			Title:   "Answers to writes that have a body are declared as application/scim+json or application/json",
			Symptom: symptom, Refs: refs,
			Body: each(check.JSONMediaType, created, putUser, patchUser),
		},
		{
			ID: "headers.answer.groups", Level: kit.Must, Evidence: kit.Recorded, Journey: exchanges,
			Needs:   []kit.Need{kit.NeedGroups},
			Title:   "Answers about groups are declared as application/scim+json or application/json",
			Symptom: symptom, Refs: refs,
			Body: each(check.JSONMediaType, createdGroup, readGroup, listGroups),
		},
		{
			ID: "headers.answer.charset", Level: kit.Must, Evidence: kit.Recorded, Journey: exchanges,
			Title:   "Answers are UTF-8 and declare no other charset",
			Why:     "A name with an umlaut is read in the charset that the answer declares.",
			Symptom: "«ZoÃ«» or «Zo�» in Okta's imports.",
			Refs:    []string{"RFC 8259 §8.1", "Okta SCIM 2.0 reference: Accept-Charset utf-8"},
			Body:    each(check.UTF8, created, found, readUser),
		},
		{
			ID: "headers.gzip", Level: kit.Must, Evidence: kit.Recorded, Journey: exchanges,
			Title:   "Answers decode as the encoding they declare",
			Why:     "Okta accepts gzip and deflate with every request.",
			Symptom: "«Invalid SCIM data from SCIM implementation» on imports, once a page is long enough to be compressed.",
			Refs:    []string{"RFC 9110 §8.4", "Okta SCIM 2.0 reference: Accept-Encoding gzip,deflate"},
			Body: each(func(a okta.Answer) []check.Problem {
				return check.All(check.Status(a, http.StatusOK), check.WithJSON(a))
			}, importPage, readUser),
		},
		{
			ID: "headers.identity", Level: kit.Should, Evidence: kit.RFC, Depth: kit.Full,
			Title:   "A client that accepts no compression gets none",
			Symptom: "None in Okta: it accepts gzip.",
			Refs:    []string{"RFC 9110 §12.5.3"},
			Body: func(t *kit.T) {
				h := okta.Headers(http.MethodGet)
				h.Set("Accept-Encoding", "identity")
				a := t.Okta.Do(t, okta.Request{Method: http.MethodGet, Path: "/Users", RawQuery: "startIndex=1&count=100", Header: h})
				t.Report(check.Status(a, http.StatusOK))
				if coding := a.Header.Get("Content-Encoding"); coding != "" && coding != "identity" {
					t.Failf(a.Op(), "Content-Encoding", "none", "%q", coding)
				}
			},
		},
		{
			ID: "headers.direct", Level: kit.Must, Evidence: kit.OktaTest, Depth: kit.Quick, Journey: exchanges,
			Title:   "No request that Okta sends is answered with a redirect",
			Why:     "Okta does not follow redirects. Frameworks that add or take away a trailing slash make them.",
			Symptom: "«Error authenticating» or an unexpected status in the task, although a browser finds the page.",
			Refs:    []string{"RFC 9110 §15.4", kit.RefOktaURL},
			Body: func(t *kit.T) {
				for _, a := range append(sent(t.Carried(), toUsers...), sent(t.Carried(), toGroups...)...) {
					t.Report(check.Direct(a))
				}
				t.Journey() // it got through
			},
		},
	}
}
