package provider

func robustnessFaults() []Fault {
	return []Fault{
		{
			ID: "rob-utf8-garbled", Category: "robustness", Level: Must,
			Story:  "Bodies are read as Latin-1, so that Zoë arrives as ZoÃ«: names are broken everywhere.",
			Source: "https://github.com/GluuFederation/oxTrust/issues/372",
			Apply: func(b *Behaviours) {
				next := b.ReadBody
				b.ReadBody = func(rq *Request) error {
					if err := next(rq); err != nil {
						return err
					}
					runes := make([]rune, len(rq.Raw))
					for i, c := range rq.Raw {
						runes[i] = rune(c)
					}
					rq.Raw = []byte(string(runes))
					return nil
				}
			},
		},
	}
}
