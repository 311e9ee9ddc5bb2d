package provider

import (
	"net/http"
	"strings"
)

func connectorFaults() []Fault {
	return []Fault{
		{
			ID: "connector-resources-null", Category: "connector-test", Level: Must,
			Story:  `An empty list has "Resources": null, and Okta's connector test ends with "No results for users returned".`,
			Source: "https://github.com/elimity-com/scim/issues/78",
			Apply: listEnvelope(func(rq *Request, body Object, shown []any) {
				if len(shown) == 0 {
					body["Resources"] = nil
				}
			}),
		},
		{
			ID: "connector-groups-404", Category: "connector-test", Level: Must,
			Story:  "The list of groups is not there, so that the connector test and every import of groups fail.",
			Source: "https://github.com/grokability/snipe-it/issues/11913",
			Apply: groupList(func(*Request) error {
				return Refuse(http.StatusNotFound, "", "There is nothing here.")
			}),
		},
		{
			ID: "connector-system-user-first", Category: "connector-test", Level: Must,
			Story:  "The user list begins with an account of the app itself that has no names; Okta's SPEC test is red and imports show an account that is nobody.",
			Source: "https://github.com/onyx-dot-app/onyx/issues/8959",
			Apply:  systemUserFirst,
		},
		{
			ID: "listresponse-wrong-envelope", Category: "connector-test", Level: Must,
			Story:  `Lists carry the URN of what they list, "resources" in lower case and startIndex 0: Okta sees no users and no groups.`,
			Source: "https://github.com/ssoready/ssoready/issues/232",
			Apply: listEnvelope(func(rq *Request, body Object, shown []any) {
				delete(body, "Resources")
				body["resources"] = shown
				body["schemas"] = []any{rq.Type.Core.ID}
				body["startIndex"] = 0
			}),
		},
		{
			ID: "connector-single-result-object", Category: "connector-test", Level: Must,
			Story:  "A list of one has the resource itself where the array should be, as converters from XML make it.",
			Source: "the grid: list × one hit",
			Apply: listEnvelope(func(_ *Request, body Object, shown []any) {
				if len(shown) == 1 {
					body["Resources"] = shown[0]
				}
			}),
		},
		{
			ID: "connector-items-without-schemas", Category: "connector-test", Level: Must,
			Story:  "Listed resources have no schemas, and Okta refuses the list as invalid SCIM data.",
			Source: "the grid: list × schemas, id, meta",
			Apply:  shownInList(false, func(_ *Request, view Object) { delete(view, "schemas") }),
		},
		{
			ID: "connector-items-without-active", Category: "connector-test", Level: Must,
			Story:  "Listed users have no active, so that an import cannot tell who may sign in.",
			Source: "the grid: list × attributes",
			Apply:  shownInList(false, func(_ *Request, view Object) { delete(view, "active") }),
		},
		{
			ID: "connector-listed-ids-differ", Category: "connector-test", Level: Must,
			Story:  "Lists show ids in capital letters, under which nobody is found: what was imported cannot be updated.",
			Source: "the grid: list × GET by id",
			Apply: shownInList(false, func(_ *Request, view Object) {
				view["id"] = strings.ToUpper(text(view, "id"))
			}),
		},
		{
			ID: "connector-list-shows-password", Category: "connector-test", Level: Must,
			Story:  "Lists show the hashes of passwords, which end up in logs and imports.",
			Source: "the grid: list × no password",
			Apply: shownInList(false, func(rq *Request, view Object) {
				if rq.IsUser() {
					view["password"] = "$2a$10$C6UzMDM.H6dfI/f/IKcEe."
				}
			}),
		},
		{
			ID: "connector-read-without-names", Category: "connector-test", Level: Must,
			Story:  "A user read by id has no names, although the list shows them, and Okta's SPEC test is red.",
			Source: "the grid: list × GET by id",
			Apply:  shownByID(KindUser, func(view Object) { delete(view, "name") }),
		},
		{
			ID: "connector-group-name-differs-by-id", Category: "connector-test", Level: Must,
			Story:  "A group read by id has its technical name in small letters, and Okta takes it for renamed.",
			Source: "the grid: list × GET by id",
			Apply: shownByID(KindGroup, func(view Object) {
				view["displayName"] = strings.ToLower(text(view, "displayName"))
			}),
		},
	}
}

// listEnvelope spoils the body of a list of users or groups.
func listEnvelope(spoil func(rq *Request, body Object, shown []any)) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Envelope
		b.Envelope = func(rq *Request, page Page, shown []any) Object {
			body := next(rq, page, shown)
			if rq.Type != nil {
				spoil(rq, body, shown)
			}
			return body
		}
	}
}

// groupList may refuse a list of groups without a filter.
func groupList(refusal func(*Request) error) func(*Behaviours) {
	return func(b *Behaviours) {
		next := b.Route
		b.Route = func(rq *Request) error {
			err := next(rq)
			if err == nil && rq.IsGroup() && rq.Operation == OpList && !rq.HTTP.URL.Query().Has("filter") {
				return refusal(rq)
			}
			return err
		}
	}
}

// systemUserFirst puts an account before all others, which can be read and not changed.
func systemUserFirst(b *Behaviours) {
	system := &Resource{
		Kind: KindUser, ID: "00000000-0000-4000-8000-000000000000", Created: seedTime(0), Modified: seedTime(0),
		Attributes: Object{"userName": "system", "name": Object{"givenName": "", "familyName": ""}, "active": true},
	}
	load, selectPage := b.Load, b.Select
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		if rq.Operation == OpRead && kind == KindUser && id == system.ID {
			return system, nil
		}
		return load(rq, tx, kind, id)
	}
	b.Select = func(rq *Request, tx Tx) (Page, error) {
		asked := rq.Query
		if !rq.IsUser() || asked.Filter != nil {
			return selectPage(rq, tx)
		}
		first := asked.StartIndex == 1 && asked.Count > 0
		if first {
			rq.Query.Count--
		} else {
			rq.Query.StartIndex = max(asked.StartIndex-1, 1)
		}
		page, err := selectPage(rq, tx)
		rq.Query = asked
		page.Total++
		if first {
			page.Resources = append([]*Resource{system}, page.Resources...)
		}
		return page, err
	}
}
