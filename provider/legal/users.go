package legal

import (
	"net/http"
	"strings"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/hook"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

// userVariants differ in what becomes of the attributes of a user.
func userVariants() []Variant {
	return append(emailVariants(), []Variant{{
		ID: "optional-attributes-dropped", Story: "Users have userName, externalId, names, displayName, e-mail addresses and active, and nothing else: the rest is accepted and dropped.",
		Source: "RFC 7643 §4.1: all others are optional; RFC 7644 §3.3: the server may ignore content",
		Apply: func(b *Behaviors) {
			keep := map[string]bool{"userName": true, "externalId": true, "name": true, "displayName": true, "emails": true,
				"active": true}
			onSave(func(_ *Request, after *Resource) {
				if after.Kind != provider.KindUser {
					return
				}
				for name := range after.Attributes {
					if !keep[name] {
						delete(after.Attributes, name)
					}
				}
				if name, ok := after.Attributes["name"].(Object); ok {
					for part := range name {
						if part != "givenName" && part != "familyName" {
							delete(name, part)
						}
					}
				}
			})(b)
		},
	}, {
		ID: "no-display-name", Story: "Users have the parts of the name and no displayName, whatever is sent.",
		Source: "RFC 7643 §4.1.1: displayName is optional; RFC 7644 §3.3; django-scim2-server 1.1.0",
		Apply: onSave(func(_ *Request, after *Resource) {
			if after.Kind == provider.KindUser {
				delete(after.Attributes, "displayName")
			}
		}),
	}, {
		ID: "email-type-dropped", Story: "An e-mail address has no type, whatever is sent.",
		Source: "RFC 7643 §4.1.2: type is optional; django-scim2-server 1.1.0",
		Apply: onSave(func(_ *Request, after *Resource) {
			if after.Kind == provider.KindUser && after.Attributes["emails"] != nil {
				after.Attributes["emails"] = eachObject(after.Attributes["emails"], func(e Object) { delete(e, "type") })
			}
		}),
	}, {
		ID: "active-only-as-sent", Story: "A user who is created without active, or with null for it, shows no active until somebody changes the user.",
		Source: "RFC 7643 §2.5, §4.1.1: active has no default; scim2-server 0.8.3",
		Apply: func(b *Behaviors) {
			var without hook.Recall[bool] // by id
			store := b.Store
			b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
				if after.Kind == provider.KindUser {
					without.Set(rq, after.ID, before == nil && rq.Body["active"] == nil)
				}
				return store(rq, tx, before, after)
			}
			onShow(b, func(rq *Request, r *Resource, view Object) {
				if hidden, _ := without.Get(rq, r.ID); hidden && r.Kind == provider.KindUser {
					delete(view, "active")
				}
			})
		},
	}, {
		ID: "display-name-by-default", Story: "A user without displayName gets one made of the names, or the userName.",
		Source: "RFC 7644 §3.3: the server may add defaults",
		Apply: onSave(func(_ *Request, after *Resource) {
			if after.Kind != provider.KindUser || after.Attributes["displayName"] != nil {
				return
			}
			after.Attributes["displayName"] = formattedName(after.Attributes)
		}),
	}, {
		ID: "formatted-name-derived", Story: "name.formatted is always made of the other names; what a client sends for it is ignored.",
		Source: "RFC 7643 §2.2: readOnly; RFC 7644 §3.5.1",
		Apply: onRender(func(_ *Request, _ Tx, r *Resource, view Object) {
			if name, ok := view["name"].(Object); ok && r.Kind == provider.KindUser {
				view["name"] = scim.WithEntry(name, "formatted", formattedName(Object{"name": name}))
			}
		}),
	}, {
		ID: "server-defaults", Story: "A user gets a time zone, a language, a locale, a nickName and a page when the client sends none.",
		Source: "RFC 7644 §3.3, §3.5.1: the server may add defaults",
		Apply: onSave(func(_ *Request, after *Resource) {
			if after.Kind != provider.KindUser {
				return
			}
			for name, value := range map[string]string{
				"timezone": "Etc/UTC", "preferredLanguage": "en", "locale": "en-GB", "nickName": "anonymous",
				"profileUrl": "https://app.example.com/me",
			} {
				if after.Attributes[name] == nil {
					after.Attributes[name] = value
				}
			}
		}),
	}, {
		ID: "phone-numbers-canonical", Story: "Telephone numbers are brought into the form of RFC 3966.",
		Source: "RFC 7643 §4.1.2: the server should canonicalize them",
		Apply: onSave(func(_ *Request, after *Resource) {
			for _, phone := range scim.Objects(after.Attributes["phoneNumbers"]) {
				if number := scim.Text(phone, "value"); number != "" && !strings.HasPrefix(number, "tel:") {
					phone["value"] = "tel:" + strings.ReplaceAll(number, " ", "-")
				}
			}
		}),
	}}...)
}

