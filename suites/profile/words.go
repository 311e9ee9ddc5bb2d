package profile

import (
	"strings"
	"time"
)

// Dialect is one of the two ways in which Okta writes updates.
type Dialect string

// The dialects: AIW is that of an app made with the App Integration Wizard, OIN that of an app of the Okta Integration
// Network or of a SCIM template (Okta's SCIM 2.0 reference, "Update a specific User").
const (
	AIW Dialect = "aiw"
	OIN Dialect = "oin"
)

// AppKind is what an admin made the app with; it decides how Okta writes.
type AppKind string

// The kinds of app: App Integration Wizard, Okta Integration Wizard with and without "Support PATCH for User", SCIM 2.0 test app.
const (
	Classic       AppKind = "classic"
	Wizard        AppKind = "wizard"
	WizardNoPatch AppKind = "wizard-no-patch"
	Template      AppKind = "template"
)

// AppKinds lists every kind of app.
func AppKinds() []AppKind { return []AppKind{Classic, Wizard, WizardNoPatch, Template} }

// dialects returns the ways in which Okta writes to an app of this kind: users, groups or both.
func (k AppKind) dialects() []Dialect {
	switch k {
	case Classic:
		return []Dialect{AIW}
	case Wizard, Template:
		return []Dialect{OIN}
	}
	return Dialects()
}

// Scheme is how the Authorization header is made.
type Scheme string

// The schemes. Token is the bare token, without a word before it, as some applications take it.
const (
	Bearer Scheme = "Bearer"
	Basic  Scheme = "Basic"
	Token  Scheme = "token"
)

// Identifier is the user field that Okta's lookup carries.
type Identifier string

// The identifiers.
const (
	ByEmail    Identifier = "email"
	ByUserName Identifier = "userName"
)

// RoleSource is what gives a user's role.
type RoleSource string

// The sources of a role.
const (
	SourceGroup     RoleSource = "group"
	SourceAttribute RoleSource = "attribute"
)

// Action is a provisioning action of Okta's admin console.
type Action string

// The actions, named as in Okta's "Supported provisioning actions" and on its page Provisioning > To App.
const (
	PushNewUsers       Action = "push-new-users"
	PushProfileUpdates Action = "push-profile-updates"
	DeactivateUsers    Action = "deactivate-users"
	PushGroups         Action = "push-groups"
	Import             Action = "import"
	SyncPassword       Action = "sync-password"
	ImportUserSchema   Action = "import-user-schema" // of OIN apps, since May 2026
	Entitlements       Action = "entitlements"       // discovered at endpoints of the app, since April 2026
)

// Dialects lists every dialect.
func Dialects() []Dialect { return []Dialect{AIW, OIN} }

// Schemes lists every scheme.
func Schemes() []Scheme { return []Scheme{Bearer, Basic, Token} }

// Identifiers lists every identifier.
func Identifiers() []Identifier { return []Identifier{ByEmail, ByUserName} }

// RoleSources lists every source of a role.
func RoleSources() []RoleSource { return []RoleSource{SourceGroup, SourceAttribute} }

// Actions lists every action.
func Actions() []Action {
	return []Action{PushNewUsers, PushProfileUpdates, DeactivateUsers, PushGroups, Import, SyncPassword, ImportUserSchema,
		Entitlements}
}

// MaxSettle is the longest settle time a profile may ask for.
const MaxSettle = 15 * time.Minute

// Duration is a time.Duration that reads and writes as Go text: 500ms, 2s, 5m.
type Duration struct{ time.Duration }

// MarshalText writes d as Go text.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads Go text, or the number 0.
func (d *Duration) UnmarshalJSON(text []byte) (err error) {
	d.Duration, err = time.ParseDuration(strings.Trim(string(text), `"`))
	return err
}

// texts turns words of a named string type into plain strings.
func texts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}
