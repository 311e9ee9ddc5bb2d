package faulty

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func updateFaults() []Fault {
	return inCategory("profile-update", []Fault{{
		ID: "put-addresses-400", Source: report("https://github.com/kortix-ai/suna/issues/7302"),
		Story: "A PUT of a user with addresses is refused, so nobody with a whole profile is updated or, with PUT, deactivated.",
		Apply: userRefused(provider.OpReplace, func(rq *Request) error {
			if len(scim.Objects(rq.Body["addresses"])) > 0 {
				return provider.Refuse(http.StatusBadRequest, "invalidValue", "addresses is not supported.")
			}
			return nil
		}),
	}, {
		ID: "put-not-implemented", Source: report("https://github.com/vouch-sh/vouch/issues/1411"),
		Story: "PUT of a user is answered 405 with an empty body: no profile update arrives, and with a custom app no deactivation either.",
		Apply: putAnswered(func(*Request, func(*Request) (*Response, error)) (*Response, error) {
			answer := provider.Respond(http.StatusMethodNotAllowed, nil)
			answer.Header.Set("Allow", "GET, PATCH, DELETE")
			return answer, nil
		}),
	}, {
		ID: "put-answers-204", Source: grid("an update × the answer"),
		Story: "PUT of a user is answered 204 without a body, where Okta reads the new profile.",
		Apply: putAnswered(func(rq *Request, next func(*Request) (*Response, error)) (*Response, error) {
			answer, err := next(rq)
			if err == nil {
				answer = provider.Respond(http.StatusNoContent, nil)
			}
			return answer, err
		}),
	}, {
		ID: "put-echoes-and-stores-nothing", Source: grid("an update × the answer and GET by id"),
		Story: "PUT of a user is answered with what was sent, and nothing of the names and the title is stored.",
		Apply: func(b *Behaviors) {
			lost := []string{"displayName", "name", "title"}
			userPut(func(rq *Request, draft *Draft) {
				echo := Object{}
				for _, name := range lost {
					echo[name] = draft.After.Attributes[name]
					setOrClear(draft.After.Attributes, name, draft.Before.Attributes[name])
				}
				rq.Note("echo", echo)
			})(b)
			putShows(func(rq *Request, view Object) {
				echo, _ := rq.Notes["echo"].(Object)
				for name, v := range echo {
					setOrClear(view, name, v)
				}
			})(b)
		},
	}, {
		ID: "put-answer-shows-password", Source: grid("any answer × no password"),
		Story: "The answer to a PUT repeats the password, which ends up in logs.",
		Apply: putShows(func(rq *Request, view Object) {
			setOrClear(view, "password", rq.Body["password"])
		}),
	}, {
		ID: "put-answer-active-as-text", Source: grid("any answer × booleans are booleans"),
		Story: `The answer to a PUT has "true" for true, and Okta takes the user for inactive.`,
		Apply: putShows(func(_ *Request, view Object) { view["active"] = fmt.Sprint(view["active"]) }),
	}, {
		ID: "put-answer-other-id", Source: grid("an update × schemas, id, meta"),
		Story: "The answer to a PUT has an internal id, and Okta's next update is answered 404.",
		Apply: putShows(func(_ *Request, view Object) { view["id"] = "user-" + scim.Text(view, "id") }),
	}, {
		ID: "put-echoed-groups-rejected", Source: grid("an update × echoing everything the server added"),
		Story: "PUT with the groups that Okta read before is refused because groups is read-only: no update of a member arrives.",
		Apply: userRefused(provider.OpReplace, func(rq *Request) error {
			if groups, _ := rq.Body["groups"].([]any); len(groups) > 0 {
				return provider.Mutability("groups is read-only.")
			}
			return nil
		}),
	}, {
		ID: "put-empty-text-rejected", Source: grid("an update × an emptied attribute"),
		Story: `PUT with "" where a value was cleared in Okta is refused, and the old value stays.`,
		Apply: clearedRefused(func(v any) bool { return v == "" }),
	}, {
		ID: "put-null-rejected", Level: Should, Source: grid("an update × an emptied attribute"),
		Story: "PUT with null where a value was cleared in Okta is refused, and the old value stays.",
		Apply: clearedRefused(func(v any) bool { return v == nil }),
	}, {
		ID: "put-empty-list-rejected", Level: Should, Source: grid("an update × an emptied attribute"),
		Story: "PUT with [] where the last value was cleared in Okta is refused, and the old value stays.",
		Apply: clearedRefused(func(v any) bool {
			list, ok := v.([]any)
			return ok && len(list) == 0
		}),
	}, {
		ID: "put-unchanged-500", Source: grid("an update × the same request again"),
		Story: "PUT of what is stored already is answered 500, because no row was changed.",
		Apply: unchanged(provider.OpReplace, func() error {
			return errors.New("0 rows affected")
		}),
	}, {
		ID: "patch-readonly-fields-rejected", Level: Should, Source: report("https://github.com/onyx-dot-app/onyx/issues/8568"),
		Story: "A PATCH whose value repeats id, schemas or meta is refused, and the update never arrives.",
		Apply: func(b *Behaviors) {
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				value, _ := op.Value.(Object)
				for _, name := range []string{"id", "schemas", "meta"} {
					if rq.IsUser() && op.Path == "" && scim.Mentions(value, name) {
						return provider.Mutability("%s is read-only.", name)
					}
				}
				return next(rq, tx, draft, op)
			}
		},
	}, {
		ID: "patch-noop-400", Source: report("https://github.com/better-auth/better-auth/issues/8549"),
		Story: `A change that changes nothing is refused with "no changes", and Okta tries again and again.`,
		Apply: func(b *Behaviors) {
			for _, op := range []provider.Operation{provider.OpPatch, provider.OpReplace} {
				unchanged(op, func() error { return provider.InvalidValue("There are no changes.") })(b)
			}
		},
	}, {
		ID:     "patch-returns-stale-resource",
		Source: report("https://github.com/MicrosoftDocs/azure-docs/issues/60316"),
		Story:  "A PATCH of a user is answered with the profile from before, and Okta takes a deactivated user for active.",
		Apply:  answersFromBefore(provider.OpPatch),
	}, {
		ID: "patch-unknown-path-silent-200", Level: Should,
		Source: report("https://github.com/better-auth/better-auth/issues/10421"),
		Story:  "A PATCH with a path that the app does not know is answered as if it had been done, and profiles drift apart.",
		Apply: func(b *Behaviors) {
			next := b.ApplyOperation
			b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
				err := next(rq, tx, draft, op)
				var refused *Error
				if rq.IsUser() && errors.As(err, &refused) && refused.Type == "invalidPath" {
					return nil
				}
				return err
			}
		},
	}, {
		ID: "patch-race-lost-update", Source: grid("an update × twice at once"),
		Story: "Of two changes of one user at the same time one is lost: a deactivated user is active again.",
		Apply: patchLostUpdate,
	}, {
		ID:     "put-null-becomes-none-string",
		Source: report("Archer, Fixed Issues in Archer SCIM Release 1.1 (SCIM-424, SCIM-485, SCIM-526, SCIM-557)"),
		Story:  `null is stored as the text "None", which stands in profiles after a value was cleared in Okta.`,
		Apply:  nullAsText(provider.OpReplace, "None"),
	}, {
		ID: "put-displayname-not-applied", Source: report("https://github.com/simstudioai/sim/issues/7585"),
		Story: "A new displayName is answered 200 and not stored: the old name stays.",
		Apply: putKeeps("displayName"),
	}, {
		ID: "put-externalid-not-applied", Source: grid("an update of one attribute × GET by id"),
		Story: "The externalId of the first create stays for ever: whoever is linked keeps the id of somebody else.",
		Apply: putKeeps("externalId"),
	}, {
		ID: "put-drops-extension", Source: grid("an update × what was not written is as before"),
		Story: "Each update of a profile loses the department and whatever else is in an extension, although it was sent.",
		Apply: userPut(func(_ *Request, draft *Draft) { delete(draft.After.Attributes, provider.SchemaEnterprise) }),
	}, {
		ID:     "put-family-name-cleared",
		Source: grid("an update of one attribute × what was not written is as before"),
		Story:  "An update of the given name clears the family name, although it was sent.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			before, _ := draft.Before.Attributes["name"].(Object)
			if name, ok := draft.After.Attributes["name"].(Object); ok && name["givenName"] != before["givenName"] {
				delete(name, "familyName")
			}
		}),
	}, {
		ID: "put-display-name-from-names", Source: grid("an update × GET by id"),
		Story: "Each update makes displayName of given and family name, whatever was sent.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			if name := fullName(draft.After.Attributes); name != "" {
				draft.After.Attributes["displayName"] = name
			}
		}),
	}, {
		ID: "put-primary-flag-lost", Source: report("https://github.com/wso2/product-is/issues/7304"),
		Story: "An update forgets which e-mail address is the primary one, and the user seems to have none.",
		Apply: putEmails(func(email Object) { delete(email, "primary") }),
	}, {
		ID: "put-adds-emails", Source: grid("an update × the same request again changes nothing"),
		Story: "Each update adds the e-mail addresses to those there, so that they double every time.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			old, _ := draft.Before.Attributes["emails"].([]any)
			sent, _ := draft.After.Attributes["emails"].([]any)
			if all := append(scim.Clone(old), sent...); len(all) > 0 {
				draft.After.Attributes["emails"] = all
			}
		}),
	}, {
		ID: "put-null-keeps-old", Level: Should, Source: grid("an update × an emptied attribute"),
		Story: "null does not clear an attribute: what was cleared in Okta stays in the app.",
		Apply: putClearedStays(func(v any) bool { return v == nil }),
	}, {
		ID: "put-empty-text-keeps-old", Source: grid("an update × an emptied attribute"),
		Story: `"" does not clear an attribute: what was cleared in Okta stays in the app.`,
		Apply: putClearedStays(func(v any) bool { return v == "" }),
	}, {
		ID: "put-update-reactivates", Source: report("https://github.com/getprobo/probo/issues/711"),
		Story: "Any profile update makes a deactivated user active again: access returns, and no admin sees it.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			if draft.Before.Attributes["active"] == false {
				draft.After.Attributes["active"] = true
			}
		}),
	}, {
		ID: "put-update-deactivates", Source: grid("an update × active as before"),
		Story: "Any profile update makes the user inactive until the next sign-in: people are locked out.",
		Apply: userPut(func(_ *Request, draft *Draft) { draft.After.Attributes["active"] = false }),
	}, {
		ID:        "put-new-email-unverified-locks-login",
		Source:    report("https://github.com/lightdash/lightdash/issues/19362"),
		Story:     "A new e-mail address counts as not verified, and the user can no longer sign in.",
		NotOnWire: "SCIM has no attribute for a verified address; only signing in would show it",
	}, {
		ID: "put-cost-center-kept", Level: Should, Source: grid("an update × attributes of an extension"),
		Story: "The columns that an update writes lack one: the cost center stays what it was at the create.",
		Apply: userPut(func(_ *Request, draft *Draft) {
			was, _ := draft.Before.Attributes[provider.SchemaEnterprise].(Object)
			is, _ := draft.After.Attributes[provider.SchemaEnterprise].(Object)
			if was["costCenter"] != nil && is != nil {
				is["costCenter"] = was["costCenter"]
			}
		}),
	}, {
		ID: "patch-200-without-body", Level: Should, Source: grid("RFC 7644 §3.5.2"),
		Story: "A PATCH of a user is answered 200 with nothing in it.",
		Apply: func(b *Behaviors) {
			next := b.Patch
			b.Patch = func(rq *Request) (*Response, error) {
				answer, err := next(rq)
				if err == nil && rq.IsUser() {
					answer = provider.Respond(http.StatusOK, nil)
				}
				return answer, err
			}
		},
	}, {
		ID: "put-update-not-in-known-lookup", Source: grid("a look-up, then an update × the look-up again"),
		Story: "A look-up that found somebody is kept, and shows the profile and the state of that time for ever.",
		Apply: func(b *Behaviors) {
			var first hook.Recall[Object]
			shownInList(true, func(rq *Request, view Object) {
				if !rq.IsUser() {
					return
				}
				id := scim.Text(view, "id")
				first.Keep(rq, id, scim.Clone(view))
				old, _ := first.Get(rq, id)
				for _, name := range []string{"displayName", "name", "emails", "active"} {
					setOrClear(view, name, old[name])
				}
			})(b)
		},
	}, {
		ID: "put-resets-unmentioned", Source: report("https://github.com/apache/syncope/pull/895"),
		Story: "An update makes the record anew from what was sent: the user leaves all groups and so loses the role.",
		Apply: afterPut(func(_ *Request, tx Tx, _, after *Resource) {
			leaveAll(tx, after)
		}),
	}, {
		ID: "put-empty-groups-leaves-all", Source: grid("an update × memberships"),
		Story: `An update with "groups": [] takes the user out of every group, although groups is read-only.`,
		Apply: func(b *Behaviors) {
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				groups, sent := rq.Body["groups"].([]any)
				if rq.IsUser() && sent && len(groups) == 0 {
					draft.MembersChanged = leaveAll(tx, draft.Before)
				}
				return next(rq, tx, draft, body)
			}
		},
	}, {
		ID: "put-groups-joins", Source: grid("an update × memberships"),
		Story: "An update puts the user into every group that it names, although groups is read-only.",
		Apply: func(b *Behaviors) {
			next := b.Merge
			b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
				for _, group := range scim.Objects(rq.Body["groups"]) {
					if id := scim.Text(group, "value"); rq.IsUser() && tx.Get(provider.KindGroup, id) != nil {
						draft.MembersChanged = tx.AddMember(id, draft.After.ID) || draft.MembersChanged
					}
				}
				return next(rq, tx, draft, body)
			}
		},
	}, {
		ID: "put-body-id-idor", Source: report("https://github.com/keycloak/keycloak/issues/46658"),
		Story: "The id in the body counts and not the one in the URL, so that an update can be aimed at somebody else.",
		Apply: putAnswered(func(rq *Request, next func(*Request) (*Response, error)) (*Response, error) {
			err := rq.Do.Read(rq, func(tx Tx) error {
				if id := scim.Text(rq.Body, "id"); tx.Get(provider.KindUser, id) != nil {
					rq.ID = id
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
			return next(rq)
		}),
	}, {
		ID: "put-unknown-id-creates", Level: Should, Source: grid("an update × an unknown id"),
		Story: "An update of a user who is not there makes one, although the id is the server's to give.",
		Apply: func(b *Behaviors) {
			next := b.Load
			b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
				r, err := next(rq, tx, kind, id)
				if err != nil && kind == provider.KindUser && rq.Operation == provider.OpReplace {
					return &Resource{Kind: provider.KindUser, ID: id, Created: rq.Time, Modified: rq.Time,
						Attributes: Object{"active": true}}, nil
				}
				return r, err
			}
		},
	}, {
		ID:     "put-unmanaged-user-noop-200",
		Source: report("https://github.com/sourcegraph/sourcegraph/issues/48911"),
		Story:  "An update of an account that was not made by SCIM is answered 200 and changes nothing: who was linked is never updated.",
		Apply: func(b *Behaviors) {
			next := b.Save
			b.Save = func(rq *Request, tx Tx, draft *Draft) error {
				if draft.After.Kind == provider.KindUser && draft.Before != nil && !draft.Before.Managed {
					draft.After = draft.Before
					return nil
				}
				return next(rq, tx, draft)
			}
		},
	}, {
		ID: "put-updates-namesakes", Source: grid("an update × a bystander"),
		Story: "An update changes everybody who has the same displayName, because the record is found by it.",
		Apply: afterPut(func(_ *Request, tx Tx, before, after *Resource) {
			key, ok := provider.KeyFor("displayName", scim.Text(before.Attributes, "displayName"))
			if ok {
				updateAll(tx, tx.Find(provider.KindUser, key), after)
			}
		}),
	}, {
		ID: "put-updates-everybody", Source: grid("an update × a bystander"),
		Story: "An update changes the names, the title and the locale of all users, because the condition was forgotten.",
		Apply: afterPut(func(_ *Request, tx Tx, _, after *Resource) {
			updateAll(tx, tx.List(provider.KindUser, 0, tx.Count(provider.KindUser)), after)
		}),
	}, {
		ID: "put-created-moves", Level: Should, Source: grid("an update × schemas, id, meta"),
		Story: "meta.created is the time of the last update.",
		Apply: hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
			if before != nil && after.Kind == provider.KindUser {
				after.Created = rq.Time
			}
		}),
	}, {
		ID: "update-not-in-list", Source: grid("an update × the list"),
		Story: "The list shows profiles as they were first, and imports bring outdated names back into Okta.",
		Apply: staleProfiles(func(rq *Request) bool { return rq.Query.Filter == nil }),
	}, {
		ID: "update-not-in-lookup", Source: grid("an update × the look-up"),
		Story: "The hit of a look-up shows the profile as it was first, and Okta merges outdated names.",
		Apply: staleProfiles(func(rq *Request) bool { return rq.Query.Filter != nil }),
	}})
}

