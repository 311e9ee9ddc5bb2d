package legal

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// entitlementVariants differ in how entitlements and schemas are shown, and in which values users may have.
func entitlementVariants() []Variant {
	shown := func(change func([]any) []any) func(*Behaviors) {
		return onRender(func(rq *Request, _ Tx, _ *Resource, view Object) {
			for _, e := range rq.Settings.Entitlements {
				if list, ok := view[e.Attribute].([]any); ok {
					view[e.Attribute] = change(scim.Clone(list))
				}
			}
		})
	}
	return []Variant{{
		ID: "entitlement-any-value", Story: "Users may have entitlements that the endpoint does not list.",
		Source: "RFC 7643 §4.1.2: no vocabulary is specified for the value",
		Apply: func(b *Behaviors) {
			b.CheckEntitlement = func(*Request, *provider.EntitlementType, string) error { return nil }
		},
	}, {
		ID: "entitlement-value-only", Story: "A user's entitlements show their value and nothing else.",
		Source: "RFC 7643 §2.4: sub-attributes are optional",
		Apply: shown(func(list []any) []any {
			for i, o := range scim.Objects(list) {
				list[i] = Object{"value": o["value"]}
			}
			return list
		}),
	}, {
		ID: "entitlement-order", Story: "A user's entitlements are shown in another order than they were sent.",
		Source: "RFC 7643 §2.4: the values of a multi-valued attribute have no order",
		Apply:  shown(func(list []any) []any { slices.Reverse(list); return list }),
	}, {
		ID: "entitlement-empty-list", Story: "A user without entitlements shows an empty list.",
		Source: "RFC 7643 §2.5: an empty list and no attribute are the same",
		Apply: onRender(func(rq *Request, _ Tx, r *Resource, view Object) {
			for _, e := range rq.Settings.Entitlements {
				if r.Kind == provider.KindUser && view[e.Attribute] == nil {
					view[e.Attribute] = []any{}
				}
			}
		}),
	}, {
		ID: "schema-urns-in-capitals", Story: "Discovery writes URNs in capitals.",
		Source: "RFC 8141 §3.1: the first parts of a URN are compared without regard to case; RFC 7643 §2.1",
		Apply: func(b *Behaviors) {
			next := b.Discover
			b.Discover = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err != nil || answer.Object()["Resources"] == nil {
					return answer, err
				}
				list := scim.Clone(answer.Object()["Resources"].([]any))
				for _, o := range scim.Objects(list) {
					for _, key := range []string{"schema", "id"} {
						if text := scim.Text(o, key); strings.HasPrefix(text, "urn:") {
							o[key] = "URN" + text[3:]
						}
					}
				}
				answer.Object()["Resources"] = list
				return answer, nil
			}
		},
	}}
}
