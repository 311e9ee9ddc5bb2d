package provider

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
		plural("phoneNumbers", "Phone numbers.", attr("value", "The number, as in RFC 3966 if possible."), "work", "home", "mobile", "fax", "pager", "other"),
		plural("ims", "Instant messaging addresses.", attr("value", "The address."), "aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"),
		plural("photos", "Pictures of the person.", attr("value", "Where the picture is.", refersTo("external")), "photo", "thumbnail"),
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
		plural("x509Certificates", "Certificates of the user.", attr("value", "A DER certificate in base64.", exact, typed("binary"))),
	}}
}

// enterpriseSchema is the enterprise extension of RFC 7643 §4.3. manager.displayName can be written, unlike there, because
// Okta maps its attribute "manager" to it.
func enterpriseSchema() *Schema {
	return &Schema{ID: SchemaEnterprise, Name: "EnterpriseUser", Description: "A person in an enterprise.", Attributes: []*Attribute{
		attr("employeeNumber", "Number given by the organisation."),
		attr("costCenter", "Cost centre."),
		attr("organization", "Organisation."),
		attr("division", "Division."),
		attr("department", "Department."),
		complexAttr("manager", "The person's manager.", []*Attribute{
			attr("value", "id of the manager.", exact),
			attr("$ref", "URI of the manager.", refersTo("User")),
			attr("displayName", "Name of the manager."),
		}),
	}}
}

// groupSchema is the core Group of RFC 7643 §4.2. displayName is required and unique, because Okta looks groups up by it.
func groupSchema() *Schema {
	return &Schema{ID: SchemaGroup, Name: "Group", Description: "A set of users and other groups.", Attributes: []*Attribute{
		attr("displayName", "Name of the group; unique in the tenant whatever its case.", required, unique),
		complexAttr("members", "Who is in the group.", []*Attribute{
			attr("value", "id of the user or group.", required, exact, immutable),
			attr("$ref", "URI of the member.", immutable, refersTo("User", "Group")),
			attr("display", "userName or displayName of the member.", immutable),
			attr("type", "User or Group.", immutable, usual("User", "Group")),
		}, many),
	}}
}
