package check

import (
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites/okta"
)

// RoleWant says which role a user must show.
type RoleWant struct {
	// Attribute is where a User shows its role: "roles", "userType" or the full
	// name of an extension attribute.
	Attribute string
	// Role is the role that must be shown; "" means that none of Known may be,
	// except those in Also.
	Role string
	// Also are roles that may be shown beside it: those that lower groups of the
	// user give, and the default that everybody has.
	Also []string
	// Known are all roles of the app that are known. Others are not judged.
	Known []string
}

// Role gives the roles that a User shows, as text. `roles` is multi-valued with
// value and display (RFC 7643 §4.1.2); a list of text and a single text are read
// too. Of an element whose value is no known role, such as a number, but whose
// display is one, it is the display. Names of roles are case-insensitive
// (caseExact is false by default, RFC 7643 §2.2); a known one is given as known.
func Role(r okta.Resource, attribute string, known ...string) []string {
	if core := UserSchema + ":"; len(attribute) > len(core) && strings.EqualFold(attribute[:len(core)], core) {
		attribute = attribute[len(core):]
	}
	v, _ := Lookup(r, attribute)
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, e := range list {
		if role := roleName(e, known); role != "" && !slices.Contains(out, role) {
			out = append(out, role)
		}
	}
	slices.Sort(out)
	return out
}

func roleName(e any, known []string) string {
	candidates := []any{e}
	if m, ok := e.(map[string]any); ok {
		candidates = []any{m["value"], m["display"]}
	}
	first := ""
	for _, c := range candidates {
		name := text(c)
		if i := indexFold(known, name); i >= 0 {
			return known[i]
		}
		if first == "" {
			first = name
		}
	}
	return first
}

// HasRole has a problem unless the user shows the wanted role, and no known one
// that it is not entitled to. A list may hold several: an app may show what
// each group gives.
func HasRole(r okta.Resource, want RoleWant) []Problem {
	shown := Role(r, want.Attribute, want.Known...)
	right := want.Role == "" || indexFold(shown, want.Role) >= 0
	for _, role := range shown {
		if indexFold(want.Known, role) >= 0 && !strings.EqualFold(role, want.Role) && indexFold(want.Also, role) < 0 {
			right = false
		}
	}
	if right {
		return nil
	}
	expected := "the role " + want.Role
	if want.Role == "" {
		expected = "none of the mapped roles"
	}
	return one(want.Attribute, expected, "%s", roles(shown))
}

// SameRole has a problem when two views of a user show different roles.
func SameRole(before, after okta.Resource, attribute string, known ...string) []Problem {
	was, is := Role(before, attribute, known...), Role(after, attribute, known...)
	if slices.Equal(was, is) {
		return nil
	}
	return one(attribute, "the same role as before: "+roles(was), "%s", roles(is))
}

// StoredRole has a problem when the answer to a write shows other roles than
// are stored.
func StoredRole(answer, stored okta.Resource, attribute string, known ...string) []Problem {
	shown, is := Role(answer, attribute, known...), Role(stored, attribute, known...)
	if slices.Equal(shown, is) {
		return nil
	}
	return one(attribute, "the stored role: "+roles(is), "%s", roles(shown))
}

func roles(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func indexFold(list []string, s string) int {
	return slices.IndexFunc(list, func(e string) bool { return strings.EqualFold(e, s) })
}