// fullName joins the given and the family name.
func fullName(attrs Object) string {
	name, _ := attrs["name"].(Object)
	given, family := scim.Text(name, "givenName"), scim.Text(name, "familyName")
	if given == "" || family == "" {
		return given + family
	}
	return given + " " + family
}

// putShows spoils the resource in the answer to a PUT of a user.
func putShows(spoil func(rq *Request, view Object)) func(*Behaviors) {
	return putAnswered(func(rq *Request, next func(*Request) (*Response, error)) (*Response, error) {
		answer, err := next(rq)
		if err == nil && answer.Object() != nil {
			spoil(rq, answer.Object())
		}
		return answer, err
	})
}

// clearedRefused refuses a PUT in which a writable attribute of the user is cleared in a certain way.
func clearedRefused(cleared func(any) bool) func(*Behaviors) {
	return userRefused(provider.OpReplace, func(rq *Request) error {
		for _, name := range slices.Sorted(maps.Keys(rq.Body)) {
			if a := rq.Type.Attribute(name); a != nil && !a.IsReadOnly() && cleared(rq.Body[name]) {
				return provider.InvalidValue("%s must not be empty.", name)
			}
		}
		return nil
	})
}

// answersFromBefore shows a user in the answer to a change as he was.
func answersFromBefore(op provider.Operation) func(*Behaviors) {
	return func(b *Behaviors) {
		save, show := b.Save, b.Show
		b.Save = func(rq *Request, tx Tx, draft *Draft) error {
			if rq.Operation == op && draft.After.Kind == provider.KindUser {
				rq.Note("before", draft.Before)
			}
			return save(rq, tx, draft)
		}
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			if before, ok := rq.Notes["before"].(*Resource); ok && before.ID == r.ID {
				r = before
			}
			return show(rq, tx, r)
		}
	}
}

