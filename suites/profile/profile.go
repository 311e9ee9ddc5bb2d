// Package profile reads the app profile: a YAML file that says what an application's SCIM 2.0 endpoint and its Okta
// integration are configured for, so that a run checks exactly what the application claims to do.
//
// Reading is strict. Unknown keys, wrong types and contradictions are refused, all at once, each with its place in the
// file and what to do about it. A profile never holds a secret: it names the environment variables that do.
package profile

import (
	"slices"
	"time"
)

// Profile is one app profile. Its JSON names are the keys of the YAML file.
// A nil Roles or Seats means that the profile does not state them, and what is not stated is not checked.
type Profile struct {
	// Name is the application's name as reports show it.
	Name     string   `json:"name"`
	SCIM     SCIM     `json:"scim"`
	Okta     Okta     `json:"okta"`
	Roles    *Roles   `json:"roles,omitempty"`
	Seats    *Seats   `json:"seats,omitempty"`
	Access   *Access  `json:"access,omitempty"`
	TestData TestData `json:"test_data"`
	Safety   Safety   `json:"safety,omitzero"`
}

// SCIM says where the application's SCIM service is and how to reach it.
type SCIM struct {
	// BaseURL is what Okta's field "SCIM connector base URL" takes: http or https, without a query, user name or
	// trailing slash. It may be empty, because a flag or OKTASCIM_BASE_URL can state it.
	BaseURL string `json:"base_url,omitempty"`
	Auth    Auth   `json:"auth"`
	TLS     TLS    `json:"tls,omitzero"`
	// Settle is how long a read that verifies a write may wait for the write to show: 0 to 15 minutes.
	Settle Duration `json:"settle"`
}

// Auth says how requests are authorised. The fields ending in Env are names of environment variables, never secrets.
type Auth struct {
	Scheme Scheme `json:"scheme"`
	// TokenEnv names the variable that holds the token; for Basic it holds "user name:password".
	TokenEnv string `json:"token_env"`
	// RevokedTokenEnv names the variable that holds a token which was valid once and must be refused now.
	RevokedTokenEnv string `json:"revoked_token_env,omitempty"`
	// OtherTenantTokenEnv names the variable that holds a valid token of another tenant of the same application.
	OtherTenantTokenEnv string `json:"other_tenant_token_env,omitempty"`
	// SecondTokenEnv names the variable that holds another valid token of the same tenant, as there is during a rotation.
	SecondTokenEnv string `json:"second_token_env,omitempty"`
}

// TLS names PEM files. Load makes relative paths relative to the profile's own directory.
type TLS struct {
	// CAFile holds certificates of authorities to trust besides the system's.
	CAFile string `json:"ca_file,omitempty"`
	// CertFile and KeyFile hold a client certificate and its key; one needs the other.
	CertFile string `json:"cert_file,omitempty"`
	KeyFile  string `json:"key_file,omitempty"`
}

// Okta says how the application is set up in Okta.
type Okta struct {
	// App is what the admin made the app with, which decides how Okta writes; empty means as Dialects say.
	App AppKind `json:"app,omitempty"`
	// Dialects are the ways in which Okta writes updates to this application. With App they follow from it.
	Dialects []Dialect `json:"dialects"`
	// UniqueIdentifier is Okta's field "Unique identifier field for users": what the user lookup carries.
	UniqueIdentifier Identifier `json:"unique_identifier"`
	// EmailLookup says that lookups by `email eq "…"` must work too, as some custom apps send them.
	EmailLookup bool `json:"email_lookup"`
	// ImportGroups says whether Import Groups is on in Okta: the imported list then tells whether a group is there, else a
	// lookup does. When it is not stated, both are replayed.
	ImportGroups *bool `json:"import_groups,omitempty"`
	// Actions are the provisioning actions that are switched on.
	Actions []Action `json:"actions"`
	// Entitlements are the endpoints of the app's entitlements. Empty with the action entitlements means those that
	// /ResourceTypes names.
	Entitlements []Entitlement `json:"entitlements,omitempty"`
}

// Entitlement is an endpoint that lists values which users can be given, as mapped in Okta's wizard.
type Entitlement struct {
	// Endpoint is relative to the base URL, such as /Roles.
	Endpoint string `json:"endpoint"`
	// Attribute is where a User has the values: roles or entitlements.
	Attribute string `json:"attribute"`
	// ID, DisplayName and Description name the fields of a value; empty means id, displayName and description.
	ID          string `json:"id,omitempty"`
	DisplayName string `json:"display_name,omitempty"`
	Description string `json:"description,omitempty"`
}

