package provider

import "strings"

// createStoredFaults store another new user than the one that was sent.
func createStoredFaults() []Fault {
	return []Fault{
		{
			ID: "create-externalid-dropped", Category: "user-create", Level: Must,
			Story:  "externalId, Okta's own id of the user, is forgotten, so that accounts can never be matched by it.",
			Source: "https://github.com/langwatch/langwatch/issues/6974",
			Apply:  userCreated(func(_ *Request, attrs Object) { delete(attrs, "externalId") }),
		},
		{
			ID: "create-active-false-ignored", Category: "user-create", Level: Must,
			Story:  "A user who is sent as inactive is active: access begins too early, and no admin sees it.",
			Source: "https://github.com/theopenco/llmgateway/issues/2933",
			Apply:  userCreated(func(_ *Request, attrs Object) { attrs["active"] = true }),
		},
		{
			ID: "create-active-omitted-inactive", Category: "user-create", Level: Must,
			Story:  "A create that does not mention active makes an inactive user, who cannot sign in.",
			Source: "https://github.com/GluuFederation/SCIM-Client/issues/63",
			Apply: userCreated(func(rq *Request, attrs Object) {
				if !mentions(rq.Body, "active") {
					attrs["active"] = false
				}
			}),
		},
		{
			ID: "create-names-dropped", Category: "user-create", Level: Must,
			Story:  "Given and family name are forgotten, and imports show people without names.",
			Source: "https://github.com/getsentry/sentry/issues/81395",
			Apply:  userCreated(func(_ *Request, attrs Object) { delete(attrs, "name") }),
		},
		{
			ID: "create-username-lowercased", Category: "user-create", Level: Must,
			Story:  "userName comes back in lower case: Okta's SPEC test is red, and the profile looks changed at every sync.",
			Source: "https://github.com/onyx-dot-app/onyx/issues/8635",
			Apply: userCreated(func(_ *Request, attrs Object) {
				attrs["userName"] = strings.ToLower(text(attrs, "userName"))
			}),
		},
		{
			ID: "create-username-signs-dropped", Category: "user-create", Level: Must,
			Story:  "Plus signs and apostrophes are left out of the userName, and Okta's next look-up finds nobody.",
			Source: "the grid: a create with odd values × the look-up",
			Apply: userCreated(func(_ *Request, attrs Object) {
				attrs["userName"] = strings.NewReplacer("+", "", "'", "").Replace(text(attrs, "userName"))
			}),
		},
		{
			ID: "create-primary-flag-lost", Category: "user-create", Level: Must,
			Story:  "Which e-mail address is the primary one is forgotten, and the user seems to have none.",
			Source: "the grid: a create × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				for _, email := range objects(attrs["emails"]) {
					delete(email, "primary")
				}
			}),
		},
		{
			ID: "create-first-email-not-primary", Category: "user-create", Level: Must,
			Story:  "The first address is taken for the primary one, and mail goes to the wrong address.",
			Source: "https://github.com/bitwarden/server/pull/2188",
			Apply: userCreated(func(_ *Request, attrs Object) {
				for i, email := range objects(attrs["emails"]) {
					email["primary"] = i == 0
				}
			}),
		},
		{
			ID: "create-email-type-lost", Category: "user-create", Level: Should,
			Story:  `The type of an e-mail address is forgotten; mappings of emails[type eq "work"] find nothing.`,
			Source: "the grid: a create × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				for _, email := range objects(attrs["emails"]) {
					delete(email, "type")
				}
			}),
		},
		{
			ID: "create-email-types-all-work", Category: "user-create", Level: Must,
			Story:  "Every e-mail address gets the type work, so that the private one shows as the one at work.",
			Source: "the grid: a create × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				for _, email := range objects(attrs["emails"]) {
					email["type"] = "work"
				}
			}),
		},
		{
			ID: "create-emails-dropped", Category: "user-create", Level: Must,
			Story:  "The e-mail addresses are forgotten, and the app cannot write to anybody.",
			Source: "the grid: a create × GET by id",
			Apply:  userCreated(func(_ *Request, attrs Object) { delete(attrs, "emails") }),
		},
		{
			ID: "create-second-email-dropped", Category: "user-create", Level: Should,
			Story:  "Of several e-mail addresses only the primary one is kept.",
			Source: "the grid: a create with all attributes × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				for _, email := range objects(attrs["emails"]) {
					if isPrimary(email) {
						attrs["emails"] = []any{email}
					}
				}
			}),
		},
		{
			ID: "create-display-name-dropped", Category: "user-create", Level: Must,
			Story:  "displayName is forgotten when a user is created; an update stores it.",
			Source: "the grid: create × displayName",
			Apply:  userCreated(func(_ *Request, attrs Object) { delete(attrs, "displayName") }),
		},
		{
			ID: "create-locale-underscore", Category: "user-create", Level: Must,
			Story:  "The locale en-US comes back as en_US, and the profile looks changed at every sync.",
			Source: "the grid: a create × GET by id",
			Apply: userCreated(func(_ *Request, attrs Object) {
				if locale := text(attrs, "locale"); locale != "" {
					attrs["locale"] = strings.ReplaceAll(locale, "-", "_")
				}
			}),
		},
		{
			ID: "create-joins-first-group", Category: "user-create", Level: Must,
			Story:  "A new user is put into the group that was made first, and so gets rights that nobody gave him.",
			Source: "the grid: a create × the user's and the group's side",
			Apply: func(b *Behaviours) {
				next := b.Store
				b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
					err := next(rq, tx, before, after)
					if err == nil && before == nil && after.Kind == KindUser {
						for _, group := range tx.List(KindGroup, 0, 1) {
							tx.AddMember(group.ID, after.ID)
						}
					}
					return err
				}
			},
		},
	}
}
