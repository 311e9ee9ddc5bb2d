package provider

import "strings"

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

func (a *Attribute) readOnly() bool { return a.Mutability == "readOnly" }

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

func many(a *Attribute)     { a.MultiValued = true }
func required(a *Attribute) { a.Required = true }
func exact(a *Attribute)    { a.CaseExact = true }
func readOnly(a *Attribute) { a.Mutability = "readOnly" }
func unique(a *Attribute)   { a.Uniqueness = "server" }

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
	a := &Attribute{Name: name, Type: "string", Description: description, Mutability: "readWrite", Returned: "default", Uniqueness: "none"}
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
	t := &ResourceType{Name: name, Endpoint: endpoint, Description: description, Core: core, Extensions: extensions, byName: map[string]*Attribute{}}
	for _, list := range [][]*Attribute{commonAttributes(), core.Attributes} {
		for _, a := range list {
			t.byName[a.Name] = a
		}
	}
	return t
}

// attribute finds a core or common attribute whatever its case.
func (t *ResourceType) attribute(name string) *Attribute {
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
