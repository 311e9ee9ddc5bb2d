// Package entitlements has the checks of entitlements and of schema discovery (Import User Schema): what Okta reads when
// the integration is saved, and the values that users are given by create and PUT.
package entitlements

import (
	"cmp"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/kit"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/profile"
)

const (
	refGuide     = "Okta: SCIM 2.0 with Entitlements"
	refSchema    = "Okta help: Import User Schema (OIN, May 2026)"
	refOktaTest  = "Okta ENT step 1"
	refDiscovery = "RFC 7644 §4"
)

// Checks lists the checks of the area.
func Checks() []kit.Check {
	return slices.Concat(
		kit.InArea(kit.Entitlements, []kit.Need{kit.NeedEntitlements}, slices.Concat(discoveryChecks(), endpointChecks())),
		kit.InArea(kit.Entitlements, []kit.Need{kit.NeedEntitlements, kit.NeedPushUsers}, slices.Concat(assignChecks(), changeChecks())),
		kit.InArea(kit.Entitlements, []kit.Need{kit.NeedUserSchema}, schemaChecks()),
	)
}

// The set-ups of this area.
var (
	readTypes   = kit.Setup{Check: "entitlements.discovery.types", Doing: "reading /ResourceTypes"}
	readSchemas = kit.Setup{Check: "entitlements.discovery.schemas", Doing: "reading /Schemas"}
	readUserSet = kit.Setup{Check: "entitlements.schema.user-type", Doing: "reading the User resource type"}
	readValues  = kit.Setup{Check: "entitlements.endpoint.pages", Doing: "reading an entitlement endpoint"}
	assign      = kit.Setup{Check: "entitlements.assign.create", Doing: "creating a user with an entitlement"}
	change      = kit.Setup{Check: "entitlements.change.add", Doing: "changing the entitlements of a user"}
)

// kind is one kind of entitlement: its endpoint, the attribute of a User, and the fields of a value.
type kind struct {
	profile.Entitlement
	schema string // "" when the profile names the endpoint and /ResourceTypes does not
}

// value is what an endpoint lists.
type value struct{ id, display, kind, description string }

// kinds returns those of the profile, or else those that /ResourceTypes names by Okta's URNs.
func kinds(t *kit.T) []kind {
	types := t.Okta.ResourceTypes(t)
	t.Require(readTypes, check.List(types))
	list, _ := types.List()
	var out []kind
	for _, e := range t.Env().Profile.Okta.Entitlements {
		k := kind{Entitlement: e}
		for _, r := range list {
			if strings.EqualFold(r.String("endpoint"), e.Endpoint) {
				k.schema = r.String("schema")
			}
		}
		out = append(out, k)
	}
	for _, r := range list {
		schema, attribute := r.String("schema"), ""
		switch {
		case strings.EqualFold(schema, okta.RoleSchema):
			attribute = "roles"
		case strings.EqualFold(schema, okta.EntitlementSchema):
			attribute = "entitlements"
		}
		if attribute != "" && len(t.Env().Profile.Okta.Entitlements) == 0 {
			out = append(out, kind{profile.Entitlement{Endpoint: r.String("endpoint"), Attribute: attribute}, schema})
		}
	}
	if len(out) == 0 {
		t.Require(readTypes, []check.Problem{{Operation: types.Op(), Place: "Resources",
			Expected: "a resource type with the schema " + okta.RoleSchema + " or " + okta.EntitlementSchema, Actual: "none"}})
	}
	for i := range out {
		k := &out[i].Entitlement
		k.ID, k.DisplayName = cmp.Or(k.ID, "id"), cmp.Or(k.DisplayName, "displayName")
		k.Description = cmp.Or(k.Description, "description")
	}
	return out
}

func (k kind) valueOf(r okta.Resource) value {
	return value{r.String(k.ID), r.String(k.DisplayName), r.String("type"), r.String(k.Description)}
}

