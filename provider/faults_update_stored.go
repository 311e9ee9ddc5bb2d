package provider

// updateStoredFaults store something else than the PUT of a user says.
func updateStoredFaults() []Fault {
	return []Fault{
		{
			ID: "put-null-becomes-none-string", Category: "profile-update", Level: Must,
			Story:  `null is stored as the text "None", which stands in profiles after a value was cleared in Okta.`,
			Source: "Archer, Fixed Issues in Archer SCIM Release 1.1 (SCIM-424, SCIM-485, SCIM-526, SCIM-557)",
			Apply:  nullAsText(OpReplace, "None"),
		},
		{
			ID: "put-displayname-not-applied", Category: "profile-update", Level: Must,
			Story:  "A new displayName is answered 200 and not stored: the old name stays.",
			Source: "https://github.com/simstudioai/sim/issues/7585",
			Apply:  putKeeps("displayName"),
		},
		{
			ID: "put-externalid-not-applied", Category: "profile-update", Level: Must,
			Story:  "The externalId of the first create stays for ever: whoever is linked keeps the id of somebody else.",
			Source: "the grid: an update of one attribute × GET by id",
			Apply:  putKeeps("externalId"),
		},
		{
			ID: "put-drops-extension", Category: "profile-update", Level: Must,
			Story:  "Each update of a profile loses the department and whatever else is in an extension, although it was sent.",
			Source: "the grid: an update × what was not written is as before",
			Apply:  userPut(func(_ *Request, draft *Draft) { delete(draft.After.Attributes, SchemaEnterprise) }),
		},
		{
			ID: "put-family-name-cleared", Category: "profile-update", Level: Must,
			Story:  "An update of the given name clears the family name, although it was sent.",
			Source: "the grid: an update of one attribute × what was not written is as before",
			Apply: userPut(func(_ *Request, draft *Draft) {
				before, _ := draft.Before.Attributes["name"].(Object)
				if name, ok := draft.After.Attributes["name"].(Object); ok && name["givenName"] != before["givenName"] {
					delete(name, "familyName")
				}
			}),
		},
		{
			ID: "put-display-name-from-names", Category: "profile-update", Level: Must,
			Story:  "Each update makes displayName of given and family name, whatever was sent.",
			Source: "the grid: an update × GET by id",
			Apply: userPut(func(_ *Request, draft *Draft) {
				if name := fullName(draft.After.Attributes); name != "" {
					draft.After.Attributes["displayName"] = name
				}
			}),
		},
		{
			ID: "put-primary-flag-lost", Category: "profile-update", Level: Must,
			Story:  "An update forgets which e-mail address is the primary one, and the user seems to have none.",
			Source: "https://github.com/wso2/product-is/issues/7304",
			Apply:  putEmails(func(email Object) { delete(email, "primary") }),
		},
		{
			ID: "put-adds-emails", Category: "profile-update", Level: Must,
			Story:  "Each update adds the e-mail addresses to those there, so that they double every time.",
			Source: "the grid: an update × the same request again changes nothing",
			Apply: userPut(func(_ *Request, draft *Draft) {
				old, _ := draft.Before.Attributes["emails"].([]any)
				sent, _ := draft.After.Attributes["emails"].([]any)
				if all := append(clone(old), sent...); len(all) > 0 {
					draft.After.Attributes["emails"] = all
				}
			}),
		},
		{
			ID: "put-null-keeps-old", Category: "profile-update", Level: Should,
			Story:  "null does not clear an attribute: what was cleared in Okta stays in the app.",
			Source: "the grid: an update × an emptied attribute",
			Apply:  putClearedStays(func(v any) bool { return v == nil }),
		},
		{
			ID: "put-empty-text-keeps-old", Category: "profile-update", Level: Must,
			Story:  `"" does not clear an attribute: what was cleared in Okta stays in the app.`,
			Source: "the grid: an update × an emptied attribute",
			Apply:  putClearedStays(func(v any) bool { return v == "" }),
		},
		{
			ID: "put-update-reactivates", Category: "profile-update", Level: Must,
			Story:  "Any profile update makes a deactivated user active again: access returns, and no admin sees it.",
			Source: "https://github.com/getprobo/probo/issues/711",
			Apply: userPut(func(_ *Request, draft *Draft) {
				if draft.Before.Attributes["active"] == false {
					draft.After.Attributes["active"] = true
				}
			}),
		},
		{
			ID: "put-update-deactivates", Category: "profile-update", Level: Must,
			Story:  "Any profile update makes the user inactive until the next sign-in: people are locked out.",
			Source: "the grid: an update × active as before",
			Apply:  userPut(func(_ *Request, draft *Draft) { draft.After.Attributes["active"] = false }),
		},
		{
			ID: "put-new-email-unverified-locks-login", Category: "profile-update", Level: Must,
			Story:     "A new e-mail address counts as not verified, and the user can no longer sign in.",
			Source:    "https://github.com/lightdash/lightdash/issues/19362",
			NotOnWire: "SCIM has no attribute for a verified address; only signing in would show it",
		},
	}
}

// putKeeps lets a PUT of a user pass over attributes.
func putKeeps(names ...string) func(*Behaviours) {
	return userPut(func(_ *Request, draft *Draft) {
		for _, name := range names {
			setOrClear(draft.After.Attributes, name, draft.Before.Attributes[name])
		}
	})
}

// putEmails spoils each address that a PUT stores.
func putEmails(spoil func(email Object)) func(*Behaviours) {
	return userPut(func(_ *Request, draft *Draft) {
		for _, email := range objects(draft.After.Attributes["emails"]) {
			spoil(email)
		}
	})
}

// putClearedStays keeps what a PUT clears in a certain way.
func putClearedStays(cleared func(any) bool) func(*Behaviours) {
	return userPut(func(rq *Request, draft *Draft) {
		for key, v := range rq.Body {
			a := rq.Type.attribute(key)
			if a == nil || !cleared(v) {
				continue
			}
			if old, ok := draft.Before.Attributes[a.Name]; ok {
				draft.After.Attributes[a.Name] = clone(old)
			}
		}
	})
}
