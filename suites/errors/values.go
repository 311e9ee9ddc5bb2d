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

// requiredChecks: no write makes or leaves an account or a group without
// the name by which Okta finds it.
func requiredChecks() []kit.Check {
	refused := func(attribute string, first, n int) func(*kit.T) {
		return func(t *kit.T) {
			for i, a := range t.Carried().Run.Answers[first : first+n] {
				t.ReportAt("with "+attribute+" "+withoutValue[i].how, check.Refused(a))
			}
		}
	}
	groups := []kit.Need{kit.NeedGroups}
	return []kit.Check{
		{
			ID: "errors.required.user-name", Level: kit.Should, Evidence: kit.Assumed, Journey: malformed,
			Title:   "A user whose userName is missing, null or empty is refused",
			Why:     "An expression in Okta's mapping that yields nothing must not make an account that nobody can find again.",
			Symptom: "An account without a name appears in the app; Okta cannot link it.",
			Refs:    []string{"RFC 7643 §4.1.1 userName: required, not empty", refError + " invalidValue"},
			Body:    refused("userName", namelessUser, 3),
		},
		{
			ID: "errors.required.display-name", Level: kit.Should, Evidence: kit.Assumed, Needs: groups, Journey: malformed,
			Title:   "A group whose displayName is missing or null is refused",
			Why:     "Okta finds groups by displayName only.",
			Symptom: "A group without a name appears in the app; nothing can be pushed to it.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required", refError + " invalidValue"},
			Body:    refused("displayName", namelessGroup, 2),
		},
		{
			ID: "errors.required.display-name-empty", Level: kit.Should, Evidence: kit.RFC, Needs: groups,
			Journey: malformed,
			Title:   "A group whose displayName is an empty text is refused",
			Why:     "The RFC calls displayName required, but only userName not empty. Nothing can be pushed to such a group.",
			Symptom: "A group without a name appears in the app; nothing can be pushed to it.",
			Refs:    []string{"RFC 7643 §4.2 displayName: required"},
			Body:    func(t *kit.T) { t.Report(check.Refused(t.Carried().Run.Answers[namelessGroup+2])) },
		},
		{
			ID: "errors.required.status", Level: kit.Should, Evidence: kit.RFC, Journey: malformed,
			Title:   "A user or group without its required name is refused with 400",
			Why:     "400 with invalidValue or invalidSyntax is what the RFC has for it; 422 is a framework's own.",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidValue: a required value was missing"},
			Body: func(t *kit.T) {
				a := t.Carried().Run.Answers
				t.Report(check.Status(refusal(t, kit.RefuseNameless, a[namelessUser]), http.StatusBadRequest))
				if kit.HasFeature(t, kit.NeedGroups) {
					t.Report(check.Status(refusal(t, kit.RefuseNamelessGroup, a[namelessGroup]), http.StatusBadRequest))
				}
			},
		},
		{
			ID: "errors.scim-type.invalid-value", Level: kit.Should, Evidence: kit.RFC, Journey: malformed,
			Title:   "The refusal of a user without userName has the scimType invalidValue",
			Symptom: "None in Okta: it reads the status.",
			Refs:    []string{refError + " invalidValue: a required value was missing"},
			Body: func(t *kit.T) {
				// A request that lacks what its schema wants is invalidSyntax by the same table.
				t.Report(check.ScimType(refusal(t, kit.RefuseNameless, t.Carried().Run.Answers[namelessUser]), "invalidValue", "invalidSyntax"))
			},
		},
		{
			ID: "errors.required.put-user-name", Level: kit.Should, Evidence: kit.Assumed,
			Needs:   []kit.Need{kit.NeedUpdates},
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
					t.Report(check.NoCrash(t.Okta.PutUser(t, p.ID, body)), t.Holds(p.ID, func(r okta.Resource) []check.Problem {
						return check.Text(r, "userName", p.Sent.UserName)
					}))
				}
			},
		},
		{
			ID: "errors.required.keeps-display-name", Level: kit.Should, Evidence: kit.Assumed, Needs: groups,
			PerDialect: true,
			Title:      "A write with null for displayName leaves the group its name",
			Why:        "Okta sends the name with each change of members; an empty one must not make a group that cannot be found.",
			Symptom:    "«Internal Server Error» in the Push Groups tab, or a group without a name.",
			Refs:       []string{"RFC 7643 §4.2 displayName: required", kit.RefPut, refError + " invalidValue"},
			Body: func(t *kit.T) {
				g := t.NewGroup()
				if kit.Dialect(t).Groups() != okta.OIN {
					keepsName(t, g, t.Raw(http.MethodPut, kit.GroupPath(g.ID), okta.Resource{"schemas": []any{okta.GroupSchema}, "displayName": nil, "members": []any{}}))
					return
				}
				for _, operation := range []any{
					map[string]any{"op": "replace", "path": "displayName", "value": nil},
					map[string]any{"op": "replace", "value": map[string]any{"id": g.ID, "displayName": nil}},
				} {
					keepsName(t, g, t.Raw(http.MethodPatch, kit.GroupPath(g.ID), kit.PatchBody([]any{operation})))
				}
			},
		},
	}
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
	// optional ones may be passed over: a read-only attribute and one that no schema has.
	optional bool
}

