package suites

// nearName is a userName beside one that nobody has, but for a rule that some
// mail services and databases have and SCIM has not.
type nearName struct {
	id, title, why string
	asked, there   string // put into the userName before the @
}

func nearNames() []nearName {
	return []nearName{
		{"plus", "The lookup of a userName with a tag after a plus sign does not find the one without the tag",
			"Some mail services deliver jane+test to jane; to SCIM they are two values.", "jane+test", "jane"},
		{"dots", "The lookup of a userName with a dot before the @ does not find the one without the dot",
			"Some mail services do not count dots; to SCIM they are two values.", "j.doe", "jdoe"},
		{"accents", "The lookup of a userName with an umlaut does not find the one with the plain letter",
			"Some collations of databases take ü for u; to SCIM they are two letters.", "müller", "muller"},
	}
}

// lookupNearChecks: userName is compared without regard to case, and nothing
// else is disregarded.
func lookupNearChecks() []Check {
	var out []Check
	for _, n := range nearNames() {
		out = append(out, Check{
			ID: "users.lookup.near-" + n.id, Level: Must,
			Title: n.title, Why: n.why, Symptom: linksAnother,
			Refs: []string{"RFC 7644 §3.4.2.2: eq means that the values are identical", refUserName},
			Body: func(t *T) {
				sent := t.Person()
				asked := sent
				Mailbox(n.there)(&sent)
				Mailbox(n.asked)(&asked)
				t.findable(t.pushIfAllowed("a userName like "+sent.UserName, sent))
				t.nobody(asked.UserName)
			},
		})
	}
	return out
}