// Roles says which role the application gives to whom.
type Roles struct {
	// Source is what gives the role: groups that are pushed, or the attribute in which Okta pushes it. Empty means groups.
	Source RoleSource `json:"source,omitempty"`
	// Attribute is where a SCIM User shows its role: "roles", "userType" or the URN of an extension attribute.
	// Empty means that the application does not show it, so that no role can be verified.
	Attribute string `json:"attribute,omitempty"`
	// Default is the role of a user in none of the mapped groups. Empty means not stated.
	Default string `json:"default,omitempty"`
	// ExistingAdmin is the userName of a local administrator, made without Okta, that a run may link. May be empty.
	ExistingAdmin string `json:"existing_admin,omitempty"`
	// Groups maps groups to roles, highest role first: of several groups of a user the first one listed decides.
	Groups []GroupRole `json:"groups"`
}

// GroupRole is one line of the mapping from groups to roles.
type GroupRole struct {
	// Group is the displayName of a group that Okta pushes.
	Group string `json:"group"`
	// Role is the role its members get.
	Role string `json:"role"`
}

// Seats says how many active users the tenant allows.
type Seats struct {
	// Limit is the largest number of active users, 1 or more.
	Limit int `json:"limit"`
	// TestTenant says that checks may fill the tenant to its limit, which stating a limit implies. When it is false, seat
	// checks do not run.
	TestTenant bool `json:"test_tenant"`
}

// TestData says what a run may create.
type TestData struct {
	// Domain is the domain of the userNames and e-mail addresses of test users.
	Domain string `json:"domain"`
	// Prefix starts every name that a run makes up: lower-case letters, digits and hyphens, 20 at most.
	Prefix string `json:"prefix"`
	// MaxUsers is the largest crowd that a run creates for imports and large groups. Beside it nearly every check makes
	// one to ten users of its own and deactivates them again.
	MaxUsers int `json:"max_users"`
	// MaxMembers is the size of the largest group that a run builds; never above MaxUsers.
	MaxMembers int `json:"max_members"`
}

// Safety bounds what a whole run may do to a tenant, whatever its checks would do. A check that would go beyond is
// blocked, and the run is then incomplete. 0 means no bound. The clean-up is not bounded.
type Safety struct {
	// MaxRequests is the largest number of requests.
	MaxRequests int `json:"max_requests,omitempty"`
	// MaxUsers and MaxGroups are the largest numbers of users and of groups that a run tries to create.
	MaxUsers  int `json:"max_users,omitempty"`
	MaxGroups int `json:"max_groups,omitempty"`
}

// Default returns the profile of an application of which nothing is stated. Parse lays a file over it; the schema
// states the same defaults. Roles and seats are not stated, so they are not checked, and test data are of example.com,
// which reaches nobody (RFC 2606).
func Default() *Profile {
	return &Profile{
		Name: "unnamed app",
		SCIM: SCIM{
			Auth:   Auth{Scheme: Bearer, TokenEnv: "OKTASCIM_TOKEN"},
			Settle: Duration{2 * time.Second},
		},
		Okta: Okta{
			Dialects:         Dialects(),
			UniqueIdentifier: ByUserName,
			Actions: slices.DeleteFunc(Actions(), func(a Action) bool {
				return a == SyncPassword || a == ImportUserSchema || a == Entitlements
			}),
		},
		TestData: TestData{Domain: "example.com", Prefix: "oktascim", MaxUsers: 1200, MaxMembers: 1000},
	}
}

// ByAttribute reports whether Okta pushes the role as an attribute of the user.
func (r *Roles) ByAttribute() bool { return r != nil && r.Source == SourceAttribute }

// HasAction reports whether a is switched on in Okta.
func (p *Profile) HasAction(a Action) bool { return slices.Contains(p.Okta.Actions, a) }

// RoleFor is the role of a user who is a member of exactly these groups (displayNames, in any order): the one of the
// group that is listed first, or Default when none of them is mapped.
func (r *Roles) RoleFor(groups ...string) string {
	for _, g := range r.Groups {
		if slices.Contains(groups, g.Group) {
			return g.Role
		}
	}
	return r.Default
}
