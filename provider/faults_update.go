package provider

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
)

func updateFaults() []Fault {
	return slices.Concat(updateAnswerFaults(), updateStoredFaults(), updateAddressFaults(), updateRenameFaults(), updateSideFaults(), updatePatchFaults())
}

// updateAnswerFaults refuse a PUT, or answer it wrongly.
func updateAnswerFaults() []Fault {
	return []Fault{
		{
			ID: "put-not-implemented", Category: "profile-update", Level: Must,
			Story:  "PUT of a user is answered 405 with an empty body: no profile update arrives, and with a custom app no deactivation either.",
			Source: "https://github.com/vouch-sh/vouch/issues/1411",
			Apply: putAnswered(func(*Request, func(*Request) (*Response, error)) (*Response, error) {
				answer := respond(http.StatusMethodNotAllowed, nil)
				answer.Header.Set("Allow", "GET, PATCH, DELETE")
				return answer, nil
			}),
		},
		{
			ID: "put-answers-204", Category: "profile-update", Level: Must,
			Story:  "PUT of a user is answered 204 without a body, where Okta reads the new profile.",
			Source: "the grid: an update × the answer",
			Apply: putAnswered(func(rq *Request, next func(*Request) (*Response, error)) (*Response, error) {
				answer, err := next(rq)
				if err == nil {
					answer = respond(http.StatusNoContent, nil)
				}
				return answer, err
			}),
		},
		{
			ID: "put-echoes-and-stores-nothing", Category: "profile-update", Level: Must,
			Story:  "PUT of a user is answered with what was sent, and nothing of the names and the title is stored.",
			Source: "the grid: an update × the answer and GET by id",
			Apply:  putEchoes,
		},
		{
			ID: "put-answer-shows-password", Category: "profile-update", Level: Must,
			Story:  "The answer to a PUT repeats the password, which ends up in logs.",
			Source: "the grid: any answer × no password",
			Apply: putShows(func(rq *Request, view Object) {
				setOrClear(view, "password", rq.Body["password"])
			}),
		},
		{
			ID: "put-answer-active-as-text", Category: "profile-update", Level: Must,
			Story:  `The answer to a PUT has "true" for true, and Okta takes the user for inactive.`,
			Source: "the grid: any answer × booleans are booleans",
			Apply:  putShows(func(_ *Request, view Object) { view["active"] = fmt.Sprint(view["active"]) }),
		},
		{
			ID: "put-answer-other-id", Category: "profile-update", Level: Must,
			Story:  "The answer to a PUT has an internal id, and Okta's next update is answered 404.",
			Source: "the grid: an update × schemas, id, meta",
			Apply:  putShows(func(_ *Request, view Object) { view["id"] = "user-" + text(view, "id") }),
		},
		{
			ID: "put-echoed-groups-rejected", Category: "profile-update", Level: Must,
			Story:  "PUT with the groups that Okta read before is refused because groups is read-only: no update of a member arrives.",
			Source: "the grid: an update × echoing everything the server added",
			Apply: userRefused(OpReplace, func(rq *Request) error {
				if groups, _ := rq.Body["groups"].([]any); len(groups) > 0 {
					return mutability("groups is read-only.")
				}
				return nil
			}),
		},
		{
			ID: "put-empty-text-rejected", Category: "profile-update", Level: Must,
			Story:  `PUT with "" where a value was cleared in Okta is refused, and the old value stays.`,
			Source: "the grid: an update × an emptied attribute",
			Apply:  clearedRefused(func(v any) bool { return v == "" }),
		},
		{
			ID: "put-null-rejected", Category: "profile-update", Level: Must,
			Story:  "PUT with null where a value was cleared in Okta is refused, and the old value stays.",
			Source: "the grid: an update × an emptied attribute",
			Apply:  clearedRefused(func(v any) bool { return v == nil }),
		},
		{
			ID: "put-empty-list-rejected", Category: "profile-update", Level: Must,
			Story:  "PUT with [] where the last value was cleared in Okta is refused, and the old value stays.",
			Source: "the grid: an update × an emptied attribute",
			Apply: clearedRefused(func(v any) bool {
				list, ok := v.([]any)
				return ok && len(list) == 0
			}),
		},
		{
			ID: "put-unchanged-500", Category: "profile-update", Level: Must,
			Story:  "PUT of what is stored already is answered 500, because no row was changed.",
			Source: "the grid: an update × the same request again",
			Apply: unchanged(OpReplace, func() error {
				return errors.New("0 rows affected")
			}),
		},
	}
}

// putAnswered replaces PUT of a user; next is the right one.
func putAnswered(do func(rq *Request, next func(*Request) (*Response, error)) (*Response, error)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Replace
		b.Replace = func(rq *Request) (*Response, error) {
			if rq.IsUser() {
				return do(rq, next)
			}
			return next(rq)
		}
	}
}

// putShows spoils the resource in the answer to a PUT of a user.
func putShows(spoil func(rq *Request, view Object)) func(*Behaviours) {
	return putAnswered(func(rq *Request, next func(*Request) (*Response, error)) (*Response, error) {
		answer, err := next(rq)
		if err == nil && answer.Object() != nil {
			spoil(rq, answer.Object())
		}
		return answer, err
	})
}

// clearedRefused refuses a PUT in which a writable attribute of the user is cleared in a certain way.
func clearedRefused(cleared func(any) bool) func(*Behaviours) {
	return userRefused(OpReplace, func(rq *Request) error {
		for _, name := range slices.Sorted(maps.Keys(rq.Body)) {
			if a := rq.Type.attribute(name); a != nil && !a.readOnly() && cleared(rq.Body[name]) {
				return invalidValue("%s must not be empty.", name)
			}
		}
		return nil
	})
}

// answersFromBefore shows a user in the answer to a change as he was.
func answersFromBefore(op Operation) func(*Behaviours) {
	return func(b *Behaviours) {
		save, show := b.Save, b.Show
		b.Save = func(rq *Request, tx Tx, draft *Draft) error {
			if rq.Operation == op && draft.After.Kind == KindUser {
				rq.Note("before", draft.Before)
			}
			return save(rq, tx, draft)
		}
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			if before, ok := rq.Notes["before"].(*Resource); ok && before.ID == r.ID {
				r = before
			}
			return show(rq, tx, r)
		}
	}
}

// unchanged lets changes of a user that change nothing fail.
func unchanged(op Operation, failure func() error) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Save
		b.Save = func(rq *Request, tx Tx, draft *Draft) error {
			if rq.Operation == op && draft.After.Kind == KindUser && equal(draft.Before.Attributes, draft.After.Attributes) {
				return failure()
			}
			return next(rq, tx, draft)
		}
	}
}

// putEchoes shows a change of the names and the title in the answer only.
func putEchoes(b *Behaviours) {
	lost := []string{"displayName", "name", "title"}
	userPut(func(rq *Request, draft *Draft) {
		echo := Object{}
		for _, name := range lost {
			echo[name] = draft.After.Attributes[name]
			setOrClear(draft.After.Attributes, name, draft.Before.Attributes[name])
		}
		rq.Note("echo", echo)
	})(b)
	putShows(func(rq *Request, view Object) {
		echo, _ := rq.Notes["echo"].(Object)
		for name, v := range echo {
			setOrClear(view, name, v)
		}
	})(b)
}
