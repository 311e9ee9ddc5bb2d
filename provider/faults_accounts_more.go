package provider

import (
	"bytes"
	"net/http"
	"strings"
)

// createSharedFaults give several users one id.
func createSharedFaults() []Fault {
	return []Fault{
		{
			ID: "create-every-second-takes-over", Category: "user-create", Level: Must,
			Story:  "Every second new user gets the id of the one before and takes over that account.",
			Source: "the grid: two creates × GET by id",
			Apply: func(b *Behaviours) {
				var last recall[string]
				next := b.NewID
				b.NewID = func(rq *Request, tx Tx) string {
					id := next(rq, tx)
					if !rq.IsUser() {
						return id
					}
					if before, _ := last.get(rq, ""); before != "" {
						last.forget(rq, "")
						return before
					}
					last.set(rq, "", id)
					return id
				}
			},
		},
	}
}

// reactivateOthersFaults do to others what was asked for one.
func reactivateOthersFaults() []Fault {
	return []Fault{
		{
			ID: "reactivate-wakes-everybody", Category: "reactivate", Level: Must,
			Story:  "When one user is reactivated, all users who are inactive become active.",
			Source: "the grid: reactivate × other users",
			Apply: func(b *Behaviours) {
				beforeReactivation(b, func(_ *Request, tx Tx, user *Resource) {
					for _, other := range tx.List(KindUser, 0, tx.Count(KindUser)) {
						if other.ID != user.ID && !other.Active() {
							setActive(tx, other, true)
						}
					}
				})
			},
		},
	}
}

// headerRedirectFaults answer with a redirect.
func headerRedirectFaults() []Fault {
	return []Fault{
		{
			ID: "hdr-list-redirected", Category: "headers", Level: Must,
			Story:  "Lists and look-ups are answered 308 to the same path with a slash at its end, and Okta does not follow.",
			Source: "the grid: a list × status",
			Apply: func(b *Behaviours) {
				next := b.List
				b.List = func(rq *Request) (*Response, error) {
					url := *rq.HTTP.URL
					if strings.HasSuffix(url.Path, "/") {
						return next(rq)
					}
					url.Path += "/"
					answer := respond(http.StatusPermanentRedirect, nil)
					answer.Header.Set("Location", url.RequestURI())
					return answer, nil
				}
			},
		},
	}
}

// robustnessNotationFaults read JSON in one notation only.
func robustnessNotationFaults() []Fault {
	return []Fault{
		{
			ID: "rob-patch-by-pattern", Category: "robustness", Level: Must,
			Story:  "A PATCH of a user is compared with a pattern rather than read as JSON: blanks, escapes or another order are refused.",
			Source: "the grid: a PATCH in another notation × status",
			Apply: func(b *Behaviours) {
				next := b.Decode
				b.Decode = func(rq *Request) error {
					if rq.Operation == OpPatch && rq.IsUser() && !bytes.HasPrefix(rq.Raw, []byte(`{"Operations":[{"op":"`)) {
						return invalidSyntax("The body is no PATCH.")
					}
					return next(rq)
				}
			},
		},
	}
}
