package provider

import "strings"

func lookupFaults() []Fault {
	return []Fault{
		{
			ID: "lookup-username-case-sensitive", Category: "user-lookup", Level: Must,
			Story:  "Okta's look-up finds nobody when the case of the userName differs; the create that follows is refused as a duplicate.",
			Source: "https://github.com/zulip/zulip/issues/21758",
			Apply: func(b *Behaviours) {
				next := b.Match
				b.Match = func(rq *Request, f *Filter, view Object) bool {
					if name, ok := f.Equals("userName"); ok && text(view, "userName") != name {
						return false
					}
					return next(rq, f, view)
				}
			},
		},
		{
			ID: "lookup-plus-as-space", Category: "user-lookup", Level: Must,
			Story:  "The filter is decoded twice, so that nobody with a plus sign in the userName is found and their creates fail with 409.",
			Source: "https://github.com/appsmithorg/appsmith/issues/25452",
			Apply: func(b *Behaviours) {
				next := b.ParseFilter
				b.ParseFilter = func(rq *Request, raw string) (*Filter, error) {
					return next(rq, strings.ReplaceAll(raw, "+", " "))
				}
			},
		},
	}
}
