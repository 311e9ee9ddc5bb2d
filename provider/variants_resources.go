package provider

import (
	"maps"
	"time"
)

// schemaAcme is the extension of a product that Okta knows nothing of.
const schemaAcme = "urn:example:params:scim:schemas:extension:acme:2.0:Account"

// resourceVariants differ in the attributes a resource shows besides those the client wrote.
func resourceVariants() []Variant {
	return []Variant{
		{
			ID: "extra-attributes", Story: "Resources have attributes at the top level that no schema has.",
			Source: "Okta reads the attributes of its mapping and no others (Okta SCIM 2.0 reference)",
			Apply: func(b *Behaviours) {
				onRender(b, func(_ *Request, _ Tx, r *Resource, view Object) {
					view["createdBy"] = "scim"
					view["tags"] = []any{"a", "b"}
					view["settings"] = Object{"theme": "dark", "beta": false, "quota": 10}
					view["__v"] = 0
					if r.Kind == KindUser {
						view["isOwner"], view["teams"], view["avatar"] = false, []any{}, nil
					}
				})
			},
		},
		{
			ID: "vendor-extension", Story: "Resources have an extension of the product's own, listed first in schemas.",
			Source: "RFC 7643 §3.3",
			Apply: func(b *Behaviours) {
				extend(b, func(*Request, Tx, *Resource) Object {
					return Object{"plan": "team", "limits": Object{"projects": 3}, "labels": []any{Object{"value": "x", "primary": true}}}
				})
			},
		},
		{
			ID: "derived-attributes", Story: "An extension shows what follows from the rest: a status from active, a name in full, the number of groups or members.",
			Source: "RFC 7643 §2.2: attributes may be readOnly, §3.3",
			Apply:  derive,
		},
		{
			ID: "volatile-attributes", Story: "An extension shows when the resource was read, so that no two answers are the same.",
			Source: "RFC 7643 §2.2: attributes may be readOnly, §3.3",
			Apply: func(b *Behaviours) {
				var reads perTenant[int]
				extend(b, func(rq *Request, _ Tx, _ *Resource) Object {
					seen := Object{"lastSeen": rq.Time.Format(time.RFC3339Nano)}
					reads.with(rq.Tenant, func(n *int) {
						*n++
						seen["reads"] = *n
					})
					return seen
				})
			},
		},
		{
			ID: "schemas-lists-all", Story: "schemas lists every schema that the resource could have values of, and one that no endpoint describes.",
			Source: "RFC 7643 §3: schemas lists what may be there",
			Apply: func(b *Behaviours) {
				onRender(b, func(rq *Request, _ Tx, r *Resource, view Object) {
					t := rq.Settings.Type(r.Kind)
					urns := []any{t.Core.ID}
					for _, s := range t.Extensions {
						urns = append(urns, s.ID)
					}
					view["schemas"] = append(urns, schemaAcme)
				})
			},
		},
		{
			ID: "null-for-absent", Story: "Attributes without a value are shown as null, those within name and e-mail addresses too.",
			Source: "RFC 7643 §2.5: null and absent are the same",
			Apply:  func(b *Behaviours) { fill(b, func(*Attribute) (any, bool) { return nil, true }) },
		},
		{
			ID: "empty-array-for-absent", Story: "Multi-valued attributes without a value are shown as [].",
			Source: "RFC 7643 §2.5: an empty array and absent are the same",
			Apply: func(b *Behaviours) {
				fill(b, func(a *Attribute) (any, bool) { return []any{}, a.MultiValued })
			},
		},
		{
			ID: "empty-text-for-absent", Story: `Text without a value is shown as "".`,
			Source: "RFC 7643 §2.5: the server may give a default to what was not sent",
			Apply: func(b *Behaviours) {
				fill(b, func(a *Attribute) (any, bool) { return "", a.Type == "string" && !a.MultiValued })
			},
		},
	}
}

// extend adds the extension of the product.
func extend(b *Behaviours, values func(*Request, Tx, *Resource) Object) {
	onRender(b, func(rq *Request, tx Tx, r *Resource, view Object) {
		view[schemaAcme] = values(rq, tx, r)
		if urns, ok := view["schemas"].([]any); ok {
			view["schemas"] = append([]any{schemaAcme}, urns...)
		}
	})
}

func derive(b *Behaviours) {
	extend(b, func(_ *Request, tx Tx, r *Resource) Object {
		if r.Kind == KindGroup {
			return Object{"memberCount": tx.MemberCount(r.ID), "slug": fold(r.Name())}
		}
		status := "deprovisioned"
		if r.Active() {
			status = "active"
		}
		return Object{
			"status":     status,
			"canSignIn":  r.Active(),
			"groupCount": len(tx.GroupsOf(r.ID)),
			"fullName":   formattedName(r.Attributes),
			"updated":    formatTime(r.Modified),
		}
	})
}

// fill shows a value for each attribute that has none and that with accepts. What is never returned stays away.
func fill(b *Behaviours, with func(*Attribute) (any, bool)) {
	onRender(b, func(rq *Request, _ Tx, r *Resource, view Object) {
		fillObject(view, rq.Settings.Type(r.Kind).Core.Attributes, with)
		if _, ok := view["externalId"]; !ok {
			if v, ok := with(attr("externalId", "")); ok {
				view["externalId"] = v
			}
		}
	})
}

func fillObject(o Object, attributes []*Attribute, with func(*Attribute) (any, bool)) {
	for _, a := range attributes {
		v, there := o[a.Name]
		if list, ok := v.([]any); ok && len(list) == 0 {
			there = false
		}
		switch {
		case a.Returned == "never":
		case !there:
			if empty, ok := with(a); ok {
				o[a.Name] = empty
			}
		case a.Name == "name":
			if name, ok := v.(Object); ok {
				name = maps.Clone(name)
				fillObject(name, a.SubAttributes, with)
				o[a.Name] = name
			}
		case a.Name == "emails" && v != nil:
			o[a.Name] = eachObject(v, func(email Object) { fillObject(email, a.SubAttributes, with) })
		}
	}
}
