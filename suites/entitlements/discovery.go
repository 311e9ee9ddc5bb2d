package entitlements

import (
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
)

// discoveryChecks: /ResourceTypes, /Schemas and the endpoints agree.
func discoveryChecks() []kit.Check {
	const symptom = "Okta finds no entitlements after saving the integration, and the Governance tab stays empty."
	return []kit.Check{
		{
			ID: readTypes.Check, Level: kit.Must, Evidence: kit.Documented,
			Title:   "/ResourceTypes is a list that has the User and each entitlement with endpoint and schema",
			Why:     "Okta looks for entitlement endpoints there when the integration is saved.",
			Symptom: symptom, Refs: []string{refGuide, refDiscovery, "OIN C9370"},
			Body: func(t *kit.T) {
				a := t.Okta.ResourceTypes(t)
				t.Report(check.List(a))
				t.StopIfFailed()
				list, _ := a.List()
				wanted := []string{"/Users"}
				for _, e := range t.Env().Profile.Okta.Entitlements {
					wanted = append(wanted, e.Endpoint)
				}
				for _, endpoint := range wanted {
					if typeAt(list, endpoint) == nil {
						t.Failf(a.Op(), "Resources", "a resource type with the endpoint "+endpoint, "none")
					}
				}
				found := len(t.Env().Profile.Okta.Entitlements) > 0
				for _, r := range list {
					for _, field := range []string{"name", "endpoint", "schema"} {
						if r.String(field) == "" {
							t.Failf(a.Op(), field, "a text", "none, in the resource type %q", r.String("name"))
						}
					}
					schema := r.String("schema")
					found = found || strings.EqualFold(schema, okta.RoleSchema) || strings.EqualFold(schema, okta.EntitlementSchema)
				}
				if !found {
					t.Failf(a.Op(), "Resources", "a resource type with the schema "+okta.RoleSchema+" or "+okta.EntitlementSchema, "none")
				}
			},
		},
		{
			ID: readSchemas.Check, Level: kit.Must, Evidence: kit.Documented,
			Title:   "/Schemas is a list that has the schema of each entitlement",
			Why:     "Okta reads there which fields an entitlement has.",
			Symptom: symptom, Refs: []string{refGuide, refDiscovery},
			Body: func(t *kit.T) {
				a := t.Okta.Schemas(t)
				t.Report(check.List(a))
				t.StopIfFailed()
				list, _ := a.List()
				for _, k := range kinds(t) {
					if k.schema != "" && schemaOf(list, k.schema) == nil {
						t.Failf(a.Op(), "Resources", "the schema "+k.schema+" of "+k.Endpoint, "none of %d", len(list))
					}
				}
			},
		},
		{
			ID: "entitlements.discovery.agree", Level: kit.Must, Evidence: kit.Documented,
			Title:   "The values of an endpoint name the schema that /ResourceTypes gives for it",
			Why:     "Okta joins the three answers by the URN.",
			Symptom: symptom, Refs: []string{refGuide, "RFC 7643 §6"},
			Body: func(t *kit.T) {
				for _, k := range kinds(t) {
					a := t.Okta.ListEntitlements(t, k.Endpoint, 1, kit.ImportPage)
					t.Require(readValues, check.List(a))
					list, _ := a.List()
					for _, r := range list {
						if k.schema != "" && !names(r["schemas"], k.schema) {
							t.Failf(a.Op(), "schemas", k.schema, "%v, of %q", r["schemas"], r.String(k.ID))
							break
						}
					}
				}
			},
		},
	}
}

func typeAt(list []okta.Resource, endpoint string) okta.Resource {
	for _, r := range list {
		if strings.EqualFold(strings.TrimSuffix(r.String("endpoint"), "/"), endpoint) {
			return r
		}
	}
	return nil
}

func schemaOf(list []okta.Resource, urn string) okta.Resource {
	for _, r := range list {
		if strings.EqualFold(r.String("id"), urn) {
			return r
		}
	}
	return nil
}

// names reports whether a list of URNs has one, whatever its case.
func names(schemas any, urn string) bool {
	list, _ := schemas.([]any)
	for _, s := range list {
		if text, is := s.(string); is && strings.EqualFold(text, urn) {
			return true
		}
	}
	return false
}
