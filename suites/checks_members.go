package suites

import "slices"

// Sources that several checks of this area rest on.
const (
	refChangeMembers = "Okta SCIM 2.0 reference: membership = PATCH remove members[value eq …] and add members, after a rename (OIN), or PUT with the whole list (AIW)"
	refPushNow       = "Okta SCIM 2.0 reference: Push Now = PATCH replace members (OIN) or PUT (AIW) with the whole list, which may be empty"
	refPatchAdd      = "RFC 7644 §3.5.2.1"
	refPatchRemove   = "RFC 7644 §3.5.2.2"
	refPatchReplace  = "RFC 7644 §3.5.2.3"
)

// memberChecks: who is in a pushed group. Each change is verified by fresh
// reads of the group and, where users show their groups, of the users.
func memberChecks() []Check {
	return inArea(Members, []Need{NeedGroups}, slices.Concat(
		memberAddChecks(),
		memberAgainChecks(),
		memberRemoveChecks(),
		memberAbsentChecks(),
		memberMixedChecks(),
		pushNowChecks(),
		pathlessPushNowChecks(),
		unknownMemberChecks(),
		memberPutChecks(),
		memberAnswerChecks(),
		memberUserChecks(),
		memberGroupsChecks(),
		memberRaceChecks(),
		largeGroupChecks(),
	))
}
