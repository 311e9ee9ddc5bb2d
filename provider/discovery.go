package provider

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/provider/internal/scim"
)

// discover answers /ServiceProviderConfig, /ResourceTypes and /Schemas (RFC 7644 §4).
func discover(rq *Request) (*Response, error) {
	base := rq.Server.BaseURL(rq.HTTP)
	endpoint, _, _ := strings.Cut(strings.Trim(rq.Path, "/"), "/")
	var all []any
	switch endpoint {
	case "ServiceProviderConfig":
		return Respond(http.StatusOK, serviceProviderConfig(rq.Server.options, base)), nil
	case "ResourceTypes":
		for _, t := range rq.Settings.types() {
			all = append(all, t.describe(base))
		}
	default:
		seen := map[string]bool{}
		for _, t := range rq.Settings.types() {
			for _, s := range append([]*Schema{t.Core}, t.Extensions...) {
				if !seen[s.ID] {
					seen[s.ID] = true
					all = append(all, s.describe(base))
				}
			}
		}
	}
	if rq.ID == "" {
		rq.Query.StartIndex = 1
		return Respond(http.StatusOK, rq.Do.Envelope(rq, Page{Total: len(all)}, all)), nil
	}
	for _, o := range scim.Objects(all) {
		if strings.EqualFold(scim.Text(o, "id"), rq.ID) {
			return Respond(http.StatusOK, o), nil
		}
	}
	return nil, Refuse(http.StatusNotFound, "", "There is no %q among the %s.", rq.ID, endpoint)
}

// serviceProviderConfig tells what the server can and cannot do (RFC 7643 §5).
func serviceProviderConfig(o Options, base string) Object {
	supported := func(yes bool, more ...any) Object {
		part := Object{"supported": yes}
		for i := 0; i+1 < len(more); i += 2 {
			part[more[i].(string)] = more[i+1]
		}
		return part
	}
	return Object{
		"schemas":        []any{"urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"},
		"patch":          supported(true),
		"bulk":           supported(false, "maxOperations", 0, "maxPayloadSize", int(o.MaxBody)),
		"filter":         supported(true, "maxResults", MaxCount),
		"changePassword": supported(false),
		"sort":           supported(false),
		"etag":           supported(false),
		"authenticationSchemes": []any{Object{
			"type":        "oauthbearertoken",
			"name":        "Bearer token",
			"description": "A token in the Authorization header, as Okta's HTTP Header authentication sends it.",
			"specUri":     "https://www.rfc-editor.org/info/rfc6750",
			"primary":     true,
		}},
		"meta": Object{"resourceType": "ServiceProviderConfig", "location": base + "/ServiceProviderConfig"},
	}
}

func (t *ResourceType) describe(base string) Object {
	o := Object{
		"schemas":     []any{"urn:ietf:params:scim:schemas:core:2.0:ResourceType"},
		"id":          t.Name,
		"name":        t.Name,
		"description": t.Description,
		"endpoint":    t.Endpoint,
		"schema":      t.Core.ID,
		"meta":        Object{"resourceType": "ResourceType", "location": base + "/ResourceTypes/" + t.Name},
	}
	var extensions []any
	for _, s := range t.Extensions {
		extensions = append(extensions, Object{"schema": s.ID, "required": false})
	}
	if extensions != nil {
		o["schemaExtensions"] = extensions
	}
	return o
}

func (s *Schema) describe(base string) Object {
	return Object{
		"schemas":     []any{"urn:ietf:params:scim:schemas:core:2.0:Schema"},
		"id":          s.ID,
		"name":        s.Name,
		"description": s.Description,
		"attributes":  describeAll(s.Attributes),
		"meta":        Object{"resourceType": "Schema", "location": base + "/Schemas/" + s.ID},
	}
}

func describeAll(list []*Attribute) []any {
	out := make([]any, len(list))
	for i, a := range list {
		o := Object{
			"name":        a.Name,
			"type":        a.Type,
			"multiValued": a.MultiValued,
			"description": a.Description,
			"required":    a.Required,
			"mutability":  a.Mutability,
			"returned":    a.Returned,
		}
		switch a.Type {
		case "complex":
			o["subAttributes"] = describeAll(a.SubAttributes)
		case "boolean":
		default:
			o["caseExact"], o["uniqueness"] = a.CaseExact, a.Uniqueness
		}
		if a.CanonicalValues != nil {
			o["canonicalValues"] = strings2any(a.CanonicalValues)
		}
		if a.ReferenceTypes != nil {
			o["referenceTypes"] = strings2any(a.ReferenceTypes)
		}
		out[i] = o
	}
	return out
}

func strings2any(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
