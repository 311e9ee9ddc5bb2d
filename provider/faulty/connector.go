package faulty

import (
	"maps"
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func connectorFaults() []Fault {
	return inCategory("connector-test", []Fault{{
		ID: "connector-resources-null", Source: report("https://github.com/elimity-com/scim/issues/78"),
		Story: `An empty list has "Resources": null, and Okta's connector test ends with "No results for users returned".`,
		Apply: listEnvelope(func(rq *Request, body Object, shown []any) {
			if len(shown) == 0 {
				body["Resources"] = nil
			}
		}),
	}, {
		ID: "connector-groups-404", Source: report("https://github.com/grokability/snipe-it/issues/11913"),
		Story: "The list of groups is not there, so that the connector test and every import of groups fail.",
		Apply: groupList(func(*Request) error {
			return provider.Refuse(http.StatusNotFound, "", "There is nothing here.")
		}),
	}, {
		ID: "connector-system-user-first", Source: report("https://github.com/onyx-dot-app/onyx/issues/8959"),
		Story: "The user list begins with an account of the app itself that has no names; Okta's SPEC test is red and imports show an account that is nobody.",
		Apply: systemUserFirst,
	}, {
		ID: "listresponse-wrong-envelope", Source: report("https://github.com/ssoready/ssoready/issues/232"),
		Story: `Lists carry the URN of what they list, "resources" in lower case and startIndex 0: Okta sees no users and no groups.`,
		Apply: listEnvelope(func(rq *Request, body Object, shown []any) {
			delete(body, "Resources")
			body["resources"] = shown
			body["schemas"] = []any{rq.Type.Core.ID}
			body["startIndex"] = 0
		}),
	}, {
		ID: "connector-single-result-object", Source: grid("list × one hit"),
		Story: "A list of one has the resource itself where the array should be, as converters from XML make it.",
		Apply: listEnvelope(func(_ *Request, body Object, shown []any) {
			if len(shown) == 1 {
				body["Resources"] = shown[0]
			}
		}),
	}, {
		ID: "connector-items-without-schemas", Source: grid("list × schemas, id, meta"),
		Story: "Listed resources have no schemas, and Okta refuses the list as invalid SCIM data.",
		Apply: shownInList(false, func(_ *Request, view Object) { delete(view, "schemas") }),
	}, {
		ID: "connector-items-without-active", Source: grid("list × attributes"),
		Story: "Listed users have no active, so that an import cannot tell who may sign in.",
		Apply: shownInList(false, func(_ *Request, view Object) { delete(view, "active") }),
	}, {
		ID: "connector-listed-ids-differ", Source: grid("list × GET by id"),
		Story: "Lists show ids in capital letters, under which nobody is found: what was imported cannot be updated.",
		Apply: shownInList(false, func(_ *Request, view Object) {
			view["id"] = strings.ToUpper(scim.Text(view, "id"))
		}),
	}, {
		ID: "connector-list-shows-password", Source: grid("list × no password"),
		Story: "Lists show the hashes of passwords, which end up in logs and imports.",
		Apply: shownInList(false, func(rq *Request, view Object) {
			if rq.IsUser() {
				view["password"] = "$2a$10$C6UzMDM.H6dfI/f/IKcEe."
			}
		}),
	}, {
		ID: "connector-read-without-names", Source: grid("list × GET by id"),
		Story: "A user read by id has no names, although the list shows them, and Okta's SPEC test is red.",
		Apply: shownByID(provider.KindUser, func(view Object) { delete(view, "name") }),
	}, {
		ID: "connector-group-name-differs-by-id", Source: grid("list × GET by id"),
		Story: "A group read by id has its technical name in small letters, and Okta takes it for renamed.",
		Apply: shownByID(provider.KindGroup, func(view Object) {
			view["displayName"] = strings.ToLower(scim.Text(view, "displayName"))
		}),
	}})
}

// listEnvelope spoils the body of a list of users or groups.
func listEnvelope(spoil func(rq *Request, body Object, shown []any)) func(*Behaviors) {
	return func(b *Behaviors) {
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
func groupList(refusal func(*Request) error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Route
		b.Route = func(rq *Request) error {
			err := next(rq)
			if err == nil && rq.IsGroup() && rq.Operation == provider.OpList && !rq.HTTP.URL.Query().Has("filter") {
				return refusal(rq)
			}
			return err
		}
	}
}

// systemUserFirst puts an account before all others, which can be read and not changed.
func systemUserFirst(b *Behaviors) {
	system := &Resource{
		Kind: provider.KindUser, ID: "00000000-0000-4000-8000-000000000000", Created: provider.SeedTime(0),
		Modified:   provider.SeedTime(0),
		Attributes: Object{"userName": "system", "name": Object{"givenName": "", "familyName": ""}, "active": true},
	}
	load, selectPage := b.Load, b.Select
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		if rq.Operation == provider.OpRead && kind == provider.KindUser && id == system.ID {
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

// shownByID spoils a resource that is read by its id.
func shownByID(kind string, spoil func(view Object)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			view := next(rq, tx, r)
			if rq.Operation == provider.OpRead && r.Kind == kind {
				view = maps.Clone(view)
				spoil(view)
			}
			return view
		}
	}
}
