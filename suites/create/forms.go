package create

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// form is one way in which a mapped attribute can be written.
type form struct {
	name  string
	value any
}

// formChecks: a mapping of Okta produces its values in more than one form. Each form is pushed with a user of its own, so
// that a bare 500 names its form.
func formChecks() []kit.Check {
	phone := func(number, kind string) []any {
		entry := map[string]any{"value": number, "primary": true}
		if kind != "" {
			entry["type"] = kind
		}
		return []any{entry}
	}
	return []kit.Check{
		{
			ID: "users.create.phone-forms", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A user is created with a phone number in any notation and of any type",
			Why:     "Okta's mobilePhone and primaryPhone are free text, and the mapping chooses the type.",
			Symptom: kit.CannotAssign,
			Refs: []string{kit.RefCreate, "RFC 7643 §4.1.2 phoneNumbers", "https://github.com/wso2/product-is/issues/3474",
				"https://github.com/wso2/product-is/issues/6745"},
			Creates: 8,
			Body: func(t *kit.T) {
				eachForm(t, "phoneNumbers", form{"a number with spaces", phone("+1 201-555-0123", "work")}, []form{
					{"a number in E.164", phone("+12015550123", "work")},
					{"a national number", phone("(201) 555-0123", "work")},
					{"type home", phone("+1 201-555-0124", "home")},
					{"type mobile", phone("+1 201-555-0125", "mobile")},
					{"type other", phone("+1 201-555-0126", "other")},
					{"no type", phone("+1 201-555-0127", "")},
				})
			},
		},
		{
			ID: "users.create.text-forms", Level: kit.Must, Evidence: kit.Documented,
			Title:   "A user is created with a formatted address of several lines",
			Why:     "Okta's postalAddress is a text of several lines.",
			Symptom: kit.CannotAssign,
			Refs:    []string{kit.RefCreate, "RFC 7643 §4.1.2 addresses"},
			Creates: 4,
			Body: func(t *kit.T) {
				address := func(entry map[string]any) []any {
					entry["type"] = "work"
					return []any{entry}
				}
				eachForm(t, "addresses", form{"a street", address(map[string]any{"streetAddress": "100 Main St", "country": "US"})}, []form{
					{"several lines", address(map[string]any{"formatted": "100 Main St\nHollywood, CA 91608\nUSA"})},
					{"a text from right to left", address(map[string]any{"formatted": "רחוב הרצל 1, תל אביב", "country": "IL"})},
				})
			},
		},
	}
}

// eachForm creates a user with each form of an attribute. An app that does not take the plain form either is none that
// maps the attribute: the check is unsupported then.
func eachForm(t *kit.T, attribute string, plain form, forms []form) {
	create := func(f form) (okta.User, okta.Answer) {
		sent := t.Person(kit.With(attribute, f.value))
		a := t.Okta.CreateUser(t, sent)
		t.AwaitReadable(a)
		return sent, a
	}
	if _, a := create(plain); !a.OK() {
		t.Unsupported("the app refuses a user with %s: %d", attribute, a.Status)
	}
	for _, f := range forms {
		at := "with " + f.name
		sent, a := create(f)
		if refused := check.Status(a, http.StatusCreated); len(refused) > 0 {
			t.ReportAt(at, refused)
			continue
		}
		id := a.Resource.ID()
		t.Know(id, sent.UserName)
		problems := t.Holds(id, func(r okta.Resource) []check.Problem { return check.NotAltered(r, sent.Resource(), attribute) })
		t.ReportAt(at, problems)
	}
}
