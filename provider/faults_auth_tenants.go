package provider

// tenantFaults forget whose data it is.
func tenantFaults() []Fault {
	return []Fault{
		{
			ID: "auth-cross-tenant", Category: "auth", Level: Must,
			Story:  "A valid token reads and changes users and groups of any tenant whose ids it knows; no admin sees it.",
			Source: "https://github.com/vouch-sh/vouch/issues/310",
			Apply:  authCrossTenant,
		},
		{
			ID: "auth-lookup-crosses-tenants", Category: "auth", Level: Must,
			Story:  "A look-up that finds nobody in its own tenant goes on in the others, and Okta links a stranger's account.",
			Source: "the grid: a look-up × another tenant",
			Apply:  lookUpInOthers,
		},
		{
			ID: "auth-list-crosses-tenants", Category: "auth", Level: Must,
			Story:  "The lists of every tenant show the users and groups of the first; another company imports them.",
			Source: "the grid: list × another tenant",
			Apply:  listFirstTenant,
		},
		{
			ID: "auth-foreign-member-accepted", Category: "auth", Level: Must,
			Story:  "A group takes members of another tenant by their ids, and shows their names.",
			Source: "the grid: add a member × another tenant",
			Apply:  foreignMemberAccepted,
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

// lookUpInOthers asks the other tenants when the own one has nobody.
func lookUpInOthers(b *Behaviours) {
	next := b.List
	b.List = func(rq *Request) (*Response, error) {
		answer, err := next(rq)
		if err != nil || rq.Query.Filter == nil || answer.Object()["totalResults"] != 0 {
			return answer, err
		}
		own := rq.Tenant
		defer func() { rq.Tenant = own }()
		for _, rq.Tenant = range rq.Server.tokens.tenants() {
			other, err := next(rq)
			if err != nil || other.Object()["totalResults"] != 0 {
				return other, err
			}
		}
		return answer, nil
	}
}

// listFirstTenant shows everybody the resources of the first tenant.
func listFirstTenant(b *Behaviours) {
	next := b.List
	b.List = func(rq *Request) (*Response, error) {
		if rq.Query.Filter == nil {
			own := rq.Tenant
			defer func() { rq.Tenant = own }()
			rq.Tenant = rq.Server.firstTenant()
		}
		return next(rq)
	}
}

// foreignMemberAccepted looks for the ids in a body in every tenant, and shows who came in so.
func foreignMemberAccepted(b *Behaviours) {
	var strangers recall[Object] // by id
	decode, checkMember, members := b.Decode, b.CheckMember, b.Members
	b.Decode = func(rq *Request) error {
		if err := decode(rq); err != nil || !rq.IsGroup() {
			return err
		}
		for _, id := range textsIn(rq.Body) {
			for _, tenant := range rq.Server.tokens.tenants() {
				err := rq.Server.storage.Read(tenant, func(tx Tx) error {
					if r := tx.Get(KindUser, id); r != nil && tenant != rq.Tenant {
						strangers.set(rq, id, Object{"value": id, "display": r.Name()})
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
		}
		return nil
	}
	b.CheckMember = func(rq *Request, tx Tx, group *Resource, id string) error {
		if strangers.has(rq, id) {
			return nil
		}
		return checkMember(rq, tx, group, id)
	}
	b.Members = func(rq *Request, tx Tx, group *Resource) []any {
		list := members(rq, tx, group)
		for id := range tx.Members(group.ID) {
			if stranger, ok := strangers.get(rq, id); ok {
				list = append(list, clone(stranger))
			}
		}
		return list
	}
}

// textsIn lists every text in a value and below.
func textsIn(v any) []string {
	var all []string
	mapTexts(deepCopy(v), func(s string) string {
		all = append(all, s)
		return s
	})
	return all
}
