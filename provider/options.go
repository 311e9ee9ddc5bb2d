package provider

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"
)

// DefaultMaxBody is the size in bytes above which a request body is refused with 413: room for a PUT of a group of some
// 50,000 members.
const DefaultMaxBody = 8 << 20

// DefaultTenant is the tenant of a Token that names none.
const DefaultTenant = "default"

// Options say how a Server behaves. Tokens is the only one that must be set.
type Options struct {
	BasePath string   // where the SCIM endpoints are, default "/scim/v2"
	Tokens   []Token  // the credentials accepted, at least one
	Roles    *RoleMap // nil: the app has no roles
	// Entitlements are what users can be given beside groups, see Entitlements; nil: nothing.
	Entitlements []EntitlementType
	Access       bool         // serve /access/, a way into the app beside SCIM, to show what ends with a deactivation
	SeatLimit    int          // active users a tenant may have; 0: no limit
	LocalAdmin   string       // userName of an active admin of the first tenant who was not made by SCIM; "": none
	Seed         int          // people who are in the first tenant from the start; the same ones each time
	MaxBody      int64        // bytes, default DefaultMaxBody; a compressed body counts as what it expands to
	Logger       *slog.Logger // one line a request, no secrets; nil: silent
	Storage      Storage      // nil: memory; Seed and LocalAdmin count when it is empty

	// Hooks change how requests are served, each what those before it left. They run in New and at every Reset, so that
	// what they remember begins anew.
	Hooks []func(*Behaviors)

	// Answered is called when a request was answered. It must be quick and may be called by many at once; nil for nothing.
	Answered func(rq *Request, status int, took time.Duration)
}

// Token is a bearer token (RFC 6750) and the tenant whose data it opens.
type Token struct {
	Secret string
	Tenant string // default DefaultTenant
}

// RoleMap derives the role of a user from the groups he is in, directly or through another group.
type RoleMap struct {
	Pushed    bool        `json:"pushed,omitempty"` // the client writes the role into Attribute, and groups give none
	Attribute string      `json:"attribute"`        // where a User shows it, read-only: "roles", "userType", or the URN of an extension followed by ":" and an attribute
	Default   string      `json:"default"`          // the role of a user in none of Groups
	Groups    []GroupRole `json:"groups"`           // highest role first; the first that applies wins
}

// GroupRole gives a role to the members of the group with that displayName, whatever its case.
type GroupRole struct {
	Group string `json:"group"`
	Role  string `json:"role"`
}

// Highest is the role of the first entry, which a local admin holds until SCIM manages him.
func (m *RoleMap) Highest() string {
	if len(m.Groups) == 0 {
		return m.Default
	}
	return m.Groups[0].Role
}

// withDefaults checks the options and fills in what was left out.
func (o Options) withDefaults() (Options, error) {
	if o.BasePath == "" {
		o.BasePath = "/scim/v2"
	}
	o.BasePath = "/" + strings.Trim(o.BasePath, "/")
	if o.BasePath == "/" {
		o.BasePath = ""
	}
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Storage == nil {
		o.Storage = NewMemory()
	}
	switch {
	case o.MaxBody < 0:
		return o, fmt.Errorf("provider: MaxBody is %d, want a number of bytes", o.MaxBody)
	case o.SeatLimit < 0:
		return o, fmt.Errorf("provider: SeatLimit is %d, want 0 for no limit or more", o.SeatLimit)
	case o.Seed < 0:
		return o, fmt.Errorf("provider: Seed is %d, want a number of people", o.Seed)
	case len(o.Tokens) == 0:
		return o, errors.New("provider: no token: nobody could sign in")
	}
	if err := o.checkEntitlementTypes(); err != nil {
		return o, err
	}
	return o, o.Roles.check()
}

// check tells what is wrong with a role map; nil is a good one.
func (m *RoleMap) check() error {
	if m == nil {
		return nil
	}
	switch {
	case m.Attribute != "roles" && m.Attribute != "userType" && roleExtension(m.Attribute) == "":
		return fmt.Errorf("provider: role attribute %q, want \"roles\", \"userType\" or \"urn:…:User:role\"", m.Attribute)
	case m.Default == "":
		return errors.New("provider: the role map has no default role")
	}
	for i, g := range m.Groups {
		if g.Group == "" || g.Role == "" {
			return fmt.Errorf("provider: entry %d of the role map needs a group and a role, got %q and %q", i+1, g.Group, g.Role)
		}
	}
	return nil
}

// Extension splits Attribute when it is in an extension; urn is "" when it is not.
func (m *RoleMap) Extension() (urn, name string) {
	if urn = roleExtension(m.Attribute); urn == "" {
		return "", m.Attribute
	}
	return urn, m.Attribute[len(urn)+1:]
}

// roleExtension splits "urn:example:User:role" and gives the URN before the last colon, "" when it is none.
func roleExtension(attribute string) string {
	urn, name, ok := cutLast(attribute, ":")
	if !ok || name == "" || !strings.HasPrefix(strings.ToLower(urn), "urn:") {
		return ""
	}
	return urn
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// Settings is what an operator may change while the server runs. A request works with one Settings from beginning to
// end.
type Settings struct {
	SeatLimit int
	Roles     *RoleMap
	User      *ResourceType // with the role where Roles.Attribute says
	Group     *ResourceType

	Entitlements []EntitlementType
}

func newSettings(o Options) *Settings {
	seatLimit, roles := o.SeatLimit, o.Roles
	core, enterprise := userSchema(), enterpriseSchema()
	extensions := []*Schema{enterprise}
	if roles != nil {
		roles = &RoleMap{Pushed: roles.Pushed, Attribute: roles.Attribute, Default: roles.Default, Groups: slices.Clone(roles.Groups)}
		switch roles.Attribute {
		case "roles", "userType":
			if !roles.Pushed {
				makeReadOnly(findAttribute(core.Attributes, roles.Attribute))
			}
		default:
			extensions = withRole(extensions, roles)
		}
	}
	return &Settings{
		SeatLimit:    seatLimit,
		Roles:        roles,
		User:         newResourceType(KindUser, "/Users", "People who can sign in.", core, extensions...),
		Entitlements: o.Entitlements,
		Group:        newResourceType(KindGroup, "/Groups", "Sets of people, as pushed by Okta.", groupSchema()),
	}
}

func makeReadOnly(a *Attribute) {
	readOnly(a)
	for _, sub := range a.SubAttributes {
		readOnly(sub)
	}
}

// withRole adds the attribute "urn:example:User:role" to the extension it names, made if there is none; it is read-only
// where groups give the role.
func withRole(extensions []*Schema, roles *RoleMap) []*Schema {
	urn, name, _ := cutLast(roles.Attribute, ":")
	role := attr(name, "Role of the user.")
	if !roles.Pushed {
		readOnly(role)
	}
	for _, s := range extensions {
		if s.ID == urn {
			s.Attributes = append(s.Attributes, role)
			return extensions
		}
	}
	return append(extensions, &Schema{ID: urn, Name: "AppUser", Description: "What the app knows about a user.",
		Attributes: []*Attribute{role}})
}

// Type gives the resource type of a kind.
func (s *Settings) Type(kind string) *ResourceType {
	if kind == KindGroup {
		return s.Group
	}
	return s.User
}

// types lists the resource types in the order in which they are described.
func (s *Settings) types() []*ResourceType {
	out := []*ResourceType{s.User, s.Group}
	for i := range s.Entitlements {
		out = append(out, s.Entitlements[i].resourceType())
	}
	return out
}
