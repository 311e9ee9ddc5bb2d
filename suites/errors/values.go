package errors

import (
	"net/http"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// withoutValue are the ways in which a required value can be missing.
var withoutValue = []struct {
	how   string
	spoil func(body okta.Resource, attribute string)
}{
	{"missing", func(body okta.Resource, attribute string) { delete(body, attribute) }},
	{"null", func(body okta.Resource, attribute string) { body[attribute] = nil }},
	{"empty", func(body okta.Resource, attribute string) { body[attribute] = "" }},
}

// requiredValueChecks: no write makes or leaves an account or a group without
// the name by which Okta finds it.
func requiredValueChecks() []kit.Check {
	return []kit.Check{
		{
			ID: "errors.required.user-name", Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A user whose userName is missing, null or empty is refused",
			Why:     "An expression in Okta's mapping that yields nothing must not make an account that nobody can find again.",
			Symptom: "An account without a name appears in the app; Okta cannot link it.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: required, not empty", refError + " invalidValue"},
			Body: func(t *kit.T) {
				for _, w := range withoutValue {
					_, body := freshBody(t)
					w.spoil(body, "userName")
					t.ReportAt("with userName "+w.how, check.Refused(createRaw(t, body)))
				}
			},
		},
		{
			ID: "errors.required.display-name", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group whose displayName is missing or null is refused",
			Why:     "Okta finds groups by displayName only.",
			Symptom: "A group without a name appears in the app; nothing can be pushed to it.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", refError + " invalidValue"},
			Body: func(t *kit.T) {
				for _, w := range withoutValue[:2] {
					refusedGroup(t, w.how, w.spoil)
				}
			},
		},
		{
			ID: "errors.required.display-name-empty", Level: kit.Should, Evidence: kit.RFC, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group whose displayName is an empty text is refused",
			Why:     "The RFC calls displayName required, but only userName not empty. Nothing can be pushed to such a group.",
			Symptom: "A group without a name appears in the app; nothing can be pushed to it.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required"},
			Body: func(t *kit.T) {
				w := withoutValue[2]
				refusedGroup(t, w.how, w.spoil)
			},
		},
		{
			ID: "errors.required.put-user-name", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedUpdates},
			Title:   "A PUT with null or nothing for userName leaves the user its userName",
			Why:     "A server may refuse it, or keep the old value; without a userName the account is lost to Okta.",
			Symptom: "The account cannot be found again; Okta makes a second one.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: required, not empty", kit.RefPut},
			Body: func(t *kit.T) {
				p := t.NewUser()
				whole := t.MustReadUser(p.ID)
				for _, empty := range []any{nil, ""} {
					body := whole.Clone()
					body["userName"] = empty
					t.Report(check.NoCrash(t.Okta.PutUser(t, p.ID, body)))
					t.Report(t.Holds(p.ID, func(r okta.Resource) []check.Problem {
						return check.Text(r, "userName", p.Sent.UserName)
					}))
				}
			},
		},
		{
			ID: "errors.required.put-display-name", Level: kit.Should, Evidence: kit.Assumed,
			Needs: []kit.Need{kit.NeedGroups}, Only: []okta.Dialect{okta.AIW},
			Title:   "A PUT with null for displayName leaves the group its name",
			Symptom: "The group cannot be found again; Okta makes a second one.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", kit.RefPut},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				body := okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": nil, "members": []any{}}
				keepsName(t, g, t.Raw(http.MethodPut, kit.GroupPath(g.ID), body))
			},
		},
		{
			ID: "errors.required.patch-display-name", Level: kit.Should, Evidence: kit.Assumed,
			Needs: []kit.Need{kit.NeedGroups}, Only: []okta.Dialect{okta.OIN},
			Title:   "A replace with null for displayName, with and without a path, leaves the group its name",
			Why:     "Okta sends the name with each change of members; an empty one must not make a group that cannot be found.",
			Symptom: "«Internal Server Error» in the Push Groups tab, or a group without a name.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", refError + " invalidValue"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				for _, operation := range []map[string]any{
					{"op": "replace", "path": "displayName", "value": nil},
					{"op": "replace", "value": map[string]any{"id": g.ID, "displayName": nil}},
				} {
					keepsName(t, g, t.Raw(http.MethodPatch, kit.GroupPath(g.ID), kit.PatchBody([]any{operation})))
				}
			},
		},
		{
			ID: "errors.required.status", Level: kit.Should, Evidence: kit.RFC,
			Title:   "A user or group without its required name is refused with 400",
			Why:     "400 with invalidValue or invalidSyntax is what the RFC has for it; 422 is a framework's own.",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidValue: a required value was missing"},
			Body: func(t *kit.T) {
				t.Report(check.Status(refusal(t, kit.RefuseNameless, userWithoutName(t)), http.StatusBadRequest))
				if kit.HasFeature(t, kit.NeedGroups) {
					t.Report(check.Status(refusal(t, kit.RefuseNamelessGroup, groupWithoutName(t)), http.StatusBadRequest))
				}
			},
		},
	}
}

