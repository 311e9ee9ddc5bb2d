package legal_test

import (
	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scimtest"
)

func entitlementScenes() map[string]scene {
	entitled := func(o *provider.Options) { o.Roles, o.Entitlements = nil, provider.Entitlements() }
	roles := func(values ...string) provider.Object {
		list := []any{}
		for _, v := range values {
			list = append(list, provider.Object{"value": v, "display": "Role " + v})
		}
		return provider.Object{"roles": list}
	}
	user := func(path string, values ...string) func(c *scimtest.Client) any {
		return func(c *scimtest.Client) any { return c.Get("/Users/" + c.User("a", roles(values...))).At(path) }
	}
	return map[string]scene{
		"entitlement-any-value": {usual: 400, unusual: 201, options: entitled, see: func(c *scimtest.Client) any {
			body := scimtest.NewUser("a")
			body["roles"] = roles("role-unknown")["roles"]
			return c.Post("/Users", body).Status
		}},
		"entitlement-value-only": {usual: "Role role-owner", unusual: nil, options: entitled, see: user("roles.0.display", "role-owner")},
		"entitlement-order": {usual: "role-owner", unusual: "role-editor", options: entitled,
			see: user("roles.0.value", "role-owner", "role-editor")},
		"entitlement-empty-list": {usual: nil, unusual: []any{}, options: entitled, see: user("roles")},
		"schema-urns-in-capitals": {usual: provider.SchemaUser, unusual: "URN" + provider.SchemaUser[3:], options: entitled,
			see: func(c *scimtest.Client) any { return c.Get("/ResourceTypes").At("Resources.0.schema") }},
	}
}
