package entitlements

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// schemaChecks: Import User Schema. Core attributes come from the schema of the core User, custom ones from the
// extensions that the User resource type names.
func schemaChecks() []kit.Check {
	const symptom = "After «Import User Schema» Okta lacks attributes of the app, and they cannot be mapped."
	return []kit.Check{
		{
			ID: readUserSet.Check, Level: kit.Must, Evidence: kit.Documented,
			Title:   "The User resource type names the core User schema, and /Schemas has it and every extension",
			Why:     "Okta offers only attributes of extensions that stand in the User resource type.",
			Symptom: symptom, Refs: []string{refSchema, "RFC 7643 §6", "OIN C9390"},
			Body: func(t *kit.T) {
				types, schemas := t.Okta.ResourceTypes(t), t.Okta.Schemas(t)
				t.Report(check.List(types), check.List(schemas))
				t.StopIfFailed()
				list, _ := types.List()
				user := typeAt(list, "/Users")
				if user == nil || !strings.EqualFold(user.String("schema"), okta.UserSchema) {
					t.Failf(types.Op(), "Resources", "a resource type with the endpoint /Users and the schema "+okta.UserSchema, "none")
					return
				}
				all, _ := schemas.List()
				for _, urn := range append([]string{okta.UserSchema}, extensionsOf(user)...) {
					if schemaOf(all, urn) == nil {
						t.Failf(schemas.Op(), "Resources", "the schema "+urn+" of the User resource type", "none")
					}
				}
			},
		},
		{
			ID: "entitlements.schema.core", Level: kit.Must, Evidence: kit.Documented,
			Title:   "The schema of the core User lists the attributes that Okta maps, each with its type",
			Symptom: symptom, Refs: []string{refSchema, "RFC 7643 §7", "OIN C9390"},
			Body: func(t *kit.T) {
				a := t.Okta.Schemas(t)
				core := schemaOf(mustSchemas(t, a), okta.UserSchema)
				if core == nil {
					t.Require(readUserSet, []check.Problem{{Operation: a.Op(), Place: "Resources", Expected: okta.UserSchema, Actual: "none"}})
				}
				listed := attributesOf(core, "")
				for _, name := range []string{"userName", "name", "name.givenName", "name.familyName", "emails", "active"} {
					if listed[name] == nil {
						t.Failf(a.Op(), "attributes", name, "not listed")
					}
				}
				wellFormed(t, a, listed)
			},
		},
		{
			ID: "entitlements.schema.extensions", Level: kit.Must, Evidence: kit.Documented,
			Title:   "Each extension of the User lists attributes with a name and a type",
			Symptom: symptom, Refs: []string{refSchema, "RFC 7643 §7", "OIN C9390", "OIN C9391"},
			Body: func(t *kit.T) {
				for _, e := range extensions(t) {
					if len(e.attributes) == 0 {
						t.Failf(e.answer.Op(), "attributes", "the attributes of "+e.urn, "none")
					}
					wellFormed(t, e.answer, e.attributes)
				}
			},
		},
		{
			ID: "entitlements.schema.create", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedPushUsers},
			Title:   "A user who is created with all text attributes of the extensions has them",
			Why:     "What the schema offers can be mapped, and then Okta sends it.",
			Symptom: "No error in Okta: a custom attribute is mapped and stays empty in the app.",
			Refs:    []string{refSchema, "OIN C9392"},
			Body: func(t *kit.T) {
				u, want := withExtensions(t, "created")
				a := t.Okta.CreateUser(t, u)
				if len(check.Refused(a)) == 0 {
					t.Unsupported("the app rejects made-up values of its extensions: %d %s", a.Status, a.Resource.String("detail"))
				}
				t.Report(check.Status(a, 201), check.WithResource(a))
				t.StopIfFailed()
				t.See("create user with extensions", a.Resource.ID(), u.UserName, kit.AllViews, want)
			},
		},
		{
			ID: "entitlements.schema.update", Level: kit.Must, Evidence: kit.Documented, Needs: []kit.Need{kit.NeedPushUsers, kit.NeedUpdates},
			Title:   "A profile update changes all text attributes of the extensions",
			Symptom: "No error in Okta: a custom attribute keeps its old value in the app.",
			Refs:    []string{refSchema, "OIN C9393"},
			Body: func(t *kit.T) {
				p := t.NewUser()
				changed, want := withExtensions(t, "updated")
				p.Sent.Extra = changed.Extra
				run := t.Okta.PushProfile(t, p.ID, p.Sent)
				if len(check.Refused(run.Last())) == 0 {
					t.Unsupported("the app rejects made-up values of its extensions: %d", run.Last().Status)
				}
				t.Report(check.Through(run))
				t.StopIfFailed()
				t.See("update extensions", p.ID, p.Sent.UserName, []kit.View{kit.ViewByID, kit.ViewList}, want)
			},
		},
	}
}