// unchanged lets changes of a user that change nothing fail.
func unchanged(op provider.Operation, failure func() error) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Save
		b.Save = func(rq *Request, tx Tx, draft *Draft) error {
			if rq.Operation == op && draft.After.Kind == provider.KindUser &&
				scim.Equal(draft.Before.Attributes, draft.After.Attributes) {
				return failure()
			}
			return next(rq, tx, draft)
		}
	}
}

// patchLostUpdate reads the user first, and later writes him back with what the request changes.
func patchLostUpdate(b *Behaviors) {
	patch, load := b.Patch, b.Load
	b.Patch = func(rq *Request) (*Response, error) {
		if !rq.IsUser() {
			return patch(rq)
		}
		err := rq.Do.Read(rq, func(tx Tx) error {
			if r := tx.Get(provider.KindUser, rq.ID); r != nil {
				rq.Note("read early", r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		linger(rq)
		return patch(rq)
	}
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		r, err := load(rq, tx, kind, id)
		if early, ok := rq.Notes["read early"].(*Resource); ok && err == nil && id == rq.ID {
			return early, nil
		}
		return r, err
	}
}

// putKeeps lets a PUT of a user pass over attributes.
func putKeeps(names ...string) func(*Behaviors) {
	return userPut(func(_ *Request, draft *Draft) {
		for _, name := range names {
			setOrClear(draft.After.Attributes, name, draft.Before.Attributes[name])
		}
	})
}

// putEmails spoils each address that a PUT stores.
func putEmails(spoil func(email Object)) func(*Behaviors) {
	return userPut(func(_ *Request, draft *Draft) {
		for _, email := range scim.Objects(draft.After.Attributes["emails"]) {
			spoil(email)
		}
	})
}

// putClearedStays keeps what a PUT clears in a certain way.
func putClearedStays(cleared func(any) bool) func(*Behaviors) {
	return userPut(func(rq *Request, draft *Draft) {
		for key, v := range rq.Body {
			a := rq.Type.Attribute(key)
			if a == nil || !cleared(v) {
				continue
			}
			if old, ok := draft.Before.Attributes[a.Name]; ok {
				draft.After.Attributes[a.Name] = scim.Clone(old)
			}
		}
	})
}

// afterPut does something once a PUT of a user is stored.
func afterPut(do func(rq *Request, tx Tx, before, after *Resource)) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.Store
		b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
			err := next(rq, tx, before, after)
			if err == nil && rq.Operation == provider.OpReplace && before != nil && after.Kind == provider.KindUser {
				do(rq, tx, before, after)
			}
			return err
		}
	}
}

