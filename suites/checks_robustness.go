package suites

import "slices"

// Sources that the checks of this area rest on.
const (
	refRetry   = "Okta repeats a request that got no answer or 5xx, up to five times"
	refMinute  = "Okta SCIM FAQ: an answer takes 60 s at most (https://developer.okta.com/docs/concepts/scim/faqs/)"
	refMembers = "Okta SCIM 2.0 reference: large membership changes come in batches; Push Now sends the whole list"
)

// robustnessChecks: retries, large groups, requests at the same time, and
// messages that are legal but not what a careless reader expects.
func robustnessChecks() []Check {
	return slices.Concat(
		inArea(Robustness, nil, slices.Concat(retryChecks(), unicodeChecks(), jsonChecks(), queryChecks(), timeChecks())),
		inArea(Robustness, []Need{NeedGroups}, slices.Concat(sizeChecks(), groupsAtOnceChecks(), unicodeGroupChecks(), timeGroupChecks())),
		inArea(Robustness, nil, usersAtOnceChecks()),
		inArea(Robustness, nil, afterwardsChecks()),
	)
}
