package kit

// Sources that several checks of this area rest on.
const (
	RefConnector = "Okta SCIM 2.0 reference: Test Connector Configuration asks for GET /Users?startIndex=1&count=2"
	RefSpecList  = "Okta SPEC step 1"
	RefList      = "RFC 7644 §3.4.2"
	RefNoResults = "https://support.okta.com/help/s/article/okta-scim-connector-error-no-results-for-users-returned-when-testing-connection"
)

// Sources that several checks of this area rest on.
const (
	RefCreate      = "Okta SCIM 2.0 reference: POST /Users, answered 201 with the stored user"
	RefPost        = "RFC 7644 §3.3"
	CannotAssign   = "The assignment fails: «Automatic provisioning of user … to app … failed: Error while creating user»."
	ShowsElsewhere = "None: Okta reports success, but the app shows the person with other data."
)

const (
	RefConflict = "RFC 7644 §3.3: 409 when the resource exists already"
	MakesTwins  = "None: Okta reports success, and the person has two accounts or a changed one."
)

// Sources that several checks of this area rest on.
const (
	RefPushGroup   = "Okta SCIM 2.0 reference: pushing a group = lookup by displayName, then POST /Groups with members []"
	RefRenameGroup = "Okta SCIM 2.0 reference: renaming a group = PATCH replace {id, displayName} without a path (OIN) or PUT (AIW)"
	RefDeleteGroup = "Okta SCIM 2.0 reference: unlinking a group with delete = DELETE /Groups/{id}, answered 204"
	RefGroup       = "RFC 7643 §4.2"
	RefPostGroup   = "RFC 7644 §3.3"
	RefDelete      = "RFC 7644 §3.6"
	RefFilter      = "RFC 7644 §3.4.2.2"
	RefUserGroups  = "RFC 7643 §4.1.2: a user's groups follow from the groups' members"
)

// Sources that several checks of this area rest on.
const (
	RefImport     = "Okta SCIM 2.0 reference: an import asks for 1–100, 101–200 and so on until totalResults, always in the same order"
	RefPaging     = "RFC 7644 §3.4.2.4"
	RefListAnswer = "RFC 7644 §3.4.2"
)

// Sources that several checks of this area rest on.
const (
	RefLookup     = "Okta SCIM 2.0 reference: GET /Users?filter=userName eq \"…\"&startIndex=1&count=100 before a user is pushed"
	RefUserFilter = "RFC 7644 §3.4.2.2"
	RefUserName   = "RFC 7643 §4.1.1 userName: caseExact false, uniqueness server"
	LinksNobody   = "The user is not linked; the create that follows fails with a conflict: «Automatic provisioning of user … to app … failed»."
	LinksAnother  = "None at first: Okta links somebody else's account and overwrites it with the new person's profile."
)

// Sources that several checks of this area rest on.
const (
	RefRoleMap      = "App profile, roles: which pushed group gives which role, the highest first, and the default role"
	RefRoleReadOnly = "RFC 7643 §7 mutability readOnly; RFC 7644 §3.5.1: readOnly values that a client sends SHALL be ignored"
	RefGroupPush    = "Okta SCIM 2.0 reference: group push"
)

// RunAlone makes checks run alone.
func RunAlone(checks []Check) []Check {
	for i := range checks {
		checks[i].Serial = true
	}
	return checks
}

// Sources that the checks of this area rest on.
const (
	RefOktaUpdate = "Okta SCIM 2.0 reference: a profile update is GET /Users/{id}, then PUT of the whole resource"
	RefReadOnly   = "RFC 7644 §3.5.1: values of read-only attributes are ignored"
	RefOktaEmpty  = "OIN C9337"
)
