package provider

func connectorFaults() []Fault {
	return []Fault{
		{
			ID: "connector-resources-null", Category: "connector-test", Level: Must,
			Story:  `An empty list has "Resources": null, and Okta's connector test ends with "No results for users returned".`,
			Source: "https://github.com/elimity-com/scim/issues/78",
			Apply: func(b *Behaviours) {
				next := b.Envelope
				b.Envelope = func(rq *Request, page Page, shown []any) Object {
					body := next(rq, page, shown)
					if len(shown) == 0 {
						body["Resources"] = nil
					}
					return body
				}
			},
		},
	}
}
