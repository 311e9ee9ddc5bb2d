package okta

import (
	"slices"
	"strings"
)

// Kind is what an admin made the app with: it decides how Okta writes users and groups.
type Kind string

// The kinds of app. Okta's documentation describes them (to August 2026); of the wizard there is no recording.
const (
	Classic       Kind = "classic"         // App Integration Wizard, "classic experience": everything by PUT
	Wizard        Kind = "wizard"          // Okta Integration Wizard with "Support PATCH for User"
	WizardNoPatch Kind = "wizard-no-patch" // Okta Integration Wizard without it: users by PUT, groups by PATCH
	Template      Kind = "template"        // SCIM 2.0 test app
)

// Kinds returns every kind of app.
func Kinds() []Kind { return []Kind{Classic, Wizard, WizardNoPatch, Template} }

// Dialect returns how Okta writes to an app of this kind.
func (k Kind) Dialect() Dialect {
	switch k {
	case Classic:
		return AIW
	case WizardNoPatch:
		return Mixed
	default:
		return OIN
	}
}

// Recorded reports whether requests to an app of this kind were recorded, and not only documented.
func (k Kind) Recorded() bool { return k == Classic || k == Template }

// DialectsOf returns the dialects that the kinds need, each once.
func DialectsOf(kinds ...Kind) []Dialect {
	var out []Dialect
	for _, k := range kinds {
		if d := k.Dialect(); !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

// Labels returns the names under which reports show results in these dialects: AIW, OIN or both.
func Labels(dialects []Dialect) []Dialect {
	var out []Dialect
	for _, d := range dialects {
		for _, label := range []Dialect{d.Users(), d.Groups()} {
			if !slices.Contains(out, label) {
				out = append(out, label)
			}
		}
	}
	slices.SortFunc(out, func(a, b Dialect) int { return strings.Compare(string(a), string(b)) })
	return out
}
