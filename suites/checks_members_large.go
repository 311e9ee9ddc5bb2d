package suites

// largeGroupChecks: the group of the whole company. The area robustness has
// more on its size.
func largeGroupChecks() []Check {
	return []Check{{
		ID: "members.large.push-now", Level: Must, PerDialect: true, Creates: 1000, Exclusive: Crowd,
		Title:   "Push Now of as many members as the profile allows is answered in time and has them all",
		Why:     "The whole list goes out in one request.",
		Symptom: "Push Now of a large group ends with a time-out or an error.",
		Refs: []string{refPushNow, "Okta SCIM FAQ: the connection is closed after 60 s",
			"https://github.com/FusionAuth/fusionauth-issues/issues/3307"},
		Body: func(t *T) {
			people := t.membersOfLargest()
			g := t.NewGroup()
			t.pushNowAccepted(g, people...)
			t.seeMany("Push Now of many members", g, people, nil)
		},
	}}
}
