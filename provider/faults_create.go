package provider

import (
	"net/http"
	"slices"
	"strings"
)

func createFaults() []Fault {
	return slices.Concat(createAnswerFaults(), createDuplicateFaults(), createRaceFaults(), createRefusalFaults(), createStoredFaults(), createTextFaults(), createSharedFaults())
}

// createAnswerFaults store the new user rightly and answer wrongly.
func createAnswerFaults() []Fault {
	return []Fault{
		{
			ID: "create-empty-body", Category: "user-create", Level: Must,
			Story:  `A new user is answered 201 without a body, and Okta reports "Create new user returned empty user".`,
			Source: "https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20",
			Apply:  createAnswered(func(_ *Request, answer *Response) { answer.Body = nil }),
		},
		{
			ID: "create-returned-id-not-real", Category: "user-create", Level: Must,
			Story:  "The answer to a create has an id and a location that lead nowhere, so that every later update is answered 404.",
			Source: "https://github.com/wso2/product-is/issues/3424",
			Apply: createAnswered(func(rq *Request, answer *Response) {
				view := answer.Object()
				id := "new-" + text(view, "id")
				meta, _ := view["meta"].(Object)
				view["id"], view["meta"] = id, withEntry(meta, "location", rq.Do.Location(rq, KindUser, id))
				answer.Header.Set("Location", rq.Do.Location(rq, KindUser, id))
			}),
		},
		{
			ID: "create-answers-200", Category: "user-create", Level: Must,
			Story:  "A create is answered 200 instead of 201, and Okta's SPEC test is red.",
			Source: "the grid: a create × a legal status",
			Apply:  createAnswered(func(_ *Request, answer *Response) { answer.Status = http.StatusOK }),
		},
		{
			ID: "create-answer-only-id", Category: "user-create", Level: Must,
			Story:  "The answer to a create holds the id and no profile; Okta's tests compare the names in it.",
			Source: "the grid: a create × the answer",
			Apply: createAnswered(func(_ *Request, answer *Response) {
				view := answer.Object()
				answer.Body = Object{"schemas": view["schemas"], "id": view["id"], "meta": view["meta"]}
			}),
		},
		{
			ID: "create-answer-shows-password", Category: "user-create", Level: Must,
			Story:  "The answer to a create repeats the password, which ends up in logs.",
			Source: "the grid: any answer × no password",
			Apply: createAnswered(func(rq *Request, answer *Response) {
				setOrClear(answer.Object(), "password", rq.Body["password"])
			}),
		},
		{
			ID: "create-answer-claims-more", Category: "user-create", Level: Must,
			Story:  "The answer to a create shows a title and a department that were never stored.",
			Source: "the grid: a create × the answer and GET by id",
			Apply:  createClaimsMore,
		},
		{
			ID: "create-listed-with-other-names", Category: "user-create", Level: Must,
			Story:  "The list shows family names in capital letters, and each import changes them in Okta.",
			Source: "the grid: a create × the list",
			Apply: shownInList(false, func(_ *Request, view Object) {
				if name, ok := view["name"].(Object); ok {
					view["name"] = withEntry(name, "familyName", strings.ToUpper(text(name, "familyName")))
				}
			}),
		},
		{
			ID: "create-password-stored", Category: "user-create", Level: Must,
			Story:     "The random password of the create is kept and signs the user in, although the app is for single sign-on only.",
			Source:    "https://github.com/langfuse/langfuse/issues/15997",
			NotOnWire: "a password is never returned; only signing in with it would show that it is kept",
		},
	}
}

// createClaimsMore leaves some attributes out of what is stored, and puts them into the answer.
func createClaimsMore(b *Behaviours) {
	claimed := []string{"title", "nickName", "phoneNumbers", SchemaEnterprise}
	userCreated(func(rq *Request, attrs Object) {
		lost := Object{}
		for _, name := range claimed {
			if v, ok := attrs[name]; ok {
				lost[name] = v
				delete(attrs, name)
			}
		}
		rq.Note("claimed", lost)
	})(b)
	createAnswered(func(rq *Request, answer *Response) {
		lost, _ := rq.Notes["claimed"].(Object)
		for name, v := range lost {
			answer.Object()[name] = v
		}
	})(b)
}
