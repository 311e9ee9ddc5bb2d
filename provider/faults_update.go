package provider

func updateFaults() []Fault {
	return []Fault{
		{
			ID: "put-update-reactivates", Category: "profile-update", Level: Must,
			Story:  "Any profile update makes a deactivated user active again: access returns, and no admin sees it.",
			Source: "https://github.com/getprobo/probo/issues/711",
			Apply: func(b *Behaviours) {
				next := b.Merge
				b.Merge = func(rq *Request, tx Tx, draft *Draft, body Object) error {
					err := next(rq, tx, draft, body)
					if rq.IsUser() && draft.Before.Attributes["active"] == false {
						draft.After.Attributes["active"] = true
					}
					return err
				}
			},
		},
		{
			ID: "put-new-email-unverified-locks-login", Category: "profile-update", Level: Must,
			Story:     "A new e-mail address counts as not verified, and the user can no longer sign in.",
			Source:    "https://github.com/lightdash/lightdash/issues/19362",
			NotOnWire: "SCIM has no attribute for a verified address; only signing in would show it",
		},
	}
}