// mustSchemas is the list of an answer of /Schemas, as a set-up.
func mustSchemas(t *kit.T, a okta.Answer) []okta.Resource {
	t.Require(readUserSet, check.List(a))
	list, _ := a.List()
	return list
}

func extensionsOf(resourceType okta.Resource) []string {
	var out []string
	for _, e := range check.Elements(resourceType, "schemaExtensions") {
		if urn, _ := e["schema"].(string); urn != "" {
			out = append(out, urn)
		}
	}
	return out
}

// extension is an extension of the User with its attributes by name.
type extension struct {
	urn        string
	answer     okta.Answer
	attributes map[string]map[string]any
}

// extensions are those of the User; the check is unsupported when there are none.
func extensions(t *kit.T) []extension {
	types := t.Okta.ResourceTypes(t)
	t.Require(readUserSet, check.List(types))
	list, _ := types.List()
	urns := extensionsOf(typeAt(list, "/Users"))
	if len(urns) == 0 {
		t.Unsupported("the User resource type names no extension")
	}
	a := t.Okta.Schemas(t)
	all := mustSchemas(t, a)
	var out []extension
	for _, urn := range urns {
		out = append(out, extension{urn, a, attributesOf(schemaOf(all, urn), "")})
	}
	return out
}

// attributesOf lists the attributes of a schema, those below as "name.givenName".
func attributesOf(r okta.Resource, above string) map[string]map[string]any {
	out := map[string]map[string]any{}
	field := "attributes"
	if above != "" {
		field = "subAttributes"
	}
	for _, a := range check.Elements(r, field) {
		name, _ := a["name"].(string)
		out[above+name] = a
		if above == "" && a["type"] == "complex" {
			for sub, description := range attributesOf(okta.Resource(a), name+".") {
				out[sub] = description
			}
		}
	}
	return out
}

func wellFormed(t *kit.T, a okta.Answer, attributes map[string]map[string]any) {
	for name, attribute := range attributes {
		switch kind, _ := attribute["type"].(string); strings.ToLower(kind) {
		case "string", "boolean", "decimal", "integer", "datetime", "binary", "reference", "complex":
		default:
			t.Failf(a.Op(), "attributes", "a type of RFC 7643 §2.3 for "+name, "%v", attribute["type"])
		}
		if name == "" || strings.HasSuffix(name, ".") {
			t.Failf(a.Op(), "attributes", "a name of each attribute", "none")
		}
	}
}

// withExtensions is a user with a text in each attribute of the extensions that takes any, and what must then be shown.
func withExtensions(t *kit.T, text string) (okta.User, func(okta.Resource) []check.Problem) {
	u := t.Person()
	u.Extra = map[string]any{}
	wanted := map[string]map[string]any{}
	for _, e := range extensions(t) {
		values := map[string]any{}
		for name, a := range e.attributes {
			multi, _ := a["multiValued"].(bool)
			if _, fixed := a["canonicalValues"]; fixed || multi || strings.Contains(name, ".") || a["type"] != "string" ||
				a["mutability"] != nil && a["mutability"] != "readWrite" || a["returned"] == "never" {
				continue
			}
			values[name] = fmt.Sprintf("%s %s", name, text)
		}
		if len(values) > 0 {
			u.Extra[e.urn], wanted[e.urn] = values, values
		}
	}
	if len(wanted) == 0 {
		t.Unsupported("the extensions of the User have no text attribute that can be written")
	}
	return u, func(r okta.Resource) []check.Problem {
		var problems []check.Problem
		for urn, values := range wanted {
			shown, _ := r[urn].(map[string]any)
			for name, want := range values {
				if shown[name] != want {
					problems = append(problems, check.Problem{Place: urn + ":" + name, Expected: want.(string), Actual: fmt.Sprint(shown[name])})
				}
			}
		}
		return problems
	}
}
