package faulty

import (
	"html"
	"strings"
	"unicode"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/scim"
)

func createStoredFaults() []Fault {
	return inCategory("user-create", []Fault{{
		ID: "create-externalid-dropped", Source: report("https://github.com/langwatch/langwatch/issues/6974"),
		Story: "externalId, Okta's own id of the user, is forgotten, so that accounts can never be matched by it.",
		Apply: userCreated(func(_ *Request, attrs Object) { delete(attrs, "externalId") }),
	}, {
		ID: "create-active-false-ignored", Source: report("https://github.com/theopenco/llmgateway/issues/2933"),
		Story: "A user who is sent as inactive is active: access begins too early, and no admin sees it.",
		Apply: userCreated(func(_ *Request, attrs Object) { attrs["active"] = true }),
	}, {
		ID: "create-active-omitted-inactive", Level: Should,
		Source: report("https://github.com/GluuFederation/SCIM-Client/issues/63"),
		Story:  "A create that does not mention active makes an inactive user, who cannot sign in.",
		Apply: userCreated(func(rq *Request, attrs Object) {
			if !scim.Mentions(rq.Body, "active") {
				attrs["active"] = false
			}
		}),
	}, {
		ID: "create-names-dropped", Source: report("https://github.com/getsentry/sentry/issues/81395"),
		Story: "Given and family name are forgotten, and imports show people without names.",
		Apply: userCreated(func(_ *Request, attrs Object) { delete(attrs, "name") }),
	}, {
		ID: "create-username-lowercased", Source: report("https://github.com/onyx-dot-app/onyx/issues/8635"),
		Story: "userName comes back in lower case: Okta's SPEC test is red, and the profile looks changed at every sync.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			attrs["userName"] = strings.ToLower(scim.Text(attrs, "userName"))
		}),
	}, {
		ID: "create-username-signs-dropped", Source: grid("a create with odd values × the look-up"),
		Story: "Plus signs and apostrophes are left out of the userName, and Okta's next look-up finds nobody.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			attrs["userName"] = strings.NewReplacer("+", "", "'", "").Replace(scim.Text(attrs, "userName"))
		}),
	}, {
		ID: "create-primary-flag-lost", Source: grid("a create × GET by id"),
		Story: "Which e-mail address is the primary one is forgotten, and the user seems to have none.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			for _, email := range scim.Objects(attrs["emails"]) {
				delete(email, "primary")
			}
		}),
	}, {
		ID: "create-first-email-not-primary", Source: report("https://github.com/bitwarden/server/pull/2188"),
		Story: "The first address is taken for the primary one, and mail goes to the wrong address.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			for i, email := range scim.Objects(attrs["emails"]) {
				email["primary"] = i == 0
			}
		}),
	}, {
		ID: "create-email-type-lost", Level: Should, Source: grid("a create × GET by id"),
		Story: `The type of an e-mail address is forgotten; mappings of emails[type eq "work"] find nothing.`,
		Apply: userCreated(func(_ *Request, attrs Object) {
			for _, email := range scim.Objects(attrs["emails"]) {
				delete(email, "type")
			}
		}),
	}, {
		ID: "create-email-types-all-work", Source: grid("a create × GET by id"),
		Story: "Every e-mail address gets the type work, so that the private one shows as the one at work.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			for _, email := range scim.Objects(attrs["emails"]) {
				email["type"] = "work"
			}
		}),
	}, {
		ID: "create-emails-dropped", Source: grid("a create × GET by id"),
		Story: "The e-mail addresses are forgotten, and the app cannot write to anybody.",
		Apply: userCreated(func(_ *Request, attrs Object) { delete(attrs, "emails") }),
	}, {
		ID: "create-second-email-dropped", Level: Should, Source: grid("a create with all attributes × GET by id"),
		Story: "Of several e-mail addresses only the primary one is kept.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			for _, email := range scim.Objects(attrs["emails"]) {
				if scim.IsPrimary(email) {
					attrs["emails"] = []any{email}
				}
			}
		}),
	}, {
		ID: "create-display-name-dropped", Source: grid("create × displayName"),
		Story: "displayName is forgotten when a user is created; an update stores it.",
		Apply: userCreated(func(_ *Request, attrs Object) { delete(attrs, "displayName") }),
	}, {
		ID: "create-locale-underscore", Source: grid("a create × GET by id"),
		Story: "The locale en-US comes back as en_US, and the profile looks changed at every sync.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			if locale := scim.Text(attrs, "locale"); locale != "" {
				attrs["locale"] = strings.ReplaceAll(locale, "-", "_")
			}
		}),
	}, {
		ID: "create-joins-first-group", Source: grid("a create × the user's and the group's side"),
		Story: "A new user is put into the group that was made first, and so gets rights that nobody gave him.",
		Apply: func(b *Behaviors) {
			next := b.Store
			b.Store = func(rq *Request, tx Tx, before, after *Resource) error {
				err := next(rq, tx, before, after)
				if err == nil && before == nil && after.Kind == provider.KindUser {
					for _, group := range tx.List(provider.KindGroup, 0, 1) {
						tx.AddMember(group.ID, after.ID)
					}
				}
				return err
			}
		},
	}, {
		ID: "create-display-name-cut-at-50", Source: grid("a create with long values × GET by id"),
		Story: "displayName is cut after 50 letters, without a word in the answer.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			if name := []rune(scim.Text(attrs, "displayName")); len(name) > 50 {
				attrs["displayName"] = string(name[:50])
			}
		}),
	}, {
		ID: "create-family-name-cut-at-30", Source: grid("a create with long values × GET by id"),
		Story: "The family name is cut after 30 letters, without a word in the answer.",
		Apply: userCreated(func(_ *Request, attrs Object) {
			name, _ := attrs["name"].(Object)
			if family := []rune(scim.Text(name, "familyName")); len(family) > 30 {
				name["familyName"] = string(family[:30])
			}
		}),
	}, {
		ID: "create-names-html-escaped", Source: grid("a create with odd values × GET by id"),
		Story: "Names are escaped for HTML before they are stored: O'Brien becomes O&#39;Brien.",
		Apply: namesCreated(html.EscapeString),
	}, {
		ID: "create-names-ascii-only", Source: grid("a create with odd values × GET by id"),
		Story: "Letters outside ASCII become question marks: Jürgen is J?rgen in the app.",
		Apply: namesCreated(func(s string) string {
			return strings.Map(func(r rune) rune {
				if r > unicode.MaxASCII {
					return '?'
				}
				return r
			}, s)
		}),
	}, {
		ID: "create-blanks-trimmed", Level: Should, Source: grid("a create with odd values × GET by id"),
		Story: "Blanks at the ends of names are taken away and double ones made single.",
		Apply: namesCreated(func(s string) string { return strings.Join(strings.Fields(s), " ") }),
	}, {
		ID: "create-null-as-text", Level: Should, Source: grid("a create with null × GET by id"),
		Story: `null is stored as the text "null", which then stands in the profile.`,
		Apply: nullAsText(provider.OpCreate, "null"),
	}, {
		ID: "create-empty-text-as-undefined", Level: Should, Source: grid("a create with empty text × GET by id"),
		Story: `"" is stored as the text "undefined", which then stands in the profile.`,
		Apply: userCreated(func(rq *Request, attrs Object) {
			for _, name := range []string{"displayName", "title", "nickName"} {
				if rq.Body[name] == "" {
					attrs[name] = "undefined"
				}
			}
		}),
	}})
}

// namesCreated changes the names of a new user: displayName and the parts of name.
func namesCreated(change func(string) string) func(*Behaviors) {
	return userCreated(func(_ *Request, attrs Object) {
		for _, name := range []string{"displayName", "name"} {
			if v, ok := attrs[name]; ok {
				attrs[name] = mapTexts(v, change)
			}
		}
	})
}
