package provider

import (
	"strings"
)

// Attribute describes one attribute by the characteristics of RFC 7643 §2.2 and §7.
type Attribute struct {
	Name            string
	Type            string // string, boolean, complex, reference, dateTime or binary
	Description     string
	MultiValued     bool
	Required        bool
	CaseExact       bool
	Mutability      string   // readWrite, readOnly, immutable or writeOnly
	Returned        string   // default, always or never
	Uniqueness      string   // none, server or global
	CanonicalValues []string // values that are usual, not the only ones
	ReferenceTypes  []string // what a reference may lead to
	SubAttributes   []*Attribute
}

// sub finds a sub-attribute whatever its case (RFC 7643 §2.1).
func (a *Attribute) sub(name string) *Attribute {
	return findAttribute(a.SubAttributes, name)
}

// IsReadOnly reports whether a client cannot change the attribute.
func (a *Attribute) IsReadOnly() bool { return a.Mutability == "readOnly" }

func findAttribute(list []*Attribute, name string) *Attribute {
	for _, a := range list {
		if strings.EqualFold(a.Name, name) {
			return a
		}
	}
	return nil
}

// option changes one characteristic of an attribute.
type option func(*Attribute)

func many(a *Attribute) { a.MultiValued = true }

func required(a *Attribute) { a.Required = true }

func exact(a *Attribute) { a.CaseExact = true }

func readOnly(a *Attribute) { a.Mutability = "readOnly" }

func unique(a *Attribute) { a.Uniqueness = "server" }

func immutable(a *Attribute) { a.Mutability = "immutable" }

func always(a *Attribute) { a.Returned = "always" }

func secret(a *Attribute) { a.Mutability, a.Returned = "writeOnly", "never" }

func usual(values ...string) option {
	return func(a *Attribute) { a.CanonicalValues = values }
}

func refersTo(types ...string) option {
	return func(a *Attribute) { a.Type, a.ReferenceTypes, a.CaseExact = "reference", types, true }
}

func typed(name string) option {
	return func(a *Attribute) { a.Type = name }
}

// attr makes a string attribute that is read-write, not unique and not case-exact unless options say otherwise.
func attr(name, description string, options ...option) *Attribute {
	a := &Attribute{Name: name, Type: "string", Description: description, Mutability: "readWrite", Returned: "default",
		Uniqueness: "none"}
	for _, o := range options {
		o(a)
	}
	return a
}

func boolean(name, description string, options ...option) *Attribute {
	return attr(name, description, append([]option{typed("boolean")}, options...)...)
}

func complexAttr(name, description string, subs []*Attribute, options ...option) *Attribute {
	a := attr(name, description, append([]option{typed("complex")}, options...)...)
	a.SubAttributes = subs
	return a
}

// plural makes a multi-valued attribute with the sub-attributes of RFC 7643 §2.4.
func plural(name, description string, value *Attribute, types ...string) *Attribute {
	return complexAttr(name, description, []*Attribute{
		value,
		attr("display", "Text to show to people."),
		attr("type", "What the value is for.", usual(types...)),
		boolean("primary", "Whether this is the preferred one; true for one value at most."),
	}, many)
}

// Schema is a named set of attributes (RFC 7643 §7).
type Schema struct {
	ID          string // URN
	Name        string
	Description string
	Attributes  []*Attribute
}

// ResourceType is a kind of resource and where it lives (RFC 7643 §6).
type ResourceType struct {
	Name        string // KindUser or KindGroup
	Endpoint    string // "/Users"
	Description string
	Core        *Schema
	Extensions  []*Schema

	byName map[string]*Attribute // core and common attributes by their exact names
}

// commonAttributes are those of every resource (RFC 7643 §3.1); a schema does not list them.
func commonAttributes() []*Attribute {
	return []*Attribute{
		attr("schemas", "URNs of the schemas of this resource.", many, exact, readOnly, always, typed("reference")),
		attr("id", "Identifier given by the server; it never changes.", exact, readOnly, always, unique),
		attr("externalId", "Identifier given by the client; Okta's own user id.", exact),
		complexAttr("meta", "What the server knows about the resource.", []*Attribute{
			attr("resourceType", "Name of the resource type.", exact, readOnly),
			attr("created", "When it was made.", readOnly, typed("dateTime")),
			attr("lastModified", "When it was changed last.", readOnly, typed("dateTime")),
			attr("location", "Its URI.", exact, readOnly, typed("reference")),
			attr("version", "Its version.", exact, readOnly),
		}, readOnly),
	}
}

func newResourceType(name, endpoint, description string, core *Schema, extensions ...*Schema) *ResourceType {
	t := &ResourceType{Name: name, Endpoint: endpoint, Description: description, Core: core, Extensions: extensions,
		byName: map[string]*Attribute{}}
	for _, list := range [][]*Attribute{commonAttributes(), core.Attributes} {
		for _, a := range list {
			t.byName[a.Name] = a
		}
	}
	return t
}

// Attribute finds a core or common attribute whatever its case.
func (t *ResourceType) Attribute(name string) *Attribute {
	if a, ok := t.byName[name]; ok {
		return a
	}
	for known, a := range t.byName {
		if strings.EqualFold(known, name) {
			return a
		}
	}
	return nil
}

