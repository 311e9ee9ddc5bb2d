package suites

import "slices"

// Sources that several checks of this area rest on.
const (
	refPushGroup   = "Okta SCIM 2.0 reference: pushing a group = lookup by displayName, then POST /Groups with members []"
	refRenameGroup = "Okta SCIM 2.0 reference: renaming a group = PATCH replace {id, displayName} without a path (OIN) or PUT (AIW)"
	refDeleteGroup = "Okta SCIM 2.0 reference: unlinking a group with delete = DELETE /Groups/{id}, answered 204"
	refGroup       = "RFC 7643 §4.2"
	refPostGroup   = "RFC 7644 §3.3"
	refDelete      = "RFC 7644 §3.6"
	refFilter      = "RFC 7644 §3.4.2.2"
	refUserGroups  = "RFC 7643 §4.1.2: a user's groups follow from the groups' members"
)

// groupChecks: pushing a group, linking one that is there, renaming and
// deleting it. Its members are an area of their own.
func groupChecks() []Check {
	return inArea(Groups, []Need{NeedGroups}, slices.Concat(
		groupPushChecks(),
		groupMembersPushChecks(),
		groupNameChecks(),
		groupLookupChecks(),
		groupDuplicateChecks(),
		groupLinkChecks(),
		groupRenameChecks(),
		groupRenameViewChecks(),
		groupRenameEffectChecks(),
		groupDeleteChecks(),
		groupDeleteViewChecks(),
		groupDeleteEffectChecks(),
	))
}