func (w wrongType) title() string { return w.attribute + " as " + w.as }

// wrongTypes are values that an attribute mapping in Okta can come to.
func wrongTypes() []wrongType {
	plain := func(v any) func(okta.User) any { return func(okta.User) any { return v } }
	return []wrongType{
		{attribute: "active", as: "an object", value: plain(map[string]any{})},
		{attribute: "active", as: "a word", value: plain("perhaps")},
		{attribute: "emails", as: "text", value: func(u okta.User) any { return u.Email }},
		{attribute: "emails", as: "a list of texts", value: func(u okta.User) any { return []any{u.Email, 7} }},
		{attribute: "name", as: "text", value: func(u okta.User) any { return u.DisplayName }},
		{attribute: "userName", as: "a list", value: func(u okta.User) any { return []any{u.UserName} }},
		{attribute: "userName", as: "an object", value: func(u okta.User) any { return map[string]any{"value": u.UserName} }},
		{attribute: "schemas", as: "text", value: plain(okta.UserSchema)},
		{attribute: "groups", as: "text", value: plain("Everyone"), optional: true},
		{attribute: "favouriteColour", as: "an attribute of no schema", value: plain(map[string]any{"value": "blue"}), optional: true},
	}
}

// typed creates a user with each of wrongTypes.
var typed = kit.Sequence{Name: "wrong types", Step: kit.RefuseWrongType, Carry: func(t *kit.T, j *kit.Journey) {
	for _, w := range wrongTypes() {
		u, body := freshBody(t)
		body[w.attribute] = w.value(u)
		a := createRaw(t, body)
		j.Run.Answers, j.Mates = append(j.Run.Answers, a), append(j.Mates, kit.Person{ID: a.Resource.ID(), Sent: u})
	}
}}

// typeChecks: a server may refuse such a user or read it kindly, but not
// break over it, and what it stores must be a user.
func typeChecks() []kit.Check {
	const why = "Attribute mappings in Okta are free-form; a wrong one must end in a message, not in a server error."
	return []kit.Check{
		{
			ID: "errors.type.user", Level: kit.Should, Evidence: kit.Assumed, Journey: typed, Creates: 10,
			Title:   "A user with a value of a wrong type is refused, or stored as a well-formed user",
			Why:     why,
			Symptom: "«Internal Server Error» in the task, repeated with every retry.",
			Refs:    []string{refError + " invalidValue", "RFC 7643 §2.3"},
			Body: func(t *kit.T) {
				j := t.Carried()
				for i, a := range j.Run.Answers {
					w, p := wrongTypes()[i], j.Mates[i]
					t.ReportAt(w.title(), check.NoCrash(a), check.WithResource(a))
					if a.OK() && p.ID != "" {
						t.LookAt(j, p, []kit.View{kit.ViewByID}, func(r okta.Resource) []check.Problem {
							return check.At("after "+w.title(), check.All(check.UserShape(r), check.Text(r, "userName", p.Sent.UserName))...)
						})
					}
				}
			},
		},
		{
			ID: "errors.type.status", Level: kit.Should, Evidence: kit.RFC, Journey: typed,
			Title:   "A user with a value of a wrong type is refused with 400",
			Why:     "400 with invalidValue or invalidSyntax is what the RFC has for it; 422 is a framework's own.",
			Symptom: "A generic error in the task.",
			Refs:    []string{refError + " invalidValue, invalidSyntax"},
			Body: func(t *kit.T) {
				t.Require(kit.RefuseWrongType, check.Answered(t.Carried().Run.Answers[0]))
				for i, a := range t.Carried().Run.Answers {
					if w := wrongTypes()[i]; !w.optional && check.NoCrash(a) == nil {
						t.ReportAt(w.title(), check.Status(a, http.StatusBadRequest))
					}
				}
			},
		},
		bodyCheck("type", "a value of a wrong type", kit.Should, "", typed),
		{
			ID: "errors.type.group", Level: kit.Should, Evidence: kit.Assumed, Needs: []kit.Need{kit.NeedGroups},
			Title:   "A group with members as text or displayName as an object is refused, or stored as a well-formed group",
			Why:     why,
			Symptom: "«Internal Server Error» in the Push Groups tab, or a group without a readable name.",
			Refs:    []string{refError + " invalidValue", "RFC 7643 §4.2"},
			Body: func(t *kit.T) {
				kit.Each(t, []string{"members", "displayName"}, func(a string) string { return a + " of a wrong type" }, func(t *kit.T, attribute string) {
					name, a := createGroupRaw(t, func(body okta.Resource) {
						body[attribute] = map[string]any{"members": "everyone", "displayName": map[string]any{"value": body["displayName"]}}[attribute]
					})
					t.Report(check.NoCrash(a), check.WithResource(a))
					if a.OK() && a.Resource.ID() != "" {
						t.SeeGroup("create group", a.Resource.ID(), "", []kit.View{kit.ViewByID}, check.GroupShape)
					}
					dropNameless(t, name, a)
				})
			},
		},
	}
}
