package provider

import (
	"net/http"
	"strings"
	"unicode"
)

// createDuplicateFaults go wrong when a userName is taken, or think that it is.
func createDuplicateFaults() []Fault {
	return []Fault{
		{
			ID: "create-duplicate-400", Category: "user-create", Level: Must,
			Story:  "A taken userName is answered 400, which Okta does not see as a conflict.",
			Source: "https://github.com/FusionAuth/fusionauth-issues/issues/1776",
			Apply: uniqueness(OpCreate, func(_ *Request, _ Tx, _ *Resource, conflict *Error) error {
				if conflict == nil {
					return nil
				}
				return invalidValue("%s", conflict.Detail)
			}),
		},
		{
			ID: "create-duplicate-201-overwrites", Category: "user-create", Level: Must,
			Story:  "A create of a taken userName overwrites the account that has it, and Okta reports success.",
			Source: "https://github.com/croffasia/itsaplan/issues/250",
			Apply: func(b *Behaviours) {
				next := b.Build
				b.Build = func(rq *Request, tx Tx, body Object) (*Resource, error) {
					r, err := next(rq, tx, body)
					if err != nil || r.Kind != KindUser {
						return r, err
					}
					for _, other := range namesakes(tx, r) {
						r.ID, r.Created = other.ID, other.Created
					}
					return r, nil
				}
			},
		},
		{
			ID: "create-duplicate-no-scimtype", Category: "user-create", Level: Should,
			Story:  "The 409 for a taken userName does not say uniqueness in scimType; Okta goes by the status.",
			Source: "https://github.com/ory/polis/issues/4065",
			Apply: uniqueness(OpCreate, func(_ *Request, _ Tx, _ *Resource, conflict *Error) error {
				if conflict == nil {
					return nil
				}
				return Refuse(conflict.Status, "", "%s", conflict.Detail)
			}),
		},
		{
			ID: "create-case-variant-duplicate", Category: "user-create", Level: Must,
			Story:  "A userName that differs from a taken one by case only makes a second account, and one of the two is an orphan.",
			Source: "https://github.com/langfuse/langfuse/issues/13528",
			Apply: withTwins(uniqueness(OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
				for _, other := range namesakes(tx, r) {
					if other.Name() == r.Name() {
						return conflict
					}
				}
				return nil
			})),
		},
		{
			// A policy of some products, so no more than a warning.
			ID: "create-dedupe-on-email-false-409", Category: "user-create", Level: Should,
			Story:  "A new userName is refused because another user has the e-mail address, and the person cannot be assigned.",
			Source: "https://github.com/ory/polis/issues/4067",
			Apply: uniqueness(OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
				if conflict != nil {
					return conflict
				}
				if key, _ := KeyFor("emails.value", mainEmail(r.Attributes)); key.Value != "" && len(tx.Find(KindUser, key)) > 0 {
					return Refuse(http.StatusConflict, "uniqueness", "The e-mail address %q is taken.", key.Value)
				}
				return nil
			}),
		},
		{
			ID: "create-dedupe-on-display-name", Category: "user-create", Level: Must,
			Story:  "Two people of the same name cannot both be assigned: the second is refused as a duplicate.",
			Source: "the grid: a create × same values in other attributes",
			Apply: uniqueness(OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
				if conflict != nil {
					return conflict
				}
				key, _ := KeyFor("displayName", text(r.Attributes, "displayName"))
				if key.Value != "" && len(tx.Find(KindUser, key)) > 0 {
					return Refuse(http.StatusConflict, "uniqueness", "There is a %q already.", key.Value)
				}
				return nil
			}),
		},
		{
			ID: "create-taken-by-longer-name", Category: "user-create", Level: Must,
			Story:  "A userName is taken when another one begins with it or it with another one: anna cannot be assigned beside annabel.",
			Source: "the grid: a create × odd values",
			Apply:  takenIf(oneBeginsTheOther),
		},
		{
			ID: "create-taken-by-pattern", Category: "user-create", Level: Must,
			Story:  "A userName is compared with LIKE: kim_lee cannot be assigned beside kimxlee.",
			Source: "the grid: a create × odd values",
			Apply:  takenIf(func(taken, free string) bool { return like(free, taken) }),
		},
		{
			ID: "create-taken-without-dots", Category: "user-create", Level: Must,
			Story:  "Dots in a userName do not count: kim.lee cannot be assigned beside kimlee.",
			Source: "the grid: a create × odd values",
			Apply:  takenIf(func(taken, free string) bool { return withoutDots(free) == withoutDots(taken) }),
		},
	}
}

// withTwins lets users who share a userName change as long as they keep it, as where nothing makes names unique.
func withTwins(apply func(*Behaviours)) func(*Behaviours) {
	return func(b *Behaviours) {
		apply(b)
		for _, op := range []Operation{OpReplace, OpPatch} {
			uniqueness(op, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
				if stored := tx.Get(KindUser, r.ID); conflict == nil || stored != nil && fold(stored.Name()) == fold(r.Name()) {
					return nil
				}
				return conflict
			})(b)
		}
	}
}

// takenIf refuses new userNames that are not those of others. Both are given folded.
func takenIf(same func(taken, free string) bool) func(*Behaviours) {
	return uniqueness(OpCreate, func(_ *Request, tx Tx, r *Resource, conflict *Error) error {
		if conflict != nil {
			return conflict
		}
		for _, other := range tx.List(KindUser, 0, tx.Count(KindUser)) {
			if same(fold(other.Name()), fold(r.Name())) {
				return Refuse(http.StatusConflict, "uniqueness", "The userName is taken by %q.", other.Name())
			}
		}
		return nil
	})
}

// oneBeginsTheOther tells whether one address is the other with more letters before the @.
func oneBeginsTheOther(a, b string) bool {
	x, domain, _ := strings.Cut(a, "@")
	y, other, _ := strings.Cut(b, "@")
	if len(x) > len(y) {
		x, y = y, x
	}
	more, ok := strings.CutPrefix(y, x)
	return ok && domain == other && more != "" && unicode.IsLetter(rune(more[0]))
}
