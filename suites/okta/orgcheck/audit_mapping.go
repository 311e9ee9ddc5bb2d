package orgcheck

import (
	"fmt"
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/okta/org"
)

func (a *Audit) mappingChecks() []suites.Check {
	read := func(t *suites.T) org.ProfileMapping {
		m, found, err := a.client.ToApp(in(t), a.app)
		must[any](t)(nil, err)
		if !found {
			t.Block("the org shows no profile mapping from its people to the app: see Profile Editor > Mappings")
		}
		return m
	}
	var checks []suites.Check
	for _, c := range []struct{ id, attribute, why, symptom string }{
		{"email", "email", "The app knows a person by the address.",
			"Provisioning fails for everybody, or people arrive without an address and cannot sign in."},
		{"display-name", "displayName", "The app shows it as the person's name.",
			"People appear in the app without a name, or by their address."},
	} {
		checks = append(checks, suites.Check{
			ID: "org.mapping." + c.id, Level: suites.Must, Title: fmt.Sprintf("The attribute %q of the app is mapped", c.attribute),
			Why: c.why, Symptom: c.symptom, Refs: []string{refMappings, refGuide},
			Body: func(t *suites.T) {
				if p, ok := read(t).Properties[c.attribute]; !ok || strings.TrimSpace(p.Expression) == "" {
					t.Failf("profile mapping "+c.attribute, "an expression, such as user."+c.attribute, "none. %s", remedyMapping(c.attribute))
				}
			},
		})
	}
	return append(checks, suites.Check{
		ID: "org.mapping.updates", Level: suites.Should, Needs: []suites.Need{suites.NeedUpdates},
		Title:   "What is mapped is sent on update too, not on create alone",
		Why:     "The app profile says that profile updates are pushed.",
		Symptom: "A person's new name or address stays in Okta, although Update User Attributes is enabled; nothing is red.",
		Refs:    []string{refMappings},
		Body: func(t *suites.T) {
			m := read(t)
			for _, attribute := range []string{"email", "displayName", "givenName", "familyName"} {
				if p := m.Properties[attribute]; p.PushStatus == "DONT_PUSH" {
					t.Failf("profile mapping "+attribute, "Apply mapping on user create and update (PUSH)",
						"on create only (DONT_PUSH). In Profile Editor > Mappings, change the arrow beside %s", attribute)
				}
			}
		},
	})
}