// walk reads all pages of an endpoint as Okta does.
func (k kind) walk(t *kit.T) (values []value, pages []okta.Answer) {
	for start := 1; len(pages) < 100; start += kit.ImportPage {
		a := t.Okta.ListEntitlements(t, k.Endpoint, start, kit.ImportPage)
		pages = append(pages, a)
		list, _ := a.List()
		for _, r := range list {
			values = append(values, k.valueOf(r))
		}
		if !a.OK() || len(list) == 0 || start+kit.ImportPage > check.Total(a) {
			break
		}
	}
	return values, pages
}

// each does something for each kind and its values, at least n of them.
func each(t *kit.T, n int, do func(k kind, v []value)) {
	done := 0
	for _, k := range kinds(t) {
		values, pages := k.walk(t)
		for _, a := range pages {
			t.Require(readValues, check.List(a))
		}
		if len(values) == 0 || values[0].id == "" {
			t.Require(readValues, []check.Problem{{Operation: pages[0].Op(), Place: "Resources", Expected: "values with an " + k.ID, Actual: "none"}})
		}
		if len(values) >= n {
			done++
			do(k, values)
		}
	}
	if done == 0 {
		t.Unsupported("no entitlement of the app has %d values", n)
	}
}

// wire is the attribute of a User as Okta sends it.
func (k kind) wire(values ...value) []any {
	out := []any{}
	for _, v := range values {
		one := map[string]any{"value": v.id, "display": v.display}
		if k.Attribute == "entitlements" && v.kind != "" {
			one["type"] = v.kind
		}
		out = append(out, one)
	}
	return out
}

// holds wants a user to have these values and no others; display and type count where they are shown.
func (k kind) holds(want ...value) func(okta.Resource) []check.Problem {
	return func(r okta.Resource) []check.Problem {
		var problems []check.Problem
		seen := map[string]int{}
		for _, e := range check.Elements(r, k.Attribute) {
			id, _ := e["value"].(string)
			seen[id]++
			i := slices.IndexFunc(want, func(v value) bool { return v.id == id })
			if i < 0 {
				problems = append(problems, k.problem("", "no other value than "+ids(want), id)...)
				continue
			}
			for field, sent := range map[string]string{"display": want[i].display, "type": want[i].kind} {
				if shown, is := e[field].(string); is && sent != "" && shown != sent {
					problems = append(problems, k.problem("."+field, sent, shown)...)
				}
			}
		}
		for _, v := range want {
			if n := seen[v.id]; n != 1 {
				problems = append(problems, k.problem("", v.id+" once", map[bool]string{true: "it is missing", false: "it is there twice"}[n == 0])...)
			}
		}
		return problems
	}
}

func (k kind) problem(field, expected, actual string) []check.Problem {
	return []check.Problem{{Place: k.Attribute + field, Expected: expected, Actual: actual}}
}

func ids(values []value) string {
	if len(values) == 0 {
		return "none"
	}
	var out []string
	for _, v := range values {
		out = append(out, v.id)
	}
	return strings.Join(out, ", ")
}

// given is a user who was created with these values, as a set-up.
func (k kind) given(t *kit.T, values ...value) kit.Person {
	u := t.Person(kit.With(k.Attribute, k.wire(values...)))
	a := t.Okta.CreateUser(t, u)
	t.Require(assign, check.Status(a, 201), check.WithResource(a))
	p := kit.Person{ID: a.Resource.ID(), Sent: u}
	t.Know(p.ID, u.UserName)
	t.Await(assign, "create user with entitlements", func() []check.Problem { return t.Holds(p.ID, k.holds(values...)) })
	return p
}

// push is Okta's profile push with these values in place of the earlier ones.
func (k kind) push(t *kit.T, p kit.Person, values ...value) okta.Run {
	p.Sent.Extra[k.Attribute] = k.wire(values...)
	return t.Okta.PushProfile(t, p.ID, p.Sent)
}
