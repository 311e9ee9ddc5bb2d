package suites

import (
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
)

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
				t.seeHit(p, func() (okta.Resource, []check.Problem) {
					hit, problems := t.hit(p)
					names := only(t.mustReadUser(p.ID), "name", "displayName", "title")
					return hit, check.All(problems, check.In("GET /Users?filter", check.Agree(names, hit)...))
				})
			},
		})
	}
	return out
}