// refusedGroup reports whether a group with a spoilt displayName is refused.
func refusedGroup(t *kit.T, how string, spoil func(body okta.Resource, attribute string)) {
	body := groupBody(t)
	spoil(body, "displayName")
	a := t.Raw(http.MethodPost, "/Groups", body)
	t.ReportAt("with displayName "+how, check.Refused(a))
	nameless(t, a, body)
}

// userWithoutName creates a user without userName.
func userWithoutName(t *kit.T) okta.Answer {
	_, body := freshBody(t)
	delete(body, "userName")
	return createRaw(t, body)
}

// groupWithoutName creates a group without displayName, and deletes it should
// the server have made it.
func groupWithoutName(t *kit.T) okta.Answer {
	body := groupBody(t)
	delete(body, "displayName")
	a := t.Raw(http.MethodPost, "/Groups", body)
	nameless(t, a, body)
	return a
}

// keepsName reports whether a group still has its name after a write that
// takes it away, and gives it back when it has not, so that it can be cleaned up.
func keepsName(t *kit.T, g kit.Group, a okta.Answer) {
	t.Report(check.NoCrash(a))
	read, problems := t.GroupByID(g.ID)
	t.Report(problems)
	if len(problems) > 0 {
		return
	}
	lost := check.Text(read, "displayName", g.Name)
	t.Report(check.In("GET /Groups/{id}", lost...))
	if len(lost) > 0 {
		t.Okta.PutGroup(t, g.ID, g.Name, nil)
		t.Okta.PatchGroup(t, g.ID, okta.RenameOp(g.ID, g.Name))
	}
}

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
func wrongTypeChecks() []kit.Check {
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
	var out []kit.Check
	for _, f := range families {
		out = append(out, kit.Check{
			ID: "errors.type." + f.id, Level: kit.Should, Evidence: kit.Assumed,
			Title:   "A user with " + f.title + " is refused, or stored as a well-formed user",
			Why:     "Attribute mappings in Okta are free-form; a wrong one must end in a message, not in a server error.",
			Symptom: "«Internal Server Error» in the task, repeated with every retry.",
			Refs:    []string{refError + " invalidValue", "RFC 7643 §2.3"},
			Body: func(t *kit.T) {
				for _, w := range f.types {
					createOdd(t, w)
				}
			},
		})
	}
	return append(out, groupTypeCheck(), typeStatusCheck())
}

// createOdd creates a user with a value of a wrong type.
func createOdd(t *kit.T, w wrongType) {
	u, a := createSpoilt(t, w)
	t.ReportAt(w.title(), check.NoCrash(a), check.WithResource(a))
	if !a.OK() || a.Resource.ID() == "" {
		return
	}
	t.See("create user", a.Resource.ID(), u.UserName, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
		return check.At("after "+w.title(), check.All(check.UserShape(r), check.Text(r, "userName", u.UserName))...)
	})
}

func createSpoilt(t *kit.T, w wrongType) (okta.User, okta.Answer) {
	u, body := freshBody(t)
	body[w.attribute] = w.value(u)
	return u, createRaw(t, body)
}

func groupTypeCheck() kit.Check {
	return kit.Check{
		ID: "errors.type.group", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedGroups},
		Title:   "A group with members as text or displayName as an object is refused, or stored as a well-formed group",
		Symptom: "«Internal Server Error» in the Push Groups tab, or a group without a readable name.",
		Refs:    []string{refError + " invalidValue", "RFC 7643 §4.2"},
		Body: func(t *kit.T) {
			for _, attribute := range []string{"members", "displayName"} {
				body := groupBody(t)
				if attribute == "members" {
					body["members"] = "everyone"
				} else {
					body["displayName"] = map[string]any{"value": body["displayName"]}
				}
				a := t.Raw(http.MethodPost, "/Groups", body)
				t.ReportAt(attribute+" of a wrong type", check.NoCrash(a), check.WithResource(a))
				if a.OK() && a.Resource.ID() != "" {
					t.SeeGroup("create group", a.Resource.ID(), "", []kit.View{kit.ViewByID}, check.GroupShape)
				}
				nameless(t, a, body)
			}
		},
	}
}

func typeStatusCheck() kit.Check {
	return kit.Check{
		ID: "errors.type.status", Level: kit.Should, Evidence: kit.RFC, Creates: 8,
		Title:   "A user with a value of a wrong type is refused with 400",
		Why:     "400 with invalidValue or invalidSyntax is what the RFC has for it; 422 is a framework's own.",
		Symptom: "A generic error in the task.",
		Refs:    []string{refError + " invalidValue, invalidSyntax"},
		Body: func(t *kit.T) {
			strict, _ := wrongTypes()
			for _, family := range []string{"active", "emails", "name", "user-name", "schemas"} {
				for _, w := range strict[family] {
					if _, a := createSpoilt(t, w); check.NoCrash(a) == nil {
						t.ReportAt(w.title(), check.Status(a, http.StatusBadRequest))
					}
				}
			}
		},
	}
}
