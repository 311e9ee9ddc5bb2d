package provider

func authFaults() []Fault {
	return []Fault{
		{
			ID: "auth-cross-tenant", Category: "auth", Level: Must,
			Story:  "A valid token reads and changes users and groups of any tenant whose ids it knows; no admin sees it.",
			Source: "https://github.com/vouch-sh/vouch/issues/310",
			Apply:  authCrossTenant,
		},
		{
			ID: "auth-rotated-token-still-valid", Category: "auth", Level: Must,
			Story:  "The old token works on after a new one was made, so a leaked token can never be taken back.",
			Source: "https://github.com/Tr3kkR/Yuzu/issues/2026",
			Apply: func(b *Behaviours) {
				next := b.Authenticate
				b.Authenticate = func(rq *Request) error {
					err := next(rq)
					if err == nil {
						return nil
					}
					token, _ := BearerToken(rq.HTTP.Header.Get("Authorization"))
					if tenant, ok := rq.Server.tokens.Revoked(token); ok {
						rq.Tenant = tenant
						return nil
					}
					return err
				}
			},
		},
	}
}

// authCrossTenant answers a request for one resource from the tenant that has it.
func authCrossTenant(b *Behaviours) {
	next := b.Route
	b.Route = func(rq *Request) error {
		if err := next(rq); err != nil || rq.Type == nil || rq.ID == "" {
			return err
		}
		for _, tenant := range rq.Server.tokens.tenants() {
			err := rq.Server.storage.Read(tenant, func(tx Tx) error {
				if tx.Get(rq.Type.Name, rq.ID) != nil {
					rq.Tenant = tenant
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
}