// formattedName is the whole name of a user, the userName for one without names.
func formattedName(user Object) string {
	name, _ := user["name"].(Object)
	whole := strings.TrimSpace(scim.Text(name, "givenName") + " " + scim.Text(name, "familyName"))
	if whole == "" {
		return scim.Text(user, "userName")
	}
	return whole
}

// emailVariants differ in what becomes of e-mail addresses.
func emailVariants() []Variant {
	onEmails := func(b *Behaviors, change func([]Object)) {
		onSave(func(_ *Request, after *Resource) { change(scim.Objects(after.Attributes["emails"])) })(b)
	}
	return []Variant{{
		ID: "emails-lower-case", Story: "E-mail addresses are stored in lower case.",
		Source: "RFC 7643 §4.1.2: the server should canonicalize them",
		Apply: func(b *Behaviors) {
			onEmails(b, func(emails []Object) {
				for _, e := range emails {
					if address := scim.Text(e, "value"); address != "" {
						e["value"] = strings.ToLower(address)
					}
				}
			})
		},
	}, {
		ID: "emails-with-defaults", Story: "An e-mail address without a type is for work, and the only one is the primary one.",
		Source: "RFC 7644 §3.3: the server may add defaults",
		Apply: func(b *Behaviors) {
			onEmails(b, func(emails []Object) {
				for _, e := range emails {
					if e["type"] == nil {
						e["type"] = "work"
					}
					if len(emails) == 1 {
						e["primary"] = true
					}
				}
			})
		},
	}, {
		ID: "emails-extra", Story: "E-mail addresses show display, and sub-attributes of the product's own.",
		Source: "RFC 7643 §2.4, §2.3.8",
		Apply: onRender(func(_ *Request, _ Tx, _ *Resource, view Object) {
			if view["emails"] == nil {
				return
			}
			view["emails"] = eachObject(view["emails"], func(e Object) {
				e["display"], e["verified"], e["verifiedAt"] = e["value"], true, nil
			})
		}),
	}, {
		ID: "one-email", Story: "A user has one e-mail address: of several the primary one is kept, else the first.",
		Source: "RFC 7643 §4.1.2; Okta's default mapping sends one; RFC 7644 §3.3",
		Apply: onSave(func(_ *Request, after *Resource) {
			emails := scim.Objects(after.Attributes["emails"])
			if len(emails) < 2 {
				return
			}
			best := emails[0]
			for _, e := range emails {
				if scim.IsPrimary(e) {
					best = e
				}
			}
			after.Attributes["emails"] = []any{best}
		}),
	}, {
		ID: "emails-unique", Story: "An e-mail address that another user has is refused with 409.",
		Source: "RFC 7644 §3.3: the server decides what conflicts; RFC 7643 §7, uniqueness",
		Apply: alsoUnique(func(r *Resource) []provider.Key {
			var keys []provider.Key
			for _, e := range scim.Objects(r.Attributes["emails"]) {
				if key, ok := provider.KeyFor("emails.value", scim.Text(e, "value")); ok && key.Value != "" {
					keys = append(keys, key)
				}
			}
			return keys
		}),
	}}
}

// alsoUnique refuses a user who has a key of another one.
func alsoUnique(keysOf func(*Resource) []provider.Key) func(*Behaviors) {
	return func(b *Behaviors) {
		next := b.CheckUnique
		b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
			if err := next(rq, tx, r); err != nil || r.Kind != provider.KindUser {
				return err
			}
			for _, key := range keysOf(r) {
				for _, other := range tx.Find(provider.KindUser, key) {
					if other.ID != r.ID {
						return provider.Refuse(http.StatusConflict, "uniqueness", "The user %q has the %s %q already.", other.Name(),
							key.Attribute, key.Value)
					}
				}
			}
			return nil
		}
	}
}
