package legal

import (
	"net/http"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// refusalVariants refuse more, or with another status, than most servers do.
func refusalVariants() []Variant {
	return []Variant{{
		ID: "user-name-immutable", Story: "userName cannot be changed: 400 mutability, and nothing is stored.",
		Source: "RFC 7643 §2.2: immutable; RFC 7644 §3.12",
		Apply: hook.UserChangeRefused(func(before, after *Resource) error {
			if before.Name() != after.Name() {
				return provider.Mutability("userName cannot be changed; it is %q.", before.Name())
			}
			return nil
		}),
	}, {
		ID: "emails-immutable", Story: "An e-mail address cannot be changed: 400 mutability, and nothing is stored.",
		Source: "RFC 7643 §2.2: immutable; RFC 7644 §3.12; apps that know people by their address",
		Apply: hook.UserChangeRefused(func(before, after *Resource) error {
			if address := scim.MainEmail(before.Attributes); address != "" && address != scim.MainEmail(after.Attributes) {
				return provider.Mutability("The e-mail address cannot be changed; it is %q.", address)
			}
			return nil
		}),
	}, {
		ID: "logins-immutable-409", Story: "Neither userName nor e-mail address can be changed: 409, and nothing is stored.",
		Source: "RFC 7644 §3.3.1 and §3.12 leave open what conflicts; apps that know people by their address",
		Apply: hook.UserChangeRefused(func(before, after *Resource) error {
			address := scim.MainEmail(before.Attributes)
			if before.Name() != after.Name() || address != "" && address != scim.MainEmail(after.Attributes) {
				return provider.Refuse(http.StatusConflict, "", "Nobody's login can be changed; remove the user and add another.")
			}
			return nil
		}),
	}, {
		ID: "user-names-are-emails", Story: "A userName must have the form of an e-mail address, else 400 invalidValue.",
		Source: "RFC 7644 §3.12, invalidValue; many apps sign people in by their e-mail address",
		Apply: func(b *Behaviors) {
			address := regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
			alsoValid(func(r *Resource) error {
				if r.Kind == provider.KindUser && !address.MatchString(r.Name()) {
					return provider.InvalidValue("userName must be an e-mail address, not %q.", r.Name())
				}
				return nil
			})(b)
		},
	}, {
		ID: "names-required", Story: "A user must have a first name, a last name and an e-mail address, else 400 invalidValue.",
		Source: "RFC 7643 §7: a schema says what is required; Okta's base profile requires these",
		Apply: alsoValid(func(r *Resource) error {
			name, _ := r.Attributes["name"].(Object)
			if r.Kind == provider.KindUser && (scim.Text(name, "givenName") == "" || scim.Text(name, "familyName") == "" ||
				len(scim.Objects(r.Attributes["emails"])) == 0) {
				return provider.InvalidValue("name.givenName, name.familyName and emails are required.")
			}
			return nil
		}),
	}, {
		ID: "long-values-refused", Story: "Text of more than 255 characters is refused: 400 invalidValue.",
		Source: "RFC 7644 §3.12, invalidValue; §7.4 lets servers limit sizes",
		Apply:  alsoValid(func(r *Resource) error { return checkLength("", r.Attributes) }),
	}, {
		ID: "schemas-required", Story: "A body without schemas is refused: 400 invalidSyntax.",
		Source: "RFC 7643 §3: schemas is required in every request",
		Apply: func(b *Behaviors) {
			next := b.Decode
			b.Decode = func(rq *Request) error {
				if err := next(rq); err != nil {
					return err
				}
				if list, _ := rq.Body["schemas"].([]any); len(list) == 0 {
					return provider.InvalidSyntax("schemas is required and must not be empty.")
				}
				return nil
			}
		},
	}, {
		ID: "unknown-members-404", Story: "A member that does not exist makes the whole request fail with 404.",
		Source: "RFC 7644 §3.5.2: all operations or none; §3.12, 404 for a resource that is not there",
		Apply: func(b *Behaviors) {
			next := b.CheckMember
			b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
				if e := refusal(next(rq, tx, group, id)); e != nil {
					return provider.Refuse(http.StatusNotFound, "", "%s", e.Detail)
				}
				return nil
			}
		},
	}, {
		ID: "external-ids-unique", Story: "An externalId that another user has is refused with 409.",
		Source: "RFC 7644 §3.3: the server decides what conflicts; RFC 7643 §3.1: the client keeps it unique",
		Apply: alsoUnique(func(r *Resource) []provider.Key {
			if id := scim.Text(r.Attributes, "externalId"); id != "" {
				return []provider.Key{{Attribute: "externalId", Value: id}}
			}
			return nil
		}),
	}}
}

// alsoValid adds a condition that a resource must fulfil to be stored.
func alsoValid(check func(*Resource) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Validate
		b.Validate = func(rq *Request, r *Resource) error {
			if err := next(rq, r); err != nil {
				return err
			}
			return check(r)
		}
	}
}

// checkLength looks at every text in a value; path names the value.
func checkLength(path string, v any) error {
	switch v := v.(type) {
	case string:
		if utf8.RuneCountInString(v) > 255 {
			return provider.InvalidValue("%s has more than 255 characters.", strings.TrimPrefix(path, "."))
		}
	case Object:
		for name, x := range v {
			if err := checkLength(path+"."+name, x); err != nil {
				return err
			}
		}
	case []any:
		for _, x := range v {
			if err := checkLength(path, x); err != nil {
				return err
			}
		}
	}
	return nil
}
