package provider

import "slices"

// Fault is one way in which the server can be told to misbehave, as a real product did.
type Fault struct {
	ID        string // "lookup-username-case-sensitive"
	Category  string // "user-lookup"
	Level     string // Must or Should
	Story     string // what goes wrong and what an Okta admin sees of it, in one sentence
	Source    string // where it was reported: a URL or the name of a document
	NotOnWire string // why no client can see it; Apply is nil then

	// Apply replaces or wraps behaviours. State that lasts from request to request lives in variables of Apply; it is made anew
	// whenever the fault is turned on.
	Apply func(*Behaviours)
}

// The levels of a Fault.
const (
	Must   = "must"   // provisioning by Okta breaks, or access or data is wrong
	Should = "should" // not as the RFC says, but Okta copes
)

// Faults lists all faults, by family.
func Faults() []Fault {
	return slices.Concat([]Fault(nil))
}

func findFault(id string) (Fault, error) {
	all := Faults()
	ids := make([]string, len(all))
	for i, f := range all {
		if f.ID == id {
			return f, nil
		}
		ids[i] = f.ID
	}
	return Fault{}, unknown("fault", id, ids)
}
