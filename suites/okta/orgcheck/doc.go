// Package orgcheck holds the checks of Okta's own side: whether an org is set
// up to provision an app as the app profile says (Audit), and whether what an
// org does arrives in the app (Journey). They read and change the org through
// package suites/okta/org; package suites does not know of it.
package orgcheck

import (
	"slices"

	"github.com/oktascim/oktascim/suites"
)

// Catalogue lists the checks of this package, for reading: they run as given by
// Audit.Checks and Journey.Checks.
func Catalogue() []suites.Check {
	return slices.Concat((&Audit{}).Checks(), (&Journey{}).Checks())
}

// Sources of what the checks require.
const (
	refApps     = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Application/"
	refFeatures = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationFeatures/"
	refConnect  = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationConnections/"
	refMappings = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ProfileMapping/"
	refPush     = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/GroupPushMapping/"
	refAppUsers = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApplicationUsers/"
	refLogs     = "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/"
	refEvents   = "https://developer.okta.com/docs/reference/api/event-types/"
	refGuide    = "Setup guide of the app: Okta SCIM provisioning"
	refCRUD     = "Okta SCIM provisioning integration test (CRUD)"
)

// inOrg puts the area on checks.
func inOrg(checks []suites.Check) []suites.Check {
	for i := range checks {
		checks[i].Area = suites.Org
	}
	return checks
}
