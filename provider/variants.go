package provider

import "slices"

// Variant is a way to behave that is legal but not usual: a tester must not complain about it.
type Variant struct {
	ID     string // "patch-204"
	Story  string // what is different, in one sentence
	Source string // what allows it: an RFC section or a page of Okta's

	// Apply replaces or wraps behaviours, as that of a Fault does.
	Apply func(*Behaviours)
}

// Variants lists all variants, by family.
func Variants() []Variant {
	return slices.Concat([]Variant(nil))
}

func findVariant(id string) (Variant, error) {
	all := Variants()
	ids := make([]string, len(all))
	for i, v := range all {
		if v.ID == id {
			return v, nil
		}
		ids[i] = v.ID
	}
	return Variant{}, unknown("variant", id, ids)
}
