package kit

import (
	"maps"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

// A Form is one of the forms in which Okta's mapping writes an attribute. The first form of an attribute is the plain one.
type Form struct {
	Name  string
	Path  []string
	Value any
	// Odd says that an app may refuse the form with a SCIM Error.
	Odd bool
}

// Attribute is the top-level attribute, or the extension, of a form.
func (f Form) Attribute() string { return f.Path[0] }

// At is the path of a form as package check writes it.
func (f Form) At() string {
	if f.Path[0] == okta.EnterpriseSchema {
		return f.Path[0] + ":" + strings.Join(f.Path[1:], ".")
	}
	return strings.Join(f.Path, ".")
}

// Compared is the path whose value is the client's: the name of a manager is the server's to fill in.
func (f Form) Compared() string {
	if _, object := f.Value.(map[string]any); object {
		return f.At() + ".value"
	}
	return f.At()
}

// Body is a resource with the form alone.
func (f Form) Body() okta.Resource {
	r := okta.Resource{}
	r.Set(f.Value, f.Path...)
	return r
}

// LongText is longer than the 255 octets of the usual database column.
var LongText = strings.Repeat("Longfellow ", 28) + "End"

// Forms are the forms of the optional attributes that Okta's default mapping has, in each in which a value is seen. The
// attribute that shows the app's roles is left out.
func Forms(t *T) []Form {
	known := Bystanders(t).user
	text := func(name, value string, path ...string) Form { return Form{Name: name, Path: path, Value: value} }
	phone := func(name, number, kind string) Form {
		entry := map[string]any{"value": number}
		if kind != "" {
			entry["type"] = kind
		}
		return Form{Name: name, Path: []string{"phoneNumbers"}, Value: []any{entry}}
	}
	address := func(name string, entry map[string]any) Form {
		return Form{Name: name, Path: []string{"addresses"}, Value: []any{entry}}
	}
	street := map[string]any{"type": "work", "streetAddress": "100 Universal City Plaza", "locality": "Hollywood", "region": "CA",
		"postalCode": "91608", "country": "US"}
	extension := func(name, value string) Form { return text("another "+name, value, okta.EnterpriseSchema, name) }
	manager := func(name string, value map[string]any) Form {
		return Form{Name: name, Path: []string{okta.EnterpriseSchema, "manager"}, Value: value}
	}
	odd := func(f Form) Form { f.Odd = true; return f }
	forms := []Form{
		text("another title", "Director", "title"),
		text("a title written from right to left", "مهندس برمجيات", "title"),
		text("another nickName", "Jay", "nickName"),
		text("another profileUrl", "https://example.com/people/jay", "profileUrl"),
		text("another userType", "Contractor", "userType"),
		text("another preferredLanguage", "fr-FR", "preferredLanguage"),
		text("a preferredLanguage of several subtags", "zh-Hant-TW", "preferredLanguage"),
		text("another locale", "de-DE", "locale"),
		text("a locale of several subtags", "sr-Latn-RS", "locale"),
		text("another timezone", "Europe/Berlin", "timezone"),
		text("another middleName", "Quincy", "name", "middleName"),
		text("another honorificPrefix", "Prof. Dr.", "name", "honorificPrefix"),
		text("another honorificSuffix", "Jr.", "name", "honorificSuffix"),
		phone("a phone number with spaces", "+1 201-555-0123", "work"),
		phone("a phone number in E.164", "+12015550124", "work"),
		phone("a national phone number", "(201) 555-0125", "work"),
		phone("a phone number of type home", "+1 201-555-0126", "home"),
		phone("a phone number of type mobile", "+1 201-555-0127", "mobile"),
		phone("a phone number of type fax", "+1 201-555-0128", "fax"),
		phone("a phone number of type pager", "+1 201-555-0129", "pager"),
		phone("a phone number of type other", "+1 201-555-0130", "other"),
		phone("a phone number without a type", "+1 201-555-0131", ""),
		address("a street", street),
		address("an address of several lines", map[string]any{"type": "work", "formatted": "100 Main St\nHollywood, CA 91608\nUSA"}),
		address("an address written from right to left", map[string]any{"type": "work", "locality": "תל אביב", "country": "IL"}),
		address("an address of type home", map[string]any{"type": "home", "streetAddress": "1 Elm St", "locality": "Burbank", "country": "US"}),
		address("an address without a type", map[string]any{"streetAddress": "2 Oak St", "locality": "Pasadena", "country": "US"}),
		extension("department", "Sales"), extension("department", "Finance"), // from the department of the bystander
		extension("employeeNumber", "10701984"), extension("costCenter", "14130"),
		extension("organization", "Universal Studios"), extension("division", "Film"),
		manager("a manager by id and name", map[string]any{"value": known.ID, "displayName": known.Sent.DisplayName}),
		manager("a manager by id alone", map[string]any{"value": known.ID}),
		manager("a manager who is not in the app", map[string]any{"value": "00701984"}),
		manager("a manager by name alone", map[string]any{"displayName": "John Smith"}),
		odd(text("a long title", LongText, "title")),
		odd(phone("a phone number that is empty", "", "work")),
		odd(Form{Name: "a phone number that is null beside another", Path: []string{"phoneNumbers"},
			Value: []any{map[string]any{"value": nil, "type": "work"}, map[string]any{"value": "+1 201-555-0123", "type": "mobile"}}}),
		odd(manager("a manager that is empty", map[string]any{"value": "", "displayName": ""})),
	}
	roles := t.Env().Profile.Roles
	return slices.DeleteFunc(forms, func(f Form) bool { return roles != nil && f.Attribute() == roles.Attribute })
}

// EveryForm is somebody with a value in each attribute that Okta can map: lists have an entry of each form. Of two addresses
// of one type an app cannot tell which is meant, so there is one of each.
func EveryForm(t *T) okta.User {
	u := WholeProfile(t, Bystanders(t).user)
	lists, types := map[string][]any{}, map[any]bool{}
	for _, f := range Forms(t) {
		list, plural := f.Value.([]any)
		if f.Odd || !plural {
			continue
		}
		entry := maps.Clone(list[0].(map[string]any))
		if len(lists[f.Attribute()]) == 0 {
			entry["primary"] = true
		}
		if f.Attribute() == "addresses" {
			if types[entry["type"]] {
				continue
			}
			types[entry["type"]] = true
			entry["formatted"] = "100 Main St\nHollywood, CA 91608\nUSA"
		}
		lists[f.Attribute()] = append(lists[f.Attribute()], entry)
	}
	for name, list := range lists {
		u.Extra[name] = list
	}
	With("emails", TwoEmails(u.Email, "home-"+u.Email))(&u)
	return u
}

// EveryPath are the optional attributes of EveryForm that are compared; the name of a manager is the server's to fill in.
var EveryPath = append([]string{"name.middleName", "name.honorificPrefix", "name.honorificSuffix", "nickName", "profileUrl", "title", "userType",
	"preferredLanguage", "timezone", "locale", "emails", "phoneNumbers", "addresses"}, EnterprisePaths...)

// EnterprisePaths are those of the enterprise extension.
var EnterprisePaths = []string{
	check.EnterpriseSchema + ":employeeNumber", check.EnterpriseSchema + ":costCenter", check.EnterpriseSchema + ":organization",
	check.EnterpriseSchema + ":division", check.EnterpriseSchema + ":department", check.EnterpriseSchema + ":manager.value",
}
