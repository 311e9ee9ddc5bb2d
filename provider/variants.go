package provider

import "slices"

// Variant is a way to behave that is legal but not usual: a tester must not complain about it. It is added like a Fault: as an
// entry of the slice in the file of its family (see faults.go), with a scenario in the test file of the family. Most are made
// with the functions of variants_wrap.go.
type Variant struct {
	ID     string // "patch-204"
	Story  string // what is different, in one sentence
	Source string // what allows it: an RFC section, a page of Okta's, or a product that has it

	// Apply replaces or wraps behaviours. It runs each time the variant is turned on.
	Apply func(*Behaviours)
}

// Variants lists all variants, by family.
func Variants() []Variant {
	return slices.Concat(
		answerVariants(),
		errorVariants(),
		authVariants(),
		mediaVariants(),
		deliveryVariants(),
		listVariants(),
		queryVariants(),
		idVariants(),
		resourceVariants(),
		metaVariants(),
		memberVariants(),
		userVariants(),
		updateVariants(),
		refusalVariants(),
		policyVariants(),
		deactivationVariants(),
		roleVariants(),
		seatVariants(),
		tenantVariants(),
		consistencyVariants(),
	)
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
