package faulty

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// entitlementFaults are about discovery, and about the roles and entitlements of users.
func entitlementFaults() []Fault {
	const okta = "Okta: SCIM 2.0 with Entitlements"
	discovery, endpoint := grid("discovery × what is listed; "+okta), grid("entitlement endpoint × page; "+okta)
	users, extensions := grid("entitlements of a user × step; "+okta), grid("extension attributes × step; Okta help: Import User Schema")
	return inCategory("entitlements", []Fault{
		{ID: "ent-no-resource-types", Source: discovery, Story: "/ResourceTypes is answered 404: Okta finds no entitlements.",
			Apply: noDiscovery("/ResourceTypes")},
		{ID: "ent-no-schemas", Source: discovery, Story: "/Schemas is answered 404: Okta learns no fields.", Apply: noDiscovery("/Schemas")},
		{ID: "ent-types-without-entitlements", Source: discovery, Story: "/ResourceTypes lists users and groups only: Okta finds no entitlements.",
			Apply: onListed("/ResourceTypes", func(o Object) bool { return o["id"] == "User" || o["id"] == "Group" }, nil)},
		{ID: "ent-type-without-schema", Source: discovery, Story: "Resource types do not say which schema they have.",
			Apply: onListed("/ResourceTypes", nil, func(o Object) { delete(o, "schema") })},
		{ID: "ent-schema-missing", Source: discovery, Story: "/Schemas leaves the schemas of the entitlements out.",
			Apply: onListed("/Schemas", func(o Object) bool { return !strings.HasPrefix(scim.Text(o, "id"), "urn:okta:") }, nil)},
		{ID: "ent-values-of-another-schema", Source: discovery, Story: "Values name another schema than /ResourceTypes.",
			Apply: onValues(func(_ *Request, o Object) { o["schemas"] = []any{"urn:example:Thing"} })},

		{ID: "ent-items-per-page-total", Source: endpoint, Story: "itemsPerPage is the number of all values: Okta's Entitlements test is red.",
			Apply: onValuesPage(func(rq *Request, body Object) { body["itemsPerPage"] = body["totalResults"] })},
		{ID: "ent-count-ignored", Source: endpoint, Story: "count and startIndex are ignored: every page has all values.",
			Apply: func(b *Behaviors) {
				next := b.Values
				b.Values = func(rq *Request) (*Response, error) {
					rq.HTTP = rq.HTTP.Clone(rq.HTTP.Context())
					rq.HTTP.URL.RawQuery = ""
					return next(rq)
				}
			}},
		{ID: "ent-total-is-page", Source: endpoint, Story: "totalResults counts the page: Okta reads no second one.",
			Apply: onValuesPage(func(_ *Request, body Object) {
				if n := len(scim.Objects(body["Resources"])); n > 1 {
					body["totalResults"] = n - 1
				}
			})},
		{ID: "ent-value-twice", Source: endpoint, Story: "A value is listed twice.",
			Apply: onValuesPage(func(rq *Request, body Object) {
				if list := body["Resources"].([]any); len(list) > 1 {
					list[1] = list[0]
				}
			})},
		{ID: "ent-second-page-is-first", Source: endpoint, Story: "startIndex is ignored: the second page is the first.",
			Apply: func(b *Behaviors) {
				next := b.Values
				b.Values = func(rq *Request) (*Response, error) {
					asked := rq.HTTP.URL.Query()
					start := asked.Get("startIndex")
					asked.Set("startIndex", "1")
					rq.HTTP = rq.HTTP.Clone(rq.HTTP.Context())
					rq.HTTP.URL.RawQuery = asked.Encode()
					answer, err := next(rq)
					if err == nil && start == "2" && answer.Object() != nil {
						answer.Object()["startIndex"] = 2
					}
					return answer, err
				}
			}},
		{ID: "ent-name-missing", Source: endpoint, Story: "Values have a name where Okta looks for displayName.",
			Apply: onValues(func(_ *Request, o Object) { o["name"] = o["displayName"]; delete(o, "displayName") })},
		{ID: "ent-description-long", Level: Should, Source: endpoint, Story: "Descriptions are longer than Okta takes.",
			Apply: onValues(func(_ *Request, o Object) { o["description"] = strings.Repeat("long ", 300) })},

		{ID: "ent-create-drops", Source: users, Story: "A create stores no entitlements.", Apply: userCreated(func(rq *Request, attrs Object) {
			eachEntitlement(rq, attrs, func([]any) []any { return nil })
		})},
		{ID: "ent-create-first-only", Source: users, Story: "A create stores the first of several entitlements.",
			Apply: userCreated(func(rq *Request, attrs Object) {
				eachEntitlement(rq, attrs, func(l []any) []any { return l[:1] })
			})},
		{ID: "ent-put-ignored", Source: users, Story: "A PUT leaves the entitlements as they are.",
			Apply: onEntitlements(func(_ *Request, was, _ []any) []any { return was })},
		{ID: "ent-put-adds", Source: users, Story: "A PUT adds entitlements and takes none away.",
			Apply: onEntitlements(func(_ *Request, was, now []any) []any { return united(was, now) })},
		{ID: "ent-put-only-first-change", Source: users, Story: "A PUT replaces the entitlements only when the list has as many values as before.",
			Apply: onEntitlements(func(_ *Request, was, now []any) []any {
				if len(was) == len(now) {
					return now
				}
				return was
			})},
		{ID: "ent-put-empty-ignored", Source: users, Story: "An empty list is taken for none: the last entitlement stays.",
			Apply: onEntitlements(func(_ *Request, was, now []any) []any {
				if len(now) == 0 {
					return was
				}
				return now
			})},
		{ID: "ent-put-again-clears", Source: users, Story: "A PUT with the list that is stored takes the entitlements away.",
			Apply: onEntitlements(func(_ *Request, was, now []any) []any {
				if scim.Equal(was, now) {
					return nil
				}
				return now
			})},
		{ID: "ent-put-clears-title", Source: users, Story: "A PUT that changes entitlements forgets the display name.",
			Apply: hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
				if before != nil && after.Kind == provider.KindUser && !scim.Equal(before.Attributes["roles"], after.Attributes["roles"]) {
					after.Attributes = scim.Clone(after.Attributes)
					delete(after.Attributes, "displayName")
				}
			})},
		{ID: "ent-put-clears-others", Source: users, Story: "A change of one user's entitlements is made for every user.",
			Apply: hook.BeforeStore(func(rq *Request, tx Tx, before, after *Resource) {
				if before == nil || after.Kind != provider.KindUser || scim.Equal(before.Attributes["roles"], after.Attributes["roles"]) {
					return
				}
				for _, other := range tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)) {
					if other.ID != after.ID && other.Managed {
						changed := other.Clone()
						changed.Attributes = scim.Clone(changed.Attributes)
						changed.Attributes["roles"] = after.Attributes["roles"]
						tx.Put(changed)
					}
				}
			})},
		{ID: "ent-lost-with-inactive", Source: users, Story: "Users who come back have no entitlements.",
			Apply: func(b *Behaviors) {
				var left hook.Recall[bool]
				hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
					if after.Kind == provider.KindUser && before != nil && (!before.Active() || left.Has(rq, after.ID)) {
						left.Set(rq, after.ID, true)
						after.Attributes = scim.Clone(after.Attributes)
						eachEntitlement(rq, after.Attributes, func([]any) []any { return nil })
					}
				})(b)
			}},
		{ID: "ent-display-is-id", Source: users, Story: "The display of a user's entitlement is its id.",
			Apply: onView(provider.KindUser, func(rq *Request, _ Tx, _ *Resource, view Object) {
				eachEntitlement(rq, view, func(l []any) []any {
					l = scim.Clone(l)
					for _, o := range scim.Objects(l) {
						o["display"] = o["value"]
					}
					return l
				})
			})},
		{ID: "ent-list-hides", Source: users, Story: "Lists leave entitlements out: an import finds none.",
			Apply: shownInList(false, func(rq *Request, view Object) { eachEntitlement(rq, view, func([]any) []any { return nil }) })},
		{ID: "ent-list-foreign", Level: Should, Source: users, Story: "Lists show names of entitlements that the endpoint does not have.",
			Apply: shownInList(false, func(rq *Request, view Object) {
				eachEntitlement(rq, view, func([]any) []any { return []any{Object{"value": "internal-7"}} })
			})},
		{ID: "ent-custom-crashes", Level: Should, Source: users, Story: "A value that the app does not have ends in a server error.",
			Apply: func(b *Behaviors) {
				b.CheckEntitlement = func(_ *Request, e *provider.EntitlementType, value string) error {
					if e.Offers(value) {
						return nil
					}
					return errNoValue
				}
			}},

		{ID: "ent-core-schema-missing", Source: extensions, Story: "/Schemas leaves the core User out.",
			Apply: onListed("/Schemas", func(o Object) bool { return o["id"] != provider.SchemaUser }, nil)},
		{ID: "ent-core-attributes-missing", Source: extensions, Story: "The core User in /Schemas has no name and no e-mail address.",
			Apply: onListed("/Schemas", nil, func(o Object) {
				if o["id"] == provider.SchemaUser {
					o["attributes"] = o["attributes"].([]any)[:1]
				}
			})},
		{ID: "ent-attribute-without-type", Source: extensions, Story: "Attributes in /Schemas have no type: Okta cannot offer them.",
			Apply: onListed("/Schemas", nil, func(o Object) {
				for _, a := range scim.Objects(o["attributes"]) {
					delete(a, "type")
				}
			})},
		{ID: "ent-extension-not-in-schemas", Source: extensions, Story: "The User resource type names an extension that /Schemas does not have.",
			Apply: onListed("/Schemas", func(o Object) bool { return o["id"] != provider.SchemaEnterprise }, nil)},
		{ID: "ent-extension-empty", Source: extensions, Story: "An extension in /Schemas has no attributes.",
			Apply: onListed("/Schemas", nil, func(o Object) {
				if o["id"] == provider.SchemaEnterprise {
					o["attributes"] = []any{}
				}
			})},
		{ID: "ent-extension-create-drops", Source: extensions, Story: "A create drops one attribute of the extension.",
			Apply: userCreated(func(_ *Request, attrs Object) { dropDivision(attrs) })},
		{ID: "ent-extension-put-drops", Source: extensions, Story: "A PUT drops one attribute of the extension.",
			Apply: hook.BeforeStore(func(_ *Request, _ Tx, before, after *Resource) {
				if before != nil && after.Kind == provider.KindUser {
					after.Attributes = scim.Clone(after.Attributes)
					dropDivision(after.Attributes)
				}
			})},
	})
}

