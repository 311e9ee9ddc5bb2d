package faulty

import (
	"errors"
	"net/http"
	"reflect"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// createFormFaults are about the forms in which Okta's mapping writes the values of a new user.
func createFormFaults() []Fault {
	return inCategory("user-create", []Fault{{
		ID: "create-manager-name-only-400", Source: report("https://github.com/scimmyjs/scimmy/issues/28"),
		Story: "A manager with a displayName and no value is refused, so people whose manager is mapped by name cannot be created.",
		Apply: userRefused(provider.OpCreate, managerWithoutValue),
	}, {
		ID: "create-address-parts-lost", Source: report("https://github.com/wso2/product-is/issues/13770"),
		Story: "Of an address only formatted and type are stored: street, town and country are lost.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			var kept []any
			for _, address := range scim.Objects(attrs["addresses"]) {
				kept = append(kept, Object{"formatted": address["formatted"], "type": address["type"]})
			}
			setOrClear(attrs, "addresses", kept)
		}),
	}, {
		ID: "create-local-account-hidden-409", Source: report("https://github.com/Metatavu/keycloak-scim-server/pull/74"),
		Story: "An account that was made in the app is in no lookup and no list, and a create of its userName is answered 409.",
		Apply: listOnly(func(_ *Request, _ Tx, r *Resource) bool {
			return r.Kind != provider.KindUser || r.Managed || !r.LocalAdmin
		}),
	}})
}

func managerWithoutValue(rq *Request) error {
	extension, _ := rq.Body[provider.SchemaEnterprise].(Object)
	manager, _ := extension["manager"].(Object)
	if scim.Text(manager, "displayName") != "" && scim.Text(manager, "value") == "" {
		return provider.Refuse(http.StatusBadRequest, "invalidValue", "manager.value is required.")
	}
	return nil
}

// updateFormFaults are about the same forms in updates.
func updateFormFaults() []Fault {
	return inCategory("profile-update", []Fault{{
		ID: "put-extension-kept", Source: report("https://github.com/limosa-io/laravel-scim-server/issues/36"),
		Story: "A PUT leaves the enterprise extension as it was and is answered 200: nobody gets another department.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			setOrClear(draft.After.Attributes, provider.SchemaEnterprise, draft.Before.Attributes[provider.SchemaEnterprise])
		}),
	}, {
		ID: "put-fax-ignored", Source: grid("an update × the types of phone numbers"),
		Story: "A phone number of type fax or pager is ignored with 200, and the old number stays.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			for _, phone := range scim.Objects(draft.After.Attributes["phoneNumbers"]) {
				if phone["type"] == "fax" || phone["type"] == "pager" {
					setOrClear(draft.After.Attributes, "phoneNumbers", draft.Before.Attributes["phoneNumbers"])
				}
			}
		}),
	}, {
		ID: "put-own-address-taken-409", Source: report("https://github.com/thunder-id/thunderid/issues/1366"),
		Story: "A PUT with a new userName and the unchanged own address is answered 409: the address is taken, by the user itself.",
		Apply: refuseWhen(func(_ *Request, before, after *Resource) bool {
			return after.Kind == provider.KindUser && scim.Fold(before.Name()) != scim.Fold(after.Name()) &&
				reflect.DeepEqual(before.Attributes["emails"], after.Attributes["emails"])
		}, provider.Refuse(http.StatusConflict, "uniqueness", "The e-mail address is taken.")),
	}, {
		ID: "put-empty-phone-breaks-reads", Source: report("https://github.com/gravitee-io/gravitee-access-management/issues/8521"),
		Story: "A phone number without a value is stored, and every later read of that user is answered 500.",
		Apply: func(b *Behaviors) {
			var broken hook.Recall[bool]
			get, replace := b.Get, b.Replace
			b.Replace = func(rq *Request) (*Response, error) {
				answer, err := replace(rq)
				for _, phone := range scim.Objects(rq.Body["phoneNumbers"]) {
					if err == nil && rq.IsUser() && scim.Text(phone, "value") == "" {
						broken.Set(rq, scim.Text(answer.Object(), "id"), true)
					}
				}
				return answer, err
			}
			b.Get = func(rq *Request) (*Response, error) {
				answer, err := get(rq)
				if err == nil && broken.Has(rq, scim.Text(answer.Object(), "id")) {
					return nil, errors.New("a phone number is null")
				}
				return answer, err
			}
		},
	}, {
		ID: "patch-created-moves", Level: Should, Source: grid("a PATCH × meta"),
		Story: "meta.created is the time of the last PATCH.",
		Apply: func(b *Behaviors) {
			next := b.Store
			b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
				if before != nil && after.Kind == provider.KindUser && rq.Operation == provider.OpPatch {
					after.Created = rq.Time
				}
				return next(rq, tx, before, after)
			}
		},
	}, {
		ID: "update-first-display-name-500", Source: report("https://github.com/OctopusDeploy/Issues/issues/9940"),
		Story: "The first display name of a user who had none is a server error, so the profile push fails.",
		Apply: storeFails(func(rq *Request, before, after *Resource) bool {
			return before != nil && before.Attributes["displayName"] == nil && after.Attributes["displayName"] != nil
		}),
	}})
}

// storeFails answers 500 to some changes of users, which are not stored.
func storeFails(which func(rq *Request, before, after *Resource) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Store
		b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
			if after.Kind == provider.KindUser && which(rq, before, after) {
				return provider.Refuse(http.StatusInternalServerError, "", "no such key")
			}
			return next(rq, tx, before, after)
		}
	}
}
