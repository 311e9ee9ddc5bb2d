package provider

import (
	"errors"
	"strings"
	"unicode"
)

// createRefusalFaults refuse creates that Okta sends.
func createRefusalFaults() []Fault {
	return []Fault{
		{
			ID: "create-password-policy-rejects", Category: "user-create", Level: Must,
			Story:  "The meaningless password that Okta puts into each create is held against a policy, and random people cannot be assigned.",
			Source: "https://github.com/zitadel/zitadel/issues/10009",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				password, given := rq.Body["password"].(string)
				if !given || strings.ContainsFunc(password, unicode.IsPunct) && strings.ContainsFunc(password, unicode.IsUpper) {
					return nil
				}
				return invalidValue("The password needs a capital letter and a symbol.")
			}),
		},
		{
			ID: "create-externalid-required", Category: "user-create", Level: Must,
			Story:  "A create without externalId is refused, and Okta's SPEC test sends it so.",
			Source: "https://github.com/onyx-dot-app/onyx/issues/8925",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				if text(rq.Body, "externalId") != "" {
					return nil
				}
				return invalidValue("externalId is required.")
			}),
		},
		{
			ID: "create-active-rejected-500", Category: "user-create", Level: Must,
			Story:  "A create with active is answered 500, because the app takes it for read-only; Okta's always have it.",
			Source: "https://github.com/limosa-io/laravel-scim-server/issues/57",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				if mentions(rq.Body, "active") {
					return errors.New("attribute active cannot be set")
				}
				return nil
			}),
		},
		{
			ID: "create-active-false-rejected", Category: "user-create", Level: Must,
			Story:  "A user who is inactive from the start is refused, so that staged people fail.",
			Source: "https://github.com/bitwarden/server/pull/7891",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				if rq.Body["active"] == false {
					return invalidValue("A new user must be active.")
				}
				return nil
			}),
		},
		{
			ID: "create-enterprise-ext-rejected", Category: "user-create", Level: Must,
			Story:  "A create with the enterprise extension is refused: everybody with a department fails.",
			Source: "https://github.com/simpleidserver/SimpleIdServer/issues/42",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				if mentions(rq.Body, SchemaEnterprise) {
					return invalidSyntax("There is no attribute %q.", SchemaEnterprise)
				}
				return nil
			}),
		},
		{
			ID: "create-schemas-element-rejected", Category: "user-create", Level: Must,
			Story:  "A create that lists an extension among its schemas is refused: everybody with a department fails.",
			Source: "https://github.com/wso2/product-is/issues/3467",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				if urns, _ := rq.Body["schemas"].([]any); len(urns) > 1 {
					return invalidSyntax("schemas must be exactly %s.", SchemaUser)
				}
				return nil
			}),
		},
		{
			ID: "create-null-rejected", Category: "user-create", Level: Must,
			Story:  "A create with null for an attribute that has no value is refused.",
			Source: "the grid: a create × null, empty text and empty list",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				for name, v := range rq.Body {
					if v == nil {
						return invalidValue("%s must not be null.", name)
					}
				}
				return nil
			}),
		},
		{
			ID: "create-empty-text-rejected", Category: "user-create", Level: Must,
			Story:  `A create with "" for an attribute that has no value is refused.`,
			Source: "the grid: a create × null, empty text and empty list",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				for name, v := range rq.Body {
					if v == "" && fold(name) != "username" {
						return invalidValue("%s must not be empty.", name)
					}
				}
				return nil
			}),
		},
		{
			ID: "create-empty-list-rejected", Category: "user-create", Level: Must,
			Story:  "A create with [] for an attribute that has no value is refused.",
			Source: "the grid: a create × null, empty text and empty list",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				for name, v := range rq.Body {
					list, ok := v.([]any)
					if a := rq.Type.attribute(name); ok && len(list) == 0 && a != nil && !a.readOnly() {
						return invalidValue("%s must not be empty.", name)
					}
				}
				return nil
			}),
		},
		{
			ID: "create-long-password-rejected", Category: "user-create", Level: Must,
			Story:  "A password of more than 16 letters is refused, and Okta's random ones can be longer.",
			Source: "the grid: a create × long values",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				if len(text(rq.Body, "password")) > 16 {
					return invalidValue("The password is too long.")
				}
				return nil
			}),
		},
		{
			ID: "create-unknown-attribute-500", Category: "user-create", Level: Must,
			Story:  "A create with an attribute that the app does not know is answered 500.",
			Source: "the grid: a create × all attributes",
			Apply: userRefused(OpCreate, func(rq *Request) error {
				for name := range rq.Body {
					if _, known := rq.Type.resolveText(name); !known {
						return errors.New("no column " + name)
					}
				}
				return nil
			}),
		},
	}
}