var errNoValue = provider.Refuse(http.StatusInternalServerError, "", "no such key")

func dropDivision(attrs Object) {
	if extension, ok := attrs[provider.SchemaEnterprise].(Object); ok {
		delete(extension, "division")
	}
}

// eachEntitlement changes the lists of entitlements that a resource has.
func eachEntitlement(rq *Request, o Object, change func([]any) []any) {
	for _, e := range rq.Settings.Entitlements {
		if list, ok := o[e.Attribute].([]any); ok && len(list) > 0 {
			if list = change(list); list == nil {
				delete(o, e.Attribute)
			} else {
				o[e.Attribute] = list
			}
		}
	}
}

// onEntitlements decides what a PUT makes of a user's entitlements.
func onEntitlements(decide func(rq *Request, was, now []any) []any) func(*Behaviors) {
	return hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
		if before == nil || after.Kind != provider.KindUser || rq.Operation != provider.OpReplace {
			return
		}
		after.Attributes = scim.Clone(after.Attributes)
		for _, e := range rq.Settings.Entitlements {
			was, _ := before.Attributes[e.Attribute].([]any)
			now, _ := after.Attributes[e.Attribute].([]any)
			if then := decide(rq, was, now); len(then) > 0 {
				after.Attributes[e.Attribute] = then
			} else {
				delete(after.Attributes, e.Attribute)
			}
		}
	})
}

