package provider

import "errors"

// updatePatchFaults go wrong with a PATCH of a user.
func updatePatchFaults() []Fault {
	return []Fault{
		{
			ID: "patch-readonly-fields-rejected", Category: "profile-update", Level: Must,
			Story:  "A PATCH whose value repeats id, schemas or meta is refused, and the update never arrives.",
			Source: "https://github.com/onyx-dot-app/onyx/issues/8568",
			Apply: func(b *Behaviours) {
				next := b.ApplyOperation
				b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
					value, _ := op.Value.(Object)
					for _, name := range []string{"id", "schemas", "meta"} {
						if rq.IsUser() && op.Path == "" && mentions(value, name) {
							return mutability("%s is read-only.", name)
						}
					}
					return next(rq, tx, draft, op)
				}
			},
		},
		{
			ID: "patch-noop-400", Category: "profile-update", Level: Must,
			Story:  `A change that changes nothing is refused with "no changes", and Okta tries again and again.`,
			Source: "https://github.com/better-auth/better-auth/issues/8549",
			Apply: func(b *Behaviours) {
				for _, op := range []Operation{OpPatch, OpReplace} {
					unchanged(op, func() error { return invalidValue("There are no changes.") })(b)
				}
			},
		},
		{
			ID: "patch-returns-stale-resource", Category: "profile-update", Level: Must,
			Story:  "A PATCH of a user is answered with the profile from before, and Okta takes a deactivated user for active.",
			Source: "https://github.com/MicrosoftDocs/azure-docs/issues/60316",
			Apply:  answersFromBefore(OpPatch),
		},
		{
			ID: "patch-unknown-path-silent-200", Category: "profile-update", Level: Must,
			Story:  "A PATCH with a path that the app does not know is answered as if it had been done, and profiles drift apart.",
			Source: "https://github.com/better-auth/better-auth/issues/10421",
			Apply: func(b *Behaviours) {
				next := b.ApplyOperation
				b.ApplyOperation = func(rq *Request, tx Tx, draft *Draft, op PatchOperation) error {
					err := next(rq, tx, draft, op)
					var refused *Error
					if rq.IsUser() && errors.As(err, &refused) && refused.Type == "invalidPath" {
						return nil
					}
					return err
				}
			},
		},
		{
			ID: "patch-race-lost-update", Category: "profile-update", Level: Must,
			Story:  "Of two changes of one user at the same time one is lost: a deactivated user is active again.",
			Source: "the grid: an update × twice at once",
			Apply:  patchLostUpdate,
		},
	}
}

// patchLostUpdate reads the user first, and later writes him back with what the request changes.
func patchLostUpdate(b *Behaviours) {
	patch, load := b.Patch, b.Load
	b.Patch = func(rq *Request) (*Response, error) {
		if !rq.IsUser() {
			return patch(rq)
		}
		err := rq.Do.Read(rq, func(tx Tx) error {
			if r := tx.Get(KindUser, rq.ID); r != nil {
				rq.Note("read early", r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		linger(rq)
		return patch(rq)
	}
	b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
		r, err := load(rq, tx, kind, id)
		if early, ok := rq.Notes["read early"].(*Resource); ok && err == nil && id == rq.ID {
			return early, nil
		}
		return r, err
	}
}
