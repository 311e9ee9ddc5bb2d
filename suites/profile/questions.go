package profile

import "strings"

// Question is one question of `oktascim init`, on a terminal or as the flag --Key.
type Question struct {
	// Key is the name of the flag and the key of Answers.Set.
	Key string
	// Answer is what an answer is called in the flag's help.
	Answer string
	// Text is the question; Help says what the answer is for and where to find it.
	Text, Help string
	// Default is what an empty answer means; empty when the key is then left out.
	Default string
	// Choices are the only answers, when there are any; with Many, several of them separated by commas.
	Choices []string
	Many    bool
	// When reports whether the question makes sense after the answers so far; nil means always.
	When func(Answers) bool

	path string                    // the key of the profile
	read func(string) (any, error) // the answer as the value of that key
}

// Questions returns the questions of `oktascim init`, in order.
func Questions() []Question {
	d := Default()
	hasRoles := func(a Answers) bool { return a.given["default-role"] != "" || a.given["role"] != "" }
	return []Question{
		{Key: "name", path: "name", read: readText, Answer: "NAME", Text: "What is the application called?",
			Help: "The name as reports should show it.", Default: d.Name},
		{Key: "base-url", path: "scim.base_url", read: readText, Answer: "URL", Text: "What is its SCIM base URL?",
			Help: "What Okta's field \"SCIM connector base URL\" takes, without /Users. " +
				"Leave it empty to give it with --base-url at each run."},
		{Key: "scheme", path: "scim.auth.scheme", read: readText, Answer: "SCHEME", Text: "How is the token sent?",
			Help:    "Bearer: \"Bearer TOKEN\". Basic: user name and password. token: the bare token.",
			Default: string(d.SCIM.Auth.Scheme), Choices: texts(Schemes())},
		{Key: "token-env", path: "scim.auth.token_env", read: readText, Answer: "NAME",
			Text: "Which environment variable holds the token?",
			Help: "The variable's name, not the token: a profile holds no secrets.", Default: d.SCIM.Auth.TokenEnv},
		{Key: "app-kind", path: "okta.app", read: readText, Answer: "KIND", Text: "How was the app added in Okta?",
			Help: "wizard: Create App Integration, or an OIN submission, with the box \"Support PATCH for User\" set (the default).\n" +
				"  wizard-no-patch: the same with that box not set. classic: the App Integration Wizard (\"classic experience\"), " +
				"SAML or SWA.\n  template: \"SCIM 2.0 Test App\" from the catalog. Leave it empty to test both ways to write.",
			Choices: texts(AppKinds())},
		{Key: "dialect", path: "okta.dialects", read: readList, Answer: "DIALECTS", Text: "In which ways does Okta write to it?",
			Help:    "aiw: users and groups by PUT. oin: by PATCH. --app-kind says it in Okta's words.",
			Default: strings.Join(texts(d.Okta.Dialects), ","), Choices: texts(Dialects()), Many: true,
			When: func(a Answers) bool { return a.given["app-kind"] == "" }},
		{Key: "unique-identifier", path: "okta.unique_identifier", read: readText, Answer: "FIELD",
			Text: "Which field identifies a user in Okta?", Help: "Okta's field \"Unique identifier field for users\".",
			Default: string(d.Okta.UniqueIdentifier), Choices: texts(Identifiers())},
		{Key: "action", path: "okta.actions", read: readList, Answer: "ACTIONS",
			Text:    "Which provisioning actions are switched on?",
			Help:    "In Okta: Provisioning > Integration and Provisioning > To App.",
			Default: strings.Join(texts(d.Okta.Actions), ","), Choices: texts(Actions()), Many: true},
		{Key: "default-role", path: "roles.default", read: readText, Answer: "ROLE",
			Text: "Which role does a user get who is in no mapped group?",
			Help: "Leave it empty when the application has no default role or roles are not to be checked."},
		{Key: "role", path: "roles.groups", read: readRoles, Answer: "GROUP=ROLE", Text: "Which groups give which role?",
			Help: "group=Role, highest role first, with ; between two: oktascim admins=Admin; oktascim analysts=Analyst. " +
				"Empty for none."},
		{Key: "role-attribute", path: "roles.attribute", read: readText, Answer: "ATTRIBUTE",
			Text: "Where does a SCIM User show its role?", When: hasRoles,
			Help: "roles, userType, or urn:…:User:role of an extension. Leave it empty when it is not shown: " +
				"then no role can be verified."},
		{Key: "existing-admin", path: "roles.existing_admin", read: readText, Answer: "USERNAME",
			Text: "Which local administrator may a run link?", When: hasRoles,
			Help: "The userName of an account made without Okta, in a test tenant. Leave it empty to leave that out."},
		{Key: "seat-limit", path: "seats.limit", read: readSeats, Answer: "N",
			Text: "How many active users does the tenant allow?",
			Help: "Leave it empty when there is no limit or it is not to be checked."},
		{Key: "test-tenant", path: "seats.test_tenant", read: readYes, Answer: "ANSWER",
			Text:    "Is it a test tenant, which checks may fill to the limit?",
			Help:    "Never say yes for a tenant that people work in: nobody could be added while the checks run.",
			Default: "no", Choices: []string{"yes", "no"},
			When: func(a Answers) bool { return a.given["seat-limit"] != "" }},
	}
}