// united has the values of both lists, each once.
func united(was, now []any) []any {
	out := scim.Clone(was)
	for _, v := range scim.Objects(now) {
		there := false
		for _, o := range scim.Objects(was) {
			there = there || o["value"] == v["value"]
		}
		if !there {
			out = append(out, v)
		}
	}
	return out
}

// noDiscovery answers 404 to one endpoint of discovery.
func noDiscovery(path string) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Discover
		b.Discover = func(rq *Request) (*Response, error) {
			if strings.HasPrefix(rq.Path, path) {
				return nil, provider.Refuse(http.StatusNotFound, "", "There is nothing at %s.", rq.Path)
			}
			return next(rq)
		}
	}
}

// onListed keeps some of what discovery lists, and changes each; nil keeps all, or changes nothing.
func onListed(path string, keep func(Object) bool, change func(Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Discover
		b.Discover = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if err != nil || !strings.HasPrefix(rq.Path, path) || answer.Object()["Resources"] == nil {
				return answer, err
			}
			kept := []any{}
			for _, o := range scim.Objects(scim.Clone(answer.Object()["Resources"])) {
				if keep == nil || keep(o) {
					if change != nil {
						change(o)
					}
					kept = append(kept, o)
				}
			}
			body := answer.Object()
			body["Resources"], body["totalResults"], body["itemsPerPage"] = kept, len(kept), len(kept)
			return answer, nil
		}
	}
}

// onValuesPage changes each page of an entitlement endpoint.
func onValuesPage(change func(rq *Request, body Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Values
		b.Values = func(rq *Request) (*Response, error) {
			answer, err := next(rq)
			if err == nil && answer.Object()["Resources"] != nil {
				change(rq, answer.Object())
			}
			return answer, err
		}
	}
}

// onValues changes each value that an entitlement endpoint lists.
func onValues(change func(rq *Request, o Object)) func(*Behaviors) {
	return onValuesPage(func(rq *Request, body Object) {
		for _, o := range scim.Objects(body["Resources"]) {
			change(rq, o)
		}
	})
}
