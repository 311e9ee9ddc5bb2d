package faulty

import (
	"net/http"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// requestsFaults refuse what Okta is recorded to send: whoever tests with other
// requests does not see it.
func requestsFaults() []Fault {
	return []Fault{
		{
			ID: "request-get-without-media-type-415", Category: "headers", Level: Must,
			Story:  "A GET without a Content-Type is refused with 415: the first request of Okta, which has no body to declare.",
			Source: grid("a recorded request × status"),
			Apply: func(b *Behaviors) {
				next := b.ParseQuery
				b.ParseQuery = func(rq *Request) error {
					if rq.HTTP.Method == http.MethodGet && rq.HTTP.Header.Get("Content-Type") == "" {
						return provider.Refuse(http.StatusUnsupportedMediaType, "", "Content-Type must be application/scim+json.")
					}
					return next(rq)
				}
			},
		},
		{
			ID: "request-email-type-required", Category: "user-create", Level: Must,
			Story:  "An e-mail address without a type is refused, and nobody can be assigned where the app's mapping has none.",
			Source: grid("a recorded request × status"),
			Apply: beforeUserCreate(func(body Object) error {
				emails, _ := body["emails"].([]any)
				for _, e := range emails {
					if email, is := e.(Object); is && email["type"] == nil {
						return provider.Refuse(http.StatusBadRequest, "invalidValue", "emails.type is required.")
					}
				}
				return nil
			}),
		},
		{
			ID: "request-lean-create-refused", Category: "user-create", Level: Must,
			Story:  "A create without a displayName is refused, and nobody can be assigned where the app's mapping has none.",
			Source: grid("a recorded request × status"),
			Apply: beforeUserCreate(func(body Object) error {
				if name, _ := body["displayName"].(string); name == "" {
					return provider.Refuse(http.StatusBadRequest, "invalidValue", "displayName is required.")
				}
				return nil
			}),
		},
		{
			ID: "request-address-type-required", Category: "user-create", Level: Must,
			Story:  "An address without a type is refused, and nobody with an address can be assigned where the app's mapping has none.",
			Source: grid("a recorded request × status"),
			Apply: beforeUserCreate(func(body Object) error {
				addresses, _ := body["addresses"].([]any)
				for _, e := range addresses {
					if address, is := e.(Object); is && address["type"] == nil {
						return provider.Refuse(http.StatusBadRequest, "invalidValue", "addresses.type is required.")
					}
				}
				return nil
			}),
		},
		{
			ID: "create-street-cut", Category: "user-create", Level: Must,
			Story:  "The street of a new user is cut after twenty letters, and the app shows the person under half an address.",
			Source: grid("a create with all attributes × GET by id"),
			Apply: beforeUserCreate(func(body Object) error {
				addresses, _ := body["addresses"].([]any)
				for _, e := range addresses {
					if address, is := e.(Object); is {
						if street, _ := address["streetAddress"].(string); len(street) > 20 {
							address["streetAddress"] = street[:20]
						}
					}
				}
				return nil
			}),
		},
		{
			ID: "request-group-put-id-refused", Category: "group-push", Level: Must,
			Story:  "A PUT of a group whose body carries the id is refused as a change of a read-only attribute, and every push fails at its second write.",
			Source: grid("a recorded request × status"),
			Apply: beforeGroupMerge(func(_ *Draft, body Object) error {
				if scim.Mentions(body, "id") {
					return provider.Refuse(http.StatusBadRequest, "mutability", "id is read-only.")
				}
				return nil
			}),
		},
		{
			ID: "request-group-put-unchanged-409", Category: "group-push", Level: Must,
			Story:  "A PUT of a group under the name it has is refused as a conflict with itself, and every push fails at its second write.",
			Source: grid("a recorded request × status"),
			Apply: beforeGroupMerge(func(draft *Draft, body Object) error {
				if name, _ := body["displayName"].(string); name == draft.Before.Attributes["displayName"] {
					return provider.Refuse(http.StatusConflict, "uniqueness", "A group of that name is there already.")
				}
				return nil
			}),
		},
		{
			ID: "request-batch-of-200-refused", Category: "group-membership", Level: Must,
			Story:  "A PATCH that adds more than 200 members is refused, and the push of a larger group stops half-way.",
			Source: grid("a recorded request × status"),
			Apply: func(b *Behaviors) {
				next := b.ApplyOperation
				b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
					if added, _ := op.Value.([]any); rq.IsGroup() && op.Op == "add" && len(added) > 200 {
						return provider.Refuse(http.StatusRequestEntityTooLarge, "", "At most 200 members can be added at a time.")
					}
					return next(rq, tx, draft, op)
				}
			},
		},
		{
			ID: "request-rename-with-members-refused", Category: "group-push", Level: Should,
			Story:  "A PATCH that renames a group and changes its members is refused; the live client sends the two apart.",
			Source: grid("a documented request × status"),
			Apply: func(b *Behaviors) {
				next := b.ApplyPatch
				b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
					renames, others := 0, 0
					for _, op := range ops {
						if _, named := op.Sets("displayName"); named {
							renames++
						} else {
							others++
						}
					}
					if rq.IsGroup() && renames > 0 && others > 0 {
						return provider.Refuse(http.StatusBadRequest, "invalidValue", "Send the name and the members apart.")
					}
					return next(rq, tx, draft, ops)
				}
			},
		},
	}
}

func beforeUserCreate(judge func(body Object) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Create
		b.Create = func(rq *Request) (*Response, error) {
			if rq.IsUser() {
				if err := judge(rq.Body); err != nil {
					return nil, err
				}
			}
			return next(rq)
		}
	}
}

func beforeGroupMerge(judge func(draft *Draft, body Object) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Merge
		b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
			if rq.IsGroup() {
				if err := judge(draft, rq.Body); err != nil {
					return err
				}
			}
			return next(rq, tx, draft, body)
		}
	}
}
