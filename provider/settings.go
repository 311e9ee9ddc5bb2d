package provider

import "slices"

// Settings is what an operator may change while the server runs. A request works with one Settings from beginning to end.
type Settings struct {
	SeatLimit int
	Roles     *RoleMap
	User      *ResourceType // with the role where Roles.Attribute says
	Group     *ResourceType
}

func newSettings(seatLimit int, roles *RoleMap) *Settings {
	core, enterprise := userSchema(), enterpriseSchema()
	extensions := []*Schema{enterprise}
	if roles != nil {
		roles = &RoleMap{Attribute: roles.Attribute, Default: roles.Default, Groups: slices.Clone(roles.Groups)}
		switch roles.Attribute {
		case "roles", "userType":
			makeReadOnly(findAttribute(core.Attributes, roles.Attribute))
		default:
			extensions = withRole(extensions, roles.Attribute)
		}
	}
	return &Settings{
		SeatLimit: seatLimit,
		Roles:     roles,
		User:      newResourceType(KindUser, "/Users", "People who can sign in.", core, extensions...),
		Group:     newResourceType(KindGroup, "/Groups", "Sets of people, as pushed by Okta.", groupSchema()),
	}
}

func makeReadOnly(a *Attribute) {
	readOnly(a)
	for _, sub := range a.SubAttributes {
		readOnly(sub)
	}
}

// withRole adds the read-only attribute "urn:example:User:role" to the extension it names, made if there is none.
func withRole(extensions []*Schema, attribute string) []*Schema {
	urn, name, _ := cutLast(attribute, ":")
	role := attr(name, "Role of the user, from the groups he is in.", readOnly)
	for _, s := range extensions {
		if s.ID == urn {
			s.Attributes = append(s.Attributes, role)
			return extensions
		}
	}
	return append(extensions, &Schema{ID: urn, Name: "AppUser", Description: "What the app knows about a user.", Attributes: []*Attribute{role}})
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
	return []*ResourceType{s.User, s.Group}
}
