package provider

func groupFaults() []Fault {
	return []Fault{
		{
			ID: "group-rename-duplicate-name", Category: "group-push", Level: Must,
			Story:  "A group can be renamed to the name of another, after which Okta's look-up by name may link the wrong one.",
			Source: "https://github.com/theopenco/llmgateway/pull/2933",
			Apply: func(b *Behaviours) {
				next := b.CheckUnique
				b.CheckUnique = func(rq *Request, tx Tx, r *Resource) error {
					if r.Kind == KindGroup && rq.Operation != OpCreate {
						return nil
					}
					return next(rq, tx, r)
				}
			},
		},
	}
}
