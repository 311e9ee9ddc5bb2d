package provider

func deactivateFaults() []Fault {
	return []Fault{
		{
			ID: "deactivate-patch-noop-200", Category: "deactivate", Level: Must,
			Story:  "PATCH active false is answered 200, but the user stays active: Okta shows him deprovisioned while he keeps his access.",
			Source: "https://github.com/OneUptime/oneuptime/issues/3852",
			Apply: func(b *Behaviours) {
				next := b.ApplyPatch
				b.ApplyPatch = func(rq *Request, tx Tx, draft *Draft, ops []PatchOperation) error {
					err := next(rq, tx, draft, ops)
					if rq.IsUser() && draft.After.Attributes["active"] == false {
						draft.After.Attributes["active"] = draft.Before.Attributes["active"]
					}
					return err
				}
			},
		},
	}
}
