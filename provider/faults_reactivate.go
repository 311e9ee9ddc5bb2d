package provider

func reactivateFaults() []Fault {
	return []Fault{
		{
			ID: "reactivate-404-after-deactivate", Category: "reactivate", Level: Must,
			Story:  "A deactivated user cannot be written any more: reactivation is answered 404, and reassigning the user in Okta fails.",
			Source: "https://github.com/PostHog/posthog/issues/44214",
			Apply: func(b *Behaviours) {
				next := b.Load
				b.Load = func(rq *Request, tx Tx, kind, id string) (*Resource, error) {
					r, err := next(rq, tx, kind, id)
					if err == nil && kind == KindUser && rq.IsWrite() && !r.Active() {
						return next(rq, tx, kind, "")
					}
					return r, err
				}
			},
		},
	}
}
