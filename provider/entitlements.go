package provider

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// URNs of the entitlements that Okta knows by their schema.
const (
	SchemaRole        = "urn:okta:scim:schemas:core:1.0:Role"
	SchemaEntitlement = "urn:okta:scim:schemas:core:1.0:Entitlement"
)

// EntitlementType is one kind of thing that users can be given. Okta finds it in /ResourceTypes and reads its values at
// its endpoint.
type EntitlementType struct {
	Name      string // of the resource type, "Role"
	Endpoint  string // "/Roles"
	Attribute string // of a User: "roles" or "entitlements"
	Schema    string // URN
	Values    []Entitlement
}

// Entitlement is one value.
type Entitlement struct{ ID, DisplayName, Type, Description string }

// Entitlements returns the roles and licenses of a small app.
func Entitlements() []EntitlementType {
	return []EntitlementType{
		{Name: "Role", Endpoint: "/Roles", Attribute: "roles", Schema: SchemaRole, Values: []Entitlement{
			{"role-owner", "Workspace Owner", "", "Manages members and billing."},
			{"role-editor", "Editor", "", "Changes reports."},
			{"role-reader", "Reader (read only)", "", "Sees reports."}}},
		{Name: "Entitlement", Endpoint: "/Entitlements", Attribute: "entitlements", Schema: SchemaEntitlement, Values: []Entitlement{
			{"42", "Analytics & Reports", "license", "Opens the analytics module."},
			{"43", "Export", "license", "Downloads data."},
			{"44", "API access", "permission", "Makes API keys."}}},
	}
}

// checkEntitlementTypes tells what is wrong with the types; nil is none.
func (o Options) checkEntitlementTypes() error {
	for _, e := range o.Entitlements {
		switch {
		case e.Attribute != "roles" && e.Attribute != "entitlements":
			return fmt.Errorf("provider: entitlements %s are in the attribute %q, want roles or entitlements", e.Name, e.Attribute)
		case o.Roles != nil && o.Roles.Attribute == e.Attribute:
			return fmt.Errorf("provider: %s holds the role by group and the entitlements %s", e.Attribute, e.Name)
		}
	}
	return nil
}

// resourceType describes the kind for discovery.
func (e *EntitlementType) resourceType() *ResourceType {
	return newResourceType(e.Name, e.Endpoint, "What a user can be given in "+e.Attribute+".", &Schema{
		ID: e.Schema, Name: e.Name, Description: "What a user can be given in " + e.Attribute + ".", Attributes: []*Attribute{
			attr("displayName", "Name to show to people.", required, readOnly),
			attr("type", "Kind of value.", readOnly),
			attr("description", "What it allows, 1,000 characters at most.", readOnly),
		}})
}

// Offers reports whether a value is one of those that the endpoint lists.
func (e *EntitlementType) Offers(value string) bool {
	return slices.ContainsFunc(e.Values, func(v Entitlement) bool { return v.ID == value })
}

// values answers GET /Roles and the like: the page that the query asks for.
func values(rq *Request) (*Response, error) {
	query, err := url.ParseQuery(rq.HTTP.URL.RawQuery)
	if err != nil {
		return nil, InvalidSyntax("The query part of the URL is not well encoded: %s.", rq.HTTP.URL.RawQuery)
	}
	q, e := &rq.Query, rq.Entitlement
	if q.StartIndex, err = number(query, "startIndex", 1); err != nil {
		return nil, err
	}
	if q.Count, err = number(query, "count", DefaultCount); err != nil {
		return nil, err
	}
	q.StartIndex, q.Count = max(q.StartIndex, 1), min(max(q.Count, 0), MaxCount)
	var shown []any
	for _, v := range e.Values {
		o := Object{"schemas": []any{e.Schema}, "id": v.ID, "displayName": v.DisplayName, "description": v.Description,
			"meta": Object{"resourceType": e.Name, "location": rq.Server.BaseURL(rq.HTTP) + e.Endpoint + "/" + url.PathEscape(v.ID)}}
		if v.Type != "" {
			o["type"] = v.Type
		}
		shown = append(shown, o)
	}
	if rq.ID != "" {
		for _, o := range scim.Objects(shown) {
			if o["id"] == rq.ID {
				return Respond(http.StatusOK, o), nil
			}
		}
		return nil, Refuse(http.StatusNotFound, "", "There is no %s with the id %q.", e.Name, rq.ID)
	}
	from := min(q.StartIndex-1, len(shown))
	page := shown[from:min(from+q.Count, len(shown))]
	return Respond(http.StatusOK, rq.Do.Envelope(rq, Page{Total: len(shown)}, append([]any{}, page...))), nil
}

// checkEntitlement refuses a value that the app does not have.
func checkEntitlement(_ *Request, e *EntitlementType, value string) error {
	if e.Offers(value) {
		return nil
	}
	return InvalidValue("%s: the app has no %s %q; GET %s lists them.", e.Attribute, strings.ToLower(e.Name), value, e.Endpoint)
}

// checkEntitlements judges all that a user is to be given.
func checkEntitlements(rq *Request, user *Resource) error {
	for i := range rq.Settings.Entitlements {
		e := &rq.Settings.Entitlements[i]
		for _, v := range scim.Objects(user.Attributes[e.Attribute]) {
			if err := rq.Do.CheckEntitlement(rq, e, scim.Text(v, "value")); err != nil {
				return err
			}
		}
	}
	return nil
}
