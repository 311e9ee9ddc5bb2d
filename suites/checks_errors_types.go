package suites

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// wrongType is an attribute of a user with a value of another type.
type wrongType struct {
	attribute, as string
	value         func(sent okta.User) any
}

func (w wrongType) title() string { return w.attribute + " as " + w.as }

// wrongTypes are values that an attribute mapping in Okta can come to. optional
// ones may be passed over: a read-only attribute and one that no schema has.
func wrongTypes() (strict map[string][]wrongType, optional []wrongType) {
	plain := func(v any) func(okta.User) any { return func(okta.User) any { return v } }
	strict = map[string][]wrongType{
		"active":    {{"active", "an object", plain(map[string]any{})}, {"active", "a word", plain("perhaps")}},
		"emails":    {{"emails", "text", func(u okta.User) any { return u.Email }}, {"emails", "a list of texts", func(u okta.User) any { return []any{u.Email, 7} }}},
		"name":      {{"name", "text", func(u okta.User) any { return u.DisplayName }}},
		"user-name": {{"userName", "a list", func(u okta.User) any { return []any{u.UserName} }}, {"userName", "an object", func(u okta.User) any { return map[string]any{"value": u.UserName} }}},
		"schemas":   {{"schemas", "text", plain(okta.UserSchema)}},
	}
	return strict, []wrongType{{"groups", "text", plain("Everyone")}, {"favouriteColour", "an attribute of no schema", plain(map[string]any{"value": "blue"})}}
}

// wrongTypeChecks: a server may refuse such a user or read it kindly, but not
// break over it, and what it stores must be a user.
func wrongTypeChecks() []Check {
	strict, optional := wrongTypes()
	families := []struct {
		id, title string
		types     []wrongType
	}{
		{"active", "an active that is neither true nor false", strict["active"]},
		{"emails", "e-mail addresses that are no list of objects", strict["emails"]},
		{"name", "a name that is no object", strict["name"]},
		{"user-name", "a userName that is no text", strict["user-name"]},
		{"schemas", "schemas that are no list", strict["schemas"]},
		{"unknown", "attributes that the app cannot take", optional},
	}
	var out []Check
	for _, f := range families {
		out = append(out, Check{
			ID: "errors.type." + f.id, Level: Must,
			Title:   "A user with " + f.title + " is refused, or stored as a well-formed user",
			Why:     "Attribute mappings in Okta are free-form; a wrong one must end in a message, not in a server error.",
			Symptom: "«Internal Server Error» in the task, repeated with every retry.",
			Refs:    []string{refError + " invalidValue", "RFC 7643 §2.3"},
			Body: func(t *T) {
				for _, w := range f.types {
					t.createOdd(w)
				}
			},
		})
	}
	return append(out, groupTypeCheck(), typeStatusCheck())
}

// createOdd creates a user with a value of a wrong type.
func (t *T) createOdd(w wrongType) {
	u, a := t.createSpoilt(w)
	t.ReportAt(w.title(), check.NoCrash(a), check.WithResource(a))
	if !a.OK() || a.Resource.ID() == "" {
		return
	}
	t.See("create user", a.Resource.ID(), u.UserName, []View{ViewByID}, func(r okta.Resource) []check.Problem {
		return check.At("after "+w.title(), check.All(check.UserShape(r), check.Text(r, "userName", u.UserName))...)
	})
}

func (t *T) createSpoilt(w wrongType) (okta.User, okta.Answer) {
	u, body := t.freshBody()
	body[w.attribute] = w.value(u)
	return u, t.createRaw(body)
}

func groupTypeCheck() Check {
	return Check{
		ID: "errors.type.group", Level: Must, Needs: []Need{NeedGroups},
		Title:   "A group with members as text or displayName as an object is refused, or stored as a well-formed group",
		Symptom: "«Internal Server Error» in the Push Groups tab, or a group without a readable name.",
		Refs:    []string{refError + " invalidValue", "RFC 7643 §4.2"},
		Body: func(t *T) {
			for _, attribute := range []string{"members", "displayName"} {
				body := t.groupBody()
				if attribute == "members" {
					body["members"] = "everyone"
				} else {
					body["displayName"] = map[string]any{"value": body["displayName"]}
				}
				a := t.raw(http.MethodPost, "/Groups", body)
				t.ReportAt(attribute+" of a wrong type", check.NoCrash(a), check.WithResource(a))
				if a.OK() && a.Resource.ID() != "" {
					t.SeeGroup("create group", a.Resource.ID(), "", []View{ViewByID}, check.GroupShape)
				}
				t.nameless(a, body)
			}
		},
	}
}

func typeStatusCheck() Check {
	return Check{
		ID: "errors.type.status", Level: Should, Creates: 8,
		Title:   "A user with a value of a wrong type is refused with 400",
		Why:     "400 with invalidValue or invalidSyntax is what the RFC has for it; 422 is a framework's own.",
		Symptom: "A generic error in the task.",
		Refs:    []string{refError + " invalidValue, invalidSyntax"},
		Body: func(t *T) {
			strict, _ := wrongTypes()
			for _, family := range []string{"active", "emails", "name", "user-name", "schemas"} {
				for _, w := range strict[family] {
					if _, a := t.createSpoilt(w); check.NoCrash(a) == nil {
						t.ReportAt(w.title(), check.Status(a, http.StatusBadRequest))
					}
				}
			}
		},
	}
}
