package suites

import "github.com/oktascim/oktascim/suites/check"

// lookupPersonaChecks: everybody is found, whatever the name and address.
func lookupPersonaChecks() []Check {
	var out []Check
	for _, who := range traits {
		out = append(out, Check{
			ID: "users.lookup.persona-" + who.persona, Level: Must,
			Title:   "The lookup finds somebody with " + who.has + ", with the names as by id",
			Why:     "Okta asks for the userName as it is in its directory and takes the profile from the hit.",
			Symptom: linksNobody,
			Refs:    []string{refLookup, refUserFilter},
			Body: func(t *T) {
				persona := t.persona(who.persona)
				p := t.NewUserIfAllowed("somebody with "+who.has, As(persona), Mailbox(persona.Local))
				t.Eventually("look up a user", func() []check.Problem {
					hit, problems := t.ByLookup(p.Sent.UserName, p.ID)
					if len(problems) > 0 {
						return problems
					}
					return check.At("GET /Users?filter", check.Agree(t.mustReadUser(p.ID), hit, t.derived()...)...)
				})
			},
		})
	}
	return out
}
