package watch

import (
	"github.com/oktascim/oktascim/suites/kit"
)

// Area is that of the checks which only a watch can make.
const Area kit.Area = "watch"

// Catalogue returns the checks that a watch makes beside those of `oktascim run`.
func Catalogue() []kit.Check {
	return kit.InArea(Area, nil, []kit.Check{
		{
			ID: sequenceComplete, Level: kit.Should, Evidence: kit.Recorded,
			Title:   "Okta carries each sequence that it begins through to its end",
			Why:     "When Okta stops after an answer that looks right, it did not get from it what it needs.",
			Symptom: "The user or group does not arrive in the app; the task in Okta's admin console says why.",
			Refs:    []string{"Okta's recorded sequences: lookup, then create or link"},
			Body:    func(*kit.T) {},
		},
		{
			ID: profileDialect, Level: kit.Should, Evidence: kit.Recorded,
			Title:   "Okta writes to the app in the dialect that the app profile states",
			Why:     "What `oktascim run` sends in another dialect says little about this app.",
			Symptom: "No error in Okta: the checks have tested requests that Okta does not send to this app.",
			Refs:    []string{"okta.app and okta.dialects of the app profile"},
			Body:    func(*kit.T) {},
		},
	})
}

const (
	sequenceComplete = "watch.sequence.complete"
	profileDialect   = "watch.profile.dialect"
)
