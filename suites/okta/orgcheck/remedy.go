package orgcheck

import (
	"fmt"
	"regexp"
)

// What to do, in the words of the admin console and of the troubleshooting section of the app's setup guide.
const (
	remedyActivate     = "Set the app to Active on its page in Applications"
	remedyProvisioning = "Switch it on: General > App Settings > Provisioning: SCIM, then Provisioning > Integration"
	remedyConnection   = "Provisioning > Integration > Edit: enter the SCIM URL and the token again, and press " +
		"«Test Connector Configuration»"
	remedyPushInactive = "Push Groups > the group's status > Activate group push"
	remedyPushError    = "Push Groups > the group > Push now, after the cause is removed"
	remedyPushRole     = "Push it before users are assigned, or they get the default role: Push Groups > Push Groups > " +
		"Find groups by name"
	remedyRetry = "See the user's entry in Dashboard > Tasks and in the System Log, remove the cause, and retry; " +
		"unassigning and assigning again is a manual sync"
	remedyProvisionUser = "Press «Provision User» in Assignments, or unassign and assign the user again"
	remedyOutOfSync     = "Wait a few minutes; then unassign and assign the user again, which is a manual sync"
	remedyToken         = "Generate a new token in the app, which ends the old one, enter it under Provisioning > " +
		"Integration, and press «Test Connector Configuration»"
	remedyRateLimit = "Ask the app's maker for higher limits, or roll out in smaller groups"
	remedyLog       = "Open the event in the System Log, remove the cause, and retry the task in Dashboard > Tasks"
)

func remedySetting(setting string) string {
	return fmt.Sprintf("Provisioning > To App > Edit: enable «%s»", setting)
}

func remedyMapping(attribute string) string {
	return fmt.Sprintf("Provisioning > To App > Attribute Mappings: map %s", attribute)
}

func remedyAssign(group string) string {
	return fmt.Sprintf("Assign these users to the app by a group that is not pushed, as Okta supports no group for both: "+
		"Assignments > Assign > Assign to Groups; then press «Push now» for %q", group)
}

func remedyTwoGroups(group string) string {
	return fmt.Sprintf("Make a second group with the same members and assign that one: Assignments > Assign > Assign to Groups. "+
		"Then remove %q from Assignments. Leavers: remove them from the pushed group first, then from the assigned one", group)
}

// reasons says what to do about words in a reason, the more specific first.
var reasons = []struct {
	words  *regexp.Regexp
	remedy string
}{
	{regexp.MustCompile(`(?i)seat|licen[cs]e|userLimit|limit reached|quota`),
		"The app has no free seat: buy seats, or unassign users, then retry the task"},
	{regexp.MustCompile(`(?i)unauthori[sz]ed|\b401\b|invalid token|expired token|authenticat`), remedyToken},
	{regexp.MustCompile(`(?i)\b429\b|rate limit|too many requests`), remedyRateLimit},
	{regexp.MustCompile(`(?i)already (exists|taken|in use)|duplicate|uniqueness|\b409\b|conflict`),
		"The app has an account with that name which Okta's lookup does not find: compare the unique identifier field and " +
			"the spelling, remove the duplicate, and retry"},
	{regexp.MustCompile(`(?i)displayName|required attribute|missing attribute|email.*(required|missing|invalid|blank)`),
		"An attribute is empty in Okta or not mapped: fill it, or map it under Provisioning > To App, then retry"},
	{regexp.MustCompile(`(?i)returned empty user|empty user`),
		"The app answers a create without the user. This is a defect of the app: `oktascim run` shows the exchange"},
	{regexp.MustCompile(`(?i)time[ -]?out|timed out|socket|connection (refused|reset)|unknown ?host|\b50[0-4]\b|` +
		`internal server error`),
		"The app was not reachable or failed: check its status, then retry the task"},
	{regexp.MustCompile(`(?i)not assigned|not provisioned`),
		"Assign the members of the pushed group to the app by another group, then press «Push now»"},
	{regexp.MustCompile(`(?i)not found|\b404\b|does not exist`),
		"The account or group was removed in the app: unassign and assign the user, or unlink and push the group, again"},
}

// remedyFor returns what to do about a reason.
func remedyFor(reason, otherwise string) string {
	for _, r := range reasons {
		if r.words.MatchString(reason) {
			return r.remedy
		}
	}
	return otherwise
}
