// Package legal holds the variants: ways in which the server of package provider can behave that are legal but not
// usual, so that a tester of such servers can be tested for false alarms.
//
// A variant is added as an entry of the slice in the file of its category, with a scenario in the test file of the
// same name. Most are made with the functions of hooks.go; package faulty tells what to mind.
package legal

import (
	"slices"
	"sync"

	"github.com/oktascim/oktascim/provider"
	"github.com/oktascim/oktascim/provider/internal/named"
)

// The types of the provider that a variant is about, by their short names.
type (
	Behaviors      = provider.Behaviors
	Draft          = provider.Draft
	Error          = provider.Error
	Filter         = provider.Filter
	MemberChange   = provider.MemberChange
	Object         = provider.Object
	Page           = provider.Page
	PatchOperation = provider.PatchOperation
	Query          = provider.Query
	Request        = provider.Request
	Resource       = provider.Resource
	Response       = provider.Response
	Tx             = provider.Tx
)

// Variant is a way to behave that is legal but not usual: a tester must not complain about it.
type Variant struct {
	ID     string `json:"id"`     // "patch-204"
	Story  string `json:"story"`  // what is different, in one sentence
	Source string `json:"source"` // what allows it: an RFC section, a page of Okta's, or a product that has it

	// Apply replaces or wraps behaviors. It runs each time the variant is turned on.
	Apply func(*Behaviors) `json:"-"`
}

var index = sync.OnceValue(func() *named.Index[Variant] {
	return named.NewIndex("variant", slices.Concat(
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
		entitlementVariants(),
		accessVariants(),
	), func(v Variant) string { return v.ID })
})

// All lists all variants, by category.
func All() []Variant { return index().All() }

// Find returns the variant with that id.
func Find(id string) (Variant, error) { return index().Find(id) }

// Hooks returns what makes a provider.Server behave in these ways, for provider.Options.
func Hooks(ids ...string) ([]func(*provider.Behaviors), error) {
	var hooks []func(*provider.Behaviors)
	for _, id := range ids {
		v, err := Find(id)
		if err != nil {
			return nil, err
		}
		hooks = append(hooks, v.Apply)
	}
	return hooks, nil
}
