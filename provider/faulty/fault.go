package faulty

import (
	"fmt"
	"slices"
	"sync"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/named"
)

// The types of the provider that a fault is about, by their short names.
type (
	Behaviors      = provider.Behaviors
	Draft          = provider.Draft
	Error          = provider.Error
	Filter         = provider.Filter
	MemberChange   = provider.MemberChange
	Object         = provider.Object
	Page           = provider.Page
	PatchOperation = provider.PatchOperation
	Request        = provider.Request
	Resource       = provider.Resource
	Response       = provider.Response
	Tx             = provider.Tx
)

// Fault is one way in which the server can be told to misbehave.
type Fault struct {
	ID        string `json:"id"`                    // "lookup-username-case-sensitive"
	Category  string `json:"category"`              // "user-lookup"
	Level     string `json:"level"`                 // Must or Should
	Story     string `json:"story"`                 // what goes wrong and what an Okta admin sees of it, in one sentence
	Source    Source `json:"source"`                // where it comes from
	NotOnWire string `json:"not_on_wire,omitempty"` // why no client can see it; Apply is nil then

	// Apply replaces or wraps behaviors. It runs each time the fault is turned on.
	Apply func(*Behaviors) `json:"-"`
}

// The levels of a Fault.
const (
	Must   = "must"   // provisioning by Okta breaks, or access or data is wrong
	Should = "should" // not as the RFC says, but Okta copes
)

// Source says where a fault comes from: one of the two is set.
type Source struct {
	Report string `json:"report,omitempty"` // a public report about a product: its address, or a named document
	Grid   string `json:"grid,omitempty"`   // made up, because a sloppy server could do it: the cell of the grid, or an RFC
}

// Public reports whether the fault was reported of a product; otherwise it was made up.
func (s Source) Public() bool { return s.Report != "" }

func report(where string) Source { return Source{Report: where} }

func grid(cell string) Source { return Source{Grid: cell} }

// inCategory gives all faults of a file their category, and those that state no level the level Must.
func inCategory(category string, faults []Fault) []Fault {
	for i := range faults {
		faults[i].Category = category
		if faults[i].Level == "" {
			faults[i].Level = Must
		}
	}
	return faults
}

var index = sync.OnceValue(func() *named.Index[Fault] {
	return named.NewIndex("fault", slices.Concat(
		connectorFaults(),
		authFaults(),
		lookupFaults(), lookupListFaults(),
		createFaults(), createStoredFaults(), createFormFaults(),
		updateFaults(), updateRenameFaults(), updateFormFaults(),
		deactivateFaults(),
		reactivateFaults(),
		deleteFaults(),
		groupsFaults(),
		membersFaults(),
		pagingFaults(),
		errorsFaults(),
		rolesFaults(),
		seatsFaults(),
		headersFaults(),
		robustnessFaults(),
		requestsFaults(),
		entitlementFaults(),
		accessFaults(),
		fieldFaults(),
	), func(f Fault) string { return f.ID })
})

// All lists all faults, by category.
func All() []Fault { return index().All() }

// Find returns the fault with that id.
func Find(id string) (Fault, error) { return index().Find(id) }

// Hooks returns what makes a provider.Server misbehave in these ways, for provider.Options.
func Hooks(ids ...string) ([]func(*provider.Behaviors), error) {
	var hooks []func(*provider.Behaviors)
	for _, id := range ids {
		f, err := Find(id)
		if err != nil {
			return nil, err
		}
		if f.Apply == nil {
			return nil, fmt.Errorf("fault %q cannot be shown: %s", id, f.NotOnWire)
		}
		hooks = append(hooks, f.Apply)
	}
	return hooks, nil
}