// leaveAll takes a user out of all groups.
func leaveAll(tx Tx, user *Resource) (changed bool) {
	for _, group := range slices.Clone(tx.GroupsOf(user.ID)) {
		changed = tx.RemoveMember(group, user.ID) || changed
	}
	return changed
}

// updateAll gives users the displayName, the names, the title and the locale of one of them.
func updateAll(tx Tx, users []*Resource, like *Resource) {
	for _, user := range slices.Clone(users) {
		if user.ID == like.ID {
			continue
		}
		changed := user.Clone()
		for _, name := range []string{"displayName", "name", "title", "locale"} {
			setOrClear(changed.Attributes, name, like.Attributes[name])
		}
		tx.Put(changed)
	}
}

// staleProfiles shows profiles in some lists as they were before their first update. userName and active are up to
// date.
func staleProfiles(where func(*Request) bool) func(*Behaviors) {
	return func(b *Behaviors) {
		var first hook.Recall[Object]
		hook.BeforeStore(func(rq *Request, _ Tx, before, after *Resource) {
			if before != nil && after.Kind == provider.KindUser {
				first.Keep(rq, after.ID, before.Attributes)
			}
		})(b)
		next := b.Show
		b.Show = func(rq *Request, tx Tx, r *Resource) Object {
			if rq.Operation != provider.OpList || r.Kind != provider.KindUser || !where(rq) {
				return next(rq, tx, r)
			}
			if old, ok := first.Get(rq, r.ID); ok {
				r = r.Clone()
				for _, name := range []string{"displayName", "name", "title", "emails"} {
					setOrClear(r.Attributes, name, old[name])
				}
			}
			return next(rq, tx, r)
		}
	}
}
