package suites

import "slices"

// Sources that several checks of this area rest on.
const (
	refRoleMap      = "App profile, roles: which pushed group gives which role, the highest first, and the default role"
	refRoleReadOnly = "RFC 7643 §7 mutability readOnly; RFC 7644 §3.5.1: readOnly values that a client sends SHALL be ignored"
	refGroupPush    = "Okta SCIM 2.0 reference: group push"
)

// roleChecks: the app makes roles of the groups that Okta pushes. They use
// groups named in the app profile, of which the tenant has one each, so they run
// one after the other; the one that gives a role to a crowd runs where the crowd is.
func roleChecks() []Check {
	all := inArea(Roles, []Need{NeedRoles, NeedPushUsers}, slices.Concat(
		roleAdminLockOutChecks(),
		roleGivenChecks(),
		roleViewChecks(),
		roleHighestChecks(),
		roleRemovalChecks(),
		rolePushNowChecks(),
		roleOthersChecks(),
		roleGroupChecks(),
		roleUpdateChecks(),
		roleActiveChecks(),
		roleClientChecks(),
		roleAnswerChecks(),
		roleLargeChecks(),
		roleAdminChecks(),
	))
	for i := range all {
		if !all[i].Serial {
			all[i].Exclusive = MappedGroups
		}
	}
	return all
}

// serial makes checks run alone.
func serial(checks []Check) []Check {
	for i := range checks {
		checks[i].Serial = true
	}
	return checks
}