// extension finds a schema extension by its URN whatever its case (RFC 7643 §2.1).
func (t *ResourceType) extension(urn string) *Schema {
	for _, s := range t.Extensions {
		if strings.EqualFold(s.ID, urn) {
			return s
		}
	}
	return nil
}

// URNs of the schemas the server knows (RFC 7643 §8.7).
const (
	SchemaUser       = "urn:ietf:params:scim:schemas:core:2.0:User"
	SchemaGroup      = "urn:ietf:params:scim:schemas:core:2.0:Group"
	SchemaEnterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
)

// userSchema is the core User of RFC 7643 §4.1.
func userSchema() *Schema {
	return &Schema{ID: SchemaUser, Name: "User", Description: "A person who can sign in.", Attributes: []*Attribute{
		attr("userName", "Name to sign in with; unique in the tenant whatever its case.", required, unique),
		complexAttr("name", "The parts of the person's name.", []*Attribute{
			attr("formatted", "The whole name as it is shown."),
			attr("familyName", "Last name."),
			attr("givenName", "First name."),
			attr("middleName", "Middle names."),
			attr("honorificPrefix", "Title before the name."),
			attr("honorificSuffix", "Suffix after the name."),
		}),
		attr("displayName", "Name to show to people."),
		attr("nickName", "What the person is called."),
		attr("profileUrl", "Page about the person.", refersTo("external")),
		attr("title", "Position in the organisation."),
		attr("userType", "Relation to the organisation, such as Employee."),
		attr("preferredLanguage", "Languages as in Accept-Language."),
		attr("locale", "Formats for dates, numbers and money, such as en-US."),
		attr("timezone", "Name in the IANA time zone database."),
		boolean("active", "Whether the person may sign in; an active user holds a seat."),
		attr("password", "Accepted because Okta sends one, and forgotten: people sign in through Okta.", exact, secret),
		plural("emails", "E-mail addresses.", attr("value", "The address."), "work", "home", "other"),
		plural("phoneNumbers", "Phone numbers.", attr("value", "The number, as in RFC 3966 if possible."), "work", "home",
			"mobile", "fax", "pager", "other"),
		plural("ims", "Instant messaging addresses.", attr("value", "The address."), "aim", "gtalk", "icq", "xmpp", "msn",
			"skype", "qq", "yahoo"),
		plural("photos", "Pictures of the person.", attr("value", "Where the picture is.", refersTo("external")), "photo",
			"thumbnail"),
		complexAttr("addresses", "Postal addresses.", []*Attribute{
			attr("formatted", "The whole address as it is written on a letter."),
			attr("streetAddress", "Street, house, building, flat."),
			attr("locality", "City."),
			attr("region", "State or region."),
			attr("postalCode", "Postal code."),
			attr("country", "Country, two letters of ISO 3166-1."),
			attr("type", "What the address is for.", usual("work", "home", "other")),
			boolean("primary", "Whether this is the preferred one; true for one value at most."),
		}, many),
		complexAttr("groups", "Groups the user is in; change them at the group.", []*Attribute{
			attr("value", "id of the group.", exact, readOnly),
			attr("$ref", "URI of the group.", readOnly, refersTo("Group")),
			attr("display", "Name of the group.", readOnly),
			attr("type", "direct, or indirect through another group.", readOnly, usual("direct", "indirect")),
		}, many, readOnly),
		plural("entitlements", "Things the user is entitled to.", attr("value", "The entitlement.")),
		plural("roles", "Roles of the user.", attr("value", "The role.")),
		plural("x509Certificates", "Certificates of the user.",
			attr("value", "A DER certificate in base64.", exact, typed("binary"))),
	}}
}

// enterpriseSchema is the enterprise extension of RFC 7643 §4.3. manager.displayName can be written, unlike there,
// because Okta maps its attribute "manager" to it.
func enterpriseSchema() *Schema {
	return &Schema{ID: SchemaEnterprise, Name: "EnterpriseUser", Description: "A person in an enterprise.",
		Attributes: []*Attribute{
			attr("employeeNumber", "Number given by the organisation."), attr("costCenter", "Cost centre."),
			attr("organization", "Organisation."), attr("division", "Division."),
			attr("department", "Department."), complexAttr("manager", "The person's manager.", []*Attribute{
				attr("value", "id of the manager.", exact), attr("$ref", "URI of the manager.", refersTo("User")),
				attr("displayName", "Name of the manager.")}),
		}}
}

// groupSchema is the core Group of RFC 7643 §4.2. displayName is required and unique, because Okta looks groups up by
// it.
func groupSchema() *Schema {
	return &Schema{ID: SchemaGroup, Name: "Group", Description: "A set of users and other groups.",
		Attributes: []*Attribute{
			attr("displayName", "Name of the group; unique in the tenant whatever its case.", required, unique),
			complexAttr("members", "Who is in the group.", []*Attribute{
				attr("value", "id of the user or group.", required, exact, immutable),
				attr("$ref", "URI of the member.", immutable, refersTo("User", "Group")),
				attr("display", "userName or displayName of the member.", immutable),
				attr("type", "User or Group.", immutable, usual("User", "Group"))}, many),
		}}
}
